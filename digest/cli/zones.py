"""The machine's own time zone."""

from __future__ import annotations

import os
import zoneinfo
from datetime import UTC, tzinfo
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def guessed() -> str | None:
    """The IANA name of the zone that this machine, or who sits at it, lives in; None where nothing says so."""
    for name in (os.environ.get("TZ", "").removeprefix(":"), _linked(), _written()):
        if name and _known(name):
            return name
    return None


def system() -> tzinfo:
    """The zone of the machine's daemons, whatever the environment here says; UTC where none is set."""
    try:
        with _LOCALTIME.open("rb") as file:
            return zoneinfo.ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return UTC


def _linked() -> str:
    try:
        return str(_LOCALTIME.readlink()).rpartition("zoneinfo/")[2]
    except OSError:  # a copy, or none
        return ""


def _written() -> str:
    try:
        return _TIMEZONE.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _known(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
