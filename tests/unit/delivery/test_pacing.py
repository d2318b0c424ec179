"""How fast mail may go: counted, with the time as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.pacing import Pacer, Window
from digest.model import Limits

NOON = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)


@given(st.integers(1, 5), st.lists(st.floats(0, 40, allow_nan=False), max_size=60))
def test_no_stretch_ever_holds_more_than_the_limit(limit: int, pauses: list[float]) -> None:
    """Whoever waits as long as told never sends more than the limit within the time, wherever it begins."""
    window, now, went = Window(limit, 60.0), 0.0, list[float]()
    for pause in pauses:
        now += pause
        now += window.wait(now)
        assert window.wait(now) <= 1e-6
        window.spend(now)
        went.append(now)
    for start in went:
        assert sum(start <= moment < start + 60.0 - 1e-6 for moment in went) <= limit


def test_a_window_that_was_overdrawn_waits_until_it_is_not() -> None:
    """Earlier runs may have sent more, under a higher limit."""
    window = Window(2, 60.0)
    for moment in (0.0, 10.0, 20.0, 30.0):
        window.spend(moment)
    assert window.wait(40.0) == 40.0
    assert window.wait(80.0) == 0.0


def test_without_limits_nothing_is_counted() -> None:
    """Nothing waits, and no memory is used for it."""
    pacer = Pacer(Limits())
    assert not pacer.limited
    pacer.spend("example.net", 0.0)
    assert (pacer.wait(0.0), pacer.wait_for("example.net", 0.0), pacer.reached(0.0)) == (0.0, 0.0, None)


def test_domains_wait_each_for_itself() -> None:
    """A domain's share is its own, whatever the others get."""
    pacer, now = Pacer(Limits(per_domain=1)), NOON.timestamp()
    pacer.spend("a.example", now)
    assert pacer.wait_for("a.example", now + 20) == 40.0
    assert pacer.wait_for("b.example", now + 20) == 0.0
    assert pacer.wait(now + 20) == 0.0


def test_domains_that_nothing_went_to_of_late_are_forgotten() -> None:
    """A million subscribers have many domains."""
    pacer = Pacer(Limits(per_domain=1))
    for number in range(10_000):
        pacer.spend(f"{number}.example", float(number))
    assert len(pacer._domains) < 2000


def test_earlier_runs_count() -> None:
    """By the moment at which each went, in whatever order they are told."""
    pacer, now = Pacer(Limits(per_hour=3, per_minute=1)), NOON.timestamp()
    pacer.remember([(NOON - timedelta(seconds=30), "a@x.example"), (NOON - timedelta(minutes=59), "b@x.example")])
    assert pacer.wait(now) == 30.0
    assert pacer.reached(now) is None
    pacer.spend("x.example", now)
    assert "per_hour" in (pacer.reached(now) or "")
    assert pacer.reached(now + 61) is None


def test_a_day_begins_at_midnight_of_the_publication() -> None:
    """Not a day ago, and not at UTC's; a long send goes on after midnight."""
    pacer = Pacer(Limits(per_day=1), zone=ZoneInfo("America/New_York"))
    assert pacer.since(NOON.timestamp()) == datetime(2025, 11, 20, 5, 0, tzinfo=UTC)
    late = datetime(2025, 11, 21, 4, 59, tzinfo=UTC).timestamp()
    pacer.spend("x.example", late)
    assert "per_day" in (pacer.reached(late) or "")
    assert pacer.reached(late + 120) is None


def test_what_counts_reaches_back_an_hour_or_to_midnight() -> None:
    """Whichever is longer ago."""
    soon = datetime(2025, 11, 20, 0, 10, tzinfo=UTC)
    assert Pacer(Limits(per_day=1)).since(soon.timestamp()) == soon - timedelta(hours=1)
