"""A language's grammar, read from ``data/LANG.toml``.

The file's tables say what words mean, its ``[forms]`` how dates are written with them (see ``pattern`` for the
template language and ``resolve`` for what each kind of form means), its ``[guards]`` what only looks like a date, its
``[tense]`` how the tense of a clause is told, its ``[forward]``, where it has one, what looks ahead, and its
``[ahead]`` the words that such cues are weighed by. To add a language, write its file (docs/dates.md tells how); to
teach one a form, add a template.

Slots known to every language: ``month`` (full names), ``months_short``, ``mon`` (either), ``weekday`` (full names),
``wday`` (full or short), ``day`` (1 to 31), ``year``, ``short_year``, ``n`` (a count), ``unit``, ``shift``, ``part``,
``season``, ``decade``, ``century_name``, ``ordinal``, ``deictic``, ``holiday``, ``iso``, ``numeric``; and each of the
file's own ``[lists]``: ``words`` (a list, or a table of values) or ``pattern`` (a regular expression).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from digest.dates.pattern import NUMBER, SUFFIX, Form, Patterns, Slot, fold

UNITS = ("day", "week", "fortnight", "weekend", "month", "quarter", "year", "decade", "century")
PARTS = ("early", "mid", "late", "start", "end")
SEASONS = ("spring", "summer", "autumn", "winter")

_NOT_A_COUNT = r"(?![\d%]|[.,:]\d|\s?%)"
_YEAR = rf"(?:1[0-9]|2[01])\d\d{_NOT_A_COUNT}"
_DIGITS = frozenset({NUMBER})


@dataclass(frozen=True)
class Grammar:
    """One language's words, forms and guards, compiled."""

    lang: str
    slots: Mapping[str, Slot]
    dates: Patterns
    cues: Patterns  # kinds are tenses
    forward: Patterns | None  # what tells that a sentence looks ahead, where the file lists it
    ahead: Mapping[str, str]  # the lists that those cues are weighed by, each as one regular expression
    boundary: re.Pattern[str]  # where a clause may begin or end
    sentence_end: re.Pattern[str]
    holidays: tuple[str, ...]  # rules, by the value of the holiday slot
    guards: Mapping[str, frozenset[str]]
    suffix: re.Pattern[str] | None  # a time of day that belongs to the day before it
    day_first: bool | None  # in 4/5/2025; None: unsure
    verb_first: bool  # the verb stands before the date more often than after it

    def value(self, slot: str, text: str) -> int:
        """What a slot's text means: its listed value, else the number it begins with; else ValueError."""
        listed = self.slots[slot].value(text)
        if listed is not None:
            return listed
        digits = re.match(r"\D?(\d+)", text)
        if digits is None:
            raise ValueError(f"{text!r} means nothing as {slot}")
        return int(digits[1])

    def guard(self, name: str, word: str) -> bool:
        """Whether ``word`` stands in the guard list ``name`` (as written, or in lower case)."""
        listed = self.guards.get(name, frozenset())
        return word in listed or word.lower() in listed


@lru_cache(maxsize=16)
def load(lang: str) -> Grammar | None:
    """The grammar of a BCP 47 tag's primary language; None where there is none."""
    primary = re.split(r"[-_]", lang.lower())[0]
    file = resources.files("digest.dates") / "data" / f"{primary}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", primary) or not file.is_file():
        return None
    return read(primary, file.read_text(encoding="utf-8"))


def read(lang: str, text: str) -> Grammar:
    """The grammar that a file's text tells; ``months``, ``weekdays`` and ``forms`` are all that it must have.

    Raises ValueError where it is no TOML (``tomllib.TOMLDecodeError``) or a template is ill-formed.
    """
    data = tomllib.loads(text)
    slots = _slots(data)
    tense = {"cues": (), "boundaries": (), **data.get("tense", {})}
    cues = tuple(Form.read(cue["tense"], template, slots) for cue in tense["cues"] for template in cue["forms"])
    words = "|".join(re.escape(word) for word in sorted(tense["boundaries"], key=len, reverse=True))
    within = _within(tense.get("unbroken", ()), tense["boundaries"])
    tails = [name for name in ("daypart", "clock") if name in slots]
    tail = "|".join(slots[name].regex for name in tails)
    not_after = "".join(f"(?<!\\b{re.escape(word)})" for word in data.get("sentence_abbreviations", ()))
    numeric = data.get("numeric", "day_first")
    return Grammar(
        lang=lang,
        slots=slots,
        dates=_patterns(data["forms"], slots),
        cues=Patterns(cues),
        forward=_patterns(data["forward"], slots) if "forward" in data else None,
        ahead={name: _any(words) for name, words in data.get("ahead", {}).items()},
        boundary=re.compile(
            rf"[,;:()\[\]\u2013\u2014\"“”„«»]|\s-{{1,2}}\s|\b{within}(?:{words or '(?!)'})\b", re.IGNORECASE
        ),
        sentence_end=re.compile(
            rf"{not_after}(?<!\b[A-Za-z])(?<!\.[A-Za-z])[.!?]['\"”’»)\]]*\s+(?=['\"“„«(\[]?[^\W\d_a-zà-ÿ])|\n\s*\n"
        ),
        holidays=tuple(data.get("holidays", {}).values()),
        guards={name: frozenset(words) for name, words in data.get("guards", {}).items()},
        suffix=re.compile(rf",? (?:[a-zà-ÿ]{{2,6}} )?(?:{tail})", re.IGNORECASE) if tail else None,
        day_first={"day_first": True, "month_first": False}.get(numeric),
        verb_first=data.get("verb") == "first",
    )


