"""What was found, one thing each, and what to do about all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["good", "note", "bad", "skipped"]

# What ``digest doctor`` ends with.
WELL = 0
WORKS = 3  # issues are made, and something is wrong all the same
SERVERS = 69
FILES = 74
BUSY = 75
WAITING = 77
SETTINGS = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    check: str  # "disk", "mail server"
    verdict: Verdict  # note: worth knowing, and nothing fails by it; skipped: it could not be looked at
    what: str  # what is so, in words without a full stop
    fix: str = ""  # what to do; "" where there is nothing to do
    status: int = WELL  # of a bad one: what the program ends with where this comes first


def good(check: str, what: str) -> Finding:
    """It is as it should be."""
    return Finding(check=check, verdict="good", what=what)


def note(check: str, what: str, fix: str = "") -> Finding:
    """It is worth knowing."""
    return Finding(check=check, verdict="note", what=what, fix=fix)


def bad(check: str, what: str, fix: str, *, status: int = WORKS) -> Finding:
    """It is wrong."""
    return Finding(check=check, verdict="bad", what=what, fix=fix, status=status)


def skipped(check: str, what: str, fix: str = "") -> Finding:
    """It could not be looked at."""
    return Finding(check=check, verdict="skipped", what=what, fix=fix)


def todo(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What to see to, the gravest first.

    What is bad comes before what is a note. Of the bad, what stops every issue (settings, then files) comes before what
    stops mail (servers, an approval), and that before what goes wrong beside; of the same weight, causes come before
    what follows from them.
    """
    wrong = sorted((one for one in findings if one.verdict == "bad"), key=lambda one: (_RANK[one.status], _cause(one)))
    return (*wrong, *sorted((one for one in findings if one.verdict == "note" and one.fix), key=_cause))


def _cause(one: Finding) -> int:
    return CHECKS.index(one.check) if one.check in CHECKS else len(CHECKS)


# Every check, causes before what follows from them.
CHECKS = (
    "feeds.yml",
    "templates",
    "secrets",
    "time zone",
    "clock",
    "disk",
    "access",
    "database",
    "lock",
    "network",
    "schedule",
    "mail server",
    "last run",
    "sources",
    "unsubscribe",
    "mailbox",
    "issue",
    "mail",
    "DNS",
    "pages",
    "pings",
    "reports",
)
_RANK = {status: rank for rank, status in enumerate((SETTINGS, FILES, BUSY, SERVERS, WAITING, WORKS))}


def status(findings: Sequence[Finding]) -> int:
    """What the program ends with: the status of the gravest; 0 where nothing is bad."""
    first = next(iter(todo(findings)), None)
    return first.status if first is not None and first.verdict == "bad" else WELL
