"""What proves a frozen issue: hashes of its file and evidence, chained from issue to issue, and of what was published.

An issue's seal stands apart from the issue and holds the seal before it: whoever changes an issue, its hash and its
seal has to change the seals of all issues behind it too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from digest import codec
from digest.errors import StorageError
from digest.model import Article, Evidence, Exhibit, Issue
from digest.storage import rows
from digest.storage.moments import from_column


def seal(connection: sqlite3.Connection, issue: Issue, digest: str, cited: Sequence[str]) -> None:
    """Tie an issue to the articles that it cites as they are held, and both to the issue before."""
    hashes = [(id_, codec.sha256(body)) for id_, body in _bodies(connection, cited).items()]
    connection.executemany(
        "INSERT INTO issue_articles VALUES (?, ?, ?)", [(issue.number, id_, known) for id_, known in hashes]
    )
    previous = _before(connection, issue.number)
    made = codec.seal(previous, issue.number, issue.date, digest, hashes)
    connection.execute("INSERT INTO seals VALUES (?, ?, ?)", (issue.number, previous, made))


def proof(connection: sqlite3.Connection, number: int, *, where: str) -> Evidence | None:
    """What is held of an issue, byte for byte; what was tampered with is given as it is."""
    row = connection.execute(
        f"SELECT {_raw('date')}, as_of, {_raw('body')}, {_raw('sha256')} FROM issues WHERE number = ?", (number,)
    ).fetchone()
    if row is None:
        return None
    day, as_of, body, digest = row
    ties = connection.execute(
        f"SELECT {_raw('article')}, {_raw('sha256')} FROM issue_articles WHERE issue = ? ORDER BY article", (number,)
    )
    known = {_text(id_): None if kept is None else _text(kept) for id_, kept in ties}
    bodies = _bodies(connection, list(known))
    sealed = connection.execute(
        f"SELECT {_raw('previous')}, {_raw('seal')} FROM seals WHERE issue = ?", (number,)
    ).fetchone()
    after = connection.execute(
        f"SELECT {_raw('previous')} FROM seals WHERE issue > ? ORDER BY issue LIMIT 1", (number,)
    ).fetchone()
    return Evidence(
        number=number,
        date=day_of(number, _text(day), where=where),
        as_of=_moment(as_of),
        body=body,
        sha256=_text(digest),
        articles=tuple(
            Exhibit(id=id_, body=bodies.get(id_), article=_read(bodies.get(id_)), sha256=kept)
            for id_, kept in known.items()
        ),
        previous=_text(sealed[0]) if sealed else None,
        seal=_text(sealed[1]) if sealed else None,
        before=_before(connection, number),
        after=_text(after[0]) if after else None,
    )


def numbers(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The number of every sealed issue, lowest first."""
    return tuple(number for (number,) in connection.execute("SELECT issue FROM seals ORDER BY issue"))


def publish(connection: sqlite3.Connection, gone: Sequence[str], put: Mapping[str, str]) -> None:
    """Forget what was put in output/ at some paths and in folders of these names; remember by its hash what is put."""
    # "0" is what comes after "/".
    connection.executemany(
        "DELETE FROM published WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')", [(path,) for path in gone]
    )
    connection.executemany("INSERT OR REPLACE INTO published VALUES (?, ?)", sorted(put.items()))


def published(connection: sqlite3.Connection, below: str) -> dict[str, str]:
    """Path -> SHA-256 of what was last put in output/, or in a folder of it: years of issues are not read for one."""
    if not below:
        return dict(connection.execute("SELECT path, sha256 FROM published ORDER BY path").fetchall())
    # "0" is what comes after "/".
    query = "SELECT path, sha256 FROM published WHERE path > ?1 || '/' AND path < ?1 || '0' ORDER BY path"
    return dict(connection.execute(query, (below,)).fetchall())


def day_of(number: int, day: Any, *, where: str) -> date:
    """The day of an issue's row. Raises ``StorageError`` where it is none."""
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise StorageError(
            f"the row of issue {number} has no day but {day!r}", where=where, fix="restore the database from a backup"
        ) from error


def _bodies(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, bytes]:
    query = "SELECT id, CAST(body AS BLOB) FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return dict(connection.execute(query, (json.dumps(list(ids)),)).fetchall())


def _before(connection: sqlite3.Connection, number: int) -> str:
    row = connection.execute(
        f"SELECT {_raw('seal')} FROM seals WHERE issue < ? ORDER BY issue DESC LIMIT 1", (number,)
    ).fetchone()
    return _text(row[0]) if row else ""


def _raw(column: str) -> str:
    """A column of text as the bytes it is: what a broken disk leaves of it may be no text."""
    return f"CAST({column} AS BLOB)"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _moment(column: Any) -> datetime | None:
    try:
        return from_column(column)
    except (TypeError, ValueError, OverflowError):
        return None


def _read(body: bytes | None) -> Article | None:
    if body is None:
        return None
    try:
        return rows.decode(body, Article, where="")
    except StorageError:
        return None  # its bytes say what is wrong: they are not those that were frozen
