"""Validators, checks and reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from digest.model import SourceReport


def etags(world: Any) -> dict[str, str | None]:
    """Source key -> etag of the copy held."""
    return {key: request.etag for key, request in world.archive.validators().items()}


def test_validators_are_good_for_their_url_alone(world: Any) -> None:
    """A source that moved, or failed at a new address, is not asked there with the old copy's ETag."""
    world.record(world.article(1), etag='"1"')
    [held] = world.archive.validators().values()
    assert held.url == "https://harbour.example/feed"


def test_validators_are_those_of_the_copy_last_read(world: Any) -> None:
    """Neither a failure nor "unchanged" loses them; a new copy replaces them."""
    world.record(world.article(1), etag='"1"')
    world.record(state="unchanged", etag=None)
    world.record(state="failed", etag=None)
    assert etags(world) == {"harbour": '"1"'}
    world.record(world.article(1), etag='"2"')
    assert etags(world) == {"harbour": '"2"'}
    world.record(world.article(1), etag=None)
    assert world.archive.validators() == {}


def test_bytes_that_nobody_understood_leave_no_validators(world: Any) -> None:
    """Else a challenge page with an ETag would answer "unchanged" for ever."""
    world.record(world.article(1), etag='"good"')
    world.record(understood=False, etag='"challenge"')
    assert etags(world) == {"harbour": '"good"'}


def test_reports_are_of_the_latest_run_by_name(world: Any) -> None:
    """A source that was taken out of feeds.yml is not reported for ever."""
    world.record(source="quay", state="failed", at=world.noon)
    world.record(world.article(1), world.article(2), at=world.noon)
    assert world.archive.reports() == (
        SourceReport(source="Harbour News", state="read", entries=2, new=2),
        SourceReport(source="Quay News", state="failed", reason="no such host"),
    )
    world.reopen()
    world.record(world.article(2), at=world.noon + timedelta(days=1))
    assert world.archive.reports() == (SourceReport(source="Harbour News", state="read", entries=1, new=0),)


def test_a_source_met_again_later_begins_the_next_run(world: Any) -> None:
    """One archive object may serve several runs."""
    world.record(world.article(1), at=world.noon)
    world.record(source="quay", at=world.noon)
    world.record(state="unchanged", at=world.noon + timedelta(days=1))
    assert [report.state for report in world.archive.reports()] == ["unchanged"]


def test_a_replayed_earlier_moment_is_still_the_latest_run(world: Any) -> None:
    """Runs are told apart by their order, not by the moment they speak from."""
    world.record(world.article(1), at=world.noon)
    world.reopen()
    world.record(state="failed", at=world.noon - timedelta(days=5))
    assert [report.state for report in world.archive.reports()] == ["failed"]


def test_recording_one_answer_twice_takes_nothing_back(world: Any) -> None:
    """The second time finds nothing new; the report still says what the run gave."""
    world.record(world.article(1))
    world.record(world.article(1))
    assert world.archive.reports() == (SourceReport(source="Harbour News", state="read", entries=1, new=1),)


def test_files_of_one_source_are_one_line(world: Any) -> None:
    """Seeds are asked file by file; the source failed only where every file did."""
    for key, state in (("a", "unchanged"), ("b", "failed")):
        world.record(source=key, state=state)
    with world.database.writing(durable=False) as connection:
        connection.exec_driver_sql("UPDATE checks SET name = 'Seeds'")
    assert world.archive.reports() == (SourceReport(source="Seeds", state="unchanged", reason="no such host"),)


def test_failures_in_a_row_are_counted_and_forgiven(world: Any) -> None:
    """What the health report will need: how often in a row, and the last good answer."""

    def health() -> Any:
        with world.database.reading() as connection:
            return connection.exec_driver_sql("SELECT failures, last_success, last_new FROM sources").one()

    moments = [world.noon + timedelta(hours=hour) for hour in range(4)]
    world.record(world.article(1), at=moments[0])
    world.record(state="failed", at=moments[1])
    world.record(state="failed", at=moments[2])
    micro = int(moments[0].timestamp()) * 1_000_000
    assert tuple(health()) == (2, micro, micro)
    world.record(state="unchanged", at=moments[3])
    assert tuple(health()) == (0, int(moments[3].timestamp()) * 1_000_000, micro)
