"""What only looks like a date: a minister called May, 1709 schoolchildren, the fourth quarter of a match.

One function a kind, named in ``GUARDS``; each says whether a form's match may stand. The words they go by are the
lists of the grammar file's ``[guards]``; a language without a list is not held to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from digest.dates.grammar import UNITS, Grammar

_WORD_BEFORE = re.compile(r"([^\W_]+(?:['’][^\W_]+)?)[\s\u00a0]{0,3}-?$")
_WORD_AFTER = re.compile(r"(?:['’]s)?[\s-]{1,3}([^\W_]+)")
_MORE_FIGURES = re.compile(r"\s?[-–/.]\s?\d")
_JOINING = ("-", "–", "/", ".", "+", "#", "$", "£", "€", "_", "=", ":")
_REACH = 40  # characters looked at for a neighbouring word
_CLAUSE = 90  # and for a clause's earlier words
_CALENDAR_UNITS: Final = frozenset({"week", "weekend", "month", "quarter", "year", "decade", "century"})


@dataclass(frozen=True, slots=True)
class Look:
    """A form's match in its text."""

    text: str
    match: re.Match[str]
    grammar: Grammar

    def has(self, slot: str) -> bool:
        return slot in self.match.re.groupindex and self.match[slot] is not None

    def slot(self, name: str) -> str:
        """The slot's text, "" where the form has none."""
        return self.match[name] if self.has(name) else ""

    def unit(self) -> str:
        """The calendar unit named; "" where the form names none, or names several of it."""
        words = self.slot("unit")
        if not words or self.says("plural_units", words):
            return ""
        return UNITS[self.grammar.value("unit", words)]

    def before(self) -> str:
        """The word before, as written; "" at the start and after a mark."""
        at = self.match.start()
        found = _WORD_BEFORE.search(self.text, max(0, at - _REACH), at)
        return found[1] if found else ""

    def after(self) -> str:
        """The word after, as written; "" before a mark."""
        end = self.match.end()
        found = _WORD_AFTER.match(self.text, end, min(len(self.text), end + _REACH))
        return found[1] if found else ""

    def opens(self) -> bool:
        """Whether it opens a sentence, a quotation or a parenthesis."""
        before = self.text[max(0, self.match.start() - 3) : self.match.start()].rstrip()
        return not before or not (before[-1].isalnum() or before[-1] in ",'’-")

    def says(self, guard: str, word: str) -> bool:
        return bool(word) and self.grammar.guard(guard, word)

    def words_near(self, back: int, ahead: int) -> list[str]:
        return re.findall(r"[^\W_]+", self.text[max(0, self.match.start() - back) : self.match.end() + ahead])


def stands(kind: str, look: Look) -> bool:
    """Whether a match of this kind may stand as a date."""
    guard = GUARDS.get(kind)
    return guard is None or guard(look)


def _month(look: Look) -> bool:
    if look.says("anaphoric", look.before()):
        return False
    if any(look.has(slot) for slot in ("year", "part", "shift")):
        return True
    if look.says("no_month_opening", look.match[0]) and look.opens():
        return False
    if not look.grammar.guards.get("month_after"):
        return True
    name, before, after = look.match[0].capitalize(), look.before(), look.after()
    if look.says("noun_before", before) and after[:1].islower():
        return True
    if not look.grammar.guard("names_too", name):
        return not (look.opens() and after[:1].isupper()) or look.says("month_after", before)
    if after[:1].isupper():
        return look.says("month_after_strict", before)
    if look.text[look.match.end() : look.match.end() + 1] in ("'", "’"):
        return False
    return look.says("month_after_strict", before) or (
        look.says("month_after", before) and not look.grammar.guard("persons_too", name)
    )


def _year(look: Look) -> bool:
    if look.has("part"):
        return True
    text, (start, end) = look.text, look.match.span()
    before, after = look.before(), look.after()
    lead = text[max(0, start - 1) : start]
    if (lead and lead in "$£€¥#@/_&=.+:") or text[end : end + 1] in ("/", "_", "@", "+", "°", "′"):
        return False
    if lead in ("-", "–") and not re.search(
        r"(?:\b\d{4}\s?|\b(?i:mid|pre|post|early|late))[-–]$", text[max(0, start - 8) : start]
    ):
        return False
    if re.match(r"[-–](?!\d{4}\b)\w", text[end : end + 6]) and not re.match(r"-(?:[a-z]|\d\d\b)", text[end : end + 4]):
        return False
    if look.says("counted", after) and not re.match(r"['’]s?\b", text[end : end + 2]):
        return False
    if look.says("counting", before):
        return False
    year = int(look.match["year"])
    if before and before[0].isupper() and look.grammar.guards.get("year_after"):
        return look.says("year_after", before)
    return year >= 1900 or look.says("old_year_after", before)


def _year_range(look: Look) -> bool:
    """2019-20, and no part of a longer row of figures: 2020-10-09, +86 138-2010-2015."""
    start, end = look.match.span()
    if _MORE_FIGURES.match(look.text, end) or look.text[max(0, start - 1) : start] in _JOINING:
        return False
    year, short = int(look.match["year"]), int(look.match["short_year"])
    return 0 < short - year % 100 <= 50 and not look.says("counted", look.after())


