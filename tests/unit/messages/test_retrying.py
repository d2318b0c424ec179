"""When a message that the server put off is tried again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from msgspec.structs import replace

from digest.messages.retrying import LATEST, SOONEST, after, wait
from digest.model import Delivery

AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)
OFF = Delivery(issue=7, recipient="a@x.test", state="deferred", code=451, reply="later", attempts=1, at=AT)


def test_attempts_count_across_runs() -> None:
    """What an earlier run tried is not forgotten."""
    before = replace(OFF, attempts=2, first=AT)
    now = Delivery(issue=7, recipient="a@x.test", state="accepted", attempts=1, at=AT + timedelta(hours=1))
    assert after(before, now, days=3) == replace(now, attempts=3, first=AT)
    assert after(None, now, days=3) == replace(now, first=now.at)


def test_waits_double_up_to_four_hours_and_half_of_that_more() -> None:
    """A greylisting server is asked again after five minutes; a dead one six times a day."""
    waits = [wait(replace(OFF, attempts=n)) for n in range(1, 40)]
    for n, waited in enumerate(waits):
        whole = min(SOONEST * 2**n, LATEST)
        assert whole <= waited <= whole * 1.5


def test_messages_put_off_together_do_not_come_back_together() -> None:
    """The jitter spreads them, and is the same for the same message whatever the capitals of its address."""
    waits = {wait(replace(OFF, recipient=f"p{n}@x.test")) for n in range(1000)}
    assert len(waits) > 990
    assert max(waits) - min(waits) > SOONEST * 0.45
    assert wait(replace(OFF, recipient="A@X.test")) == wait(OFF)
    assert wait(replace(OFF, issue=8)) != wait(OFF)


def test_after_three_days_it_is_given_up_and_says_so() -> None:
    """Tried for the last time when the days are over, not before; what the server said is kept."""
    made = after(None, OFF, days=3)
    tries = [made]
    while made.state == "deferred":
        assert made.next is not None
        made = after(made, replace(OFF, at=made.next), days=3)
        tries.append(made)
    assert (made.at, made.next) == (AT + timedelta(days=3), None)
    assert made.state == "failed"
    assert made.reply == f"given up after 3 days and {len(tries)} tries; the last reply: 451 later"
    times = [each.at for each in tries if each.at is not None]
    assert all(a < b for a, b in pairwise(times))
    assert 20 <= len(tries) <= 30


def test_a_row_of_an_older_ledger_counts_from_its_last_change() -> None:
    """It does not say when it was first tried."""
    made = after(replace(OFF, first=None), replace(OFF, at=AT + timedelta(days=2)), days=3)
    assert (made.state, made.first, made.attempts) == ("deferred", AT, 2)


def test_who_waited_for_an_hour_was_not_tried_before() -> None:
    """Their days count from the first try."""
    waited = Delivery(issue=7, recipient="a@x.test", state="pending", next=AT)
    assert after(waited, OFF, days=3).first == AT
