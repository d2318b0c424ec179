"""What ``digest sources`` finds and prints, without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digest.cli.sources import adding, finding, listing, rewriting
from digest.cli.sources.editing import find
from digest.errors import UsageError
from digest.model import Fetched, FetchRequest, Source
from digest.sources import FeedParser

FEED = "<rss version='2.0'><channel><title>{0}</title><item><title>{0}</title><guid>{0}</guid></item></channel></rss>"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'
PAGE = "https://news.example.org/"


class Web:
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.asked: list[FetchRequest] = []

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """In the wrong order, as servers do."""
        self.asked += requests
        for request in reversed(requests):
            body = self.answers.get(request.url)
            if body is None:
                yield Fetched(request=request, state="failed", url=request.url, reason="HTTP 404", status=404)
            else:
                yield Fetched(request=request, state="read", url=request.url, body=body.encode(), status=200)


def look(page: str, answers: dict[str, str], *, written: bool = True) -> tuple[finding.Found, Web]:
    """What is found on a page."""
    web = Web(answers)
    room: Any = SimpleNamespace(fetcher=web, parser=FeedParser())
    request = FetchRequest(key=PAGE, url=PAGE, written=written)
    return finding.feeds(room, Fetched(request=request, state="read", url=PAGE, body=page.encode())), web


def test_feeds_come_in_the_pages_order() -> None:
    """Whoever answers first."""
    one, two = f"{PAGE}1", f"{PAGE}2"
    found, _ = look(LINK.format("/1") + LINK.format("/2"), {one: FEED.format("One"), two: FEED.format("Two")})
    assert [(feed.url, feed.title, feed.entries) for feed in found.feeds] == [(one, "One", 1), (two, "Two", 1)]


def test_a_page_sends_nobody_into_the_operators_network() -> None:
    """What it names on its own host is as much wanted as itself; what it names elsewhere is a stranger's word."""
    page = "".join(map(LINK.format, ("/own", "http://10.0.0.1/admin", "https://news.example.org:8443/x")))
    _, web = look(page, {})
    assert [(request.url, request.written) for request in web.asked[:3]] == [
        (f"{PAGE}own", True),
        ("http://10.0.0.1/admin", False),
        ("https://news.example.org:8443/x", False),
    ]
    assert not any(request.written for request in look(page, {}, written=False)[1].asked)


def test_what_is_declared_and_broken_is_told() -> None:
    """With the reason; what is only linked to, and no feed, is not."""
    found, _ = look(LINK.format("/1") + LINK.format("/2"), {f"{PAGE}1": "<html><title>Login</title><p>x</html>"})
    assert found.feeds == ()
    assert found.failed == ((f"{PAGE}1", "an HTML page titled “Login”, not a feed"), (f"{PAGE}2", "HTTP 404"))
    assert look('<a href="/rss">RSS</a>', {})[0] == finding.Found(feeds=())


def test_a_broken_feed_does_not_hide_a_usual_place() -> None:
    """One that works is better than one that is declared."""
    found, _ = look(LINK.format("/1"), {f"{PAGE}feed": FEED.format("F"), f"{PAGE}rss": FEED.format("R")})
    assert [feed.url for feed in found.feeds] == [f"{PAGE}feed"]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("example.org", "https://example.org"),
        ("news.example.org:8080/world?x=1", "https://news.example.org:8080/world?x=1"),
        ("https://example.org", "https://example.org"),
        ("feeds/town.xml", "feeds/town.xml"),
        ("town.rss", "town.rss"),
        ("here.example", "here.example"),
        ("/srv/feed", "/srv/feed"),
        ("localhost", "localhost"),
    ],
)
def test_addresses_as_a_browser_takes_them(tmp_path: Path, written: str, url: str) -> None:
    """Only what can be no file's path."""
    (tmp_path / "here.example").touch()
    assert adding._completed(written, tmp_path) == url


def test_names_that_are_taken_are_counted() -> None:
    """As in a folder of files."""
    assert rewriting.unused("A", set()) == "A"
    assert rewriting.unused("A", {"A", "A (2)"}) == "A (3)"


def test_lines_fit_whatever_the_script() -> None:
    """Eighty columns, of which some letters take two."""
    from rich.cells import cell_len

    for name in ("A", "A" * 90, "東京" * 40, "e\u0301" * 60):
        line = listing._line(name, "failing", "15 November 2023", "less than one a year")
        assert cell_len(line) <= 80
        assert line.endswith("less than one a year")


def test_a_source_is_found_by_key_url_or_name() -> None:
    """Two of one name must be told apart."""
    sources = [
        Source(key=url, name="news.example.org", url=url)
        for url in ("https://news.example.org/a", "https://b.example/")
    ]
    config: Any = SimpleNamespace(sources=[*sources, Source(key="C", name="C", url="/c.xml")], path=Path("feeds.yml"))
    assert find(config, "C") is config.sources[2]
    assert find(config, "/c.xml") is config.sources[2]
    assert find(config, "https://b.example/") is sources[1]
    with pytest.raises(UsageError, match="2 sources are called"):
        find(config, "news.example.org")
    with pytest.raises(UsageError, match="no source"):
        find(config, "D")
