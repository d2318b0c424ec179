"""Several connections of one process, beside another program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from digest.storage import Database

OTHER = """
import sys
from pathlib import Path
from digest.storage import Database
Database.open(Path(sys.argv[1])).close()
"""


def test_a_second_connection_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """A program that comes and goes does not take itself for the last, nor the log away, while we are here."""
    with Database.open(tmp_path) as first:
        with first.writing(durable=True) as connection:
            connection.execute("INSERT INTO mail_read VALUES ('one', 1, 'other')")
        Database.open(tmp_path).close()
        subprocess.run([sys.executable, "-c", OTHER, str(tmp_path)], check=True, timeout=60)
        assert (tmp_path / "digest.db-wal").exists()
        with first.writing(durable=True) as connection:
            connection.execute("INSERT INTO mail_read VALUES ('two', 1, 'other')")
    with Database.open(tmp_path) as again, again.reading() as connection:
        assert connection.execute("SELECT count(*) FROM mail_read").fetchone() == (2,)
