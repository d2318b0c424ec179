"""Entries held: stored, followed, and asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from digest.model import Entry, Held
from digest.storage import rows
from digest.storage.moments import moment, to_column
from digest.storage.texts import storable

# Of these ids, those held. One statement, however many ids; in their order, so that one page is looked at once.
HELD_IDS = "SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?))"
_FORGOTTEN = "SELECT id FROM forgotten WHERE id IN (SELECT value FROM json_each(?))"
_HELD = "SELECT id, body FROM entries WHERE id IN (SELECT value FROM json_each(?))"
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE entries SET published = ?, embargo_until = ?, body = ?, url = ? WHERE id = ?"
_SELECT = "SELECT first_seen, body FROM entries"
_KEYS = "(SELECT value FROM json_each(:keys))"
_NAMED = f"{_SELECT} WHERE url IN {_KEYS} OR (url = '' AND id IN {_KEYS})"
# Each part by an index of its own: with OR, and in order of the ids, every entry there is would be read.
_RECENT = """
    SELECT id FROM entries WHERE published IS NULL UNION SELECT id FROM entries WHERE published > :published
"""
_SINCE = """
    SELECT id FROM entries WHERE first_seen > :seen
    UNION SELECT id FROM entries WHERE published > :seen AND published > :published
    UNION SELECT id FROM entries WHERE embargo_until > :seen
"""


def hold(connection: sqlite3.Connection, entries: Sequence[Entry], *, at: datetime, replay: bool = False) -> int:
    """Insert the new ones, first seen at ``at``, and follow the held ones. Returns how many were new.

    On ``replay`` what was published after ``at`` is first seen when it was published: nobody can have seen it before.

    One that was held once, and dropped for its age, is not new again: it is left out. One that only says that its feed
    took it back (``Entry.withdrawn``) is held as it was, and as withdrawn; it is nothing where it is not held.
    """
    given = {entry.article: entry for entry in entries}  # a feed may name one twice: the last stands
    if not given:
        return 0
    known = [id_ for (id_,) in connection.execute(HELD_IDS, (json.dumps(sorted(given)),)).fetchall()]
    held = dict(connection.execute(_HELD, (json.dumps(known),)).fetchall()) if known else {}
    seen = to_column(at)
    met = json.dumps(sorted(given.keys() - held.keys()))
    gone = {id_ for (id_,) in connection.execute(_FORGOTTEN, (met,))} if len(held) < len(given) else set()
    new, changed = [], []
    for id_, entry in given.items():
        if id_ in gone:
            continue
        if entry.withdrawn is not None:
            if id_ not in held:
                continue
            # What it was is kept: only that it was taken back is new.
            known_as = rows.decode(held[id_], Entry, where="entries")
            entry = replace(known_as, withdrawn=known_as.withdrawn or entry.withdrawn)
        body = rows.encode(entry)
        if id_ not in held:
            published, embargo = to_column(entry.published), to_column(entry.embargo_until)
            first = max(seen or 0, published or 0) if replay else seen
            new.append((id_, storable(entry.source), first, published, embargo, body, storable(entry.url)))
        elif held[id_] != body:
            changed.append((to_column(entry.published), to_column(entry.embargo_until), body, storable(entry.url), id_))
    connection.executemany(_INSERT, new)
    connection.executemany(_UPDATE, changed)
    return len(new)


def seen_by(connection: sqlite3.Connection, now: datetime) -> None:
    """Say of none that it was first seen after now; see ``ports.Archive``."""
    connection.execute("UPDATE entries SET first_seen = ?1 WHERE first_seen > ?1", (to_column(now),))


def wanted(
    connection: sqlite3.Connection, *, seen_after: datetime | None, published_after: datetime, where: str
) -> tuple[Held, ...]:
    """Entries that an issue may want, by article id; see ``ports.Archive.entries``.

    One whose embargo ended after ``seen_after`` is among them, however long it has been held.
    """
    condition = _RECENT if seen_after is None else _SINCE
    values = {"seen": to_column(seen_after), "published": to_column(published_after)}
    return _read(connection.execute(f"{_SELECT} WHERE id IN ({condition}) ORDER BY id", values), where)


def latest(connection: sqlite3.Connection, sources: Sequence[str], *, each: int, where: str) -> tuple[Held, ...]:
    """The newest entries of these sources; see ``ports.Archive.latest``."""
    query = f"{_SELECT} WHERE source = ? ORDER BY first_seen DESC, id LIMIT ?"
    return tuple(
        held for key in sorted(sources) for held in _read(connection.execute(query, (storable(key), each)), where)
    )


def find(connection: sqlite3.Connection, keys: Sequence[str], *, where: str) -> tuple[Held, ...]:
    """Those of these article keys, by article id; see ``ports.Archive.find``."""
    asked = {"keys": json.dumps([storable(key) for key in keys if key])}
    return _read(connection.execute(f"{_NAMED} ORDER BY id", asked), where)


def _read(found: Iterable[tuple[int, bytes]], where: str) -> tuple[Held, ...]:
    return tuple(Held(rows.decode(body, Entry, where=where), moment(seen)) for seen, body in found)
