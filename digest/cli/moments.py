"""Moments in words, one way in every listing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from digest.cli.common import Given
from digest.locales import stamp


def written(moment: datetime, zone: ZoneInfo) -> str:
    """ "2026-03-03 07:00 Europe/Berlin": on the clock of ``zone``, the publication's, which it names."""
    return stamp(moment, zone.key)


def short(moment: datetime, zone: ZoneInfo) -> str:
    """ "2026-03-03 07:00": on the clock of ``zone``, which the listing names once (``legend``)."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def legend(zone: ZoneInfo) -> str:
    """Whose clock a listing speaks of."""
    return f"Times are of {zone.key}."


def zone_of(given: Given) -> ZoneInfo:
    """The publication's zone; UTC where feeds.yml cannot be read, for commands that do without it."""
    from digest.errors import DigestError

    try:
        return ZoneInfo(given.load().publication.timezone)
    except DigestError:
        return ZoneInfo("UTC")
