"""One SQLite file: opened, brought to the newest schema, and every fault of it in words.

WAL, so that readers never wait; foreign keys on; a writer waits for another's transaction at most ``BUSY_SECONDS``.
Every transaction begins where SQLAlchemy says so and not where the driver guesses (its own rule leaves DDL outside).
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from digest.errors import StorageError
from digest.storage.schema import HEAD

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

FILE = "digest.db"
BUSY_SECONDS = 10

_RESTORE = "move the file away and restore a backup; without one, the next run starts a new database"
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
    """An open database. Close it, or use it as a context manager."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def open(cls, folder: Path) -> Database:
        """Open the database in ``folder``, making both where they do not exist (modes 0700 and 0600).

        A database behind this program's schema is migrated first. Raises ``StorageError`` where the file is damaged,
        not a database, made by a newer program, or cannot be written.
        """
        path = folder / FILE
        _prepare(folder, path)
        database = cls(path, _engine(path))
        try:
            database._agree()
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
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database. Raises ``StorageError``."""
        with self._faults(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, durable: bool) -> Iterator[Connection]:
        """A transaction that holds the right to write from its start, and commits when the block ends.

        ``durable``: the commit has reached the disk when the block has ended (synchronous=FULL). Without it a power cut
        may undo the latest commits, whole ones and in order; a kill never does. Raises ``StorageError``.
        """
        with self._faults(), self._engine.connect() as connection:
            options = connection.execution_options(digest_write="FULL" if durable else "NORMAL")
            with options.begin():
                yield options

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _told(error.orig or error, self.path) from error
        except sqlite3.Error as error:  # while connecting, SQLAlchemy leaves it as it is
            raise _told(error, self.path) from error
        except SQLAlchemyError as error:
            raise StorageError(f"the database cannot be used: {error}", where=str(self.path)) from error

    def _agree(self) -> None:
        """See that the schema is this program's, without the migration tool where it is."""
        if self._version() == HEAD:
            return
        # Only here: the migration tool costs more than all the rest of opening.
        from digest.storage.migrating import migrate

        with self.writing(durable=True) as connection:
            migrate(connection, where=str(self.path))

    def _version(self) -> str | None:
        with self.reading() as connection:
            known = connection.exec_driver_sql(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
            ).scalar()
            if not known:
                return None
            version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return version


def _prepare(folder: Path, path: Path) -> None:
    """Make the folder and the file before SQLite does: it would take their modes from the umask."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
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


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options: dict[str, Any] = dict(connection.get_execution_options())
        durability = options.get("digest_write")
        if durability is None:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql(f"PRAGMA synchronous={durability}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _told(error: BaseException, path: Path) -> StorageError:
    """The driver's error in words."""
    name = getattr(error, "sqlite_errorname", "") or ""
    # Extended codes carry the plain one in front: SQLITE_IOERR_WRITE.
    for code, (what, fix) in _FAULTS.items():
        if name == code or name.startswith(f"{code}_"):
            return StorageError(what, where=str(path), fix=fix)
    return StorageError(f"the database refused: {error}", where=str(path))
