"""What it takes to tell which of many entries are new, beside what it takes to store them. For the Python of digest."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from digest.model import Entry, Given, SourceReport, SourceState
from digest.storage import Database, SqliteArchive
from digest.storage.entries import HELD_IDS

HELD, ASKED = 100_000, 5_000
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
TEXT = "The ferry left the harbour on time, and nobody was hurt. " * 8


def asked_and_stored() -> tuple[float, float, float]:
    """Seconds to ask which of 5,000 entries, half of them new, are among 100,000; to store 5,000; to store 100,000."""
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder)) as database:
        archive = SqliteArchive(database)
        whole = sum(_stored(archive, range(first, first + ASKED)) for first in range(0, HELD, ASKED))
        ids = [_entry(number).article for number in range(HELD - ASKED // 2, HELD + ASKED // 2)]
        asked = min(_asked(database.path, ids) for _ in range(5))
        return asked, _stored(archive, range(HELD, HELD + ASKED)), whole


def _entry(number: int) -> Entry:
    url = f"https://harbour.example/{number}"
    return Entry(source="harbour", id=url, url=url, title=f"Ferry {number} leaves", summary=TEXT, published=NOW)


def _stored(archive: SqliteArchive, numbers: range) -> float:
    entries = tuple(map(_entry, numbers))
    state = SourceState(key="harbour", url="https://harbour.example/feed")
    report = SourceReport(source="Harbour", state="read", entries=len(entries))
    began = time.perf_counter()
    archive.record([Given(state=state, report=report, entries=entries)], at=NOW)
    return time.perf_counter() - began


def _asked(path: Path, ids: list[str]) -> float:
    connection = sqlite3.connect(path)
    began = time.perf_counter()
    found = connection.execute(HELD_IDS, (json.dumps(sorted(ids)),)).fetchall()
    took = time.perf_counter() - began
    assert len(found) == ASKED // 2
    connection.close()
    return took
