"""How often somebody was asked to confirm: what keeps a stranger from filling another's mailbox by way of a form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from digest.storage.moments import to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database


def confirmations(database: Database, person: str, *, since: datetime) -> int:
    """How many letters to confirm a person (``addresses.who``) has, of those that changed since then or still wait.

    Raises ``StorageError``.
    """
    query = "SELECT count(*) FROM letters WHERE who = ? AND kind = 'confirm' AND at >= ?"
    with database.reading() as connection:
        found: int = connection.execute(query, (storable(person), to_column(since))).fetchone()[0]
    return found
