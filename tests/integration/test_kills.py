"""`digest fetch` killed at random points: nothing is lost and nothing is doubled."""

from __future__ import annotations

import http.server
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from installed import digest, start, write

FEEDS, ENTRIES = 60, 40
ITEM = (
    "<item><title>Ferry {feed}.{n} leaves</title><link>https://harbour.example/{feed}/{n}</link>"
    "<guid>harbour:{feed}:{n}</guid><pubDate>Mon, 02 Mar 2026 05:00:00 GMT</pubDate>"
    "<description>{text}</description></item>"
)


class Harbour(http.server.BaseHTTPRequestHandler):
    """Serves each feed with an ETag, and 304 to whoever has it."""

    def do_GET(self) -> None:
        feed = int(self.path.rpartition("/")[2])
        if self.headers.get("If-None-Match") == f'"{feed}"':
            self.send_response(304)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        items = "".join(ITEM.format(feed=feed, n=n, text="The ferry left on time. " * 40) for n in range(ENTRIES))
        body = f"<rss version='2.0'><channel><title>Harbour {feed}</title>{items}</channel></rss>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("ETag", f'"{feed}"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Path]:
    """A publication of many feeds."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Harbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    write(tmp_path, "".join(f"  - feed: {address}/{n}\n    name: Harbour {n}\n" for n in range(FEEDS)))
    yield tmp_path
    server.shutdown()
    server.server_close()


def held(folder: Path) -> tuple[dict[str, int], set[str]]:
    """(source -> its entries, sources that are remembered)."""
    path = folder / ".digest/digest.db"
    if not path.exists():
        return {}, set()
    connection = sqlite3.connect(path)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchone():
            return {}, set()
        entries = dict(connection.execute("SELECT source, count(*) FROM entries GROUP BY source"))
        return entries, {key for (key,) in connection.execute("SELECT key FROM states")}
    finally:
        connection.close()


def test_killed_twenty_times(harbour: Path) -> None:
    """Each source is held whole, together with what is remembered of it, or not at all; a whole run completes it."""
    chance = random.Random(11)
    started = time.monotonic()
    assert digest(harbour, "fetch", "--quiet").returncode == 0
    whole = time.monotonic() - started
    seen: list[int] = []
    # Twenty kills, and more until one has come between two transactions: where that is depends on the machine.
    while len(seen) < 20 or (len(seen) < 100 and not any(0 < count < FEEDS for count in seen)):
        if len(seen) % 2 == 0:
            for path in (harbour / ".digest").glob("digest.db*"):
                path.unlink()
        with start(harbour, "fetch", "--quiet") as fetch:
            time.sleep(whole * chance.uniform(0.3, 1.0))
            fetch.send_signal(signal.SIGKILL)
        entries, remembered = held(harbour)
        assert set(entries.values()) <= {ENTRIES}
        assert set(entries) == remembered
        seen.append(len(entries))
    assert any(0 < count < FEEDS for count in seen), f"no kill came between two transactions: {seen}"
    assert digest(harbour, "fetch", "--quiet").returncode == 0
    entries, remembered = held(harbour)
    assert entries == {f"Harbour {n}": ENTRIES for n in range(FEEDS)}
    assert set(entries) == remembered
    connection = sqlite3.connect(harbour / ".digest/digest.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
