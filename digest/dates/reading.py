"""A form's match read on a day: its slots' values, and the choice among the years it may mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from digest.dates.grammar import PARTS, Grammar
from digest.dates.spans import Part, Span
from digest.dates.tense import Tense

_FAR, _CLOSE = 300, 45  # days: a year is doubted when its date lies this far off and the other side's this near
_LEAN = 2
_PART_NAMES: Final[tuple[Part, ...]] = ("early", "mid", "late", "start", "end")
assert _PART_NAMES == PARTS


@dataclass(frozen=True, slots=True)
class Found:
    """A form's match, the day it is read on, and the tense of its clause."""

    match: re.Match[str]
    grammar: Grammar
    day: date  # the publication's
    tense: Tense
    south: bool = False  # of the equator: its summer begins in December
    loose: bool = False  # it modifies a noun ("the May 13 hearing"): the clause's tense is not its own
    day_slot: str = "day"  # which of two days is meant: "May 3 and 5"

    def text(self, slot: str) -> str | None:
        groups = self.match.re.groupindex
        return self.match[slot] if slot in groups else None

    def get(self, slot: str) -> int | None:
        text = self.text(slot)
        return None if text is None else self.grammar.value(slot.rstrip("2"), text)

    def need(self, slot: str) -> int:
        """The slot's value; ValueError where the form has none, which leaves the date open."""
        value = self.get(slot)
        if value is None:
            raise ValueError(f"no {slot} in {self.match[0]!r}")
        return value

    def month(self, second: str = "") -> int | None:
        for slot in ("mon", "month", "months_short"):
            if (value := self.get(slot + second)) is not None:
                return value
        return None

    def weekday(self, second: str = "") -> int | None:
        for slot in ("wday", "weekday", "weekday_short"):
            if (value := self.get(slot + second)) is not None:
                return value
        return None

    def need_month(self) -> int:
        """The month named; ValueError where the form names none."""
        month = self.month()
        if month is None:
            raise ValueError(f"no month in {self.match[0]!r}")
        return month

    def need_weekday(self) -> int:
        """The weekday named; ValueError where the form names none."""
        weekday = self.weekday()
        if weekday is None:
            raise ValueError(f"no weekday in {self.match[0]!r}")
        return weekday

    def part(self) -> Part | None:
        code = self.get("part")
        return None if code is None else _PART_NAMES[code]

    def year(self) -> int | None:
        """The year named: in figures, or as last, this or next year."""
        year = self.get("year")
        shift = self.get("shift")
        return year if year is not None else None if shift is None else self.day.year + shift


def nearest(spans: list[Span], day: date) -> Span:
    """The stretch nearest the day; of two as near, the earlier."""
    return min(spans, key=lambda span: max((span[0] - day).days, (day - span[1]).days, 0))


def by_tense(spans: list[Span], found: Found) -> Span:
    """The stretch that the tense points to, from its repetitions over the years, in order."""
    day = found.day
    past = [span for span in spans if span[0] <= day]
    future = [span for span in spans if span[1] >= day]
    if not past or not future or found.tense == "soft" or (found.loose and found.tense == "past"):
        return nearest(spans, day)
    ago, ahead = (day - past[-1][1]).days, (future[0][0] - day).days
    if found.loose or found.tense in ("present", "none"):
        # What is gone by is seldom told without a verb of the past: the past must be nearer by half.
        return past[-1] if _LEAN * ago <= ahead else future[0]
    if found.tense == "past":
        return future[0] if ago > _FAR and ahead <= _CLOSE and past[-1][0] == past[-1][1] else past[-1]
    return past[-1] if ahead > _FAR and ago <= _CLOSE else future[0]


def yearly(make: Callable[[int], Span], found: Found, year: int | None) -> Span:
    """What ``make`` makes of the year named; without one, of the year that the tense points to."""
    if year is not None:
        return make(year)
    spans = []
    for candidate in range(found.day.year - 2, found.day.year + 3):
        try:
            spans.append(make(candidate))
        except ValueError:  # 29 February, or the end of the calendar
            continue
    if not spans:
        raise ValueError("no such day")
    return by_tense(spans, found)
