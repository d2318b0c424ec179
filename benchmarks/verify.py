"""What it costs to prove an issue of a real day, and that any byte that changes is found.

    python benchmarks/verify.py DATA [--day 2020-05-04]

DATA holds ``days/DATE/OUTLET.xml``. The day is made and published; then ``digest verify`` is measured as a whole
process, beside ``digest issues show``, which starts the same program and renders the same issue, and ``sha256sum`` of
the same files. Then bytes of the database's cited rows and of output/ are changed one at a time; each has to be found.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from measuring import programs
from measuring.cost import least, measure
from measuring.publication import Publication

FLAWED = 4  # digest's status where an issue is not what it was


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--day", default="2020-05-04", help="which of DATA/days (default 2020-05-04)")
    parser.add_argument("--changes", type=int, default=40, help="bytes to change (default 40)")
    programs.options(parser)
    given = parser.parse_args()
    files = sorted((given.data / "days" / given.day).glob("*.xml"))
    if not files:
        parser.error(f"no day {given.day} in {given.data / 'days'}")
    with tempfile.TemporaryDirectory() as folder:
        ours = Publication(programs.find(given).digest, Path(folder) / "digest")
        ours.write((path.stem, str(path)) for path in files)
        ours.run("run", "--at", f"{given.day}T23:00:00Z", "--no-send", "--quiet")
        every = sorted(path for path in ours.folder.rglob("*") if path.is_file())
        commands: dict[str, Sequence[str | Path]] = {
            "digest verify": [ours.digest, "verify"],
            "digest issues show": [ours.digest, "issues", "show"],
            "sha256sum": ["sha256sum", *every],
        }
        for name, command in commands.items():
            cost = least(given.repeat, partial(measure, command, folder=ours.folder))
            print(f"{name:<20}{cost.cpu:8.3f} s CPU {cost.wall:8.3f} s {cost.rss:8.0f} MB")
        print(ours.run("verify").out.strip())
        found = sum(_found(ours, change) for change in _changes(ours.folder, given.changes))
        print(f"{found} of {given.changes} changed bytes found")


def _found(ours: Publication, change: Callable[[], Callable[[], None]]) -> bool:
    """Whether a change is found; it is taken back."""
    back = change()
    status = measure([ours.digest, "verify", "-q"], folder=ours.folder, good=(0, FLAWED)).status
    back()
    return status == FLAWED


def _changes(folder: Path, number: int) -> list[Callable[[], Callable[[], None]]]:
    """So many changes, by turns of a file of output/ and of a row of the database; each returns what takes it back."""
    chance = random.Random(1)
    files = sorted(path for path in (folder / "output").rglob("*") if path.is_file() and path.stat().st_size)
    rows = [("issues", "number", "body"), ("articles", "id", "body"), ("seals", "issue", "seal")]

    def flipped(body: bytes) -> bytes:
        at = chance.randrange(len(body))
        return body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :]

    def file() -> Callable[[], None]:
        path = chance.choice(files)
        body = path.read_bytes()
        path.write_bytes(flipped(body))

        def back() -> None:
            path.write_bytes(body)

        return back

    def row() -> Callable[[], None]:
        table, key, column = chance.choice(rows)
        cited = " WHERE id IN (SELECT article FROM issue_articles)" if table == "articles" else ""
        connection = sqlite3.connect(folder / ".digest/digest.db")
        held = connection.execute(f"SELECT {key}, CAST({column} AS BLOB) FROM {table}{cited} ORDER BY 1").fetchall()
        name, body = chance.choice(held)

        def put(value: bytes | str) -> None:
            with connection:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, name))

        def back() -> None:
            put(body.decode() if column == "seal" else body)
            connection.close()

        put(flipped(body))
        return back

    return [(file, row)[at % 2] for at in range(number)]


if __name__ == "__main__":
    main()
