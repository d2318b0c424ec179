"""Opening the file: modes, migrations, and faults in words."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.errors import StorageError
from digest.storage import Database
from digest.storage.schema import HEAD, metadata


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_every_file_are_the_owner_s_alone(world: Any) -> None:
    """0700 and 0600, the write-ahead log's too."""
    world.record(world.article(1))
    assert mode(world.folder) == 0o700
    files = sorted(world.folder.iterdir())
    assert [path.name for path in files] == ["digest.db", "digest.db-shm", "digest.db-wal"]
    assert {mode(path) for path in files} == {0o600}


def test_modes_that_were_too_open_are_closed(tmp_path: Path) -> None:
    """Someone may have made the folder by hand."""
    tmp_path.chmod(0o755)
    (tmp_path / "digest.db").touch(mode=0o644)
    Database.open(tmp_path).close()
    assert (mode(tmp_path), mode(tmp_path / "digest.db")) == (0o700, 0o600)


def test_migrations_make_exactly_the_schema(tmp_path: Path) -> None:
    """From nothing to the newest step, and no difference from the tables the code speaks of."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with Database.open(tmp_path) as database, database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD


def test_the_newest_step_is_the_head(tmp_path: Path) -> None:
    """``schema.HEAD`` is what spares the migration tool; it must not lag."""
    from alembic.script import ScriptDirectory

    from digest.storage.migrating import MIGRATIONS

    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_the_migration_tool_is_imported_only_to_migrate(world: Any) -> None:
    """A run with nothing to migrate does not pay for it, nor for what it does not store."""
    program = (
        "import sys; from pathlib import Path; from digest.storage import Database; "
        "Database.open(Path(sys.argv[1])).close(); "
        "print(sorted({'alembic', 'aiohttp', 'pydantic', 'filelock', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(world.folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """It says where, what and what to do, and leaves the file as it was."""
    path = tmp_path / "digest.db"
    path.write_bytes(b"not a database at all, but long enough to be looked at " * 20)
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"digest\.db: this is not a digest database, or it is damaged — move"):
        Database.open(tmp_path)
    assert path.read_bytes() == before


def test_a_damaged_database(world: Any) -> None:
    """Pages overwritten with rubbish are named as damage, not as a driver's code."""
    world.record(*(world.article(number) for number in range(2000)))
    world.database.close()
    path = world.folder / "digest.db"
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)

    def look() -> None:
        world.reopen()
        world.archive.article(world.article(1).id)

    with pytest.raises(StorageError, match="damaged"):
        look()


def test_a_database_of_a_newer_program(world: Any) -> None:
    """It is refused with words, not guessed at."""
    with world.database.writing(durable=True) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"made by a newer digest.*upgrade digest"):
        world.reopen()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / ".digest").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be opened"):
        Database.open(tmp_path / ".digest")


def test_a_transaction_that_fails_leaves_nothing(world: Any) -> None:
    """DDL included: a migration is whole or not there."""

    def half() -> None:
        with world.database.writing(durable=True) as connection:
            connection.exec_driver_sql("CREATE TABLE half (a)")
            connection.exec_driver_sql("INSERT INTO printed VALUES (1, 'x')")

    with pytest.raises(StorageError):
        half()
    with world.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'half'").all() == []


def test_durable_writes_are_synchronous_full(world: Any) -> None:
    """The ledger's commits have reached the disk; foreign keys and the log are on in each connection."""
    with world.database.writing(durable=True) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
