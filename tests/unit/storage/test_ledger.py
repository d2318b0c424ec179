"""The ledger of deliveries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from digest.model import Delivery
from digest.storage import SqliteLedger


def test_the_last_state_stands_and_every_change_is_kept(world: Any) -> None:
    """One row a message, and its way there."""
    ledger = SqliteLedger(world.database)
    pending = Delivery(issue=1, recipient="ada@example.org", state="pending")
    sending = replace(pending, state="sending", attempts=1, at=world.noon)
    accepted = replace(sending, state="accepted", code=250, reply="2.0.0 Ok", at=world.noon + timedelta(seconds=1))
    for delivery in (pending, sending, accepted):
        ledger.write(delivery)
    ledger.write(replace(pending, issue=2))
    ledger.write(replace(pending, recipient="\u00e5sa@example.org"))
    world.reopen()
    ledger = SqliteLedger(world.database)
    assert ledger.deliveries(1) == {
        "ada@example.org": accepted,
        "\u00e5sa@example.org": replace(pending, recipient="\u00e5sa@example.org"),
    }
    assert ledger.changes(1, "ada@example.org") == (pending, sending, accepted)
    assert ledger.deliveries(3) == {}


def test_a_reply_in_no_charset_is_kept(world: Any) -> None:
    """Servers answer in bytes; what is not UTF-8 arrives as lone surrogates."""
    ledger = SqliteLedger(world.database)
    ledger.write(Delivery(issue=1, recipient="a@example.org", state="failed", code=550, reply="caf\udce9"))
    assert ledger.deliveries(1)["a@example.org"].reply == "caf\ufffd"
