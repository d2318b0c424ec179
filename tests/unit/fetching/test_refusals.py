"""Hosts that ask to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetching.refusals import LONGEST, Refusals, asked_wait

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("90", 90),
        (" 600 ", 600),
        ("9999999999", LONGEST),
        ("Wed, 01 May 2024 12:02:00 GMT", 120),
        ("Wed, 01 May 2024 14:02:00 +0200", 120),
        ("Wednesday, 01-May-24 12:02:00 GMT", 120),
        ("Wed May  1 12:02:00 2024", 120),
        ("Wed, 01 May 2024 11:00:00 GMT", 0),
        ("Fri, 01 May 2054 12:00:00 GMT", LONGEST),
        ("-5", None),
        ("1e9", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("\u0661\u0662", None),
        ("9" * 5_000, None),
    ],
)
def test_how_long_a_server_asks_to_wait(header: str, seconds: int | None) -> None:
    """Seconds or a moment, never less than none or more than a week; anything else says nothing."""
    assert asked_wait(header, "", NOW) == seconds


def test_a_moment_is_measured_on_the_servers_own_clock() -> None:
    """A server whose clock is a day off still means two minutes; where its Date is no date, ours must do."""
    until = "Thu, 02 May 2024 12:02:00 GMT"
    assert asked_wait(until, "Thu, 02 May 2024 12:00:00 GMT", NOW) == 120
    assert asked_wait(until, "today", NOW) == 86_520


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_header_raises(header: str, date: str) -> None:
    """Servers write what they like."""
    wait = asked_wait(header, date, NOW)
    assert wait is None or 0 <= wait <= LONGEST


def test_a_short_pause_is_waited_for_and_a_long_one_is_not() -> None:
    """A host that is left is left for the run; nobody else is."""
    refusals = Refusals(5.0)
    assert refusals.heard("quay", 3, began=0.0, now=1.0) == 4.0
    assert refusals.heard("pier", 6, began=0.0, now=1.0) is None
    assert refusals.heard("pier", 1, began=2.0, now=3.0) is None
    assert refusals.heard("mole", None, began=0.0, now=1.0) == 3.0


def test_answers_to_one_burst_are_one_refusal() -> None:
    """Four at once are told so four times; only what is sent after that counts again, three times at most."""
    refusals = Refusals(5.0)
    assert [refusals.heard("quay", 2, began=0.0, now=now) for now in (1.0, 1.1, 1.2)] == [3.0, 3.0, 3.0]
    assert refusals.heard("quay", 2, began=3.0, now=4.0) == 6.0
    assert refusals.heard("quay", 2, began=6.0, now=7.0) == 9.0
    assert refusals.heard("quay", 2, began=9.0, now=10.0) is None


def test_a_long_wait_in_a_burst_is_heard() -> None:
    """Though a short one was asked for first."""
    refusals = Refusals(5.0)
    assert refusals.heard("quay", 2, began=0.0, now=1.0) == 3.0
    assert refusals.heard("quay", 600, began=0.0, now=1.1) is None
