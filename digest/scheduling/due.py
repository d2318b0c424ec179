"""On which days there is an issue, and which of them went by without one.

A schedule is the days of the week that have one: 0 for Monday, each once, in order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAILY = (0, 1, 2, 3, 4, 5, 6)


def due_today(schedule: tuple[int, ...], day: date) -> bool:
    """Whether an issue is due on a day of the publication's zone."""
    return day.weekday() in schedule


def next_due(schedule: tuple[int, ...], day: date) -> date:
    """The first day after ``day`` on which one is due."""
    return next(later for number in range(1, 8) if due_today(schedule, later := day + timedelta(number)))


def longest_gap(schedule: tuple[int, ...]) -> int:
    """Days from one issue to the next, where they are furthest apart."""
    return max(later - earlier for earlier, later in pairwise((*schedule, schedule[0] + 7)))


def missed(schedule: tuple[int, ...], last: date, today: date, zone: str, *, back: int) -> tuple[date, ...]:
    """The due days between the last issue's and today, at most ``back`` days ago, oldest first.

    A day that the zone's calendar left out is none: in Samoa 30 December 2011 never was.
    """
    first = max(last + timedelta(1), today - timedelta(back))
    days = (first + timedelta(number) for number in range((today - first).days))
    return tuple(day for day in days if due_today(schedule, day) and moment(day, time(12), zone) is not None)


def moment(day: date, hour: time, zone: str) -> datetime | None:
    """The UTC moment of an hour of a day in a zone; None where that zone's calendar has no such day.

    An hour that comes twice, as clocks go back, is the first of the two; of one that is left out, as they go forward,
    it is the hour on the clock that went on as before (PEP 495).
    """
    found = datetime.combine(day, hour.replace(tzinfo=None, fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return found if found.astimezone(ZoneInfo(zone)).date() == day else None


def owed(days: tuple[date, ...], as_of: datetime, now: datetime, zone: str) -> tuple[datetime, ...]:
    """The UTC moments as of which days that were missed get their issues: at the hour of the last one, ``as_of``."""
    hour = as_of.astimezone(ZoneInfo(zone)).time().replace(microsecond=0)
    moments = (moment(day, hour, zone) for day in days)
    return tuple(each for each in moments if each is not None and as_of < each < now)
