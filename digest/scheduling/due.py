"""On which days there is an issue.

A schedule is the days of the week that have one: 0 for Monday, each once, in order.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

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
