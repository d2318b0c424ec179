"""Forms that name days of the calendar: dates, months, weekdays, seasons, feasts, years and longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from digest.dates.reading import Found, by_tense, nearest, yearly
from digest.dates.spans import (
    Span,
    day_span,
    holiday_span,
    month_span,
    months_span,
    part_of,
    quarter_span,
    week_span,
    year_span,
)

_SEASON_MONTHS: Final = (3, 6, 9, 12)  # the first month of spring, summer, autumn and winter (northern, meteorological)
_DECEMBER: Final = 12
_REACH: Final = 200  # days: how far off a weekday and a day of the month are looked for


# ------------------------------------------------------------------------------------------------ days and months


def _date(found: Found) -> Span:
    month, day, year, weekday = found.need_month(), found.need(found.day_slot), found.year(), found.weekday()
    if year is None and weekday is not None:
        near = range(found.day.year - 1, found.day.year + 2)
        fitting = [
            date(y, month, day) for y in near if (month, day) != (2, 29) and date(y, month, day).weekday() == weekday
        ]
        if fitting:
            return nearest([day_span(one) for one in fitting], found.day)
    return yearly(lambda y: day_span(date(y, month, day)), found, year)


def _day_month(found: Found) -> Span:
    """ "Am 3.5.": the day first."""
    day, month = (int(part) for part in re.findall(r"\d+", found.match["day_month"]))
    return yearly(lambda y: day_span(date(y, month, day)), found, None)


def _weekday_day(found: Found) -> Span | None:
    """ "Wednesday 2": the nearest such day that is a second of its month."""
    day, weekday = found.need("day"), found.need_weekday()
    around = (found.day + timedelta(days) for days in range(-_REACH, _REACH))
    fitting = [day_span(one) for one in around if one.day == day and one.weekday() == weekday]
    return nearest(fitting, found.day) if fitting else None


def _range(found: Found) -> Span:
    month, day, day2 = found.need_month(), found.need("day"), found.need("day2")
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

    return yearly(make, found, year)


def _month(found: Found) -> Span:
    month = found.need_month()
    shift = found.get("shift")
    if shift is not None and found.get("year") is None and not _month_stands_first(found):
        span = _shifted_month(found, month, shift)
    else:
        span = yearly(lambda y: month_span(y, month), found, found.year())
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
    return yearly(lambda y: month_span(y, month), found, None)


def _month_range(found: Found) -> Span | None:
    month, month2 = found.need_month(), found.month("2")
    if month2 is None:
        return None
    count = (month2 - month) % 12 + 1

    def make(y: int) -> Span:
        return months_span(y if month <= month2 else y - 1, month, count)

    return yearly(make, found, found.get("year"))


def _week_of(found: Found) -> Span:
    """ "The week of 4 May" is the one that holds it."""
    return week_span(_date(found)[0])


def _week_ending(found: Found) -> Span:
    last = _date(found)[0]
    return last - timedelta(6), last


def _fiscal(found: Found) -> None:
    """Firms and lands begin such years on days of their own."""


def _nth_weekday(found: Found) -> Span:
    month, nth, weekday = found.need("month"), found.get("ordinal"), found.get("weekday")
    return _yearly_rule(f"{month}:{nth or -1}:{weekday}", found)


def _yearly_rule(rule: str, found: Found) -> Span:
    return yearly(lambda y: holiday_span(rule, y), found, found.get("year"))


def _nth_week(found: Found) -> Span:
    month, nth = found.need_month(), found.get("ordinal")

    def make(y: int) -> Span:
        first, last = month_span(y, month)
        if nth is None:
            return last - timedelta(6), last
        return first + timedelta(7 * (nth - 1)), min(first + timedelta(7 * nth - 1), last)

    return yearly(make, found, found.get("year"))


# ------------------------------------------------------------------------------------------------ years and longer


def _year(found: Found) -> Span | None:
    year = found.need("year")
    part = found.part()
    return part_of(year_span(year), part) if part else year_span(year)


def _year_range(found: Found) -> Span | None:
    year, short = found.need("year"), found.need("short_year")
    last = year - year % 100 + short
    return (date(year, 1, 1), date(last, 12, 31)) if year < last <= year + 50 else None


def _decade(found: Found) -> Span:
    year = found.need("decade")
    year += 1900 if year < 100 else 0
    if found.match["decade"].strip("'’").startswith(("10", "20")) and year < 1930:  # "the '20s" are this century's
        year += 100
    span = year_span(year, 10)
    part = found.part()
    cut = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "start": (0, 1), "end": (8, 9)}.get(part or "", (0, 9))
    return date(span[0].year + cut[0], 1, 1), date(span[0].year + cut[1], 12, 31)


def _century(found: Found) -> Span:
    number = found.need("century_name")
    return year_span(100 * number - 99, 100)


def _season_of(year: int, month: int) -> Span:
    """A season that begins in December is named for that year."""
    return months_span(year, month, 3)


def _season(found: Found) -> Span:
    shift, year, part = found.get("shift"), found.get("year"), found.part()
    begins = _SEASON_MONTHS[(found.need("season") + (2 if found.south else 0)) % 4]
    if shift is not None and _shift_is_year(found):
        year, shift = found.day.year + shift, None
    if year is not None:
        span = _season_of(year, begins)
    else:
        spans = [_season_of(y, begins) for y in range(found.day.year - 2, found.day.year + 3)]
        if shift == -1:
            span = [one for one in spans if one[1] < found.day][-1]
        elif shift == 1:
            # The summer to come is "this summer"; "next summer" is another year's. What lies across the turn of the
            # year is the one to come.
            coming = [one for one in spans if one[0] > found.day]
            span = coming[0] if begins == _DECEMBER else next(one for one in coming if one[0].year > found.day.year)
        else:
            span = by_tense(spans, found)
    return part_of(span, part) if part else span


def _shift_is_year(found: Found) -> bool:
    """In "the summer of next year" the shift stands after the season, in "next summer" before it."""
    return found.match.start("shift") > found.match.start("season")


def _holiday(found: Found) -> Span:
    index, year, shift = found.need("holiday"), found.get("year"), found.get("shift")
    rule = found.grammar.holidays[index]
    if year is None and shift is not None and shift != 0:
        spans = [holiday_span(rule, y) for y in range(found.day.year - 1, found.day.year + 2)]
        past = [one for one in spans if one[1] < found.day]
        return past[-1] if shift < 0 else next(one for one in spans if one[0] > found.day)
    return _yearly_rule(rule, found)


def _quarter(found: Found) -> Span:
    number = found.get("quarter_number") or found.need("ordinal")
    return yearly(lambda y: quarter_span(y, number), found, found.year())


def _half(found: Found) -> Span | None:
    number = found.get("half_number") or found.need("ordinal")
    year = found.year()
    return months_span(found.day.year if year is None else year, 6 * number - 5, 6) if number <= 2 else None


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
    "weekday_day": _weekday_day,
    "day_month": _day_month,
    "range": _range,
    "month": _month,
    "month_range": _month_range,
    "nth_week": _nth_week,
    "nth_weekday": _nth_weekday,
    "week_of": _week_of,
    "week_ending": _week_ending,
    "fiscal": _fiscal,
    "year": _year,
    "year_range": _year_range,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "holiday": _holiday,
    "quarter": _quarter,
    "half": _half,
    "iso": _iso,
    "numeric": _numeric,
}
