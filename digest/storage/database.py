"""One SQLite file: opened, brought to the newest schema, and every fault of it in words.

WAL, so that readers never wait; foreign keys on; a writer waits for another's transaction at most ``BUSY_SECONDS``.
Every transaction begins where it is asked for and not where the driver guesses (its own rule leaves DDL outside).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from digest.errors import StorageError
from digest.storage.schema import TABLES, VERSION

FILE = "digest.db"
BUSY_SECONDS = 10
_LITTLE = 1 << 20  # bytes of a disk that is as good as full
_LONGEST = 500  # bytes of a path: SQLite takes 512, with what it appends for its log

_RESTORE = "`digest restore FILE` brings a backup back; without one, move the file away: the next run starts a new one"
# SQLite's names of its result codes -> what it means, what to do.
_FAULTS = {
    "SQLITE_NOTADB": ("this is not a digest database, or it is damaged", _RESTORE),
    "SQLITE_CORRUPT": ("the database is damaged", _RESTORE),
    "SQLITE_BUSY": ("another program is writing to the database", "run again when it has ended"),
    "SQLITE_LOCKED": ("another program is writing to the database", "run again when it has ended"),
    "SQLITE_FULL": ("the disk is full; nothing of this step was stored", "make room and run again"),
    "SQLITE_READONLY": ("the database cannot be written", "check who owns the file and its folder, and their modes"),
    "SQLITE_PERM": ("the database cannot be opened", "check who owns the file and its folder, and their modes"),
    "SQLITE_CANTOPEN": ("the database cannot be opened", "check who owns the file and its folder, and their modes"),
    "SQLITE_IOERR": ("the disk failed while the database was in use", "check the disk, then run again"),
}


class Database:
    """An open database with one connection. Close it, or use it as a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._joined = False  # whether a block of ``together`` holds the transaction

    @classmethod
    def open(cls, folder: Path) -> Database:
        """Open the database in ``folder``, making both where they do not exist (modes 0700 and 0600).

        A database behind this program's schema is migrated first. Raises ``StorageError`` where the file is damaged,
        not a database, made by a newer program, or cannot be written.
        """
        path = folder / FILE
        _prepare(folder, path)
        try:
            # isolation_level None: BEGIN is ours, below.
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        except sqlite3.Error as error:
            raise told(error, path) from error
        database = cls(path, connection)
        try:
            database._set_up()
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one state of the database. Raises ``StorageError``."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the right to write from its start, and commits when the block ends.

        ``durable``: the commit has reached the disk when the block has ended (synchronous=FULL). Without it a power cut
        may undo the latest commits, whole ones and in order; a kill never does. Raises ``StorageError``.
        """
        if not self._joined:  # inside ``together`` it is settled
            with self._faults():
                self._connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """One durable transaction around several: what is written inside the block is kept whole, or not at all."""
        with self.writing(durable=True):
            self._joined = True
            try:
                yield
            finally:
                self._joined = False

    def scrub(self) -> bool:
        """Write the file anew without what was deleted from it, and empty the log beside it.

        Whether the log could be emptied: another program that reads keeps it, and is waited for as a writer is. Call it
        in no transaction. Raises ``StorageError``.
        """
        with self._faults():
            self._connection.execute("VACUUM")
            busy: int = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        if self._joined:
            with self._faults():
                yield connection
            return
        with self._faults():
            try:
                connection.execute(begin)  # in here: a signal may be heard as soon as it is done
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise told(error, self.path) from error

    def _set_up(self) -> None:
        """Set the connection's ways, and see that the schema is this program's."""
        with self._faults():
            self._write_ahead()
            self._connection.execute("PRAGMA foreign_keys=ON")
            version = version_of(self._connection)
        if version == VERSION:
            return
        with self.writing(durable=True) as connection:
            version = version_of(connection)  # another may have made it meanwhile
            if version > VERSION:
                raise newer(version, self.path)
            if version == 0:
                _run(connection, TABLES)
            elif version < VERSION:
                from digest.storage.migrations import migrate  # only here: a database is migrated once

                migrate(connection, version)
            connection.execute(f"PRAGMA user_version={VERSION}")

    def _write_ahead(self) -> None:
        """Put the file in WAL mode, once: for that SQLite itself does not wait until another has done the same."""
        patience = time.monotonic() + BUSY_SECONDS
        while self._connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if (
                    not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
                    or time.monotonic() > patience
                ):
                    raise
                time.sleep(0.01)


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the database has seen; 0 for a new one."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        # The first schema was numbered in a table of its own.
        known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        return 1 if connection.execute(known).fetchone() else 0
    return version


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run a script's statements in the transaction that is open: ``executescript`` would commit it first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _prepare(folder: Path, path: Path) -> None:
    """Make the folder and the file before SQLite does: it would take their modes from the umask."""
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(folder.parent)
        # Only where there is none: to close a file drops every lock that this process has on it, those of its other
        # connections too (POSIX fcntl), and another program would then take their log away from under them.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            sync_folder(folder)
        for place, mode in ((folder, 0o700), (path, 0o600)):
            status = place.stat()
            if status.st_uid == os.getuid() and stat.S_IMODE(status.st_mode) & 0o077:
                place.chmod(mode)
    except OSError as error:
        raise StorageError(
            f"the database cannot be opened: {(error.strerror or str(error)).lower()}",
            where=str(path),
            fix="check who owns the folder, its mode, and that the disk has room",
        ) from error


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk when this returns. Raises ``OSError``."""
    number = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def newer(version: int, path: Path) -> StorageError:
    """The refusal of a database whose schema this program does not know."""
    return StorageError(
        f"the database was made by a newer digest (its schema is {version}, this program's {VERSION})",
        where=str(path),
        fix="upgrade digest, or restore a backup made before the upgrade",
    )


def told(error: sqlite3.Error, path: Path) -> StorageError:
    """The driver's error in words."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_IOERR") and _full(path.parent):
        name = "SQLITE_FULL"  # the log's index could not grow, which SQLite does not tell from a disk that fails
    if name.startswith("SQLITE_CANTOPEN") and len(os.fsencode(path.absolute())) > _LONGEST:
        return StorageError("its path is longer than SQLite takes", where=str(path), fix="move the folder elsewhere")
    # Extended codes carry the plain one in front: SQLITE_IOERR_WRITE.
    for code, (what, fix) in _FAULTS.items():
        if name == code or name.startswith(f"{code}_"):
            return StorageError(what, where=str(path), fix=fix)
    return StorageError(f"the database refused: {error}", where=str(path))


def _full(folder: Path) -> bool:
    """Whether the disk has no room worth the name."""
    try:
        free = os.statvfs(folder)
    except OSError:
        return False
    return free.f_bavail * free.f_frsize < _LITTLE
