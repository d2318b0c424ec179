"""The ledger of deliveries."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest.codec import encode
from digest.model import Delivery, DeliveryState
from digest.storage import SqliteLedger
from digest.storage.migrations import subscribers


def test_each_state_survives_and_the_changes_are_kept(world: Any) -> None:
    """A row an issue and recipient, the newest state; every change of it stays, in order."""
    ledger = SqliteLedger(world.database)
    pending = Delivery(issue=1, recipient="ada@example.org", state="pending")
    sending = replace(pending, state="sending", attempts=1, at=world.noon)
    accepted = replace(sending, state="accepted", code=250, reply="2.0.0 Ok", at=world.noon + timedelta(seconds=1))
    ledger.write([pending, sending, accepted])
    ledger.write([replace(pending, issue=2), replace(pending, recipient="\u00e5sa@example.org")])
    world.reopen()
    ledger = SqliteLedger(world.database)
    assert list(ledger.every(1)) == [accepted, replace(pending, recipient="\u00e5sa@example.org")]
    assert ledger.changes(1, "Ada@example.org") == (pending, sending, accepted)
    assert list(ledger.every(3)) == []


def test_when_it_was_first_tried_and_is_tried_next_survives(world: Any) -> None:
    """What the next run goes by."""
    ledger = SqliteLedger(world.database)
    put_off = Delivery(
        issue=1,
        recipient="ada@example.org",
        state="deferred",
        code=451,
        reply="later",
        attempts=2,
        at=world.noon,
        first=world.noon - timedelta(hours=1),
        next=world.noon + timedelta(hours=1),
    )
    ledger.write([put_off])
    world.reopen()
    assert SqliteLedger(world.database).of(1, ["ada@example.org"]) == (put_off,)


def test_what_is_owed_is_known_with_the_issue_and_until_everyone_was_come_to(world: Any) -> None:
    """From its freezing, or from a later run that is to mail it; of one that was mailed it is nothing new."""
    ledger = SqliteLedger(world.database)
    first, second = world.issue(1), world.issue(2)
    world.archive.freeze(first, encode(first), (), owed=True)
    world.archive.freeze(second, encode(second), ())
    assert ledger.incomplete() == (1,)
    assert (ledger.begun(1), ledger.begun(2)) == (True, False)
    ledger.complete(1, at=world.noon)
    ledger.owe(1, at=world.noon)
    ledger.owe(2, at=world.noon)
    assert ledger.incomplete() == (2,)
    assert (ledger.begun(1), ledger.begun(2)) == (True, True)


def test_an_address_in_other_capitals_is_the_same(world: Any) -> None:
    """Whoever had the issue as Ann@ has had it as ann@: one row, whatever the list calls them today."""
    ledger = SqliteLedger(world.database)
    ledger.write([Delivery(issue=1, recipient="Ann@example.org", state="accepted")])
    assert [each.recipient for each in ledger.of(1, ["ann@example.org", "bo@example.org"])] == ["Ann@example.org"]
    ledger.write([Delivery(issue=1, recipient="ANN@example.org", state="failed")])
    assert [(each.recipient, each.state) for each in ledger.every(1)] == [("Ann@example.org", "failed")]


def test_a_batch_is_written_whole_or_not_at_all(world: Any) -> None:
    """A change that cannot be written takes those beside it back: the ledger never tells half of what happened."""
    ledger = SqliteLedger(world.database)
    naive = Delivery(issue=1, recipient="bo@example.org", state="accepted", at=world.noon.replace(tzinfo=None))
    with pytest.raises(ValueError, match="without a zone"):
        ledger.write([Delivery(issue=1, recipient="ada@example.org", state="accepted"), naive])
    assert list(ledger.every(1)) == []


def test_replies_that_are_no_text_are_kept_as_far_as_they_are(world: Any) -> None:
    """A server's odd bytes stop no ledger."""
    ledger = SqliteLedger(world.database)
    ledger.write([Delivery(issue=1, recipient="a@example.org", state="failed", code=550, reply="caf\udce9")])
    assert next(ledger.every(1)).reply == "caf\ufffd"


