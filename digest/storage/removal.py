"""Taking an issue away again that is dated ahead: it was made by a clock that was wrong, or as of a moment to come."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from digest import codec
from digest.storage import sealed

# What is kept of an issue alone. What was mailed stays in the ledger, and keeps its number from being given again.
_OF_IT = (
    "contents",
    "told",
    "announced",
    "credits",
    "printed",
    "budgets",
    "approvals",
    "mailings",
    "followed",
    "inputs",
    "rendered",
    "seals",
    "issue_articles",
)


def remove(connection: sqlite3.Connection, number: int, day: date, pages: Sequence[str] = ()) -> None:
    """Forget an issue as if it had never been made, and tie those that were frozen after it to the one before.

    ``pages`` (below output/) go with its own. What it told of is told by the next issue. Of its articles those that
    were read from their own pages stay, for these are asked for once; the others are made anew of their entries.
    """
    connection.execute(
        "DELETE FROM told_errata WHERE issue = ?1 OR erratum IN (SELECT number FROM errata WHERE issue = ?1)", (number,)
    )
    connection.execute("DELETE FROM errata WHERE issue = ?", (number,))
    cited = connection.execute("SELECT article FROM issue_articles WHERE issue = ?", (number,)).fetchall()
    for table in _OF_IT:
        connection.execute(f"DELETE FROM {table} WHERE issue = ?", (number,))
    connection.executemany(
        "DELETE FROM articles WHERE id = ?1 AND json_extract(CAST(body AS TEXT), '$.origin') IS NOT 'page'"
        " AND NOT EXISTS (SELECT 1 FROM issue_articles WHERE article = ?1)",
        cited,
    )
    connection.execute("DELETE FROM issues WHERE number = ?", (number,))
    sealed.publish(connection, [f"issues/{day}", *pages], {})
    _tie(connection, number)


def _tie(connection: sqlite3.Connection, number: int) -> None:
    """Seal the issues above a number anew, each to the one before it."""
    query = "SELECT number, date, sha256 FROM issues JOIN seals ON issue = number WHERE number > ? ORDER BY number"
    for later, day, digest in connection.execute(query, (number,)).fetchall():
        cited = connection.execute("SELECT article, sha256 FROM issue_articles WHERE issue = ?", (later,)).fetchall()
        row = connection.execute(
            "SELECT seal FROM seals WHERE issue < ? ORDER BY issue DESC LIMIT 1", (later,)
        ).fetchone()
        previous = row[0] if row else ""
        seal = codec.seal(previous, later, date.fromisoformat(day), digest, cited)
        connection.execute("UPDATE seals SET previous = ?, seal = ? WHERE issue = ?", (previous, seal, later))
