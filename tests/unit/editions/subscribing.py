"""The calendar to subscribe to, of whole issues."""

from __future__ import annotations

from collections.abc import Sequence

from digest.editions import calendar
from digest.editions.contents import contents
from digest.editions.shelving import agenda
from digest.model import Issue


def subscription(issues: Sequence[Issue]) -> bytes | None:
    """What publishing makes of their tables of contents."""
    events = agenda([contents(issue) for issue in issues])
    return calendar.subscription(events, issues[-1].publication) if issues else None