def test_pages_hold_everybody_once_whatever_is_written_meanwhile(world: Any) -> None:
    """More than a page, in order of address; a state that changes behind the reader changes nothing before it."""
    ledger = SqliteLedger(world.database)
    everyone = [f"p{n:04}@example.org" for n in range(2500)]
    ledger.write([Delivery(issue=1, recipient=each, state="deferred") for each in everyone])
    seen = []
    for each in ledger.due(1, at=world.noon):
        seen.append(each.recipient)
        if len(seen) % 500 == 0:
            ledger.write([replace(each, state="accepted")])
    assert seen == everyone
    assert ledger.counts(1) == {"accepted": 5, "deferred": 2495}
    assert len(list(ledger.every(1, ("accepted",)))) == 5


def test_what_is_due_and_when_the_next_is(world: Any) -> None:
    """Deferred and waiting ones whose time has come, those without a time too; nothing that is final or in doubt."""
    ledger = SqliteLedger(world.database)
    hour = timedelta(hours=1)
    rows: list[tuple[str, DeliveryState, Any]] = [
        ("a", "deferred", world.noon - hour),
        ("b", "deferred", world.noon + 3 * hour),
        ("c", "pending", world.noon),
        ("d", "pending", world.noon + 2 * hour),
        ("e", "deferred", None),
        ("f", "unknown", world.noon - hour),
        ("g", "accepted", None),
    ]
    ledger.write([Delivery(issue=1, recipient=f"{n}@x.test", state=state, next=time) for n, state, time in rows])
    assert [each.recipient[0] for each in ledger.due(1, at=world.noon)] == ["a", "c", "e"]
    assert ledger.next_due(1, after=world.noon) == world.noon + 2 * hour
    assert ledger.next_due(1, after=world.noon + 2 * hour) == world.noon + 3 * hour
    assert ledger.next_due(1, after=world.noon + 3 * hour) is None
    assert list(ledger.due(2, at=world.noon)) == []


def test_limits_count_what_a_server_was_handed(world: Any) -> None:
    """Accepted, in doubt and under way, of any issue, and letters; not what was refused or put off."""
    ledger = SqliteLedger(world.database)
    states: list[DeliveryState] = ["accepted", "unknown", "sending", "failed", "deferred", "pending"]
    ledger.write(
        [Delivery(issue=n, recipient=f"{state}@x.test", state=state, at=world.noon) for n, state in enumerate(states)]
    )
    ledger.write([Delivery(issue=9, recipient="old@x.test", state="accepted", at=world.noon - timedelta(days=1))])
    with world.database.writing(durable=False) as connection:
        connection.execute(
            "INSERT INTO letters (who, kind, state, at) SELECT 'new@x.test', 'welcome', 'accepted', at FROM deliveries"
            " WHERE issue = 0"
        )
    assert ledger.recent(world.noon) == tuple(
        (world.noon, f"{who}@x.test") for who in ("accepted", "new", "sending", "unknown")
    )


def test_of_two_spellings_in_an_older_ledger_the_one_that_had_the_mail_stays() -> None:
    """The step to the seventh schema: nobody who had an issue gets it again, and the changes of both are kept."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript("""
        CREATE TABLE deliveries (issue INTEGER NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, code INTEGER,
            reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER, PRIMARY KEY (issue, recipient)) WITHOUT ROWID;
        CREATE TABLE delivery_changes (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL, recipient TEXT NOT NULL,
            state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER);
        CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient);
        INSERT INTO deliveries VALUES (1, 'Ann@x.test', 'deferred', 450, '', 1, 5), (1, 'ann@x.test', 'accepted', 250,
            '', 1, 6), (1, 'bo@x.test', 'failed', 550, 'no', 1, 7);
        INSERT INTO delivery_changes SELECT NULL, * FROM deliveries;
    """)
    subscribers(connection)
    assert connection.execute("SELECT recipient, state, at FROM deliveries").fetchall() == [
        ("ann@x.test", "accepted", 6),
        ("bo@x.test", "failed", 7),
    ]
    assert connection.execute("SELECT count(*) FROM delivery_changes WHERE recipient = 'ann@x.test'").fetchone() == (2,)
    connection.close()
