"""Real files, several processes, and kills."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.errors import LockedError, StorageError
from digest.model import Delivery, Given, SourceReport, SourceState
from digest.storage import Database, RunLock, SqliteArchive, SqliteLedger

SOURCES, ENTRIES = 60, 40

# Records SOURCES sources of ENTRIES entries each, skipping nothing: what a run does after any crash.
RECORDER = f"""
import sys
from datetime import datetime, UTC
from pathlib import Path
from digest.model import Entry, Given, SourceReport, SourceState
from digest.storage import Database, SqliteArchive
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
with Database.open(Path(sys.argv[1])) as database:
    archive = SqliteArchive(database)
    print("ready", flush=True)
    for s in range({SOURCES}):
        entries = tuple(
            Entry(source=f"s{{s:02}}", id=str(n), url="", title="H", content="The ferry left. " * 50)
            for n in range({ENTRIES})
        )
        state = SourceState(key=f"s{{s:02}}", url="https://quay.example/", etag='"1"')
        report = SourceReport(source=f"S{{s:02}}", state="read", entries={ENTRIES})
        archive.record([Given(state=state, report=report, entries=entries)], at=NOON)
    print("done", flush=True)
"""


def test_a_kill_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """After each of twenty kills a source is held whole or not at all, and one whole run makes it complete."""
    chance = random.Random(7)
    cut_short = 0
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", RECORDER, str(tmp_path)], stdout=subprocess.PIPE, text=True, bufsize=1
        )
        with process:
            assert process.stdout is not None
            if chance.random() < 0.8:
                assert process.stdout.readline() == "ready\n"
                time.sleep(chance.random() * 0.12)
            else:
                time.sleep(chance.random() * 0.5)  # while it starts, or migrates
            process.send_signal(signal.SIGKILL)
            cut_short += "done" not in process.stdout.read()
        whole = sources_held(tmp_path)
        assert set(whole.values()) <= {ENTRIES}
        with Database.open(tmp_path) as database:
            assert set(SqliteArchive(database).states()) == set(whole)
    assert cut_short
    done = subprocess.run([sys.executable, "-c", RECORDER, str(tmp_path)], check=True, timeout=60)
    assert done.returncode == 0
    assert sources_held(tmp_path) == {f"s{n:02}": ENTRIES for n in range(SOURCES)}
    with sqlite3.connect(tmp_path / "digest.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def sources_held(folder: Path) -> dict[str, int]:
    """Source -> how many of its entries are held."""
    with Database.open(folder) as database, database.reading() as connection:
        rows = connection.execute("SELECT source, count(*) FROM entries GROUP BY source ORDER BY source")
        return dict(tuple(row) for row in rows)


def test_many_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    """One makes the schema, the others wait for it."""
    program = (
        "import sys; from pathlib import Path; from digest.storage import Database\n"
        "Database.open(Path(sys.argv[1])).close()"
    )
    for round_ in range(2):
        folder = str(tmp_path / str(round_))
        processes = [
            subprocess.Popen([sys.executable, "-c", program, folder], stderr=subprocess.PIPE, text=True)
            for _ in range(4)
        ]
        assert [(process.wait(60), process.communicate()[1]) for process in processes] == [(0, "")] * 4


def test_two_connections_see_each_other_s_commits(tmp_path: Path) -> None:
    """And a reader sees one state while a writer goes on."""
    with Database.open(tmp_path) as one, Database.open(tmp_path) as two:
        SqliteLedger(one).write([Delivery(issue=1, recipient="a@example.org", state="pending")])
        assert SqliteLedger(two).counts(1) == {"pending": 1}
        with two.reading() as reader:
            count = "SELECT count(*) FROM deliveries"
            assert reader.execute(count).fetchone() == (1,)
            SqliteLedger(one).write([Delivery(issue=1, recipient="b@example.org", state="pending")])
            assert reader.execute(count).fetchone() == (1,)
        assert SqliteLedger(two).counts(1) == {"pending": 2}


def test_a_writer_that_waits_too_long_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another transaction holds the right to write."""
    monkeypatch.setattr("digest.storage.database.BUSY_SECONDS", 0.05)
    with Database.open(tmp_path) as one, Database.open(tmp_path) as two, one.writing(durable=False):
        ledger = SqliteLedger(two)
        with pytest.raises(StorageError, match="another program is writing"):
            ledger.write([Delivery(issue=1, recipient="a@example.org", state="pending")])


def test_a_full_disk_is_named_and_undoes_the_step(tmp_path: Path) -> None:
    """What was there before is there after."""
    now = datetime(2024, 5, 1, tzinfo=UTC)
    with Database.open(tmp_path) as database:
        archive = SqliteArchive(database)
        with database.reading() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        state = SourceState(key="quay", url="https://quay.example/")
        report = SourceReport(source="Quay", state="failed", reason="x" * 200_000)
        with pytest.raises(StorageError, match="disk is full"):
            archive.record([Given(state=state, report=report)], at=now)
        assert archive.reports() == ()
        archive.record([Given(state=state, report=replace(report, reason="short"))], at=now)
        assert len(archive.reports()) == 1


HOLDER = """
import sys, time
from pathlib import Path
from digest.storage import RunLock
with RunLock(Path(sys.argv[1])).hold():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_held_lock_refuses_at_once_and_dies_with_its_holder(tmp_path: Path) -> None:
    """The message names the process; after a kill the lock is free, with nothing to delete."""
    path = tmp_path / ".digest" / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with (
            pytest.raises(LockedError, match=rf"another digest run \(process {process.pid}\).*wait") as caught,
            held(path),
        ):
            pass
        assert caught.value.status == 75
        process.kill()
    with held(path):
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def held(path: Path):  # type: ignore[no-untyped-def]  # a context manager, as RunLock gives it
    return RunLock(path).hold()


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    """However the block ended; and it is not held twice in one process."""
    path = tmp_path / "lock"
    with pytest.raises(KeyError), held(path):
        raise KeyError
    with held(path), pytest.raises(LockedError, match=rf"process {os.getpid()}"), held(path):
        pass
    with held(path):
        pass


def test_a_lock_that_cannot_be_written(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be taken"), held(tmp_path / "file" / "lock"):
        pass


CORRECTOR = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from digest.storage import Database, SqliteArchive
with Database.open(Path(sys.argv[1])) as database:
    archive = SqliteArchive(database)
    for _ in range(25):
        archive.correct("pin", articles=["https://quay.example/"], about=sys.argv[2], at=datetime.now(UTC))
"""


def test_corrections_of_two_programs_at_once_all_stand(tmp_path: Path) -> None:
    """Each with a number of its own, none skipped."""
    both = [subprocess.Popen([sys.executable, "-c", CORRECTOR, str(tmp_path), name]) for name in ("one", "other")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    with Database.open(tmp_path) as database:
        made = SqliteArchive(database).corrections()
    assert [each.number for each in made] == list(range(1, 51))
    assert sorted(each.about for each in made) == ["one"] * 25 + ["other"] * 25
