"""How sources fare, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.doctor.sources import Fares, sources

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WELL = Fares(name="Gazette", verdict="ok", text="newest of 23 November")
DOWN = Fares(
    name="Herald",
    verdict="failing",
    text="failed 9 times in a row, since 12 November: HTTP 503",
    fix="look: digest sources test Herald",
    failures=9,
    failing_since=NOW - timedelta(days=11),
)


def test_a_source_that_has_failed_for_days() -> None:
    """It is bad, with its reason and command; before that it is a note."""
    found = sources([WELL, DOWN], now=NOW)
    assert [(one.verdict, one.status) for one in found] == [("bad", 3), ("good", 0)]
    assert found[0].what == "Herald: failed 9 times in a row, since 12 November: HTTP 503"
    assert found[0].fix == "look: `digest sources test Herald`"
    assert found[1].what == "of 2 sources 1 is well"
    fresh = replace(DOWN, failing_since=NOW - timedelta(days=1))
    assert sources([WELL, fresh], now=NOW)[0].verdict == "note"


def test_all_that_fail_are_told_as_one() -> None:
    """It is not the sources then."""
    found = sources([DOWN, replace(DOWN, name="Post"), replace(DOWN, name="Sun")], now=NOW)
    assert [(one.verdict, one.status) for one in found[:1]] == [("bad", 69)]
    assert found[0].what == "all 3 failed when last asked: HTTP 503"


def test_many_of_which_the_same_is_said() -> None:
    """A line for all of them, the first by name."""
    quiet = [replace(WELL, name=f"N{n}", verdict="silent", text="nothing new for 9 days") for n in range(6)]
    found = sources([WELL, *quiet], now=NOW)
    assert found[0].what == "6 gave nothing new for much longer than usual: N0, N1, N2, N3 and 2 more"
    assert found[0].verdict == "note"


def test_gone_empty_and_new_ones() -> None:
    """Gone for good is bad at once; what was not asked yet is no fault; seeds without a file are a note."""
    gone = replace(
        WELL, name="Old", verdict="gone", text="gone for good since 1 May", fix="take it out: digest sources remove Old"
    )
    new = Fares(name="New", verdict="new", text="not asked yet")
    empty = Fares(name="Seeds", verdict="new", text="no file matches", empty=True)
    found = sources([WELL, gone, new, empty], now=NOW)
    assert [one.verdict for one in found] == ["bad", "note", "good"]
    assert "Seeds" in found[1].what
    assert not found[1].fix  # a folder may wait for its first file
    (lost,) = sources([replace(empty, lost=True)], now=NOW)
    assert (lost.what, bool(lost.fix)) == ("no such folder: Seeds", True)
    assert found[2].what == "of 4 sources 1 is well; 1 not asked yet"
    hiccup = Fares(name="New", verdict="new", text="not read yet; failed the last time: no such host", failures=1)
    assert sources([WELL, hiccup], now=NOW)[0].verdict == "note"
