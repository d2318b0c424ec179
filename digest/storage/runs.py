"""What each run did, and whether one that has no end is still at work.

A run holds a lock on one byte of a file, the byte of its number (POSIX record locks): the system frees it when the
process dies, however it dies, and anybody can ask.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from digest.errors import StorageError
from digest.model import Run
from digest.storage.moments import from_column, to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

KEPT = 2000  # runs: five years of days, three weeks of quarters of an hour


class SqliteRuns:
    """The runs in the database of ``folder``."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._path = folder / "running"
        self._file: int | None = None  # open until ``close``: to close it once more drops every lock of the process

    def begin(self, run: Run) -> Run:
        """Keep a run that begins, under the next number. Raises ``StorageError``."""
        with self._database.writing(durable=False) as connection:
            last: int = connection.execute("SELECT ifnull(max(number), 0) FROM runs").fetchone()[0]
            run = replace(run, number=last + 1)
            self._hold(run.number)
            connection.execute(
                "INSERT INTO runs (number, started, body) VALUES (?, ?, ?)",
                (run.number, to_column(run.started), _encode(run)),
            )
            connection.execute("DELETE FROM runs WHERE number <= ?", (run.number - KEPT,))
        return run

    def keep(self, run: Run) -> None:
        """Keep a run as it is now. Raises ``StorageError``."""
        good = run.outcome == "success" and not run.replay
        with self._database.writing(durable=False) as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, status = ?, good = ?, body = ? WHERE number = ?",
                (to_column(run.ended), run.status, good, _encode(run), run.number),
            )

    def latest(self, limit: int, *, before: int | None = None) -> tuple[Run, ...]:
        """The newest runs, of those with a smaller number than ``before``; the newest first."""
        query = "SELECT body FROM runs WHERE number < ? ORDER BY number DESC LIMIT ?"
        with self._database.reading() as connection:
            found = connection.execute(query, (2**62 if before is None else before, limit)).fetchall()
        return tuple(self._decode(body) for (body,) in found)

    def find(self, number: int) -> Run | None:
        """The run of that number."""
        if number >= 2**63:  # more than a column holds
            return None
        with self._database.reading() as connection:
            row = connection.execute("SELECT body FROM runs WHERE number = ?", (number,)).fetchone()
        return None if row is None else self._decode(row[0])

    def last_good(self) -> datetime | None:
        """When a run last did its day's work."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT max(ended) FROM runs WHERE good").fetchone()[0]
        return from_column(found)

    def at_work(self, number: int) -> bool:
        """Whether a process is alive that began the run of that number and has not ended it. Ask of others' runs."""
        try:
            file = self._open()
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError:
            return True
        with suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_UN, 1, number)
        return False

    def close(self) -> None:
        """Let go of the file, and so of the lock on the run that was begun. Safe to repeat."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _hold(self, number: int) -> None:
        try:
            # Whoever asks about it holds it for a moment: that is waited for.
            fcntl.lockf(self._open(), fcntl.LOCK_EX, 1, number)
        except OSError as error:
            raise StorageError(
                f"the run cannot be marked as at work: {(error.strerror or str(error)).lower()}", where=str(self._path)
            ) from error

    def _open(self) -> int:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file

    def _decode(self, body: bytes) -> Run:
        import msgspec

        try:
            return msgspec.json.decode(body, type=Run)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StorageError(f"a stored Run cannot be read back: {error}", where=str(self._database.path)) from error


def _encode(run: Run) -> bytes:
    import msgspec

    try:
        return msgspec.json.encode(run)
    except UnicodeEncodeError:  # half of a character that a server sent
        return msgspec.json.encode(_storable(msgspec.to_builtins(run)))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(str(key)): _storable(each) for key, each in value.items()}
    return value
