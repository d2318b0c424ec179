"""All that is known of one person, and its end: given out as it stands, or erased so that no byte of it is left.

What was mailed stays counted: in the place of an erased address the ledger has a keyed hash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from digest.errors import TemporaryError
from digest.model import Bounce, Delivery, Letter, Subscriber, Suppression, SuppressionReason
from digest.storage import rows
from digest.storage.ledger import delivery_of
from digest.storage.moments import moment, to_column
from digest.storage.subscribers import letter_of
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

# Words of servers and operators, which may name somebody whose row it is not.
_WORDS = (
    *(("deliveries", "reply"), ("delivery_changes", "reply"), ("letters", "reply")),
    *(("bounces", "note"), ("subscriber_events", "note"), ("suppressions", "note")),
)
# Where a person is the key.
_KEYED = ("subscribers", "subscriber_events", "bounces", "letters")


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened to a subscriber."""

    at: datetime
    what: str
    note: str = ""


class Dossier(Struct, frozen=True, kw_only=True):
    """All that the database holds of a person, each part oldest first."""

    subscriber: Subscriber | None
    suppression: Suppression | None
    events: tuple[Event, ...]
    bounces: tuple[Bounce, ...]
    letters: tuple[Letter, ...]
    deliveries: tuple[Delivery, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is known."""
        return not (
            self.subscriber or self.suppression or self.events or self.bounces or self.letters or self.deliveries
        )


class Files:
    """The dossiers of a database. ``who`` and ``hashed`` as of ``SqliteSubscribers``."""

    def __init__(self, database: Database, *, who: Callable[[str], str], hashed: Callable[[str], str]) -> None:
        self._database = database
        self._who = who
        self._hashed = hashed

    def dossier(self, person: str) -> Dossier:
        """All that is known of a person. The ledger is read through as a whole."""
        key = storable(person)
        with self._database.reading() as connection:
            held = connection.execute("SELECT body FROM subscribers WHERE who = ?", (key,)).fetchone()
            stopped = connection.execute(
                "SELECT who, reason, at, note FROM suppressions WHERE who IN (?, ?)", (key, self._hashed(person))
            ).fetchone()
            events = connection.execute(
                "SELECT at, what, note FROM subscriber_events WHERE who = ? ORDER BY id", (key,)
            ).fetchall()
            bounces = connection.execute(
                "SELECT who, kind, at, issue, status, note FROM bounces WHERE who = ? ORDER BY id", (key,)
            ).fetchall()
            letters = connection.execute(
                "SELECT id, who, kind, state, attempts, code, reply, at, next FROM letters WHERE who = ? ORDER BY id",
                (key,),
            ).fetchall()
            deliveries = [
                row
                for address in self._spellings(connection, "deliveries", person)
                for row in connection.execute(_DELIVERIES, (address,))
            ]
        return Dossier(
            subscriber=rows.decode(held[0], Subscriber, where=str(self._database.path)) if held else None,
            suppression=_suppression(stopped) if stopped else None,
            events=tuple(Event(at=moment(at), what=what, note=note) for at, what, note in events),
            bounces=tuple(_bounce(row) for row in bounces),
            letters=tuple(letter_of(row) for row in letters),
            deliveries=tuple(delivery_of(row) for row in sorted(deliveries)),
        )

    def erase(self, person: str, *, at: datetime, suppress: SuppressionReason | None) -> Mapping[str, int]:
        """Take everything of a person out, so that no byte of the address is left in the database's files.

        A suppression survives, without its note, under a keyed hash; where there is none, one with the reason
        ``suppress`` is made, unless that is None. The rows of the ledger stay, under the same hash and without the
        server's words. Returns how many rows of each table it was in. Nobody may be sending meanwhile. Raises
        ``TemporaryError`` where another program keeps old bytes alive: what is known is gone then, but asking again is
        needed for the last of the bytes.
        """
        key, hashed = storable(person), self._hashed(person)
        counts: dict[str, int] = {}
        with self._database.writing(durable=True) as connection:
            held = connection.execute("SELECT reason, at FROM suppressions WHERE who = ?", (key,)).fetchone()
            spelt = {key, *self._spellings(connection, "deliveries", person)}
            spelt |= {*self._spellings(connection, "delivery_changes", person)}
            for table in _KEYED:
                counts[table] = connection.execute(f"DELETE FROM {table} WHERE who = ?", (key,)).rowcount
            counts["suppressions"] = connection.execute("DELETE FROM suppressions WHERE who = ?", (key,)).rowcount
            reason, since = held or (suppress, to_column(at))
            if reason is not None:
                connection.execute(
                    "INSERT INTO suppressions (who, reason, at, note) VALUES (?, ?, ?, '') ON CONFLICT DO NOTHING",
                    (hashed, reason, since),
                )
            counts["deliveries"] = sum(_rename(connection, address, hashed, at) for address in sorted(spelt))
            counts["delivery_changes"] = sum(
                connection.execute(
                    "UPDATE delivery_changes SET recipient = ?, reply = '' WHERE recipient = ?", (hashed, address)
                ).rowcount
                for address in sorted(spelt)
            )
            for address in sorted(spelt):
                for table, column in _WORDS:
                    connection.execute(
                        f"UPDATE {table} SET {column} = '' WHERE instr(lower({column}), lower(?))", (address,)
                    )
            # The next mailing then begins with whoever comes after those of the one before.
            connection.execute("UPDATE mailings SET reached = '' WHERE reached = ?", (key,))
            counts["mail_read"] = sum(_forget_mail(connection, address) for address in sorted(spelt))
        if not self._database.scrub():
            raise TemporaryError(
                "all is erased, but its last bytes may stand in the database's log: another program is reading it",
                where=str(self._database.path),
                fix="run the same again when it has ended",
            )
        return counts

    def _spellings(self, connection: sqlite3.Connection, table: str, person: str) -> tuple[str, ...]:
        """How a table of the ledger spells a person's address; its local part is held as it was written."""
        # Beyond ASCII, SQLite knows nothing of case: those addresses are few, and are looked at one by one.
        query = (
            f"SELECT DISTINCT recipient FROM {table} WHERE recipient = ?"
            " OR length(CAST(recipient AS BLOB)) <> length(recipient)"
        )
        found = connection.execute(query, (storable(person),)).fetchall()
        return tuple(sorted(address for (address,) in found if self._who(address) == person))


_DELIVERIES = (
    "SELECT issue, recipient, state, code, reply, attempts, at, first, next FROM deliveries"
    " WHERE recipient = ? ORDER BY issue"
)


def _rename(connection: sqlite3.Connection, address: str, hashed: str, at: datetime) -> int:
    """Put the hash in an address's place. A ledger that has it already, of another time, counts on.

    What was still to be sent to them has failed: nobody could send it.
    """
    found = connection.execute("SELECT issue, state FROM deliveries WHERE recipient = ?", (address,)).fetchall()
    for issue, state in found:
        number, name = 1, hashed
        while connection.execute(
            "SELECT 1 FROM deliveries WHERE issue = ? AND recipient = ?", (issue, name)
        ).fetchone():
            number += 1
            name = f"{hashed}.{number}"
        connection.execute(
            "UPDATE deliveries SET recipient = ?, reply = '', next = NULL WHERE issue = ? AND recipient = ?",
            (name, issue, address),
        )
        if state in ("pending", "deferred"):
            connection.execute(
                "UPDATE deliveries SET state = 'failed', code = NULL, reply = 'erased', at = ?"
                " WHERE issue = ? AND recipient = ?",
                (to_column(at), issue, name),
            )
            connection.execute(
                "INSERT INTO delivery_changes (issue, recipient, state, code, reply, attempts, at)"
                " SELECT issue, recipient, state, code, reply, attempts, at FROM deliveries"
                " WHERE issue = ? AND recipient = ?",
                (issue, name),
            )
    return len(found)


def _forget_mail(connection: sqlite3.Connection, address: str) -> int:
    """A mail that was read may be known by a key with its sender in it: the mail stays read, under no name."""
    keys = connection.execute("SELECT key FROM mail_read WHERE instr(lower(key), lower(?))", (address,)).fetchall()
    for (key,) in keys:
        connection.execute("DELETE FROM mail_read WHERE key = ?", (key,))
    return len(keys)


def _suppression(row: tuple[Any, ...]) -> Suppression:
    who, reason, at, note = row
    return Suppression(who=who, reason=reason, at=moment(at), note=note)


def _bounce(row: tuple[Any, ...]) -> Bounce:
    who, kind, at, issue, status, note = row
    return Bounce(who=who, kind=kind, at=moment(at), issue=issue, status=status, note=note)
