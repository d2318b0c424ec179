"""All that is known of a person is told, and erased to the last byte; what was mailed stays counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.errors import TemporaryError
from digest.messages.addresses import shown, who
from digest.model import Bounce, Delivery, Subscriber, Suppression
from digest.storage import Database, SqliteLedger, SqliteLetters, SqliteSubscribers
from digest.storage.dossier import Dossier, Files

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEY = b"k" * 32
ADDRESS = "Zoë.Quayside@example.org"
PERSON = who(ADDRESS)
HASH = shown(ADDRESS, KEY)


def hashed(person: str) -> str:
    """As the newsroom does."""
    return shown(person, KEY)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """One with three people to whom mail went, one of whom has lived through everything."""
    with Database.open(tmp_path) as made:
        people = SqliteSubscribers(made, who=who, hashed=hashed)
        letters = SqliteLetters(made)
        ledger = SqliteLedger(made)
        others = [Subscriber(address=f"{name}@example.org", origin="form", joined=NOON) for name in ("ann", "bo")]
        person = Subscriber(
            address=ADDRESS, name="Zoë Quayside", fields={"boat": "Quayside Queen"}, origin="form", joined=NOON
        )
        people.put([*others, person], what="signed up", at=NOON, note="by the form")
        people.suppress([Suppression(who=PERSON, reason="hard_bounce", at=NOON, note="550 quayside is not here")])
        people.bounced(Bounce(who=PERSON, kind="hard", at=NOON, issue=2, status="5.1.1", note="no quayside here"))
        people.bounced(Bounce(who="ann@example.org", kind="soft", at=NOON, issue=2))
        letters.add(PERSON, "welcome", at=NOON)
        for issue in (1, 2):
            for state, reply in (("sending", ""), ("accepted", "250 <zoë.quayside@example.org> is ours")):
                changes = [
                    Delivery(issue=issue, recipient=address, state=state, code=250, reply=reply, attempts=1, at=NOON)  # type: ignore[arg-type]  # a state is any text here
                    for address in ("ann@example.org", ADDRESS)
                ]
                ledger.write(changes)
        ledger.write([Delivery(issue=3, recipient="bo@example.org", state="accepted", reply="250 OK", at=NOON)])
        ledger.begin(2, at=NOON)
        ledger.break_off(2, PERSON)
        with made.writing(durable=True) as connection:
            key = f"<1.{PERSON}>"
            connection.execute("INSERT INTO mail_read (key, at, what) VALUES (?, 0, 'unsubscribe')", (key,))
        yield made


def files(database: Database) -> Files:
    """The dossiers."""
    return Files(database, who=who, hashed=hashed)


def test_a_dossier_has_every_part(database: Database) -> None:
    """What somebody is, what happened to them, and what was mailed; nothing of others."""
    found = files(database).dossier(PERSON)
    assert found.subscriber is not None
    assert found.subscriber.address == ADDRESS
    assert found.suppression is not None
    assert [event.what for event in found.events] == ["signed up", "suppressed"]
    assert [each.status for each in found.bounces] == ["5.1.1"]
    assert [each.kind for each in found.letters] == ["welcome"]
    assert [(each.issue, each.state) for each in found.deliveries] == [(1, "accepted"), (2, "accepted")]
    nobody = files(database).dossier("nobody@example.org")
    assert nobody == Dossier(subscriber=None, suppression=None, events=(), bounces=(), letters=(), deliveries=())
    assert nobody.empty


def test_no_byte_of_an_erased_address_is_left(database: Database, tmp_path: Path) -> None:
    """Neither in the database nor in the files beside it: no spelling, no name, no word of a server."""
    counts = files(database).erase(PERSON, at=NOON, suppress="unsubscribed")
    assert counts == {
        "subscribers": 1,
        "subscriber_events": 2,
        "bounces": 1,
        "letters": 1,
        "suppressions": 1,
        "deliveries": 2,
        "delivery_changes": 4,
        "mail_read": 1,
    }
    for path in tmp_path.iterdir():
        body = path.read_bytes().lower()
        assert b"quayside" not in body, path
        assert "zoë".encode() not in body, path
    assert not files(database).dossier(PERSON).events


def test_the_ledger_still_adds_up(database: Database) -> None:
    """As many deliveries in each state, under a hash; words that do not name them are left."""
    ledger = SqliteLedger(database)
    before = ledger.counts(1)
    files(database).erase(PERSON, at=NOON, suppress=None)
    assert ledger.counts(1) == before
    assert [each.recipient for each in ledger.every(1)] == ["ann@example.org", HASH]
    assert len(ledger.changes(1, HASH)) == 2
    assert [each.reply for each in ledger.every(3)] == ["250 OK"]


def test_what_was_still_to_be_sent_has_failed(database: Database) -> None:
    """No run would know whom to send it to."""
    ledger = SqliteLedger(database)
    later = NOON + timedelta(hours=1)
    waits = Delivery(
        issue=4, recipient=ADDRESS, state="deferred", code=451, reply="later", attempts=1, at=NOON, next=later
    )
    ledger.write([waits])
    files(database).erase(PERSON, at=later, suppress=None)
    failed = Delivery(issue=4, recipient=HASH, state="failed", reply="erased", attempts=1, at=later)
    assert list(ledger.every(4)) == [failed]
    assert [each.state for each in ledger.changes(4, HASH)] == ["deferred", "failed"]
    assert not list(ledger.due(4, at=later))


def test_a_suppression_survives_as_a_hash_alone(database: Database) -> None:
    """With its reason and its day; it is found by the address, and stops what is listed again."""
    files(database).erase(PERSON, at=NOON, suppress="unsubscribed")
    people = SqliteSubscribers(database, who=who, hashed=hashed)
    expected = Suppression(who=HASH, reason="hard_bounce", at=NOON)
    assert people.suppressed([PERSON, "ann@example.org"]) == {PERSON: expected}
    assert people.stopped() == (expected,)
    assert files(database).dossier(PERSON).suppression == expected


def test_who_was_not_suppressed_is_where_that_is_asked_for(database: Database) -> None:
    """Else nothing at all is left of them."""
    people = SqliteSubscribers(database, who=who, hashed=hashed)
    files(database).erase("ann@example.org", at=NOON, suppress=None)
    assert people.suppressed(["ann@example.org"]) == {}
    files(database).erase("bo@example.org", at=NOON, suppress="unsubscribed")
    assert people.suppressed(["bo@example.org"])["bo@example.org"].reason == "unsubscribed"
    assert [address for address, _ in people.page()] == [PERSON]


def test_erasing_again_is_safe(database: Database) -> None:
    """Somebody who came back and had the same issue twice is counted twice, and forgotten again."""
    files(database).erase(PERSON, at=NOON, suppress=None)
    people = SqliteSubscribers(database, who=who, hashed=hashed)
    people.put([Subscriber(address=ADDRESS)], what="added", at=NOON)
    SqliteLedger(database).write([Delivery(issue=1, recipient=ADDRESS, state="accepted", attempts=1, at=NOON)])
    files(database).erase(PERSON, at=NOON, suppress="unsubscribed")
    assert [each.recipient for each in SqliteLedger(database).every(1)] == ["ann@example.org", HASH, f"{HASH}.2"]


def test_a_reader_that_stays_is_told_of(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is erased, but its bytes may stand in the log as long as another program reads from it; asked again, not."""
    with database.reading() as connection:
        connection.execute("SELECT 1")
    database._connection.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(tmp_path / "digest.db", isolation_level=None)
    try:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM subscribers").fetchall()
        with pytest.raises(TemporaryError):
            files(database).erase(PERSON, at=NOON, suppress="unsubscribed")
        assert files(database).dossier(PERSON).subscriber is None
        other.execute("COMMIT")
    finally:
        other.close()
    files(database).erase(PERSON, at=NOON, suppress="unsubscribed")
    assert all(b"quayside" not in path.read_bytes().lower() for path in tmp_path.iterdir())
