"""The ledger: what became of each message, on the disk before the next step is taken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from digest.model import Delivery, DeliveryState
from digest.storage.moments import from_column, moment, to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_CHANGED = "issue, recipient, state, code, reply, attempts, at"
_COLUMNS = f"{_CHANGED}, first, next"
_UPSERT = f"""
    INSERT INTO deliveries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state, code = excluded.code, reply = excluded.reply,
        attempts = excluded.attempts, at = excluded.at, first = excluded.first, next = excluded.next
"""
_CHANGE = f"INSERT INTO delivery_changes ({_CHANGED}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_PAGE = 1000


class SqliteLedger:
    """``ports.Ledger`` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, issue: int, recipients: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries to these addresses, written in whatever capitals; in order of address."""
        query = f"""
            SELECT {_COLUMNS} FROM deliveries
            WHERE issue = ? AND recipient IN (SELECT value FROM json_each(?)) ORDER BY recipient
        """
        wanted = json.dumps([storable(address) for address in recipients])
        with self._database.reading() as connection:
            return tuple(delivery_of(row) for row in connection.execute(query, (issue, wanted)))

    def every(self, issue: int, states: Sequence[DeliveryState] = get_args(DeliveryState)) -> Iterator[Delivery]:
        """Each delivery of an issue that is in one of these states, in order of address.

        They are read in pages: a million take no more memory than a thousand. What is written meanwhile is seen.
        """
        wanted = json.dumps(list(states))
        some = "SELECT 1 FROM deliveries WHERE issue = ? AND state IN (SELECT value FROM json_each(?)) LIMIT 1"
        # "+": by the key, which is in order, and not by the index on the state.
        query = f"""
            SELECT {_COLUMNS} FROM deliveries
            WHERE issue = ? AND +state IN (SELECT value FROM json_each(?)) AND recipient > ? ORDER BY recipient LIMIT ?
        """
        with self._database.reading() as connection:
            if connection.execute(some, (issue, wanted)).fetchone() is None:
                return  # told by the index: of a million that all went well none is read
        yield from self._pages(query, (issue, wanted))

    def due(self, issue: int, *, at: datetime) -> Iterator[Delivery]:
        """Each pending and deferred one whose time has come, in order of address; read in pages, as by ``every``."""
        some = """
            SELECT 1 FROM deliveries
            WHERE issue = ? AND state IN ('deferred', 'pending') AND (next IS NULL OR next <= ?) LIMIT 1
        """
        query = f"""
            SELECT {_COLUMNS} FROM deliveries
            WHERE issue = ? AND +state IN ('deferred', 'pending') AND ifnull(next, 0) <= ? AND recipient > ?
            ORDER BY recipient LIMIT ?
        """
        given = (issue, to_column(at))
        with self._database.reading() as connection:
            if connection.execute(some, given).fetchone() is None:
                return
        yield from self._pages(query, given)

    def _pages(self, query: str, given: tuple[Any, ...]) -> Iterator[Delivery]:
        after = ""
        while True:
            with self._database.reading() as connection:
                page = [delivery_of(row) for row in connection.execute(query, (*given, after, _PAGE))]
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].recipient

    def next_due(self, issue: int, *, after: datetime) -> datetime | None:
        """When, later than ``after``, the time of a pending or deferred one comes; None where none is to come."""
        query = """
            SELECT min(next) FROM deliveries WHERE issue = ? AND state = ? AND next > ?
        """
        with self._database.reading() as connection:
            found = [
                connection.execute(query, (issue, state, to_column(after))).fetchone()[0]
                for state in ("deferred", "pending")
            ]
        times = [moment(value) for value in found if value is not None]
        return min(times) if times else None

    def counts(self, issue: int) -> Mapping[DeliveryState, int]:
        """State -> how many deliveries of an issue are in it, of the states that any is in."""
        query = "SELECT state, count(*) FROM deliveries WHERE issue = ? GROUP BY state ORDER BY state"
        with self._database.reading() as connection:
            return dict(connection.execute(query, (issue,)).fetchall())

    def recent(self, since: datetime) -> tuple[tuple[datetime, str], ...]:
        """(moment, recipient) of what a server was handed since then, letters too, oldest first: what limits count.

        Of a letter the recipient is who it is to, as the list knows them. What may have been taken counts.
        """
        query = """
            SELECT at, recipient FROM deliveries WHERE at >= ?1 AND state IN ('accepted', 'unknown', 'sending')
            UNION ALL
            SELECT at, who FROM letters WHERE at >= ?1 AND state IN ('accepted', 'unknown', 'sending')
            ORDER BY 1, 2
        """
        with self._database.reading() as connection:
            return tuple((moment(at), who) for at, who in connection.execute(query, (to_column(since),)))

    def changes(self, issue: int, recipient: str) -> tuple[Delivery, ...]:
        """Every state one message went through, oldest first; of one long past (retention) only the last."""
        query = f"SELECT {_CHANGED}, NULL, NULL FROM delivery_changes WHERE issue = ? AND recipient = ? ORDER BY id"
        with self._database.reading() as connection:
            found = tuple(delivery_of(row) for row in connection.execute(query, (issue, storable(recipient))))
        return found or self.of(issue, [recipient])

    def owe(self, issue: int, *, at: datetime) -> None:
        """An issue is to be mailed to everyone, and is not yet; of one whose mailing began this changes nothing."""
        with self._database.writing(durable=True) as connection:
            owe(connection, issue, at=at)

    def forgive(self, issue: int) -> None:
        """An issue is owed to nobody after all; of one that anybody was mailed this changes nothing."""
        query = """
            DELETE FROM mailings WHERE issue = ?1
            AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.issue = ?1)
        """
        with self._database.writing(durable=True) as connection:
            connection.execute(query, (issue,))

    def begun(self, issue: int) -> bool:
        """Whether an issue was ever to be mailed to everyone; who was mailed it alone (``--only``) does not count."""
        with self._database.reading() as connection:
            return connection.execute("SELECT 1 FROM mailings WHERE issue = ?", (issue,)).fetchone() is not None

    def begin(self, issue: int, *, at: datetime) -> None:
        """An issue is to be mailed to everyone: until ``complete`` says that everyone was come to, the rest is owed."""
        query = "INSERT INTO mailings (issue, begun) VALUES (?, ?) ON CONFLICT DO UPDATE SET begun = ?2, ended = NULL"
        with self._database.writing(durable=True) as connection:
            connection.execute(query, (issue, to_column(at)))

    def break_off(self, issue: int, person: str) -> None:
        """The mailing of an issue came no further than to this person."""
        with self._database.writing(durable=True) as connection:
            connection.execute("UPDATE mailings SET reached = ? WHERE issue = ?", (storable(person), issue))

    def complete(self, issue: int, *, at: datetime) -> None:
        """Everyone was come to, or the rest is given up."""
        with self._database.writing(durable=True) as connection:
            connection.execute("UPDATE mailings SET ended = ? WHERE issue = ?", (to_column(at), issue))

    def incomplete(self) -> tuple[int, ...]:
        """The issues that were to be mailed to everyone, and were not, lowest first."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT issue FROM mailings WHERE ended IS NULL ORDER BY issue")
            return tuple(issue for (issue,) in found)

    def turn(self, issue: int) -> str:
        """Whose turn it is: with whom the mailing of an issue begins, so that nobody is always the last; "": the first.

        It is whom the latest mailing that broke off came no further than to.
        """
        query = "SELECT reached FROM mailings WHERE issue <= ? AND reached <> '' ORDER BY issue DESC LIMIT 1"
        with self._database.reading() as connection:
            row = connection.execute(query, (issue,)).fetchone()
        return str(row[0]) if row else ""

    def write(self, changes: Sequence[Delivery]) -> None:
        """Record changes of state in one transaction; they have reached the disk when this returns.

        An event loop waits for it: in a thread of its own it is slower wherever the loop has work to do, because
        each statement then waits its turn to run (5 ms), and a commit of a batch takes less than that.
        """
        rows = [_row(each) for each in changes]
        with self._database.writing(durable=True) as connection:
            connection.executemany(_UPSERT, rows)
            connection.executemany(_CHANGE, [row[:7] for row in rows])


def owe(connection: sqlite3.Connection, issue: int, *, at: datetime) -> None:
    """Remember that an issue is to be mailed to everyone."""
    connection.execute("INSERT OR IGNORE INTO mailings (issue, begun) VALUES (?, ?)", (issue, to_column(at)))


def _row(delivery: Delivery) -> tuple[int | str | None, ...]:
    return (
        delivery.issue,
        storable(delivery.recipient),
        delivery.state,
        delivery.code,
        storable(delivery.reply),
        delivery.attempts,
        to_column(delivery.at),
        to_column(delivery.first),
        to_column(delivery.next),
    )


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """The delivery that a row of its columns holds, in the order of the table."""
    issue, recipient, state, code, reply, attempts, at, first, next_ = row
    return Delivery(
        issue=issue,
        recipient=recipient,
        state=state,
        code=code,
        reply=reply,
        attempts=attempts,
        at=from_column(at),
        first=from_column(first),
        next=from_column(next_),
    )
