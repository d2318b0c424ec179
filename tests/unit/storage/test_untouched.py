"""A database, and locks, looked at without a trace."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.errors import StorageError
from digest.model import Run
from digest.storage import Database, RunLock, SqliteArchive
from digest.storage.holding import at_work, holding, is_alive
from digest.storage.runs import SqliteRuns
from digest.storage.schema import VERSION
from digest.storage.untouched import untouched


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database that nobody has open."""
    Database.open(tmp_path / "state").close()
    return tmp_path / "state"


def names(folder: Path) -> list[tuple[str, int, int]]:
    return sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir())


def test_nothing_is_made_beside_it(folder: Path) -> None:
    """Neither log nor index, while it is read and afterwards."""
    before = names(folder)
    with untouched(folder / "digest.db") as opened:
        assert opened.version() == VERSION
        assert opened.faults(seconds=60) == ()
        assert SqliteArchive(opened.database).issues() == ()
        assert names(folder) == before
    assert names(folder) == before


def test_what_the_log_holds_is_seen(folder: Path, tmp_path: Path) -> None:
    """While another program has it open, and after that was killed."""
    with closing(sqlite3.connect(folder / "digest.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA user_version=3")
        shutil.copytree(folder, tmp_path / "killed")
        with untouched(folder / "digest.db") as opened:
            assert opened.version() == 3
    files = [name for name, _, _ in names(tmp_path / "killed")]
    with untouched(tmp_path / "killed/digest.db") as opened:
        assert opened.version() == 3
    assert [name for name, _, _ in names(tmp_path / "killed")] == files


def test_a_log_without_its_index_is_left_alone(folder: Path, tmp_path: Path) -> None:
    """To read it would make one."""
    with closing(sqlite3.connect(folder / "digest.db", isolation_level=None)) as writer:
        writer.execute("PRAGMA user_version=3")
        shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    before = names(tmp_path / "copy")
    with pytest.raises(StorageError, match="without the index"), untouched(tmp_path / "copy/digest.db"):
        pass
    assert names(tmp_path / "copy") == before


def test_nothing_can_be_written(folder: Path) -> None:
    """Whoever tries is refused."""
    with (
        untouched(folder / "digest.db") as opened,
        pytest.raises(StorageError, match="cannot be written"),
        opened.database.writing(durable=False) as connection,
    ):
        connection.execute("DELETE FROM runs")


def test_damage_is_told_and_time_is_kept(folder: Path) -> None:
    """Faults in words; None where there is no time to look; what is no database is refused."""
    path = folder / "digest.db"
    with untouched(path) as opened:
        assert opened.faults(seconds=-1) in (None, ())  # so small a one may be read before the clock is looked at
    body = bytearray(path.read_bytes())
    body[5000:60_000] = b"\xff" * 55_000
    path.write_bytes(body)
    with untouched(path) as opened:
        assert opened.faults(seconds=60)
    path.write_text("nothing of the kind" * 400)
    with pytest.raises(StorageError, match="damaged"), untouched(path) as opened:
        opened.version()
    with pytest.raises(StorageError, match="cannot be read"), untouched(folder / "none.db"):
        pass


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A lock that this process holds."""
    with RunLock(tmp_path / "lock").hold():
        yield tmp_path / "lock"


def test_who_holds_a_lock(held: Path) -> None:
    """Its process, and since when."""
    before = names(held.parent)
    found = holding(held)
    assert (found.held, found.process, found.alive) == (True, os.getpid(), True)
    assert found.since is not None
    assert abs(datetime.now(UTC) - found.since) < timedelta(minutes=5)
    assert names(held.parent) == before


def test_a_lock_that_nobody_holds(tmp_path: Path) -> None:
    """Its files may be there, or not; it can be taken right after."""
    assert not holding(tmp_path / "lock").held
    with RunLock(tmp_path / "lock").hold():
        pass
    assert not holding(tmp_path / "lock").held
    with RunLock(tmp_path / "lock").hold():
        assert holding(tmp_path / "lock").held


def test_a_lock_of_a_program_that_died_before_it_signed(tmp_path: Path) -> None:
    """It is held by somebody, nobody knows whom."""
    with (tmp_path / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert holding(tmp_path / "lock").held
        assert holding(tmp_path / "lock").process is None


def test_a_run_at_work(tmp_path: Path) -> None:
    """A process that began it and lives; none once it has let go."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # POSIX record locks bind other processes alone
        os.close(reader)
        with Database.open(tmp_path) as database:
            runs = SqliteRuns(database, tmp_path)
            runs.begin(Run(id="x", started=datetime.now(UTC)))
            os.write(writer, b"!")
            time.sleep(60)
        os._exit(0)
    os.close(writer)
    try:
        assert os.read(reader, 1) == b"!"
        assert at_work(tmp_path / "running", 1)
        assert not at_work(tmp_path / "running", 2)
        assert is_alive(child)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(reader)
    assert not at_work(tmp_path / "running", 1)
    assert not at_work(tmp_path / "nothing", 1)
    assert not is_alive(child)
