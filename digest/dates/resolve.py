"""What each kind of form means: from the words found, the publication's day and the clause's tense to a stretch of
days.

One function a kind, named in ``KINDS``; each returns (first, last), or None where the words leave it open. A day that
does not exist (30 February, the year 12000) raises ValueError or OverflowError, which ``resolve`` takes for "open".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from digest.dates.grammar import PARTS, UNITS, Grammar
from digest.dates.spans import (
    Part,
    Span,
    add_months,
    day_span,
    holiday_span,
    month_span,
    months_span,
    part_of,
    quarter_span,
    week_span,
    weekend_span,
    year_span,
)
from digest.dates.tense import Tense

_FAR, _CLOSE = 300, 45  # days: a year is doubted when its date lies this far off and the other side's this near
_SEASON_MONTHS: Final = (3, 6, 9, 12)  # the first month of spring, summer, autumn and winter (northern, meteorological)
_WINTER = 3
_PART_NAMES: Final[tuple[Part, ...]] = ("early", "mid", "late", "start", "end")
assert _PART_NAMES == PARTS


@dataclass(frozen=True, slots=True)
class Found:
    """A form's match, the day it is read on, and the tense of its clause."""

    match: re.Match[str]
    grammar: Grammar
    day: date  # the publication's
    tense: Tense
    loose: bool = False  # it modifies a noun ("the May 13 hearing"): the clause's tense is not its own
    day_slot: str = "day"  # which of two days is meant: "May 3 and 5"

    def text(self, slot: str) -> str | None:
        groups = self.match.re.groupindex
        return self.match[slot] if slot in groups else None

    def get(self, slot: str) -> int | None:
        text = self.text(slot)
        return None if text is None else self.grammar.value(slot.rstrip("2"), text)

    def month(self, second: str = "") -> int | None:
        for slot in ("mon", "month", "months_short"):
            if (value := self.get(slot + second)) is not None:
                return value
        return None

    def weekday(self, second: str = "") -> int | None:
        value = self.get("wday" + second)
        return self.get("weekday" + second) if value is None else value

    def part(self) -> Part | None:
        code = self.get("part")
        return None if code is None else _PART_NAMES[code]

    def year(self) -> int | None:
        """The year named: in figures, or as last, this or next year."""
        year = self.get("year")
        shift = self.get("shift")
        return year if year is not None else None if shift is None else self.day.year + shift


def resolve(kind: str, found: Found) -> Span | None:
    """The days that a form of this kind means; None where that is open."""
    rule = KINDS.get(kind)
    if rule is None:
        return None
    try:
        span = rule(found)
    except (ValueError, OverflowError):
        return None
    return span if span and span[0] <= span[1] else None


# ------------------------------------------------------------------------------------------------ which year


def _nearest(spans: list[Span], day: date) -> Span:
    """The stretch nearest the day; of two as near, the earlier."""
    return min(spans, key=lambda span: max((span[0] - day).days, (day - span[1]).days, 0))


def _by_tense(spans: list[Span], found: Found) -> Span:
    """The stretch that the tense points to, from its repetitions over the years, in order."""
    day = found.day
    past = [span for span in spans if span[0] <= day]
    future = [span for span in spans if span[1] >= day]
    if found.loose or found.tense in ("soft", "none") or not past or not future:
        return _nearest(spans, day)
    ago, ahead = (day - past[-1][1]).days, (future[0][0] - day).days
    if found.tense == "past":
        return future[0] if ago > _FAR and ahead <= _CLOSE and past[-1][0] == past[-1][1] else past[-1]
    return past[-1] if ahead > _FAR and ago <= _CLOSE else future[0]


def _yearly(make: Callable[[int], Span], found: Found, year: int | None) -> Span:
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
    return _by_tense(spans, found)


# ------------------------------------------------------------------------------------------------ days and months


def _date(found: Found) -> Span:
    month, day, year, weekday = found.month(), found.get(found.day_slot), found.year(), found.weekday()
    assert month is not None
    assert day is not None
    if year is None and weekday is not None:
        near = range(found.day.year - 1, found.day.year + 2)
        fitting = [
            date(y, month, day) for y in near if (month, day) != (2, 29) and date(y, month, day).weekday() == weekday
        ]
        if fitting:
            return _nearest([day_span(one) for one in fitting], found.day)
    return _yearly(lambda y: day_span(date(y, month, day)), found, year)


