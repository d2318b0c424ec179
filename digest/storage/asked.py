"""How often somebody was written to at the word of a form: nobody fills another's mailbox by way of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from digest.storage.moments import to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.model import LetterKind
    from digest.storage.database import Database


def asked(database: Database, person: str, kind: LetterKind, *, since: datetime) -> int:
    """How many letters of a kind a person (``addresses.who``) has, of those that changed since then or still wait.

    Raises ``StorageError``.
    """
    query = "SELECT count(*) FROM letters WHERE who = ? AND kind = ? AND at >= ?"
    with database.reading() as connection:
        found: int = connection.execute(query, (storable(person), kind, to_column(since))).fetchone()[0]
    return found
