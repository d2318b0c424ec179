"""Who is on the list, who is mailed nothing, and the letters to one person that are no issue.

People stand under ``who`` of their address (``messages.addresses``), which this room is handed, as it is handed the
keyed hash under which an erased person's suppression survives.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.model import Bounce, Letter, LetterKind, Subscriber, SubscriberState, Suppression
from digest.storage import rows
from digest.storage.moments import from_column, moment, to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_AMONG = "IN (SELECT value FROM json_each(?))"
_PUT = (
    "INSERT INTO subscribers (who, state, body) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET state = excluded.state, body = excluded.body"
)
_EVENT = "INSERT INTO subscriber_events (who, at, what, note) VALUES (?, ?, ?, ?)"
_SUPPRESS = "INSERT INTO suppressions (who, reason, at, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
# The newest first. The issues are stepped through, for their rows are one to each subscriber.
_ACCEPTED = """
    WITH RECURSIVE known (issue) AS (
        SELECT max(issue) FROM deliveries WHERE issue <= coalesce(:newest, issue)
        UNION ALL
        SELECT (SELECT max(issue) FROM deliveries WHERE issue < known.issue) FROM known WHERE known.issue IS NOT NULL
    )
    SELECT deliveries.issue, at FROM known JOIN deliveries USING (issue)
    WHERE recipient = :recipient AND state = 'accepted'
"""


class SqliteSubscribers:
    """``ports.Subscribers`` in the database. Every verb may raise ``StorageError``.

    ``who``: the key of an address's person. ``hashed``: the keyed hash of such a key, which is all that an erased
    person is known by; it is asked for only once somebody was erased.
    """

    def __init__(self, database: Database, *, who: Callable[[str], str], hashed: Callable[[str], str]) -> None:
        self._database = database
        self._where = str(database.path)
        self._who = who
        self._hashed = hashed

    def counts(self) -> Mapping[str, int]:
        """How many are of each state and not suppressed; and under "suppressed" how many suppressions there are."""
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT state, count(*) FROM subscribers WHERE who NOT IN (SELECT who FROM suppressions) GROUP BY state"
                " UNION ALL SELECT 'suppressed', count(*) FROM suppressions"
            )
            return dict(found.fetchall())

    def stopped(self, *, after: str = "", limit: int = 1000) -> tuple[Suppression, ...]:
        """The next ``limit`` suppressions after one, in the order of ``who``, erased people's among them."""
        query = "SELECT who, reason, at, note FROM suppressions WHERE who > ? ORDER BY who LIMIT ?"
        with self._database.reading() as connection:
            rows = connection.execute(query, (storable(after), limit)).fetchall()
        return tuple(Suppression(who=who, reason=reason, at=moment(at), note=note) for who, reason, at, note in rows)

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are on the list, whatever their state."""
        query = f"SELECT who, body FROM subscribers WHERE who {_AMONG}"
        with self._database.reading() as connection:
            return {who: self._read(body) for who, body in connection.execute(query, (_several(people),))}

    def page(
        self, *, after: str = "", limit: int = 1000, state: SubscriberState | None = None
    ) -> tuple[tuple[str, Subscriber], ...]:
        """The next ``limit`` people after one, in the order of ``who``."""
        which, arguments = ("", ()) if state is None else ("state = ? AND", (state,))
        query = f"SELECT who, body FROM subscribers WHERE {which} who > ? ORDER BY who LIMIT ?"
        with self._database.reading() as connection:
            found = connection.execute(query, (*arguments, storable(after), limit))
            return tuple((who, self._read(body)) for who, body in found)

    def put(self, subscribers: Sequence[Subscriber], *, what: str, at: datetime, note: str = "") -> None:
        """Keep each as it now is, with an event that says ``what`` happened."""
        with self._database.writing(durable=True) as connection:
            self._put(connection, subscribers, what=what, at=at, note=note)

    def suppressed(self, people: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of these people who are mailed nothing, erased ones too: by the keys that were asked for."""
        with self._database.reading() as connection:
            found = dict(_suppressions(connection, people))
            if _anyone_erased(connection):
                names = {self._hashed(person): person for person in people if person not in found}
                found |= {names[hashed]: each for hashed, each in _suppressions(connection, names)}
        return found

    def suppress(self, suppressions: Sequence[Suppression]) -> None:
        """Mail these nothing from now on. The first reason stands."""
        with self._database.writing(durable=True) as connection:
            for each in suppressions:
                row = (storable(each.who), each.reason, to_column(each.at), storable(each.note))
                if connection.execute(_SUPPRESS, row).rowcount:
                    note = f"{each.reason}: {each.note}" if each.note else each.reason
                    connection.execute(_EVENT, (row[0], row[2], "suppressed", storable(note)))

    def lift(self, person: str, *, at: datetime, note: str = "") -> Suppression | None:
        """Take a suppression back. Returns it; None where there was none."""
        with self._database.writing(durable=True) as connection:
            found = dict(_suppressions(connection, (person,)))
            if not found and _anyone_erased(connection):
                found = dict(_suppressions(connection, (self._hashed(person),)))
            for key, lifted in found.items():
                connection.execute("DELETE FROM suppressions WHERE who = ?", (key,))
                connection.execute(_EVENT, (storable(person), to_column(at), "lifted", storable(note or lifted.reason)))
                return lifted
        return None

    def bounced(self, bounce: Bounce) -> int:
        """Keep a bounce. Returns how many soft ones the person now has in a row, since mail was last accepted.

        Mail counts as accepted where it was, and never came back: whatever a relay takes it may return days later. So
        it is the issues up to the newest that came back which are looked at, and each counts once.
        """
        with self._database.writing(durable=True) as connection:
            connection.execute(
                "INSERT INTO bounces (who, kind, at, issue, status, note) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    storable(bounce.who),
                    bounce.kind,
                    to_column(bounce.at),
                    bounce.issue,
                    storable(bounce.status),
                    storable(bounce.note),
                ),
            )
            return self._soft_in_a_row(connection, bounce.who)

    def _soft_in_a_row(self, connection: sqlite3.Connection, person: str) -> int:
        query = "SELECT issue, at FROM bounces WHERE who = ? AND kind = 'soft' ORDER BY id"
        soft = connection.execute(query, (storable(person),)).fetchall()
        returned = {issue for issue, _ in soft if issue is not None}
        newest = max(returned, default=None)
        well, since = -1, -1  # the newest issue before those that was accepted for good, and when
        for address in self._spellings(connection, person):
            for issue, at in connection.execute(_ACCEPTED, {"newest": newest, "recipient": address}):
                if issue not in returned:
                    well, since = max((well, since), (issue, at or -1))
                    break
        unnamed = [at for issue, at in soft if issue is None and at > since]
        return len([issue for issue in returned if issue > well]) + len(unnamed)

    def _spellings(self, connection: sqlite3.Connection, person: str) -> tuple[str, ...]:
        """How the ledger may spell a person's address; where capitals of ASCII are all that differs, it knows."""
        found = {storable(person)}
        for (body,) in connection.execute("SELECT body FROM subscribers WHERE who = ?", (storable(person),)):
            found.add(storable(self._read(body).address))
        return tuple(sorted(found))

    def _put(
        self, connection: sqlite3.Connection, subscribers: Iterable[Subscriber], *, what: str, at: datetime, note: str
    ) -> None:
        moment, note = to_column(at), storable(note)
        keyed = [(storable(self._who(each.address)), each) for each in subscribers]
        connection.executemany(_PUT, [(who, each.state, rows.encode(each)) for who, each in keyed])
        connection.executemany(_EVENT, [(who, moment, storable(what), note) for who, _ in keyed])

    def _read(self, body: bytes) -> Subscriber:
        return rows.decode(body, Subscriber, where=self._where)