def _range(found: Found) -> Span:
    month, day, day2 = found.month(), found.get("day"), found.get("day2")
    assert month is not None
    assert day is not None
    assert day2 is not None
    month2 = found.month("2") or month
    year, year2 = found.year(), found.get("year2")

    def make(y: int) -> Span:
        last = date(y, month2, day2)
        if year2 is not None:
            return date(y, month, day), date(year2, month2, day2)
        if (month, day) <= (month2, day2):
            return date(y, month, day), last
        # A year written once belongs to the last day: "Dec. 28 to Jan. 3, 2026".
        return date(y - 1, month, day), last

    return _yearly(make, found, year)


def _month(found: Found) -> Span:
    month = found.month()
    assert month is not None
    shift = found.get("shift")
    if shift is not None and found.get("year") is None and not _month_stands_first(found):
        span = _shifted_month(found, month, shift)
    else:
        span = _yearly(lambda y: month_span(y, month), found, found.year())
    part = found.part()
    return part_of(span, part) if part else span


def _month_stands_first(found: Found) -> bool:
    """In "May last year" the shift stands after the month, in "last May" before it."""
    return found.match.start("shift") > min(
        found.match.start(slot) for slot in ("month", "mon", "months_short") if found.text(slot) is not None
    )


def _shifted_month(found: Found, month: int, shift: int) -> Span:
    year, now = found.day.year, found.day.month
    if shift < 0:
        return month_span(year if month < now else year - 1, month)
    if shift > 0:
        return month_span(year if month > now else year + 1, month)
    return _yearly(lambda y: month_span(y, month), found, None)


def _month_range(found: Found) -> Span:
    month, month2 = found.get("month"), found.get("month2")
    assert month is not None
    assert month2 is not None
    count = (month2 - month) % 12 + 1

    def make(y: int) -> Span:
        return months_span(y if month <= month2 else y - 1, month, count)

    return _yearly(make, found, found.get("year"))


def _nth_week(found: Found) -> Span:
    month, nth = found.get("month"), found.get("ordinal")
    assert month is not None

    def make(y: int) -> Span:
        first, last = month_span(y, month)
        if nth is None:
            return last - timedelta(6), last
        return first + timedelta(7 * (nth - 1)), min(first + timedelta(7 * nth - 1), last)

    return _yearly(make, found, found.get("year"))


# ------------------------------------------------------------------------------------------------ weekdays


def _weekday(found: Found) -> Span:
    weekday, shift = found.weekday(), found.get("shift")
    assert weekday is not None
    day = found.day
    back, ahead = (day.weekday() - weekday) % 7, (weekday - day.weekday()) % 7
    if shift == -1:
        return day_span(day - timedelta(back or 7))
    if shift == 1:
        # "Next Friday" is the one of next week, however soon this week's comes.
        return day_span(week_span(day)[0] + timedelta(7 + weekday))
    if found.tense == "past":
        return day_span(day - timedelta(back))
    if found.tense == "future" or shift == 0:
        return day_span(day + timedelta(ahead))
    return day_span(day - timedelta(back) if back <= ahead else day + timedelta(ahead))


def _week_weekday(found: Found) -> Span:
    weekday, shift = found.weekday(), found.get("shift")
    assert weekday is not None
    assert shift is not None
    return day_span(week_span(found.day)[0] + timedelta(7 * shift + weekday))


def _weekday_week(found: Found) -> Span:
    weekday = found.weekday()
    assert weekday is not None
    return day_span(found.day + timedelta((weekday - found.day.weekday()) % 7 + 7))


def _weekday_range(found: Found) -> Span:
    first, last = found.get("weekday"), found.get("weekday2")
    assert first is not None
    assert last is not None
    start = week_span(found.day)[0] + timedelta(first)
    days = timedelta((last - first) % 7)
    spans = [(start + timedelta(7 * k), start + timedelta(7 * k) + days) for k in (-1, 0, 1)]
    return _by_tense(spans, found)


# ------------------------------------------------------------------------------------------------ years and longer


def _year(found: Found) -> Span | None:
    year = found.get("year")
    assert year is not None
    part = found.part()
    return part_of(year_span(year), part) if part else year_span(year)