def _any(words: Sequence[str]) -> str:
    """One of these words; ``*`` at a word's end stands for any ending, ``'`` for the typographic apostrophe too."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    shapes = (re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in listed)
    return f"(?:{'|'.join(shapes) or '(?!)'})"


def _within(phrases: Sequence[str], words: Sequence[str]) -> str:
    """What keeps a boundary's word from standing within one of these phrases."""
    looks: set[str] = set()
    for phrase in phrases:
        for found in re.finditer(rf"\b(?:{'|'.join(map(re.escape, words))})\b", phrase):
            before = re.escape(phrase[: found.start()])
            looks.add(rf"(?<!\b{before})" if before else rf"(?!{re.escape(phrase)}\b)")
    return "".join(sorted(looks))


def _patterns(table: Mapping[str, list[str]], slots: Mapping[str, Slot]) -> Patterns:
    return Patterns(tuple(Form.read(kind, one, slots) for kind, templates in table.items() for one in templates))


def _slots(data: Mapping[str, Any]) -> dict[str, Slot]:
    cased = bool(data.get("cased"))
    dotted_month = Slot.words(data.get("months_short", {}), cased=cased, dotted=True)
    dotted_weekday = Slot.words(data.get("weekdays_short", {}), cased=cased, dotted=True)
    month = Slot.words(data["months"], cased=cased)
    weekday = Slot.words(data["weekdays"], cased=cased)
    suffixes = "|".join(re.escape(suffix) for suffix in data.get("day_suffixes", ()))
    numbers = Slot.words(data.get("numbers", {}))
    decades = Slot.words(data.get("decades", {}))
    ending = data.get("decade_ending", "s")
    slots = {
        "month": month,
        "months_short": dotted_month,
        "mon": _either(month, dotted_month),
        "weekday": weekday,
        "wday": _either(weekday, dotted_weekday),
        "day": Slot(
            rf"(?:0?[1-9]|[12]\d|3[01])(?:{suffixes or '(?!)'})?(?!\d|[.:]\d|,\d{{1,3}}(?!\d)|\s?%)(?!(?i:[a-z]))",
            _DIGITS,
            {},
        ),
        "year": Slot(_YEAR, _DIGITS, {}),
        "short_year": Slot(r"\d\d(?!\d)", _DIGITS, {}),
        "n": Slot(rf"(?:\d{{1,3}}{_NOT_A_COUNT}|{numbers.regex})", numbers.firsts | _DIGITS, numbers.values),
        "unit": _coded(data.get("units", {}), UNITS),
        "shift": Slot.words(data.get("shifts", {})),
        "part": _coded(data.get("parts", {}), PARTS),
        "season": _coded(data.get("seasons", {}), SEASONS),
        "decade": Slot(
            rf"(?:(?:1[5-9]|20)\d0['’]?{ending}|['’]?[1-9]0{ending}|{decades.regex})(?!\w)",
            decades.firsts | _DIGITS | {"'"},
            decades.values,
        ),
        "century_name": Slot.words(data.get("centuries", {})),
        "ordinal": Slot.words(data.get("ordinals", {})),
        "deictic": Slot.words(data.get("deictics", {})),
        "holiday": Slot.words({name: index for index, name in enumerate(data.get("holidays", {}))}, cased=cased),
        "iso": Slot(r"\d{4}-\d\d-\d\d(?!\d)", _DIGITS, {}),
        "numeric": Slot(r"\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{4}(?!\d)", _DIGITS, {}),
    }
    for name, entry in data.get("lists", {}).items():
        slots[name] = _listed(entry)
    return slots


def _either(one: Slot, other: Slot) -> Slot:
    return Slot(f"(?:{one.regex}|{other.regex})", one.firsts | other.firsts, {**other.values, **one.values})


def _coded(table: Mapping[str, list[str]], names: tuple[str, ...]) -> Slot:
    return Slot.words({word: names.index(name) for name, words in table.items() for word in words})


def _listed(entry: Mapping[str, Any]) -> Slot:
    if "words" in entry:
        words = entry["words"]
        values = words if isinstance(words, dict) else dict.fromkeys(words, 0)
        return Slot.words(values, cased=bool(entry.get("cased")))
    endings = entry.get("endings", [])
    bound = r"(?!\w)" if entry.get("word", True) else ""
    return Slot(f"(?:{entry['pattern']}){bound}", frozenset(SUFFIX + fold(ending) for ending in endings), {})
