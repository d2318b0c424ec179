"""From a text to the dates in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from digest.dates.grammar import Grammar, load
from digest.dates.guards import Look, stands
from digest.dates.reading import Found
from digest.dates.resolve import resolve
from digest.dates.tense import Tense, Tenses
from digest.model import DateExpression

# Kinds whose days depend on which side of the publication they lie.
_TENSED = frozenset(
    {
        "date",
        "range",
        "days",
        "month",
        "month_range",
        "nth_week",
        "nth_weekday",
        "weekday",
        "weekday_range",
        "season",
        "holiday",
        "quarter",
        "week_of",
        "week_ending",
        "overnight",
        "weekday_short",
        "night_before",
        "day_month",
    }
    | {"unit", "unit_end", "later", "ahead", "ahead_range", "within"}
)
_AHEAD = frozenset({"ahead", "ahead_range", "within"})  # dates only in a clause that looks ahead; else durations
_WHOLE = _AHEAD | {"ago", "hence"}  # "in two weeks": the preposition is a part of what is meant
_FIRST_WORD = re.compile(r"([^\W\d_]+)\s+")
_MODIFIER = re.compile(r"\s+[a-z]|['’]s\s")
_SOUTHERN = {"en": (9.5, 10, 10.5, 11, 12, 13), "es": (-3,), "pt": (-3,)}  # hours, by language
_THING = re.compile(r"(?:['’]s)?((?:[\s-]{1,2}[a-z]{2,20}){1,3})")


def find(text: str, *, published: datetime | date | None, lang: str = "en") -> tuple[DateExpression, ...]:
    """The dates in ``text``, in order, never overlapping.

    ``published`` is the day the text was written on: a ``date``, or a ``datetime`` whose day in its own zone is taken.
    Weekdays, days without a year and the like resolve against it and the tense of their clause. Where it is None every
    expression is found and none resolved. ``lang`` is a BCP 47 tag; a language without a grammar has no dates.
    """
    grammar = load(lang)
    return () if grammar is None else find_by(grammar, text, published=published)


def find_by(grammar: Grammar, text: str, *, published: datetime | date | None) -> tuple[DateExpression, ...]:
    """The dates in ``text`` by a grammar of one's own; all else is as in ``find``."""
    day = published.date() if isinstance(published, datetime) else published
    south = isinstance(published, datetime) and _southern(published, grammar.lang)
    tenses = Tenses(text, grammar)
    found: list[DateExpression] = []
    matches = grammar.dates.scan(text, accept=lambda kind, match: stands(kind, Look(text, match, grammar)))
    for kind, match in matches:
        if kind != "name":
            found.extend(_expressions(kind, match, text, grammar, day, tenses, south))
    return tuple(found)


def _southern(published: datetime, lang: str) -> bool:
    """Whether a time's offset from Greenwich and the language are of lands south of the equator.

    So are those of Australia and New Zealand (English), of Brazil, Argentina, Chile and Uruguay (Portuguese, Spanish).
    Of southern Africa they are those of eastern Europe, and tell nothing.
    """
    offset = published.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return hours in _SOUTHERN.get(lang, ())


def _expressions(
    kind: str,
    match: re.Match[str],
    text: str,
    grammar: Grammar,
    day: date | None,
    tenses: Tenses,
    south: bool,
) -> Iterator[DateExpression]:
    start, end = _extent(kind, match, text, grammar)
    if kind == "vague":
        yield DateExpression(start, end, None, None, vague=True)
        return
    tense: Tense = "none"
    happened = _of_the_past(match, text, grammar)
    if kind in _TENSED and (day is not None or kind in _AHEAD):
        gone = happened or grammar.guard("past_after", Look(text, match, grammar).before())
        tense = "past" if gone else tenses.at(start, end, own=kind in _AHEAD)
    if kind in _AHEAD and tense != "future":
        return
    if kind == "season" and tense == "none" and not (_has(match, "year") or _has(match, "shift")):
        return  # "in winter" of a sentence without tense is of every winter
    if day is None:
        yield DateExpression(start, end, None, None)
        return
    found = Found(match, grammar, day, tense, south, loose=not happened and _is_modifier(match, text, grammar))
    if kind == "days":
        yield from _both_days(found, start, end)
        return
    first, last = resolve(kind, found) or (None, None)
    yield DateExpression(start, end, first, last)


def _both_days(found: Found, start: int, end: int) -> Iterator[DateExpression]:
    """ "May 3 and 5" is two dates; the month stands beside the first or the last."""
    match = found.match
    for slot, first, last in (("day", start, match.end("day")), ("day2", match.start("day2"), end)):
        span = resolve("date", replace(found, day_slot=slot))
        yield DateExpression(first, last, *(span or (None, None)))


def _has(match: re.Match[str], slot: str) -> bool:
    return slot in match.re.groupindex and match[slot] is not None


def _extent(kind: str, match: re.Match[str], text: str, grammar: Grammar) -> tuple[int, int]:
    """Where the expression begins and ends: without a leading preposition, with the time of day that follows."""
    start, end = match.span()
    lead = _FIRST_WORD.match(text, start, end)
    if kind not in _WHOLE and lead and lead.end() < end and grammar.guard("lead", lead[1]):
        start = lead.end()
    if grammar.suffix and kind in ("date", "weekday", "deictic"):
        tail = grammar.suffix.match(text, end)
        end = tail.end() if tail else end
    return start, end


def _of_the_past(match: re.Match[str], text: str, grammar: Grammar) -> bool:
    """Whether a date stands before what can only have happened: "the Jan. 6 attack will be looked into"."""
    if "past_things" not in grammar.guards:
        return False
    things = _THING.match(text, match.end())
    return things is not None and any(grammar.guard("past_things", word) for word in re.split(r"[\s-]", things[1]))


def _is_modifier(match: re.Match[str], text: str, grammar: Grammar) -> bool:
    """Whether a date stands before the noun it belongs to: "the May 13 hearing"."""
    look = Look(text, match, grammar)
    return bool(look.says("noun_before", look.before()) and _MODIFIER.match(text, match.end()))
