"""Opening the file: modes, migrations, and faults in words."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.errors import StorageError
from digest.storage import Database, SqliteArchive, SqliteLedger
from digest.storage.migrations import STEPS, entries_beside_articles, the_editors_hand
from digest.storage.schema import VERSION
from digest.urls import page

STORED = ("first_schema.sql", *(f"schema_{number}.sql" for number in range(1, VERSION)))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_every_file_are_the_owner_s_alone(world: Any) -> None:
    """0700 and 0600, the write-ahead log's too."""
    world.record(world.entry(1))
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


def shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """Table -> its columns (name, whether null is refused, place in the key), its indexes and references."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? ORDER BY name"
    return {
        name: (
            [(c[1], c[3], c[5]) for c in connection.execute(f"PRAGMA table_info({name})")],
            [
                (i, connection.execute(f"PRAGMA index_info({i})").fetchall())
                for (i,) in connection.execute(indexes, (name,))
            ],
            sorted((f[2], f[3], f[4]) for f in connection.execute(f"PRAGMA foreign_key_list({name})")),
        )
        for (name,) in connection.execute(tables).fetchall()
    }


def stored_database(folder: Path, name: str) -> None:
    """A database of an earlier program, as it is stored beside this file."""
    folder.mkdir(mode=0o700)
    connection = sqlite3.connect(folder / "digest.db")
    connection.executescript((Path(__file__).parent / name).read_text())
    connection.close()


def first_database(folder: Path) -> None:
    """A database of the first program: three articles (one cited, one read from its page), a source, a delivery."""
    stored_database(folder, "first_schema.sql")


@pytest.mark.parametrize("name", STORED)
def test_an_older_database_is_brought_to_exactly_the_schema(tmp_path: Path, name: str) -> None:
    """The same tables, columns, keys, indexes and references as a new one has; and only once."""
    stored_database(tmp_path / "old", name)
    with (
        Database.open(tmp_path / "old") as old,
        Database.open(tmp_path / "new") as new,
        old.reading() as migrated,
        new.reading() as made,
    ):
        assert shape(migrated) == shape(made)
        assert migrated.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert made.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert migrated.execute("PRAGMA foreign_key_check").fetchall() == []
    Database.open(tmp_path / "old").close()


def test_the_second_schema_s_entries_are_found_by_their_addresses(tmp_path: Path) -> None:
    """The step from 2 to 3 gives each entry held its address; what had none is found by its article id."""
    first_database(tmp_path / "old")
    connection = sqlite3.connect(tmp_path / "old" / "digest.db", isolation_level=None)
    entries_beside_articles(connection)
    every = connection.execute("SELECT id, body FROM entries").fetchall()
    assert {json.loads(body).get("url", "") != "" for _, body in every} == {True}
    connection.execute(
        "UPDATE entries SET body = CAST(json_remove(CAST(body AS TEXT), '$.url') AS BLOB) WHERE id = ?", every[0][:1]
    )
    the_editors_hand(connection)
    found = dict(connection.execute("SELECT id, url FROM entries").fetchall())
    assert found == {every[0][0]: "", **{id_: json.loads(body)["url"] for id_, body in every[1:]}}
    assert connection.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
    connection.close()


def test_what_an_older_program_printed_is_known_under_every_address(tmp_path: Path) -> None:
    """It kept one address of each page; a feed may name the page by another from tomorrow on."""
    first_database(tmp_path / "old")
    with Database.open(tmp_path / "old") as database:
        with database.reading() as connection:
            addresses = [key for (key,) in connection.execute("SELECT key FROM printed") if "://" in key]
        assert addresses
        pages = {page(address) for address in addresses}
        assert SqliteArchive(database).printed(pages, before=datetime(2030, 1, 1, tzinfo=UTC)) == pages


def test_an_older_database_loses_nothing(tmp_path: Path) -> None:
    """Articles become entries that give the same text, first seen when they were; evidence and pages stay."""
    first_database(tmp_path / "old")
    with Database.open(tmp_path / "old") as database:
        archive = SqliteArchive(database)
        held = archive.entries(seen_after=None, published_after=datetime(2000, 1, 1, tzinfo=UTC))
        assert {each.entry.id: each.entry.title for each in held} == {
            "cited": "Ferry leaves",
            "page": "Pier closes",
            "waiting": "Gulls return",
        }
        assert {each.first_seen for each in held} == {datetime(2024, 5, 1, 12, tzinfo=UTC)}
        waiting = next(each.entry for each in held if each.entry.id == "waiting")
        assert (waiting.content, waiting.content_kind, waiting.authors) == (
            "The gulls are back.\n\nThey like the pier.",
            "text",
            ("A. Pilot",),
        )
        kept = archive.articles([each.entry.article for each in held])
        assert sorted(article.entry_id for article in kept.values()) == ["cited", "page"]
        state = archive.states()["harbour"]
        assert (state.url, state.etag, state.failures) == ("https://harbour.example/feed", '"1"', 2)
        assert archive.issues() == ((1, date(2024, 5, 1)),)
        assert [each for key in held for each in archive.find([key.key])] == list(held)
        assert (archive.corrections(), archive.budget(date(2024, 5, 1))) == ((), None)
        assert [each.recipient for each in SqliteLedger(database).every(1)] == ["a@example.org"]


@pytest.mark.parametrize("name", STORED)
def test_an_upgrade_that_fails_leaves_the_old_database(tmp_path: Path, name: str, monkeypatch: Any) -> None:
    """At the last step, as a kill or a full disk would: what it was opened as, byte for byte of what it says."""
    stored_database(tmp_path / "old", name)

    def dump() -> list[str]:
        connection = sqlite3.connect(tmp_path / "old" / "digest.db")
        lines = [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]
        connection.close()
        return lines

    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (a)")
        connection.execute("SELECT * FROM nothing")

    before = dump()
    monkeypatch.setattr("digest.storage.migrations.STEPS", (*STEPS, fails))
    with pytest.raises(StorageError, match="nothing"):
        Database.open(tmp_path / "old")
    assert dump() == before


def test_the_sixth_schema_loses_nothing(tmp_path: Path) -> None:
    """Issues with their evidence and seals, the ledger with every step, the editor's hand, what was published."""
    stored_database(tmp_path / "old", "schema_6.sql")
    kept = ("issues", "issue_articles", "articles", "seals", "entries", "printed", "published", "budgets", "approvals")
    connection = sqlite3.connect(tmp_path / "old" / "digest.db")
    before = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in kept}
    steps = connection.execute("SELECT * FROM delivery_changes ORDER BY id").fetchall()
    connection.close()
    with Database.open(tmp_path / "old") as database:
        with database.reading() as reading:
            assert {n: reading.execute(f"SELECT * FROM {n} ORDER BY 1, 2").fetchall() for n in kept} == before
            assert reading.execute("SELECT * FROM delivery_changes ORDER BY id").fetchall() == steps
        archive, ledger = SqliteArchive(database), SqliteLedger(database)
        assert [number for number, _ in archive.issues()] == [1, 2]
        assert [each.about for each in archive.corrections()] == ["Kelmar Bridge closed"]
        assert [each.by for each in archive.approvals(2)] == ["Ines"]
        assert {(each.recipient, each.state) for number in (1, 2) for each in ledger.every(number)} == {
            ("ada@reader.example", "accepted"),
            ("Bo@reader.example", "failed"),
            ("ada@reader.example", "unknown"),
            ("bo@reader.example", "deferred"),
        }
        assert [each.state for each in ledger.changes(1, "ada@reader.example")] == ["sending", "accepted"]
        assert (ledger.begun(1), ledger.begun(2), ledger.incomplete()) == (True, True, ())


