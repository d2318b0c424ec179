"""What has to be so before an issue is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest.errors import ClockError, UnavailableError
from digest.locales import local_day
from digest.model import ISSUE_FORMAT, NO_FILES, Coverage, Issue, Publication, Run, SourceReport
from digest.pipeline import policy
from digest.pipeline.fetch import FetchReport
from digest.testing import World

NOW = datetime(2026, 5, 8, 4, 30, tzinfo=UTC)


def fetched(good: int, failed: int, empty: int = 0, ahead: timedelta | None = None) -> FetchReport:
    """A fetch of so many sources."""
    reports = [SourceReport(source=f"Good {n}", state="read") for n in range(good)]
    reports += [SourceReport(source=f"Bad {n}", state="failed", reason="no such host") for n in range(failed)]
    reports += [SourceReport(source=f"Empty {n}", state="unchanged", reason=NO_FILES) for n in range(empty)]
    return FetchReport(sources=tuple(reports), entries=0, new=0, ahead=ahead)


@pytest.mark.parametrize(
    ("may_fail", "good", "failed", "enough"),
    [
        (None, 1, 20, True),
        (None, 0, 1, False),
        (None, 0, 21, False),
        (None, 3, 0, True),
        (0, 3, 0, True),
        (0, 20, 1, False),
        (2, 5, 2, True),
        (2, 5, 3, False),
        (5, 0, 3, True),
        (0.2, 8, 2, True),
        (0.2, 7, 2, False),
        (0.29, 71, 29, True),
        (1.0, 0, 3, True),
    ],
)
def test_how_many_sources_may_fail(may_fail: float | None, good: int, failed: int, enough: bool) -> None:
    """All but one, a number, a share, or all; seeds without a file are no sources that day."""
    for empty in (0, 4):
        if enough:
            policy.require_sources(fetched(good, failed, empty), may_fail)
            continue
        with pytest.raises(UnavailableError, match="no issue was made") as error:
            policy.require_sources(fetched(good, failed, empty), may_fail)
        assert f"of {good + failed:,} sources could be read" in error.value.what
        assert "Bad 0 says: no such host" in str(error.value)
        assert "what was read is kept" in str(error.value)


@pytest.mark.parametrize(
    ("may_fail", "words"), [(None, "all but one"), (1.0, "all"), (0.2, "20%"), (0.07, "7%"), (3, "3"), (0, "0")]
)
def test_what_feeds_yml_allows_is_said_as_it_says_it(may_fail: float | None, words: str) -> None:
    """So that it can be found there."""
    assert policy.said(may_fail) == words


def test_a_clock_earlier_than_the_last_issue() -> None:
    """Is refused, but on that issue's own day, where nothing is made anew."""
    world = World(at=NOW.isoformat(), publication=Publication(title="T", timezone="Europe/Oslo"))
    world.source("Gazette").entry("Kelmar Bridge closed", "Engineers closed the Kelmar Bridge on Friday.")
    last = world.run()
    assert policy.newest(world.archive) == last
    for earlier in (timedelta(days=1), timedelta(days=400), timedelta(hours=7)):
        with pytest.raises(ClockError, match=r"earlier than No\. 1, the issue of 2026-05-08") as error:
            policy.require_clock(last, world.publication, NOW - earlier)
        assert error.value.status == 75
    for moment in (NOW, NOW + timedelta(days=1), NOW - timedelta(hours=6)):
        policy.require_clock(last, world.publication, moment)
    policy.require_clock(None, world.publication, NOW)


def test_a_clock_that_is_not_the_servers() -> None:
    """Half a day and more, either way; less is no other day than a wrong time zone makes."""
    for hours in (12, 24 * 400, -12, -100):
        with pytest.raises(ClockError, match="the servers that were asked say"):
            policy.require_servers_clock(fetched(2, 0, ahead=timedelta(hours=hours)), NOW, "UTC")
    for hours in (0, 11, -11):
        policy.require_servers_clock(fetched(2, 0, ahead=timedelta(hours=hours)), NOW, "UTC")
    policy.require_servers_clock(fetched(2, 0), NOW, "UTC")


@pytest.mark.parametrize(
    ("clocks", "ahead"),
    [
        ({"Gazette": 48}, None),  # it may be the one that is wrong
        ({"Gazette": 48, "Wire": 30}, 30),
        ({"Gazette": 48, "Wire": 0}, 0),
        ({"Gazette": -48, "Wire": -30, "Ledger": -1}, -1),
        ({"Gazette": 48, "Wire": -48}, 0),  # they do not agree
    ],
)
def test_what_servers_say_of_the_clock(clocks: dict[str, int], ahead: int | None) -> None:
    """How far it is ahead of them at the least, where two hosts and more say so."""
    world = World()
    for name, hours in clocks.items():
        feed = world.source(name)
        feed.entry("Kelmar Bridge closed")
        feed.answer = {"served": world.now - timedelta(hours=hours)}
    world.source("Silent").entry("Tarsk mayor resigns")
    assert world.fetch().ahead == (timedelta(hours=ahead) if ahead is not None else None)


