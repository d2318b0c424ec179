"""When an hour of one zone comes in another."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_YEAR = 400  # days that are looked at: every change of the clocks of a year, whenever it is asked


def elsewhere(at: time, zone: str, there: tzinfo, today: date) -> tuple[time, ...]:
    """The times of day at which ``at`` of a zone comes ``there``, over the year from today on: one, two where one of
    both changes its clocks, in order. Days without such an hour have none.
    """
    here = ZoneInfo(zone)
    found = set()
    for moment in _moments(at, here, today):
        found.add(moment.astimezone(there).time().replace(second=0, microsecond=0))
    return tuple(sorted(found))


def skipped(at: time, zone: str, today: date) -> tuple[date, ...]:
    """The days of the year from today on that do not have that hour, because the clocks go forward over it."""
    here = ZoneInfo(zone)
    there = {moment.astimezone(here).date() for moment in _moments(at, here, today)}
    return tuple(day for day in (today + timedelta(n) for n in range(_YEAR)) if day not in there)


def _moments(at: time, zone: ZoneInfo, today: date) -> list[datetime]:
    """In UTC. An hour that comes twice counts the first time."""
    found = []
    for number in range(_YEAR):
        local = datetime.combine(today + timedelta(number), at, tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            found.append(moment)
    return found
