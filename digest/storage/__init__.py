"""What is kept between runs: one SQLite file with articles, frozen issues and the ledger, and the lock of a run.

    with RunLock(folder / "lock").hold(), Database.open(folder) as database:
        archive, ledger = SqliteArchive(database), SqliteLedger(database)

It decides nothing: it is handed what to keep, and answers what was kept. It holds no settings and knows no clock.
"""

from digest.storage.archive import SqliteArchive
from digest.storage.catalogue import SqliteCatalogue
from digest.storage.database import Database
from digest.storage.ledger import SqliteLedger
from digest.storage.lock import RunLock
from digest.storage.subscribers import SqliteLetters, SqliteSubscribers

__all__ = [
    "Database",
    "RunLock",
    "SqliteArchive",
    "SqliteCatalogue",
    "SqliteLedger",
    "SqliteLetters",
    "SqliteSubscribers",
]