class SqliteLetters:
    """``ports.Letters`` in the database. Every verb may raise ``StorageError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, person: str, kind: LetterKind, *, at: datetime) -> Letter:
        """A letter to be sent. A welcome that was ever added, or a letter that still waits, comes back as it is."""
        person = storable(person)
        held = "SELECT {} FROM letters WHERE who = ? AND kind = ? AND (kind = 'welcome' OR state = 'pending')"
        with self._database.writing(durable=True) as connection:
            row = connection.execute(held.format(_LETTER), (person, kind)).fetchone()
            if row is not None:
                return letter_of(row)
            query = "INSERT INTO letters (who, kind, state, at) VALUES (?, ?, 'pending', ?)"
            number = connection.execute(query, (person, kind, to_column(at))).lastrowid
            assert number is not None  # a row was inserted
            return Letter(id=number, who=person, kind=kind, state="pending", at=at)

    def waiting(self, *, at: datetime) -> tuple[Letter, ...]:
        """Pending and deferred ones whose time has come, oldest first."""
        query = (
            f"SELECT {_LETTER} FROM letters WHERE state IN ('pending', 'deferred') AND (next IS NULL OR next <= ?)"
            " ORDER BY id"
        )
        with self._database.reading() as connection:
            return tuple(letter_of(row) for row in connection.execute(query, (to_column(at),)))

    def write(self, letter: Letter) -> None:
        """Record a change of state; it has reached the disk when this returns."""
        row = (
            letter.state,
            letter.attempts,
            letter.code,
            storable(letter.reply),
            to_column(letter.at),
            to_column(letter.next),
            letter.id,
        )
        query = "UPDATE letters SET state = ?, attempts = ?, code = ?, reply = ?, at = ?, next = ? WHERE id = ?"
        with self._database.writing(durable=True) as connection:
            connection.execute(query, row)

    def settle(self) -> int:
        """Those that a killed run left ``sending`` are in doubt from now on. Returns how many."""
        query = "UPDATE letters SET state = 'unknown', reply = ? WHERE state = 'sending'"
        with self._database.writing(durable=True) as connection:
            return connection.execute(query, ("the run ended before the server's reply was recorded",)).rowcount


_LETTER = "id, who, kind, state, attempts, code, reply, at, next"


def letter_of(row: tuple[Any, ...]) -> Letter:
    """The letter that a row of its columns holds, in the order of the table."""
    number, who, kind, state, attempts, code, reply, at, following = row
    return Letter(
        id=number,
        who=who,
        kind=kind,
        state=state,
        attempts=attempts,
        code=code,
        reply=reply,
        at=from_column(at),
        next=from_column(following),
    )


def _suppressions(connection: sqlite3.Connection, people: Iterable[str]) -> Iterator[tuple[str, Suppression]]:
    query = f"SELECT who, reason, at, note FROM suppressions WHERE who {_AMONG}"
    for who, reason, at, note in connection.execute(query, (_several(people),)):
        yield who, Suppression(who=who, reason=reason, at=moment(at), note=note)


def _anyone_erased(connection: sqlite3.Connection) -> bool:
    """Whether a suppression stands under a keyed hash."""
    query = "SELECT 1 FROM suppressions WHERE who >= 'hash:' AND who < 'hash;' LIMIT 1"
    return connection.execute(query).fetchone() is not None


def _several(people: Iterable[str]) -> str:
    """As many values as there are in one that SQL takes apart: a statement has room for only so many of its own."""
    return json.dumps([storable(person) for person in people])
