"""Each mail is acted on once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.model import Delivery
from digest.storage import Database, SqliteLedger
from digest.storage.mailread import SqliteMailRead

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of a test's own."""
    with Database.open(tmp_path) as opened:
        yield opened


def test_what_was_acted_on_is_known(database: Database) -> None:
    """By each of its keys, however many are asked for."""
    read = SqliteMailRead(database)
    with read.acting(["imap 1", "sha256 a"], "bounce", at=NOW):
        pass
    assert read.known(["imap 1", "imap 2", "sha256 a", *map(str, range(5000))]) == {"imap 1", "sha256 a"}
    with read.acting(["imap 9", "sha256 a"], "bounce", at=NOW):
        pass
    assert read.known(["imap 9"]) == {"imap 9"}


def test_what_is_done_and_the_word_of_it_are_kept_together_or_not_at_all(database: Database) -> None:
    """Where the doing fails, the mail is new; the next transaction is one of its own."""
    read, ledger = SqliteMailRead(database), SqliteLedger(database)
    change = Delivery(issue=1, recipient="bo@example.net", state="accepted", at=NOW)

    def fail() -> None:
        with read.acting(["k"], "bounce", at=NOW):
            ledger.write([change])
            assert ledger.of(1, ["bo@example.net"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not read.known(["k"])
    assert not ledger.of(1, ["bo@example.net"])
    ledger.write([change])
    assert ledger.of(1, ["bo@example.net"])
