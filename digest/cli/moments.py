"""Moments in words, one way in every listing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from digest.cli.common import Given


def written(moment: datetime, zone: ZoneInfo) -> str:
    """ "2026-03-03 07:00 Europe/Berlin": on the clock of ``zone``, the publication's, which it names."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"


def zone_of(given: Given) -> ZoneInfo:
    """The publication's zone; UTC where feeds.yml cannot be read, for commands that do without it."""
    from digest.errors import DigestError

    try:
        return ZoneInfo(given.load().publication.timezone)
    except DigestError:
        return ZoneInfo("UTC")
