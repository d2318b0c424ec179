"""Stretches of days: (first, last), both inclusive. Weeks begin on Monday (ISO 8601).

Every function raises ValueError or OverflowError for days outside the years 1 to 9999.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Span = tuple[date, date]
Part = Literal["early", "mid", "late", "start", "end"]


def day_span(day: date) -> Span:
    return day, day


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months on, or the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_span(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def months_span(year: int, month: int, count: int) -> Span:
    """``count`` whole months from the one named."""
    first = date(year, month, 1)
    return first, add_months(first, count) - timedelta(1)


def year_span(year: int, count: int = 1) -> Span:
    return date(year, 1, 1), date(year + count - 1, 12, 31)


def week_span(day: date) -> Span:
    monday = day - timedelta(day.weekday())
    return monday, monday + timedelta(6)


def weekend_span(day: date) -> Span:
    """Saturday and Sunday of the day's week."""
    monday = day - timedelta(day.weekday())
    return monday + timedelta(5), monday + timedelta(6)


def quarter_span(year: int, quarter: int) -> Span:
    return months_span(year, 3 * quarter - 2, 3)


def part_of(span: Span, part: Part) -> Span:
    """A part of a stretch. Early, mid and late are thirds; start and end are the outermost week, month or year."""
    first, last = span
    days = (last - first).days + 1
    if days >= 360 and days <= 366:
        third = {"early": (1, 4), "mid": (5, 4), "late": (9, 4), "start": (1, 1), "end": (12, 1)}[part]
        return months_span(first.year, third[0], third[1])
    edge = 2 if days <= 7 else 7 if days <= 31 else 31 if days <= 92 else 365
    size = edge if part in ("start", "end") else max(1, round(days / 3))
    if part in ("early", "start"):
        return first, first + timedelta(size - 1)
    if part in ("late", "end"):
        return last - timedelta(size - 1), last
    return first + timedelta(size), last - timedelta(size)


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (Meeus, Jones and Butcher's rule; Gregorian calendar)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday_span(rule: str, year: int) -> Span:
    """The day a rule of the grammar files names in a year.

    ``"12-25"`` is a fixed day, ``"easter-2"`` is two days before Easter Sunday, ``"11:4:3"`` the fourth Thursday
    (Monday is 0) of November, ``"5:-1:0"`` the last Monday of May; ``"+1"`` after it is the day after.
    """
    if rule.startswith("easter"):
        return day_span(easter(year) + timedelta(int(rule[6:] or 0)))
    if ":" not in rule:
        month, day = rule.split("-")
        return day_span(date(year, int(month), int(day)))
    rule, _, later = rule.partition("+")
    of_month, nth, weekday = (int(part) for part in rule.split(":"))
    if nth > 0:
        first = date(year, of_month, 1)
        found = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = month_span(year, of_month)[1]
        found = last - timedelta((last.weekday() - weekday) % 7)
    return day_span(found + timedelta(int(later or 0)))
