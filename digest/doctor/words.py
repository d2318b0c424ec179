"""Sizes, spans and moments in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta


def size(count: float) -> str:
    """ "900 bytes", "12 KB", "3.4 GB": decimal units, as disks are sold."""
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= scale:
            shown = count / scale
            return f"{shown:.1f} {unit}" if shown < 10 else f"{shown:,.0f} {unit}"
    return f"{int(count)} bytes"


def span(length: timedelta) -> str:
    """ "40 s", "5 minutes", "3 hours", "12 days": the largest unit that there are two of."""
    seconds = abs(length.total_seconds())
    for unit, scale in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * scale:
            return f"{int(seconds / scale)} {unit}"
    return f"{int(seconds)} s"


def day(at: date, now: datetime) -> str:
    """ "3 May"; "3 May 2021" where that is not this year."""
    return f"{at.day} {at:%B}{f' {at.year}' if at.year != now.year else ''}"


def moment(at: datetime, now: datetime) -> str:
    """ "today 06:00", "yesterday 06:00", "3 May 06:00", on the clock of ``now``, which names its zone."""
    local = at.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return f"{'yesterday' if days else 'today'} {local:%H:%M}"
    return f"{day(local, now)} {local:%H:%M}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 source", "12 sources"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def named(names: list[str], most: int = 4) -> str:
    """Names one after the other; of many the first."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
