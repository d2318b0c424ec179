"""Who still needs an issue, and from when on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.messages import audience, release, settle, who
from digest.messages.audience import Audience, Terms, Verdict
from digest.model import Delivery, DeliveryState, Subscriber, SubscriberState

AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TERMS = Terms(now=AT, day=date(2025, 11, 20), made=AT - HOUR, zone="Europe/Oslo")


def rows(*given: tuple[str, DeliveryState]) -> list[Delivery]:
    return [Delivery(issue=7, recipient=address, state=state, attempts=1, at=AT) for address, state in given]


def decide(
    subscribers: Iterable[str | Subscriber],
    deliveries: Iterable[Delivery] = (),
    *,
    suppressed: Collection[str] = (),
    now: datetime = AT,
    stale: bool = False,
) -> Audience:
    people = [each if isinstance(each, Subscriber) else Subscriber(address=each) for each in subscribers]
    return audience(
        {who(each.address): each for each in people},
        issue=7,
        suppressed=suppressed,
        deliveries=deliveries,
        terms=Terms(now=now, day=TERMS.day, made=TERMS.made, zone=TERMS.zone, stale=stale),
    )


def addresses(found: Audience) -> list[str]:
    return [each.address for each in found.now]


def test_everyone_is_mailed_once_in_the_order_given() -> None:
    """The order of the list is the order of the mail."""
    assert addresses(decide(["b@x.test", "a@x.test"])) == ["b@x.test", "a@x.test"]


@pytest.mark.parametrize("state", ["accepted", "failed", "unknown", "sending"])
def test_who_is_done_or_in_doubt_is_left_out(state: DeliveryState) -> None:
    """Nobody is sent the same issue twice, not even perhaps, however the ledger spells them."""
    found = decide(["a@x.test", "b@x.test"], rows(("A@X.test", state)))
    assert addresses(found) == ["b@x.test"]
    verdict: Verdict = "unknown" if state in ("unknown", "sending") else state  # type: ignore[assignment]  # a state
    assert found.counts == {verdict: 1, "now": 1}


@pytest.mark.parametrize("state", ["pending", "deferred"])
def test_who_was_put_off_is_sent_to_again(state: DeliveryState) -> None:
    """Nobody is forgotten; what the ledger said goes along, so that attempts count on."""
    found = decide(["a@x.test"], rows(("a@x.test", state)))
    assert addresses(found) == ["a@x.test"]
    assert found.before["a@x.test"].attempts == 1


def test_a_deferred_one_waits_for_its_time() -> None:
    """Not a moment earlier, and from that moment on."""
    row = Delivery(issue=7, recipient="a@x.test", state="deferred", attempts=1, next=AT + HOUR)
    early = decide(["a@x.test"], [row])
    assert (early.now, early.counts) == ((), {"deferred": 1})
    assert addresses(decide(["a@x.test"], [row], now=AT + HOUR)) == ["a@x.test"]


def test_whoever_is_suppressed_or_not_active_is_left_out() -> None:
    """By person, whatever their spelling; each is counted by its reason."""
    states: list[SubscriberState] = ["active", "pending", "unsubscribed"]
    people = [Subscriber(address=f"{state}@x.test", state=state) for state in states]
    found = decide([*people, "Ann@X.test"], suppressed={"ann@x.test"})
    assert addresses(found) == ["active@x.test"]
    assert found.counts == {"now": 1, "inactive": 2, "suppressed": 1}


def test_what_was_done_is_told_though_they_left_since() -> None:
    """Who had the issue and then unsubscribed had it."""
    found = decide([Subscriber(address="a@x.test", state="unsubscribed")], rows(("a@x.test", "accepted")))
    assert found.counts == {"accepted": 1}


def test_an_hour_of_the_day_is_that_where_they_are() -> None:
    """Seven o'clock in Oslo, in Tokyo and in Los Angeles are hours apart; the ledger is told when it comes."""
    people = [
        Subscriber(address="oslo@x.test", hour=7),  # the publication's zone: 06:00 UTC, now
        Subscriber(address="tokyo@x.test", hour=7, timezone="Asia/Tokyo"),  # long past
        Subscriber(address="la@x.test", hour=7, timezone="America/Los_Angeles"),  # 15:00 UTC
        Subscriber(address="nowhere@x.test", hour=8, timezone="No/Such"),  # as the publication: 07:00 UTC
    ]
    found = decide(people)
    assert addresses(found) == ["oslo@x.test", "tokyo@x.test"]
    assert [(each.recipient, each.state, each.next) for each in found.early] == [
        ("la@x.test", "pending", datetime(2025, 11, 20, 15, tzinfo=UTC)),
        ("nowhere@x.test", "pending", datetime(2025, 11, 20, 7, tzinfo=UTC)),
    ]
    later = decide(people, found.early, now=datetime(2025, 11, 20, 15, tzinfo=UTC))
    assert addresses(later) == [each.address for each in people]


def test_an_old_issue_goes_only_to_those_it_was_begun_with() -> None:
    """Put off, waiting for an hour, or let out of doubt: they were come to in time. A newcomer is no loss."""
    people = [
        Subscriber(address="deferred@x.test"),
        Subscriber(address="pending@x.test"),
        Subscriber(address="never@x.test"),
        Subscriber(address="new@x.test", joined=AT),
        Subscriber(address="old@x.test", joined=AT - 9 * HOUR),
    ]
    found = decide(people, rows(("deferred@x.test", "deferred"), ("pending@x.test", "pending")), stale=True)
    assert addresses(found) == ["deferred@x.test", "pending@x.test"]
    assert found.counts == {"now": 2, "stale": 2, "newcomer": 1}


def test_a_row_that_is_no_address_still_compares() -> None:
    """One odd row stops no issue."""
    assert addresses(decide(["nonsense", "a@x.test"], rows(("nonsense", "accepted")))) == ["a@x.test"]


def test_what_a_killed_run_left_is_unknown() -> None:
    """Only what was going out is in doubt; everything else is told as it is."""
    given = rows(("a@x.test", "sending"), ("b@x.test", "accepted"), ("c@x.test", "sending"), ("d@x.test", "deferred"))
    settled = settle(given)
    assert [(each.recipient, each.state, each.at) for each in settled] == [
        ("a@x.test", "unknown", AT),
        ("c@x.test", "unknown", AT),
    ]
    assert all("before the server's reply" in each.reply for each in settled)


def test_what_is_let_out_of_doubt_keeps_its_history() -> None:
    """Attempts count on; nothing else is touched."""
    given = rows(("a@x.test", "unknown"), ("b@x.test", "failed"), ("c@x.test", "deferred"))
    assert [(each.recipient, each.state, each.attempts) for each in release(given)] == [("a@x.test", "pending", 1)]
