"""A dozen bad feeds beside a good one, over HTTP, and the installed `digest fetch`: what its user is told."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from installed import AT, BRIDGE, FEED, digest, write

GOOD = FEED.format(**BRIDGE)
# Path -> status, content type, body; and what is said of it, "" where it is read.
ANSWERS: dict[str, tuple[int, str, bytes, str]] = {
    "challenge": (
        200,
        "text/html",
        b"<!DOCTYPE html><title>Just a moment...</title><body>Checking your browser</body>",
        "a challenge page titled “Just a moment...” that asks for a browser"
        " — the site refuses feed readers; ask it for another address",
    ),
    "accepted": (
        202,
        "application/rss+xml",
        b"<html><head><title>Robot check</title></head><body>captcha</body></html>",
        "answered with 202 and a web page, as checks for robots do",
    ),
    "login": (
        200,
        "application/xml",
        b"<html><title>Sign in</title><form><input type='password'></form></html>",
        "a login page titled “Sign in” — the feed needs an account; look for a public address",
    ),
    "page": (
        200,
        "text/html",
        b"<html><head><title>The Post</title></head><body>Welcome</body></html>",
        "an HTML page titled “The Post”, not a feed",
    ),
    "empty": (200, "application/rss+xml", b"", "HTTP 200: answered with nothing"),
    "words": (200, "text/plain", b"Too many requests", "not a feed but plain text: “Too many requests”"),
    "json": (200, "application/json", b'{"error": "gone"}', "JSON, but no JSON Feed"),
    "sitemap": (
        200,
        "text/xml",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>",
        "not a feed but an XML sitemap",
    ),
    "zipped": (
        200,
        "application/rss+xml",
        gzip.compress(GOOD.encode(), mtime=0),
        "not a feed but gzip-compressed bytes that were not unpacked",
    ),
    "error": (500, "text/plain", b"no", "HTTP 500: the server failed"),
    "missing": (404, "text/plain", b"no", "HTTP 404: not found"),
    # These are read for what they hold.
    "mime": (200, "image/png", GOOD.encode(), ""),
    "latin": (200, "text/xml; charset=utf-8", GOOD.replace("Bridge", "Brücke").encode("cp1252"), ""),
    "junk": (200, "text/xml", b"<br>Warning: x\n" + GOOD.encode() + b"<script>1 < 2</script>", ""),
    "laughs": (
        200,
        "text/xml",
        b"<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
        + GOOD.partition("?>")[2].replace("closed", "&b;").encode(),
        "",
    ),
}


class Bad(http.server.BaseHTTPRequestHandler):
    """Answers as ``ANSWERS`` says, and with the good feed at /good."""

    def do_GET(self) -> None:
        status, kind, body, _ = ANSWERS.get(self.path.strip("/"), (200, "application/rss+xml", GOOD.encode(), ""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def bad() -> Iterator[str]:
    """The address of the server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bad)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_is_named_and_the_good_one_is_read(tmp_path: Path, bad: str) -> None:
    """Every fault in its user's words, on its own line; the rest as if it were alone, and an issue comes of it."""
    write(tmp_path, "".join(f"  - {{feed: {bad}/{name}, name: {name}}}\n" for name in [*ANSWERS, "good"]))
    done = digest(tmp_path, "fetch", "--verbose", *AT)
    lines = [line.strip() for line in done.stdout.splitlines()]
    for name, (_, _, _, fault) in ANSWERS.items():
        assert (f"✗ {name}: {fault}" if fault else f"· {name}: read, 1 entry, 1 new") in lines, done.stdout
    assert "· good: read, 1 entry, 1 new" in lines
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 3  # something failed, and something was read
    edited = digest(tmp_path, "edit", *AT)
    assert edited.returncode == 0, edited.stdout + edited.stderr
    issues = json.loads(digest(tmp_path, "issues", "--json").stdout)["issues"]
    assert [issue["subject"] for issue in issues] == [BRIDGE["title"]]


def test_the_same_in_json(tmp_path: Path, bad: str) -> None:
    """For whoever watches it with a program."""
    write(tmp_path, "".join(f"  - {{feed: {bad}/{name}, name: {name}}}\n" for name in [*ANSWERS, "good"]))
    told = json.loads(digest(tmp_path, "fetch", "--json", *AT).stdout)["sources"]
    assert {each["source"]: each["reason"] for each in told if each["state"] == "failed"} == {
        name: fault for name, (_, _, _, fault) in ANSWERS.items() if fault
    }