def _year_range(found: Found) -> Span | None:
    year, short = found.get("year"), found.get("short_year")
    assert year is not None
    assert short is not None
    last = year - year % 100 + short
    return (date(year, 1, 1), date(last, 12, 31)) if year < last <= year + 50 else None


def _decade(found: Found) -> Span:
    year = found.get("decade")
    assert year is not None
    year += 1900 if year < 100 else 0
    if found.match["decade"].strip("'’").startswith(("10", "20")) and year < 1930:  # "the '20s" are this century's
        year += 100
    span = year_span(year, 10)
    part = found.part()
    cut = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "start": (0, 1), "end": (8, 9)}.get(part or "", (0, 9))
    return date(span[0].year + cut[0], 1, 1), date(span[0].year + cut[1], 12, 31)


def _century(found: Found) -> Span:
    number = found.get("century_name")
    assert number is not None
    return year_span(100 * number - 99, 100)


def _season_of(year: int, season: int) -> Span:
    """A winter is named for the year it begins in."""
    return months_span(year, _SEASON_MONTHS[season], 3)


def _season(found: Found) -> Span:
    season, shift, year, part = found.get("season"), found.get("shift"), found.get("year"), found.part()
    assert season is not None
    if shift is not None and _shift_is_year(found):
        year, shift = found.day.year + shift, None
    if year is not None:
        span = _season_of(year, season)
    else:
        spans = [_season_of(y, season) for y in range(found.day.year - 2, found.day.year + 3)]
        if shift == -1:
            span = [one for one in spans if one[1] < found.day][-1]
        elif shift == 1:
            # The summer to come is "this summer"; "next summer" is another year's. A winter begins but once a year.
            coming = [one for one in spans if one[0] > found.day]
            span = coming[0] if season == _WINTER else next(one for one in coming if one[0].year > found.day.year)
        else:
            span = _by_tense(spans, found)
    return part_of(span, part) if part else span


def _shift_is_year(found: Found) -> bool:
    """In "the summer of next year" the shift stands after the season, in "next summer" before it."""
    return found.match.start("shift") > found.match.start("season")


def _holiday(found: Found) -> Span:
    index, year, shift = found.get("holiday"), found.get("year"), found.get("shift")
    assert index is not None
    rule = found.grammar.holidays[index]
    if year is None and shift is not None and shift != 0:
        spans = [holiday_span(rule, y) for y in range(found.day.year - 1, found.day.year + 2)]
        past = [one for one in spans if one[1] < found.day]
        return past[-1] if shift < 0 else next(one for one in spans if one[0] > found.day)
    return _yearly(lambda y: holiday_span(rule, y), found, year)


def _quarter(found: Found) -> Span:
    number = found.get("quarter_number") or found.get("ordinal")
    assert number is not None
    return _yearly(lambda y: quarter_span(y, number), found, found.year())


def _half(found: Found) -> Span | None:
    number = found.get("half_number") or found.get("ordinal")
    assert number is not None
    year = found.year()
    return months_span(found.day.year if year is None else year, 6 * number - 5, 6) if number <= 2 else None


# ------------------------------------------------------------------------------------------------ from the day itself


