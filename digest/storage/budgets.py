"""What the newest issues were made from."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import date

from digest.errors import StorageError
from digest.model import Budget
from digest.storage import rows

# Issues whose budgets are kept: two months of days. Whoever asks why does so soon.
KEPT = 60


def keep(connection: sqlite3.Connection, number: int, budget: Budget) -> None:
    """Keep what the issue of that number was made from; what issues long past were made from goes."""
    body = zlib.compress(rows.encode(budget), 6)
    connection.execute("INSERT OR REPLACE INTO budgets VALUES (?, ?)", (number, body))
    connection.execute(
        "DELETE FROM budgets WHERE issue NOT IN (SELECT issue FROM budgets ORDER BY issue DESC LIMIT ?)", (KEPT,)
    )


def budget(connection: sqlite3.Connection, day: date, *, where: str) -> Budget | None:
    """What the issue of a day was made from, where that is still kept."""
    row = connection.execute(
        "SELECT budgets.body FROM budgets JOIN issues ON number = issue WHERE date = ?", (day.isoformat(),)
    ).fetchone()
    if row is None:
        return None
    try:
        body = zlib.decompress(row[0])
    except zlib.error as error:
        raise StorageError(f"the budget of {day} cannot be read back: {error}", where=where) from error
    return rows.decode(body, Budget, where=where)
