"""What an editor decided about stories: appended, undone once, never deleted."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec.structs import replace

from digest.errors import UsageError
from digest.model import Correction
from digest.storage import rows
from digest.storage.moments import from_column, to_column

_LIST = "`digest stories list --all` shows them"


def listed(connection: sqlite3.Connection, *, where: str) -> tuple[Correction, ...]:
    """Every correction, oldest first, undone ones too."""
    found = connection.execute("SELECT undone, body FROM corrections ORDER BY number")
    return tuple(_read(undone, body, where) for undone, body in found)


def add(connection: sqlite3.Connection, correction: Correction) -> Correction:
    """Append it under the next number, whatever number it came with."""
    last: int | None = connection.execute("SELECT max(number) FROM corrections").fetchone()[0]
    made = replace(correction, number=(last or 0) + 1)
    undone = to_column(made.undone)
    connection.execute("INSERT INTO corrections VALUES (?, ?, ?)", (made.number, undone, rows.encode(made)))
    return made


def undo(connection: sqlite3.Connection, number: int, at: datetime, *, where: str) -> Correction:
    """Mark it undone. Raises ``UsageError`` where there is none of that number, or it is undone already."""
    found = "SELECT undone, body FROM corrections WHERE number = ?"
    # SQLite's integers end at 64 bits, and no correction has a number beyond.
    row = connection.execute(found, (number,)).fetchone() if 0 < number < 2**63 else None
    if row is None:
        raise UsageError(f"there is no correction {number}", fix=_LIST)
    undone, body = row
    correction = _read(undone, body, where)
    if correction.undone is not None:
        raise UsageError(
            f"correction {number} was undone already, on {correction.undone:%Y-%m-%d %H:%M} UTC",
            fix="to have it back, make it again",
        )
    connection.execute("UPDATE corrections SET undone = ? WHERE number = ?", (to_column(at), number))
    return replace(correction, undone=at)


def _read(undone: int | None, body: bytes, where: str) -> Correction:
    return replace(rows.decode(body, Correction, where=where), undone=from_column(undone))
