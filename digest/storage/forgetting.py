"""What is known of people and of no use any more: it goes by itself, whatever is kept of articles.

Never who is or was on the list, what stops somebody's mail, or who had which issue: that goes when somebody asks for it
(``dossier``).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.storage.retention import cut_at

if TYPE_CHECKING:
    from digest.storage.database import Database

SIGN_UPS = timedelta(days=30)  # that nobody confirmed: their links held for seven days
LETTERS = timedelta(days=30)  # that were asked for; a welcome stays, for there is to be no second one
MAILS = timedelta(days=400)  # that were read in the mailbox, which is looked at for a few days back
_LETTERS = "DELETE FROM letters WHERE kind <> 'welcome' AND at < ?"
_MOST = 2000  # people of a run, or of a transaction

# Those whom nobody ever confirmed, by the last thing that they, or somebody, did.
_ASKED = """
    SELECT who FROM subscribers WHERE state = 'pending' AND coalesce(
        (SELECT max(at) FROM subscriber_events WHERE who = subscribers.who AND what <> 'suppressed'), 0
    ) < ? ORDER BY who LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What went."""

    sign_ups: int = 0
    letters: int = 0
    mails: int = 0  # the word that they were read

    def __bool__(self) -> bool:
        return bool(self.sign_ups or self.letters or self.mails)


def forget(database: Database, *, now: datetime) -> Forgotten:
    """Drop what is past its term, of sign-ups a run's share. Age counts as ``retention`` counts it.

    A kill leaves each step whole. Raises ``StorageError``.
    """
    with database.writing(durable=False) as connection:
        terms = [cut_at(connection, keep, now) for keep in (SIGN_UPS, LETTERS, MAILS)]
        sign_ups, letters, mails = terms
        if sign_ups is None or letters is None or mails is None:
            return Forgotten()
        people = json.dumps([who for (who,) in connection.execute(_ASKED, (sign_ups, _MOST))])
        gone = _delete(connection, people)
        return Forgotten(
            sign_ups=gone,
            letters=connection.execute(_LETTERS, (letters,)).rowcount,
            mails=connection.execute("DELETE FROM mail_read WHERE at < ?", (mails,)).rowcount,
        )


def _delete(connection: sqlite3.Connection, people: str) -> int:
    """Everything of those who never were subscribers, but for what stops their mail. Returns how many they were."""
    connection.execute("PRAGMA secure_delete=ON")  # zeros in the place of an address
    among = "WHERE who IN (SELECT value FROM json_each(?))"
    for table in ("subscriber_events", "letters", "bounces"):
        connection.execute(f"DELETE FROM {table} {among}", (people,))
    return connection.execute(f"DELETE FROM subscribers {among}", (people,)).rowcount
