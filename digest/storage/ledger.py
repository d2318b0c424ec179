"""The ledger: what became of each message, on the disk before the next step is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from digest.model import Delivery
from digest.storage.moments import from_column, to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_COLUMNS = "issue, recipient, state, code, reply, attempts, at"
_UPSERT = f"""
    INSERT INTO deliveries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state, code = excluded.code, reply = excluded.reply,
        attempts = excluded.attempts, at = excluded.at
"""
_CHANGE = f"INSERT INTO delivery_changes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"


class SqliteLedger:
    """``ports.Ledger`` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def deliveries(self, issue: int) -> Mapping[str, Delivery]:
        """Address -> its delivery, in order of address."""
        query = f"SELECT {_COLUMNS} FROM deliveries WHERE issue = ? ORDER BY recipient"
        with self._database.reading() as connection:
            return {row[1]: _delivery(row) for row in connection.execute(query, (issue,))}

    def write(self, delivery: Delivery) -> None:
        """Record a change of state; it has reached the disk when this returns."""
        row = (
            delivery.issue,
            storable(delivery.recipient),
            delivery.state,
            delivery.code,
            storable(delivery.reply),
            delivery.attempts,
            to_column(delivery.at),
        )
        with self._database.writing(durable=True) as connection:
            connection.execute(_UPSERT, row)
            connection.execute(_CHANGE, row)

    def changes(self, issue: int, recipient: str) -> tuple[Delivery, ...]:
        """Every state one message went through, oldest first."""
        query = f"SELECT {_COLUMNS} FROM delivery_changes WHERE issue = ? AND recipient = ? ORDER BY id"
        with self._database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(query, (issue, recipient)))


def _delivery(row: tuple[Any, ...]) -> Delivery:
    issue, recipient, state, code, reply, attempts, at = row
    return Delivery(
        issue=issue, recipient=recipient, state=state, code=code, reply=reply, attempts=attempts, at=from_column(at)
    )