def test_storing_imports_nothing_that_it_does_not_need(world: Any) -> None:
    """A fetch in which nothing changed must not pay for what others do with a database."""
    program = (
        "import sys; from pathlib import Path; from digest.storage import Database; "
        "Database.open(Path(sys.argv[1])).close(); "
        "print(sorted({'sqlalchemy', 'aiohttp', 'pydantic', 'filelock', 'numpy', 'digest.storage.migrations'}"
        " & set(sys.modules)))"
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
    with pytest.raises(
        StorageError, match=r"digest\.db: this is not a digest database, or it is damaged — `digest restore"
    ):
        Database.open(tmp_path)
    assert path.read_bytes() == before


def test_a_damaged_database(world: Any) -> None:
    """Pages overwritten with rubbish are named as damage, not as a driver's code."""
    world.record(*(world.entry(number) for number in range(2000)))
    world.database.close()
    path = world.folder / "digest.db"
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)

    def look() -> None:
        world.reopen()
        world.held(1)

    with pytest.raises(StorageError, match="damaged"):
        look()


def test_a_database_of_a_newer_program(world: Any) -> None:
    """It is refused with words, not guessed at."""
    with world.database.writing(durable=True) as connection:
        connection.execute("PRAGMA user_version=9999")
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
            connection.execute("CREATE TABLE half (a)")
            connection.execute("INSERT INTO printed VALUES (1, 'x')")

    with pytest.raises(StorageError):
        half()
    with world.database.reading() as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []


def test_durable_writes_are_synchronous_full(world: Any) -> None:
    """The ledger's commits have reached the disk; foreign keys and the log are on in each connection."""
    with world.database.writing(durable=True) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
