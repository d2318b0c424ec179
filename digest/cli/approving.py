"""What the commands say of approvals."""

from __future__ import annotations

import getpass
import os
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from digest.model import Approval


def who() -> str:
    """The user of this process, by name; by number where the machine has no name for it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such entry, under the names that Pythons give that
        return f"user {os.getuid()}"


def told_moment(moment: datetime, zone: str) -> str:
    """A moment in the publication's zone, which it names."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d at %H:%M} {zone}"


def told_approval(approval: Approval, zone: str) -> str:
    """ "approved by ada on 2026-03-02 at 07:10 Europe/Oslo", and whether that was taken back."""
    told = f"approved by {approval.by} on {told_moment(approval.at, zone)}"
    if approval.revoked is None:
        return told
    return f"{told}, revoked by {approval.revoked_by} on {told_moment(approval.revoked, zone)}"