def test_an_issue_of_a_day_before_the_last_is_never_made() -> None:
    """Not by a clock that went back, and not where the time zone moved to the west; replays are of their own day."""
    world = World(at="2026-05-07T18:30:00Z", publication=Publication(title="T", timezone="Pacific/Auckland"))
    feed = world.source("Gazette")
    feed.entry("Kelmar Bridge closed", "Engineers closed the Kelmar Bridge on Friday.")
    assert world.run() is not None
    feed.entry("Tarsk mayor resigns", "The mayor of Tarsk resigned on Thursday after auditors found a contract.")
    world.publication = replace(world.publication, timezone="America/Los_Angeles")
    world.now += timedelta(hours=3)
    reports = world.fetch().sources
    assert world.edit(reports).issue is None
    world.now -= timedelta(days=3)
    with pytest.raises(ClockError):
        world.edit(reports)
    assert [day.isoformat() for _, day in world.archive.issues()] == ["2026-05-08"]


WEEKDAYS = (0, 1, 2, 3, 4)
FRIDAY = date(2026, 5, 8)
OSLO = Publication(title="T", timezone="Europe/Oslo")


def issue(as_of: datetime = NOW) -> Issue:
    """An issue of the day of a moment."""
    return Issue(
        format=ISSUE_FORMAT,
        number=1,
        date=local_day(as_of, OSLO),
        as_of=as_of,
        since=None,
        publication=OSLO,
        subject="",
        preheader="",
        lead=None,
        sections=(),
        developing=(),
        whats_next=(),
        articles=(),
        coverage=Coverage(),
    )


def test_a_day_without_an_issue() -> None:
    """By the schedule; or because the zone moved, and the last issue is of a later day."""
    assert not policy.off(WEEKDAYS, None, FRIDAY)
    assert policy.off(WEEKDAYS, None, FRIDAY + timedelta(days=1))
    assert not policy.off(WEEKDAYS, issue(), FRIDAY)
    assert policy.off(WEEKDAYS, issue(), FRIDAY - timedelta(days=1))


def test_a_day_with_a_run_that_did_its_work_was_not_missed() -> None:
    """By the publication's calendar; neither a replay nor a run that failed was there for the day."""
    days = (FRIDAY - timedelta(days=2), FRIDAY - timedelta(days=1), FRIDAY)
    late = datetime(2026, 5, 7, 22, 30, tzinfo=UTC)  # which is Friday there

    def run(**more: Any) -> Run:
        return Run(id="r", **{"started": late, **more})

    assert policy.unquiet(days, [run(outcome="success")], OSLO) == days[:2]
    others = [run(outcome="failure"), run(outcome="aside"), run(), run(outcome="success", replay=True)]
    assert policy.unquiet(days, others, OSLO) == days
    assert policy.unquiet((), [run(outcome="success")], OSLO) == ()
    # By a clock that was ahead: the run after it began before it. One that was behind did no work.
    ahead = [run(outcome="success", started=late - timedelta(days=1)), run(outcome="success")]
    assert policy.unquiet(days, ahead, OSLO) == (days[0], FRIDAY)
    behind = [run(outcome="failure", started=late - timedelta(days=900)), run(outcome="success")]
    assert policy.unquiet(days, behind, OSLO) == days[:2]


def test_what_is_mailed_without_being_named() -> None:
    """What was to be mailed from the start, while it is fresh, to the hour."""
    for begun, hours, limit, mails in (
        (True, 36, 36, True),
        (True, 37, 36, False),
        (True, 3700, None, True),
        (False, 0, 36, False),
        (False, 0, None, False),
    ):
        now = NOW + timedelta(hours=hours)
        assert policy.mails_itself(issue(), begun=begun, now=now, stale_after=limit) is mails


def test_an_issue_that_is_dated_ahead() -> None:
    """Of a later day and moment; what is merely of later today keeps nobody from anything."""
    assert policy.ahead(issue(), OSLO, NOW - timedelta(days=1))
    assert not policy.ahead(issue(), OSLO, NOW - timedelta(hours=1))
    assert not policy.ahead(issue(), OSLO, NOW)
    assert not policy.ahead(issue(), OSLO, NOW + timedelta(days=1))
