"""The database and its locks, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.doctor.memory import Lock, Store, database, locks

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
STORE = Store(path="/srv/.digest/digest.db", version=8, newest=8, bytes=1_500_000, issues=12)
LOCK = Lock(name="lock", held=True, process=42, alive=True, command="digest run", since=NOW - timedelta(minutes=5))


def test_a_whole_database() -> None:
    """With its size and schema."""
    (found,) = database(STORE)
    assert (found.verdict, found.what) == ("good", "whole: 1.5 MB, 12 issues, schema 8")


def test_databases_of_which_nothing_can_be_made() -> None:
    """Damaged, newer, not to be read: each is a matter of files, with another way out."""
    damaged = database(replace(STORE, faults=("row 7 missing", "another")))[0]
    newer = database(replace(STORE, version=9))[0]
    unread = database(replace(STORE, trouble="permission denied", fix="chmod"))[0]
    assert {one.status for one in (damaged, newer, unread)} == {74}
    assert "row 7 missing (and 1 more fault)" in damaged.what
    assert "digest restore" in damaged.fix
    assert "upgrade" in newer.fix
    assert unread.fix == "chmod"


def test_databases_that_are_no_fault() -> None:
    """None yet, an older one, and one too large to be read through."""
    assert [one.verdict for one in database(replace(STORE, there=False))] == ["note"]
    assert [one.verdict for one in database(replace(STORE, version=6))] == ["note", "good"]
    assert [one.verdict for one in database(replace(STORE, unfinished=True))] == ["skipped"]


def test_a_lock_that_is_held() -> None:
    """For minutes a run is at work; for hours it hangs. One who mails may take as long as it takes."""
    (found,) = locks([LOCK], now=NOW)
    assert found.verdict == "note"
    assert found.what.startswith("process 42 (digest run) is at work since today 05:55")
    (found,) = locks([replace(LOCK, since=NOW - timedelta(hours=5))], now=NOW)
    assert (found.verdict, found.status) == ("bad", 75)
    assert "kill 42" in found.fix
    (found,) = locks([replace(LOCK, name="sending.lock", since=NOW - timedelta(hours=5))], now=NOW)
    assert found.verdict == "note"
    assert "mails" in found.what


def test_a_holder_that_is_not_seen() -> None:
    """In another container, say: it is held all the same, and nobody is told to kill a process of that number."""
    (found,) = locks([replace(LOCK, alive=False, command="", since=NOW - timedelta(hours=5))], now=NOW)
    assert "42" not in found.what + found.fix


def test_locks_that_nobody_holds() -> None:
    """Whatever their files say."""
    (found,) = locks([replace(LOCK, held=False), replace(LOCK, name="sending.lock", held=False)], now=NOW)
    assert found.verdict == "good"
    assert locks([Lock(name="lock", held=False, trouble="permission denied")], now=NOW)[0].status == 74


def test_of_another_schema_no_issues_are_told() -> None:
    """They were not counted, and "0 issues" would frighten."""
    old = database(replace(STORE, version=7, issues=None))
    assert not [one.what for one in old if "issue" in one.what]
