"""A database read without a trace: no file is made or changed beside it, whatever state it is in.

Of a database in WAL mode SQLite's own ``mode=ro`` makes the log and its index where they are missing, and leaves them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from digest.errors import StorageError
from digest.storage.database import Database, told, version_of

_MOST = 20  # faults that are told
_STEPS = 100_000  # of SQLite's machine, some milliseconds, between two looks at the clock


class Untouched:
    """An open database that nothing is written to."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self.database = Database(path, connection)  # for the verbs that only read

    def version(self) -> int:
        """Of its schema. Raises ``StorageError``."""
        try:
            return version_of(self._connection)
        except sqlite3.Error as error:
            raise told(error, self._path) from error

    def faults(self, *, seconds: float) -> tuple[str, ...] | None:
        """What is wrong with it, in words, the first of it; None where ``seconds`` were too few to look at all."""
        until = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            found = [said for (said,) in self._connection.execute(f"PRAGMA integrity_check({_MOST})") if said != "ok"]
            for table, row, other, _ in self._connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
                found.append(f"a row of {table}{'' if row is None else f' ({row})'} names what {other} does not have")
        except sqlite3.Error as error:
            if error.sqlite_errorname == "SQLITE_INTERRUPT":
                return None
            return (told(error, self._path).what,)
        finally:
            self._connection.set_progress_handler(None, 0)
        return tuple(found)


@contextmanager
def untouched(path: Path) -> Iterator[Untouched]:
    """The database at ``path``, for reading. Raises ``StorageError`` where it cannot be read so."""
    connection = None
    try:
        with path.open("rb"):  # SQLite says less of why it cannot
            pass
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{_way(path)}", uri=True, timeout=10, isolation_level=None
        )
        yield Untouched(path, connection)
    except sqlite3.Error as error:
        raise told(error, path) from error
    except OSError as error:
        raise StorageError(
            f"it cannot be read: {(error.strerror or str(error)).lower()}",
            where=str(path),
            fix="check who owns the file and its folder, and their modes",
        ) from error
    finally:
        if connection is not None:
            connection.close()


def _way(path: Path) -> str:
    """How to open it. Without a log the file is all there is, and SQLite is told to look for no more."""
    log, index = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    if not log.exists() or not log.stat().st_size:
        return "mode=ro&immutable=1"
    if not index.exists():
        raise StorageError(
            "it was copied without the index of its log: it cannot be read without a change to it",
            where=str(path),
            fix="`digest db check` reads it, and makes that index",
        )
    return "mode=ro"