def _unit_span(unit: str, day: date, shift: int, tense: Tense) -> Span | None:
    """The unit's stretch that holds the day, or the ``shift``-th one after it."""
    if unit == "week":
        return week_span(day + timedelta(7 * shift))
    if unit == "weekend":
        # On a Monday, "this weekend" looks back in a clause of the past.
        back = -1 if shift == 0 and tense == "past" and day.weekday() < 5 else 0
        return weekend_span(day + timedelta(7 * (shift + back)))
    if unit == "month":
        first = add_months(day.replace(day=1), shift)
        return month_span(first.year, first.month)
    if unit == "quarter":
        first = add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * shift)
        return months_span(first.year, first.month, 3)
    if unit == "year":
        return year_span(day.year + shift)
    if unit == "decade":
        return year_span(day.year // 10 * 10 + 10 * shift, 10)
    if unit == "century":
        return year_span((day.year - 1) // 100 * 100 + 1 + 100 * shift, 100)
    return None  # a day or a fortnight: told by other forms, or by what went before


def _moved(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week", "weekend", "fortnight"):
        return day + timedelta(count * {"day": 1, "fortnight": 14}.get(unit, 7))
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


def _about(day: date, unit: str) -> Span:
    """A day counted off in units is as exact as the unit: days and weeks to the day, months to the month."""
    if unit in ("day", "week", "fortnight"):
        return day_span(day)
    if unit == "weekend":
        return weekend_span(day)
    return month_span(day.year, day.month) if unit in ("month", "quarter") else year_span(day.year)


def _named_unit(found: Found) -> str:
    code = found.get("unit")
    assert code is not None
    return UNITS[code]


def _unit(found: Found) -> Span | None:
    unit, part = _named_unit(found), found.part()
    shift = found.get("shift")
    span = _unit_span(unit, found.day, shift or 0, found.tense)
    if span is None or part is None:
        return span
    piece = part_of(span, part)
    if shift is None and found.tense == "future" and piece[1] < found.day:
        # "will open at the start of the month", said in the middle of one, is of the next.
        span = _unit_span(unit, found.day, 1, found.tense)
        return part_of(span, part) if span else None
    return piece


def _unit_end(found: Found) -> Span | None:
    span = _unit_span(_named_unit(found), found.day, 0, found.tense)
    return part_of(span, "end") if span else None


def _past_unit(found: Found) -> Span:
    return _moved(found.day, _named_unit(found), -1), found.day


def _this_past_unit(found: Found) -> Span | None:
    return _unit_span(_named_unit(found), found.day, -1, found.tense)


def _next_unit(found: Found) -> Span:
    return found.day, _moved(found.day, _named_unit(found), 1)


def _later(found: Found) -> Span | None:
    unit = _named_unit(found)
    if unit == "day":
        return day_span(found.day)
    span = _unit_span(unit, found.day, found.get("shift") or 0, found.tense)
    if span is None or found.get("shift"):
        return span
    return (min(found.day + timedelta(1), span[1]), span[1]) if found.tense != "past" else (span[0], found.day)


def _earlier(found: Found) -> Span | None:
    unit = _named_unit(found)
    if unit == "day":
        return day_span(found.day)
    span = _unit_span(unit, found.day, found.get("shift") or 0, found.tense)
    return span if span is None or found.get("shift") else (span[0], found.day)


def _past_count(found: Found) -> Span:
    return _moved(found.day, _named_unit(found), -(found.get("n") or 1)), found.day


def _next_count(found: Found) -> Span:
    return found.day, _moved(found.day, _named_unit(found), found.get("n") or 1)


def _ago(found: Found) -> Span:
    unit = _named_unit(found)
    return _about(_moved(found.day, unit, -(found.get("n") or 1)), unit)


def _ahead(found: Found) -> Span:
    unit = _named_unit(found)
    return _about(_moved(found.day, unit, found.get("n") or 1), unit)


def _ahead_range(found: Found) -> Span:
    unit = _named_unit(found)
    return _moved(found.day, unit, found.get("n") or 1), _moved(found.day, unit, found.get("n2") or 1)


def _deictic(found: Found) -> Span:
    return day_span(found.day + timedelta(found.get("deictic") or 0))


def _iso(found: Found) -> Span:
    return day_span(date.fromisoformat(found.match["iso"]))


def _numeric(found: Found) -> Span | None:
    one, two, year = (int(part) for part in re.split(r"[/.-]", found.match["numeric"]))
    if found.match["mark"] == "." or found.grammar.day_first or one > 12:
        return day_span(date(year, two, one))
    if found.grammar.day_first is False or two > 12:
        return day_span(date(year, one, two))
    return day_span(date(year, two, one)) if one == two else None


KINDS: Final[dict[str, Callable[[Found], Span | None]]] = {
    "date": _date,
    "range": _range,
    "month": _month,
    "month_range": _month_range,
    "nth_week": _nth_week,
    "year": _year,
    "year_range": _year_range,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "holiday": _holiday,
    "quarter": _quarter,
    "half": _half,
    "weekday": _weekday,
    "week_weekday": _week_weekday,
    "weekday_week": _weekday_week,
    "weekday_range": _weekday_range,
    "unit": _unit,
    "unit_end": _unit_end,
    "past_unit": _past_unit,
    "this_past_unit": _this_past_unit,
    "next_unit": _next_unit,
    "later": _later,
    "earlier": _earlier,
    "past_count": _past_count,
    "next_count": _next_count,
    "within": _next_count,
    "ago": _ago,
    "ahead": _ahead,
    "ahead_range": _ahead_range,
    "deictic": _deictic,
    "iso": _iso,
    "numeric": _numeric,
}
