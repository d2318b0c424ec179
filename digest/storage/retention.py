"""What is dropped for its age: entries and articles that no issue cites, and the steps of mail long delivered.

Never what an issue cites, what it printed, its seal, who had it, or who is on the list. A run drops a little each day,
so that it costs next to nothing; of an entry that is dropped its id stays, so that one that comes back in its feed is
not new again.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.storage.moments import to_column

if TYPE_CHECKING:
    from digest.storage.database import Database

# Of each source its newest entries stay, however old: by these it is told what a source prints under everything.
NEWEST = 20
# What one run looks at: three days of twenty busy feeds, so that it catches up where it is behind.
_ENTRIES = 2000
_ISSUES = 3
_CHANGES = 50_000  # of a transaction: nobody waits long for the right to write

_OLD = f"""
    first_seen < :cutoff AND ifnull(published, 0) < :cutoff AND ifnull(embargo_until, 0) < :cutoff
    AND NOT EXISTS (SELECT 1 FROM issue_articles WHERE article = entries.id)
    AND (SELECT count(*) FROM (
        SELECT 1 FROM entries AS newer
        WHERE newer.source = entries.source AND newer.first_seen > entries.first_seen LIMIT {NEWEST}
    )) = {NEWEST}
"""
_UNSETTLED = "SELECT 1 FROM deliveries WHERE issue = ? AND state IN ('pending', 'deferred', 'sending') LIMIT 1"
_NUMBERS = "SELECT number FROM issues WHERE as_of < ? AND number > ? ORDER BY number"
_MARK = "INSERT OR REPLACE INTO swept VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What went, or would go."""

    entries: int = 0
    articles: int = 0  # that were read from their pages
    changes: int = 0  # steps of deliveries

    def __bool__(self) -> bool:
        return bool(self.entries or self.articles or self.changes)


def sweep(database: Database, *, keep: timedelta, now: datetime, whole: bool = False) -> Swept:
    """Drop what is older than ``keep``: what a run's share of it is, or ``whole``, all there is.

    Age counts up to the issue before the newest: a clock that jumped ahead drops nothing on that day, and where there
    is no such issue nothing is dropped at all. A kill leaves each step whole. Raises ``StorageError``.
    """
    with database.reading() as connection:
        cutoff = cut_at(connection, keep, now)
    if cutoff is None:
        return Swept()
    entries, articles = _sweep_entries(database, cutoff, whole=whole)
    return Swept(entries=entries, articles=articles, changes=_sweep_changes(database, cutoff, whole=whole))


def due(database: Database, *, keep: timedelta, now: datetime) -> Swept:
    """All that ``sweep`` would drop as a whole. Raises ``StorageError``."""
    with database.reading() as connection:
        cutoff = cut_at(connection, keep, now)
        if cutoff is None:
            return Swept()
        ids = [id_ for (id_,) in connection.execute(f"SELECT id FROM entries WHERE {_OLD}", {"cutoff": cutoff})]
        [articles] = connection.execute(
            "SELECT count(*) FROM articles WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        ).fetchone()
        count = "SELECT count(*) FROM delivery_changes WHERE issue = ?"
        changes = sum(
            connection.execute(count, (number,)).fetchone()[0]
            for (number,) in connection.execute(_NUMBERS, (cutoff, 0)).fetchall()
            if connection.execute(_UNSETTLED, (number,)).fetchone() is None
        )
    return Swept(entries=len(ids), articles=articles, changes=changes)


def cut_at(connection: sqlite3.Connection, keep: timedelta, now: datetime) -> int | None:
    """Before which moment, as a column holds it, all is older than that; None where too few issues tell the time."""
    row = connection.execute("SELECT as_of FROM issues ORDER BY as_of DESC LIMIT 1 OFFSET 1").fetchone()
    if row is None:
        return None
    before = min(row[0], to_column(now) or 0)
    return int(before - keep // timedelta(microseconds=1))


def _sweep_entries(database: Database, cutoff: int, *, whole: bool) -> tuple[int, int]:
    """How many entries and articles went."""
    entries = articles = 0
    at, after = -(2**63), ""
    while True:
        with database.writing(durable=False) as connection:
            if not whole:
                at, after = _mark(connection, "entries") or (at, after)
            row = {"cutoff": cutoff, "at": at, "after": after, "most": _ENTRIES}
            found = connection.execute(
                f"SELECT id, first_seen, {_OLD} FROM entries WHERE first_seen < :cutoff AND first_seen >= :at"
                " AND (first_seen > :at OR id > :after) ORDER BY first_seen, id LIMIT :most",
                row,
            ).fetchall()
            if not found:
                return entries, articles
            ids = json.dumps([id_ for id_, _, old in found if old])
            listed = "IN (SELECT value FROM json_each(?))"
            connection.execute("INSERT OR IGNORE INTO forgotten SELECT value FROM json_each(?)", (ids,))
            entries += connection.execute(f"DELETE FROM entries WHERE id {listed}", (ids,)).rowcount
            articles += connection.execute(f"DELETE FROM articles WHERE id {listed}", (ids,)).rowcount
            after, at, _ = found[-1]
            connection.execute(_MARK, ("entries", at, after))
        if not whole or len(found) < _ENTRIES:
            return entries, articles


def _sweep_changes(database: Database, cutoff: int, *, whole: bool) -> int:
    """How many steps of deliveries went, of issues whose mail is done."""
    with database.reading() as connection:
        last = (_mark(connection, "deliveries") or (0, ""))[0] if not whole else 0
        numbers = [number for (number,) in connection.execute(_NUMBERS, (cutoff, last)).fetchall()]
    gone = 0
    for number in numbers if whole else numbers[:_ISSUES]:
        while True:
            with database.writing(durable=False) as connection:
                some = 0
                if connection.execute(_UNSETTLED, (number,)).fetchone() is None:
                    some = connection.execute(
                        "DELETE FROM delivery_changes WHERE id IN"
                        " (SELECT id FROM delivery_changes WHERE issue = ? LIMIT ?)",
                        (number, _CHANGES),
                    ).rowcount
                gone += some
                if some < _CHANGES:
                    connection.execute(_MARK, ("deliveries", number, ""))
                    break
    return gone


def _mark(connection: sqlite3.Connection, what: str) -> tuple[int, str] | None:
    found: tuple[int, str] | None = connection.execute("SELECT at, id FROM swept WHERE what = ?", (what,)).fetchone()
    return found
