"""Feeds that need no repair are read without any; all others go the longer way, and both give the same entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.model import Entry, Fetched, FetchRequest, Source
from digest.sources import FeedParser, fast
from digest.sources.raw import RawFeed
from digest.sources.repairing import as_it_is

DATA = Path(__file__).parent / "data"
FEEDS = sorted(path for path in DATA.iterdir() if not path.name.endswith(".entries.json"))
SOURCE = Source(key="k", name="Feed", url="https://feeds.example/feed")
HEAD = b'<?xml version="1.0" encoding="utf-8"?>'


def rss(title: bytes = b"Ferry", *, head: bytes = HEAD, tail: bytes = b"") -> bytes:
    """A feed of one entry."""
    return (
        head + b'<rss version="2.0"><channel><title>Harbour</title><item><title>' + title + b"</title>"
        b"<link>https://harbour.example/1</link></item></channel></rss>" + tail
    )


def sound(body: bytes, content_type: str = "") -> RawFeed | None:
    """The feed where nothing has to be repaired."""
    document = as_it_is(body, content_type)
    return fast.read_sound(document) if document and fast.can_read(document) else None


class Longer(FeedParser):
    """Always repairs."""

    def _sound(self, fetched: Fetched) -> None:
        return None


def entries(parser: FeedParser, body: bytes) -> tuple[Entry, ...]:
    request = FetchRequest(key="k", url=SOURCE.url)
    return parser.parse(SOURCE, Fetched(request=request, state="read", url=SOURCE.url, body=body))


def test_the_shorter_way_is_there() -> None:
    """The version of fastfeedparser that is installed can say whether a document is sound."""
    found = sound(rss())
    assert found is not None
    assert [entry.title for entry in found.entries] == ["Ferry"]
    assert sound(rss(head=b"")) is not None
    assert sound(rss(tail=b"<!-- served in 3 ms -->\n")) is not None


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_both_ways_give_the_same(path: Path) -> None:
    """Whichever way is taken of each feed in data/."""
    body = path.read_bytes()
    assert entries(FeedParser(), body) == entries(Longer(), body)


@pytest.mark.parametrize(
    "body",
    [
        rss(b"Fish & chips"),
        rss(b"Fish &nbsp; chips"),
        rss(b"Fish &#0; chips"),
        rss(b"Fish &#146; chips"),
        rss(b"Fish \x07 chips"),
        rss(b"Fish \xff chips"),
        rss(b"Fish \xc2\x92 chips"),
        rss(b"<media:x>Fish</media:x>"),
        rss(b"<b>Fish"),
        rss(b"<![CDATA[<![CDATA[Fish]]]]>"),
        rss(b"&lt;![CDATA[Fish]]&gt;"),
        rss(head=b'<?xml version="1.0" encoding="iso-8859-1"?>'),
        rss(head=b'<?xml version="1.0" encoding="utf-16"?>'),
        rss(head=HEAD + b'<!DOCTYPE rss [<!ENTITY x "y">]>'),
        rss(head=b"junk" + HEAD),
        rss(head=b"\xef\xbb\xbf" + HEAD),
        b"<html><body>" + rss(head=b""),
        rss()[:-20],
        rss(b"Fish", tail=b" " * 30_000 + b"<x " + b"".join(b"a%d='' " % n for n in range(10_000)) + b"/>"),
        b"",
        b"<",
    ],
)
def test_what_may_need_repair_goes_the_longer_way(body: bytes) -> None:
    """Each fault that ``repaired`` mends, and what nobody can tell."""
    assert sound(body) is None


def test_a_header_that_names_another_encoding_sends_it_the_longer_way() -> None:
    """There the header is weighed against the bytes."""
    assert sound(rss(), "text/xml; charset=utf-8") is not None
    assert sound(rss(), "text/xml") is not None
    assert sound(rss(), "text/xml; charset=iso-2022-jp") is None
    assert sound(rss(), 'text/xml; charset="koi8-r"') is None


def test_without_the_native_reader_everything_goes_the_longer_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on machines that it is not built for; nothing is lost but time."""
    monkeypatch.setattr(fast._parser(), "_core", None)
    assert sound(rss()) is None
    assert [entry.title for entry in entries(FeedParser(), rss())] == ["Ferry"]
