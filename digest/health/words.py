"""Moments and rates in words. Moments are told on the clock of ``now``, whose zone is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import isinf

_DAY = 86_400.0


def day(moment: datetime, now: datetime) -> str:
    """ "3 May"; "3 May 2021" where that is not this year."""
    moment = _there(moment, now)
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{moment.day} {moment:%B}{year}"


def clock(moment: datetime, now: datetime) -> str:
    """ "07:30 Europe/Oslo"; "3 May, 07:30 Europe/Oslo" where that is not today."""
    moment = _there(moment, now)
    time = f"{moment:%H:%M} {now.tzinfo}"
    return time if moment.date() == now.date() else f"{day(moment, now)}, {time}"


def _there(moment: datetime, now: datetime) -> datetime:
    try:
        return moment.astimezone(now.tzinfo)
    except OverflowError:  # a feed's date at an end of the calendar
        return moment


def span(length: timedelta) -> str:
    """ "5 hours", "12 days", "4 months": the largest unit that there are two of."""
    hours = length.total_seconds() / 3600
    for unit, size in (("year", 8766.0), ("month", 730.5), ("day", 24.0)):
        if hours >= 2 * size:
            return f"{int(hours / size)} {unit}s"
    count = max(int(hours), 1)
    return f"{count} hour{'' if count == 1 else 's'}"


def rate(rhythm: float | None, per_day: float | None) -> str:
    """How often a source gives an entry: "about 12 a day", "about one a week"; "" where that is not known."""
    if not per_day and rhythm:
        per_day = _DAY / rhythm
    if not per_day or isinf(per_day):  # a rhythm too small to divide by says nothing
        return ""
    for unit, days in (("day", 1.0), ("week", 7.0), ("month", 30.4), ("year", 365.25)):
        count = round(per_day * days)
        if count >= 1:
            return f"about {'one' if count == 1 else _rounded(count)} a {unit}"
    return "less than one a year"


def _rounded(count: int) -> str:
    """Two figures say enough."""
    digits = len(str(count))
    return f"{round(count, 2 - digits):,}" if digits > 2 else str(count)
