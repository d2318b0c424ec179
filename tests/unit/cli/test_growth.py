"""What a day asks of a database that holds years: by an index, and never all of what grows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.morning import FIRST, SECOND, Town, town

# What a year makes hundreds of thousands of rows of.
_MANY = (
    *("entries", "forgotten", "articles", "issue_articles", "printed", "deliveries", "delivery_changes"),
    *("subscribers", "suppressions", "subscriber_events", "revisions"),
)
# What has rows of several pages, or some for each issue: read in order of an index, a year of them takes a millisecond.
_FEW = ("issues", "contents", "told", "credits", "announced")
# It ends at the first issue that was published, from the newest on.
_FIRST = "ORDER BY number DESC LIMIT 1"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement of any connection, with its values, while the test runs."""
    found: list[str] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def listening(*given: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(*given, **more)
        connection.set_trace_callback(found.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", listening)
    yield found
    monkeypatch.undo()


def scans(place: Path, statements: list[str]) -> list[str]:
    """The steps, each with its statement, in which one of these reads all of what grows."""
    found = []
    with closing(sqlite3.connect(place / ".digest/digest.db")) as connection:
        for statement in dict.fromkeys(statements):
            if not re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT)\b", statement):
                continue
            # Whatever a table is called there.
            names = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+AS\s+(\w+)", statement)}
            for _, _, _, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                kind, name, *how = step.split()
                table = names.get(name, name)
                few = table in _FEW and "INDEX" not in how and _FIRST not in statement
                if kind == "SCAN" and (table in _MANY or few):
                    found.append(f"{step}: {' '.join(statement.split())[:200]}")
    return found


@pytest.fixture
def place(tmp_path: Path) -> Town:
    made = town(tmp_path)
    made.write(
        more="keep_articles: 30d\nmail: {from: news@example.org, to: [ada@example.org], smtp: {host: 127.0.0.1}}"
    )
    return made


def next_day(place: Town) -> None:
    """The feeds of the second morning."""
    place.entry("gazette", "Kelmar Bridge opens to cyclists", "They may ride from Tuesday on.", slug="two", at=SECOND)
    place.entry("wire", "Tarsk ferries carry 9,000 on first day", "Two more are on the way.", slug="nine", at=SECOND)
    for name, entries in place.feeds.items():
        path = place.folder / f"{name}.xml"
        path.write_text(path.read_text().replace("<description/>", "<description/>" + _items(entries[:1])))


def _items(entries: list[Any]) -> str:
    return "".join(
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT"
        f"</pubDate><description>{body}</description></item>"
        for title, body, url, moment in entries
    )


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--at", SECOND, "--no-send"),
        ("publish",),
        ("send", "--dry-run", "--stale"),
        ("verify",),
        ("doctor", "--offline"),
        ("stories", "list", "--at", SECOND),
        ("runs",),
        ("issues", "list"),
        ("sources",),
    ],
    ids=lambda command: command[0],
)
def test_no_command_of_a_day_reads_all_that_was_ever_kept(
    place: Town, asked: list[str], command: tuple[str, ...]
) -> None:
    """Each of its statements finds by an index what it wants: what grows with the years is never gone through."""
    place.text("run", "--at", FIRST, "--no-send")
    next_day(place)
    asked.clear()
    place.run(*command)
    assert len(asked) > 3
    assert scans(place.folder, asked) == []


def test_a_run_with_nothing_new_reads_all_of_nothing(place: Town, asked: list[str]) -> None:
    """The second run of a day, too; nor does the first of all."""
    for _ in range(2):
        place.text("run", "--at", FIRST, "--no-send")
    assert scans(place.folder, asked) == []


def test_such_a_reading_would_be_found(place: Town, asked: list[str]) -> None:
    """The proof can fail: it knows a table by another name too, and an index that saves no reading."""
    place.text("run", "--at", FIRST, "--no-send")
    for statement in (
        "SELECT body FROM entries ORDER BY id",
        "SELECT 1 FROM entries AS one WHERE one.body = 'x'",
        "DELETE FROM forgotten WHERE id > '' OR 1",
        "SELECT date FROM issues WHERE sha256 = 'x'",
    ):
        assert scans(place.folder, [statement]), statement


def test_a_day_writes_no_file_of_an_earlier_issue(place: Town) -> None:
    """What is of one issue stays as it lies on the disk; what spans them is written, and only where it says more."""
    place.text("run", "--at", FIRST, "--no-send")
    before = files(place.folder / "output")
    next_day(place)
    place.text("run", "--at", SECOND, "--no-send")
    after = files(place.folder / "output")
    touched = {path for path in after if after[path] != before.get(path)}
    assert {"index.html", "feed.xml", f"issues/{SECOND[:10]}/index.html"} <= touched
    assert {path for path in touched if path.startswith(f"issues/{FIRST[:10]}/")} == set()
    assert "style.css" not in touched


def files(place: Path) -> dict[str, tuple[int, int]]:
    """Every file, by what tells that it was written anew."""
    found = {path: path.stat() for path in place.rglob("*") if path.is_file()}
    return {path.relative_to(place).as_posix(): (of.st_ino, of.st_mtime_ns) for path, of in found.items()}
