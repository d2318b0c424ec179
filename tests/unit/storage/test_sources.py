"""What is remembered of sources, checks and reports."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

from digest.model import SourceReport
from digest.storage.sources import RUNS_KEPT


def test_what_is_remembered_comes_back_whole(world: Any) -> None:
    """Each source's last state, by the key of its request."""
    world.record(etag='"1"', failures=2, rhythm=3600.5, told=("failing",), last_read=world.noon)
    world.record(source="quay", last_modified="Wed, 01 May 2024 12:00:00 GMT")
    world.record(etag='"2"')
    world.reopen()
    assert world.archive.states() == {
        "harbour": world.given(etag='"2"').state,
        "quay": world.given(source="quay", last_modified="Wed, 01 May 2024 12:00:00 GMT").state,
    }


def test_reports_are_of_the_latest_run_by_name(world: Any) -> None:
    """A source that was taken out of feeds.yml is not reported for ever."""
    world.record(source="quay", state="failed", at=world.noon)
    world.record(world.entry(1), world.entry(2), at=world.noon)
    assert world.archive.reports() == (
        SourceReport(source="Harbour News", state="read", entries=2, new=2),
        SourceReport(source="Quay News", state="failed", reason="no such host"),
    )
    world.reopen()
    world.record(world.entry(2), at=world.noon + timedelta(days=1))
    assert world.archive.reports() == (SourceReport(source="Harbour News", state="read", entries=1, new=0),)


def test_a_source_met_again_later_begins_the_next_run(world: Any) -> None:
    """One archive object may serve several runs."""
    world.record(world.entry(1), at=world.noon)
    world.record(source="quay", at=world.noon)
    world.record(state="unchanged", at=world.noon + timedelta(days=1))
    assert [report.state for report in world.archive.reports()] == ["unchanged"]


def test_a_replayed_earlier_moment_is_still_the_latest_run(world: Any) -> None:
    """Runs are told apart by their order, not by the moment they speak from."""
    world.record(world.entry(1), at=world.noon)
    world.reopen()
    world.record(state="failed", at=world.noon - timedelta(days=5))
    assert [report.state for report in world.archive.reports()] == ["failed"]


def test_recording_one_answer_twice_takes_nothing_back(world: Any) -> None:
    """The second time finds nothing new; the report still says what the run gave."""
    world.record(world.entry(1))
    world.record(world.entry(1))
    assert world.archive.reports() == (SourceReport(source="Harbour News", state="read", entries=1, new=1),)


def test_files_of_one_source_are_one_line(world: Any) -> None:
    """Seeds are asked file by file; the source failed only where every file did."""
    for key, state in (("a", "unchanged"), ("b", "failed")):
        world.record(source=key, state=state, name="Seeds")
    assert world.archive.reports() == (SourceReport(source="Seeds", state="unchanged", reason="no such host"),)


def test_checks_of_runs_long_past_go(world: Any) -> None:
    """A year of mornings must not fill the disk; what lasts is in the states."""
    for day in range(RUNS_KEPT + 20):
        world.record(state="unchanged", at=world.noon + timedelta(days=day))
    with sqlite3.connect(world.folder / "digest.db") as connection:
        [(count, oldest)] = connection.execute("SELECT count(*), min(run) FROM checks")
    connection.close()
    assert (count, oldest) == (RUNS_KEPT, 21)