def _unit(look: Look) -> bool:
    unit = look.unit()
    if unit not in _CALENDAR_UNITS:
        return False
    shift = look.slot("shift").lower()
    if not shift and not look.has("part"):
        return unit == "weekend" or not look.grammar.verb_first
    if look.says("no_unit_before_of", shift) and re.match(
        r"\s+of\b", look.text[look.match.end() : look.match.end() + 6]
    ):
        return False
    return not (look.says("not_after_article", shift) and look.says("article", look.before()))


def _counted_unit(look: Look) -> bool:
    return not look.says("no_count", look.slot("n")) and not re.match(
        r"\s+of\b", look.text[look.match.end() : look.match.end() + 6]
    )


def _calendar_unit(look: Look) -> bool:
    return look.unit() in _CALENDAR_UNITS


def _later(look: Look) -> bool:
    return look.unit() in _CALENDAR_UNITS or look.unit() == "day"


def _ahead(look: Look) -> bool:
    clause = re.split(r"[,;:.!?—–]", look.text[max(0, look.match.start() - _CLAUSE) : look.match.start()])[-1]
    if look.unit() == "day" and look.says("no_single", look.slot("n")):
        return False
    if any(look.says("no_ahead", word) for word in re.findall(r"[^\W_]+", clause)):
        return False
    return not look.says("no_ahead_before", look.after())


def _overnight(look: Look) -> bool:
    after = look.after()
    if look.says("no_overnight_before", look.before()) or look.text[look.match.end() : look.match.end() + 1] == "-":
        return False
    return not after or look.says("small_words", after)


def _weekday_day(look: Look) -> bool:
    return not look.match["day"].isdigit() or not re.match(
        r"\s+[^\W\d_]{3,}", look.text[look.match.end() : look.match.end() + 6]
    )


def _weekday_short(look: Look) -> bool:
    """A weekday's short name that is an ordinal too: "na segunda", but "na segunda fase"."""
    after = look.after()
    return not after or look.says("small_words", after)


def _weekday(look: Look) -> bool:
    if look.says("anaphoric", look.before()):
        return False  # "the following Monday" is told from another day
    if look.has("shift"):
        return not (look.says("article", look.before()))
    lead = look.text[max(0, look.match.start() - 6) : look.match.start()].lower()
    return not lead.endswith(("on a ", "of a "))


def _deictic(look: Look) -> bool:
    first = look.match[0][0]
    if first.isupper() and not look.opens() and not look.match[0].isupper():
        return False
    return not look.says("no_deictic_after", look.before())


def _season(look: Look) -> bool:
    if look.has("year") or look.has("shift"):
        return True
    if re.match(r"\s+(?:of|in|to)\b", look.text[look.match.end() : look.match.end() + 5]):
        return False
    season = look.match["season"]
    return (season[0].islower() or look.says("seasons_written", season)) and not look.says(
        "season_things", look.after()
    )


def _holiday(look: Look) -> bool:
    if look.has("year") or look.has("shift") or " " in look.match["holiday"]:
        return True
    after = look.after()
    if "holiday_after" not in look.grammar.guards:
        return True
    return look.says("holiday_after", look.before()) and (not after or look.says("small_words", after))


def _decade(look: Look) -> bool:
    text = look.match["decade"]
    if re.search(r"\d['’]s", text) and not look.match[0].lower().startswith("the "):
        return False  # "Budget 2020's"
    if re.match(r"\d\d\D", text):  # "the 90s" may be degrees; "the '90s" and "the 1990s" are years
        return False
    if text[0].isalpha():
        return len(text) < len(look.match[0]) and not look.says("no_decade", look.before())
    return not look.says("counting", look.before()) or text[0].isdigit()


def _quarter(look: Look) -> bool:
    if look.has("year") or look.has("quarter_number") or look.has("shift"):
        return True
    return any(look.says("quarter_with", word) for word in look.words_near(160, 160))


def _days(look: Look) -> bool:
    after = look.after()
    return not after or after.isdigit() or look.says("small_words", after) or after[0].isupper()


def _range(look: Look) -> bool:
    lead = re.findall(r"[^\W_]+", look.text[max(0, look.match.start() - _REACH) : look.match.start()])[-4:]
    return not (lead[-1:] == ["from"] and any(look.says("moved", word) for word in lead))


def _numeric(look: Look) -> bool:
    return look.text[max(0, look.match.start() - 1) : look.match.start()] not in ("/", "-", ".", ":", "$", "£", "€")


GUARDS: Final[dict[str, Callable[[Look], bool]]] = {
    "month": _month,
    "year": _year,
    "year_range": _year_range,
    "unit": _unit,
    "unit_end": _calendar_unit,
    "past_unit": _calendar_unit,
    "this_past_unit": _calendar_unit,
    "next_unit": _calendar_unit,
    "later": _later,
    "earlier": _later,
    "past_count": _counted_unit,
    "next_count": _counted_unit,
    "ahead": _ahead,
    "ahead_range": _ahead,
    "within": _ahead,
    "weekday": _weekday,
    "weekday_day": _weekday_day,
    "weekday_short": _weekday_short,
    "after_next": _calendar_unit,
    "deictic": _deictic,
    "overnight": _overnight,
    "season": _season,
    "holiday": _holiday,
    "decade": _decade,
    "quarter": _quarter,
    "days": _days,
    "range": _range,
    "weekday_range": _range,
    "month_range": _range,
    "numeric": _numeric,
    "iso": _numeric,
}
