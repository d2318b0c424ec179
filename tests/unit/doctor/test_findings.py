"""What is told, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.doctor import status, todo
from digest.doctor.findings import CHECKS, FILES, SERVERS, SETTINGS, WORKS, bad, good, note, skipped
from digest.doctor.words import moment, named, size, span

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_what_stops_every_issue_comes_first() -> None:
    """Settings, then files, then servers, then what goes wrong beside; what is a note comes last."""
    found = [
        note("pings", "a note", "do"),
        bad("DNS", "beside", "do", status=WORKS),
        bad("mail server", "no mail", "do", status=SERVERS),
        bad("disk", "full", "do", status=FILES),
        good("lock", "free"),
        bad("templates", "broken", "do", status=SETTINGS),
    ]
    assert [one.check for one in todo(found)] == ["templates", "disk", "mail server", "DNS", "pings"]
    assert status(found) == SETTINGS


def test_causes_come_before_what_follows_from_them() -> None:
    """Of the same weight, what stands earlier in the chain from feeds.yml to the inbox."""
    found = [bad("mail", "nobody", "do"), bad("issue", "missing", "do"), bad("clock", "wrong", "do")]
    assert [one.check for one in todo(found)] == ["clock", "issue", "mail"]
    assert len(set(CHECKS)) == len(CHECKS)


def test_nothing_bad_is_status_0() -> None:
    """Notes and what could not be looked at spoil nothing; a note without anything to do is not in the list."""
    found = [
        note("lock", "at work"),
        note("disk", "little", "make room"),
        skipped("DNS", "offline"),
        good("clock", "ok"),
    ]
    assert status(found) == 0
    assert [one.check for one in todo(found)] == ["disk"]
    assert status([]) == 0


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (12_300, "12 KB"), (3_400_000_000, "3.4 GB"), (7e13, "70 TB")],
)
def test_sizes(count: float, said: str) -> None:
    """Decimal units, as disks are sold."""
    assert size(count) == said


def test_moments_and_spans() -> None:
    """On the clock of whoever reads it."""
    assert moment(NOW - timedelta(hours=1), NOW) == "today 06:00"
    assert moment(NOW - timedelta(hours=8), NOW) == "yesterday 23:00"
    assert moment(NOW - timedelta(days=8), NOW) == "15 November 07:00"
    assert moment(NOW - timedelta(days=800), NOW) == "14 September 2024 07:00"
    assert [span(timedelta(seconds=n)) for n in (5, 150, 8_000, 200_000)] == ["5 s", "2 minutes", "2 hours", "2 days"]
    assert named(["a", "b", "c", "d", "e", "f"]) == "a, b, c, d and 2 more"


def test_a_mail_server_that_fails_is_why_a_run_failed() -> None:
    """It is told before the run that it failed."""
    found = [bad("last run", "status 75", "again", status=SERVERS), bad("mail server", "535", "do", status=SERVERS)]
    assert [one.check for one in todo(found)] == ["mail server", "last run"]
