"""What the newest issues were made of, so that they can be made again; and what rendered each as it was published."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping

from digest.errors import StorageError
from digest.model import Inputs
from digest.storage import rows

# Issues whose inputs are kept: two months of days, as with budgets.
KEPT = 60
# A day of 600 entries is half a megabyte. The lowest level makes 140 KB of it in 5 ms, the usual one 120 KB in 13.
_LEVEL = 1


def keep(connection: sqlite3.Connection, number: int, inputs: Inputs) -> None:
    """Keep what the issue of that number was made of; what issues long past were made of goes."""
    body = zlib.compress(rows.encode(inputs), _LEVEL)
    connection.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (number, body))
    connection.execute(
        "DELETE FROM inputs WHERE issue NOT IN (SELECT issue FROM inputs ORDER BY issue DESC LIMIT ?)", (KEPT,)
    )


def inputs(connection: sqlite3.Connection, number: int, *, where: str) -> Inputs | None:
    """What an issue was made of; None where that is not kept. Raises ``StorageError``."""
    row = connection.execute("SELECT body FROM inputs WHERE issue = ?", (number,)).fetchone()
    if row is None:
        return None
    try:
        body = zlib.decompress(row[0])
    except (zlib.error, TypeError) as error:
        raise StorageError(
            f"what issue {number} was made of cannot be read back: {error}",
            where=where,
            fix="the issue itself is not touched by that; `digest verify` proves it",
        ) from error
    return rows.decode(body, Inputs, where=where)


def render(connection: sqlite3.Connection, number: int, by: Mapping[str, str]) -> None:
    """Remember what rendered an issue."""
    body = json.dumps(dict(by), sort_keys=True, ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO rendered VALUES (?, ?)", (number, body))


def rendered(connection: sqlite3.Connection, number: int) -> dict[str, str] | None:
    """What rendered an issue as it was last published; None where that is not known, or cannot be read."""
    row = connection.execute("SELECT by FROM rendered WHERE issue = ?", (number,)).fetchone()
    if row is None:
        return None
    try:
        found = json.loads(row[0])
    except (ValueError, TypeError):
        return None
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else None
