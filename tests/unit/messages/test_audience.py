"""Who still needs an issue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.messages import after, audience, settle
from digest.model import Delivery, DeliveryState, Subscriber

AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)


def people(*addresses: str) -> list[Subscriber]:
    return [Subscriber(address=address) for address in addresses]


def ledger(*rows: tuple[str, DeliveryState]) -> dict[str, Delivery]:
    return {address: Delivery(issue=7, recipient=address, state=state, attempts=1, at=AT) for address, state in rows}


def addresses(chosen: tuple[Subscriber, ...]) -> list[str]:
    return [each.address for each in chosen]


def test_everyone_is_mailed_once_in_the_order_given() -> None:
    """The order of the list is the order of the mail."""
    assert addresses(audience(people("b@x.test", "a@x.test"), (), {})) == ["b@x.test", "a@x.test"]


def test_two_spellings_of_a_domain_are_one_address() -> None:
    """The domain ignores case and script; the local part does not (RFC 5321 §2.4)."""
    given = people("ann@Example.test", "ann@example.TEST", "Ann@example.test", "i@bücher.test", "i@xn--bcher-kva.test")
    assert addresses(audience(given, (), {})) == ["ann@Example.test", "Ann@example.test", "i@bücher.test"]


@pytest.mark.parametrize("state", ["accepted", "failed", "unknown", "sending"])
def test_who_is_done_or_in_doubt_is_left_out(state: DeliveryState) -> None:
    """Nobody is sent the same issue twice, not even perhaps."""
    assert addresses(audience(people("a@x.test", "b@x.test"), (), ledger(("a@X.test", state)))) == ["b@x.test"]


@pytest.mark.parametrize("state", ["pending", "deferred"])
def test_who_was_put_off_is_sent_to_again(state: DeliveryState) -> None:
    """Nobody is forgotten."""
    assert addresses(audience(people("a@x.test"), (), ledger(("a@x.test", state)))) == ["a@x.test"]


def test_a_suppression_holds_however_the_address_is_spelt() -> None:
    """Who asked to leave as Ann@ is not mailed as ann@."""
    assert audience(people("ann@x.test"), ["Ann@X.test"], {}) == ()


def test_a_row_that_is_no_address_still_compares() -> None:
    """One odd row stops no issue."""
    assert addresses(audience(people("nonsense", "nonsense", "a@x.test"), ["@"], {})) == ["nonsense", "a@x.test"]


def test_what_a_killed_run_left_is_unknown() -> None:
    """Only what was going out is in doubt; everything else is told as it is."""
    rows = ledger(("c@x.test", "sending"), ("a@x.test", "sending"), ("b@x.test", "accepted"), ("d@x.test", "deferred"))
    settled = settle(rows)
    assert [(each.recipient, each.state, each.at) for each in settled] == [
        ("a@x.test", "unknown", AT),
        ("c@x.test", "unknown", AT),
    ]
    assert all("before the server's reply" in each.reply for each in settled)


def test_attempts_count_across_runs() -> None:
    """What an earlier run tried is not forgotten."""
    before = Delivery(issue=7, recipient="a@x.test", state="deferred", attempts=2)
    now = Delivery(issue=7, recipient="a@x.test", state="accepted", attempts=1)
    assert after(before, now).attempts == 3
    assert after(None, now) == now
