"""Which mails of the mailbox were read, so that each is acted on once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from digest.storage.moments import to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_READ = "INSERT INTO mail_read (key, at, what) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


class SqliteMailRead:
    """``ports.MailRead`` in the database. Every verb may raise ``StorageError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of these keys whose mail was acted on."""
        query = "SELECT key FROM mail_read WHERE key IN (SELECT value FROM json_each(?))"
        with self._database.reading() as connection:
            return frozenset(key for (key,) in connection.execute(query, (json.dumps([storable(k) for k in keys]),)))

    @contextmanager
    def acting(self, keys: Sequence[str], what: str, *, at: datetime) -> Iterator[None]:
        """A block in which what is written reaches the disk together with the word that this mail was acted on."""
        with self._database.together():
            with self._database.writing(durable=True) as connection:
                connection.executemany(_READ, [(storable(key), to_column(at), storable(what)) for key in keys])
            yield
