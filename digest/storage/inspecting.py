"""A look at a database that changes nothing of it: what it holds, how large it is, and what is wrong with it.

It is never migrated here, so that one of an older or a newer program can be looked at too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from digest.errors import StorageError
from digest.storage.database import FILE, told, version_of
from digest.storage.moments import from_column

_MOST = 20  # faults that are told; one damaged page can make thousands
# Where each table's newest row says when it was written.
_LATEST = (
    "SELECT max(first_seen) FROM entries",
    "SELECT max(as_of) FROM issues",
    "SELECT max(at) FROM deliveries",
    "SELECT max(at) FROM subscriber_events",
    "SELECT max(at) FROM approvals",
)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a database holds."""

    version: int  # of its schema
    counts: Mapping[str, int]  # rows by table
    first: tuple[int, str] | None = None  # number and day of the oldest issue
    last: tuple[int, str] | None = None  # and of the newest
    latest: datetime | None = None  # when something was last written that has a time


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """How large a database is, in bytes."""

    file: int
    log: int  # what is not in the file yet
    free: int  # of the file, room that rows left


def connect(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises ``StorageError`` where there is no file, ``sqlite3.Error``."""
    if not path.exists():
        raise StorageError(
            "there is no database yet", where=str(path), fix="the first `digest fetch` or `digest run` makes it"
        )
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=10, isolation_level=None)


def facts(path: Path) -> Facts:
    """What the database at ``path`` holds. Raises ``StorageError``."""
    try:
        with closing(connect(path)) as connection:
            tables = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                )
            ]
            issues = "issues" in tables
            newest = [connection.execute(query).fetchone()[0] for query in _LATEST if query.rsplit(" ", 1)[1] in tables]
            order = "SELECT number, date FROM issues ORDER BY number"
            return Facts(
                version=version_of(connection),
                counts={name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables},
                first=connection.execute(f"{order} LIMIT 1").fetchone() if issues else None,
                last=connection.execute(f"{order} DESC LIMIT 1").fetchone() if issues else None,
                latest=from_column(max((at for at in newest if at is not None), default=None)),
            )
    except sqlite3.Error as error:
        raise told(error, path) from error


def sizes(path: Path) -> Sizes:
    """How large it is. Raises ``StorageError``."""
    try:
        with closing(connect(path)) as connection:
            page, free = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "freelist_count")
            )
            log = path.with_name(f"{FILE}-wal")
            return Sizes(file=path.stat().st_size, log=log.stat().st_size if log.exists() else 0, free=page * free)
    except sqlite3.Error as error:
        raise told(error, path) from error


def faults(path: Path) -> tuple[str, ...]:
    """What is wrong with the database at ``path``, in words, the first of it; nothing where it is whole."""
    try:
        with closing(connect(path)) as connection:
            found = [said for (said,) in connection.execute(f"PRAGMA integrity_check({_MOST})") if said != "ok"]
            for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
                found.append(f"a row of {table}{'' if row is None else f' ({row})'} names what {other} does not have")
            return tuple(found)
    except sqlite3.Error as error:
        return (told(error, path).what,)
