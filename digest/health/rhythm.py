"""How often a feed gives an entry, out of the dates of its entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from digest.model import Entry

# What is published within this is one publication: a batch, a site that dates everything anew at once.
_BURST = timedelta(hours=1)
# Publications, newest first, that tell of a source as it is now and not of its youth.
_RECENT = 50
# Fewer publications than this tell nothing.
_FEWEST = 3
_DAY = 86_400.0


def moments(entries: Iterable[Entry], now: datetime) -> tuple[datetime, ...]:
    """The publication times of entries that are not of the future, newest first."""
    return tuple(sorted((e.published for e in entries if e.published and e.published <= now), reverse=True))


def gap(found: Sequence[datetime]) -> float | None:
    """Seconds: the usual gap between two publications, None where ``found`` (newest first) is too little to tell.

    The median gap between bursts; between days, where most days have none, so that a weekly batch that takes three
    hours to come counts as one a week.
    """
    bursts: list[datetime] = []
    for moment in found:
        if not bursts or bursts[-1] - moment >= _BURST:
            bursts.append(moment)
    days = list(dict.fromkeys(moment.date() for moment in found))
    if len(bursts) < _FEWEST:
        return None
    between = [(a - b).days * _DAY for a, b in pairwise(days[: _RECENT + 1])]
    if between and _median(between) > _DAY:
        return _median(between)
    return _median([(a - b).total_seconds() for a, b in pairwise(bursts[: _RECENT + 1])])


def _median(values: list[float]) -> float:
    # By hand: the standard library's comes with modules that a run which learns nothing new would pay for.
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def rate(found: Sequence[datetime]) -> float | None:
    """Entries a day, by the newest of ``found`` (newest first); None where these are too few to tell.

    The oldest fifth is left out: one entry pinned for years would stretch the time over which they are counted. What
    spans less than a day is counted as a day's: a batch that came within an hour says nothing of the other hours.
    """
    recent = found[: 4 * _RECENT]
    kept = recent[: max(len(recent) * 4 // 5, _FEWEST)]
    if len(kept) < _FEWEST:
        return None
    return (len(kept) - 1) * _DAY / max((kept[0] - kept[-1]).total_seconds(), _DAY)
