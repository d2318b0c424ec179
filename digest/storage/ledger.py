"""The ledger: what became of each message, on the disk before the next step is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import sqlite

from digest.model import Delivery
from digest.storage.schema import deliveries, delivery_changes
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_new = sqlite.insert(deliveries)
_UPSERT = _new.on_conflict_do_update(
    index_elements=["issue", "recipient"],
    set_={name: _new.excluded[name] for name in ("state", "code", "reply", "attempts", "at")},
)
_CHANGE = insert(delivery_changes)


class SqliteLedger:
    """``ports.Ledger`` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def deliveries(self, issue: int) -> Mapping[str, Delivery]:
        """Address -> its delivery, in order of address."""
        query = select(deliveries).where(deliveries.c.issue == issue).order_by(deliveries.c.recipient)
        with self._database.reading() as connection:
            return {row.recipient: _delivery(row) for row in connection.execute(query)}

    def write(self, delivery: Delivery) -> None:
        """Record a change of state; it has reached the disk when this returns."""
        row = {
            "issue": delivery.issue,
            "recipient": storable(delivery.recipient),
            "state": delivery.state,
            "code": delivery.code,
            "reply": storable(delivery.reply),
            "attempts": delivery.attempts,
            "at": delivery.at,
        }
        with self._database.writing(durable=True) as connection:
            connection.execute(_UPSERT, row)
            connection.execute(_CHANGE, row)

    def changes(self, issue: int, recipient: str) -> tuple[Delivery, ...]:
        """Every state one message went through, oldest first."""
        query = (
            select(delivery_changes)
            .where(delivery_changes.c.issue == issue, delivery_changes.c.recipient == recipient)
            .order_by(delivery_changes.c.id)
        )
        with self._database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(query))


def _delivery(row: Any) -> Delivery:
    return Delivery(
        issue=row.issue,
        recipient=row.recipient,
        state=row.state,
        code=row.code,
        reply=row.reply,
        attempts=row.attempts,
        at=row.at,
    )
