"""Subscription lists in and out."""

import pytest

from digest.errors import DataError
from digest.model import Source
from digest.sources import opml

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World & more"><outline text="Inner"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/rss?x=1&y=2"/></outline>
<outline title="C" xmlUrl="feed://c.example/rss" htmlUrl="https://c.example/"/></outline>
<outline text="D" XMLURL="https://d.example/rss" category="/Tech/Web,Other"/>
<outline text="Again" xmlUrl="https://a.example/rss?x=1&amp;y=2"/>
<outline text="E" xmlUrl="javascript:alert(1)"/><outline xmlUrl="https://f.example/rss"/>
</body></opml>"""


def test_folders_are_sections() -> None:
    """The innermost folder is the section; each address comes once; what is no http(s) address is left out."""
    found = opml.read(LIST.encode())
    assert [(source.name, source.url, source.section) for source in found] == [
        ("A & B", "https://a.example/rss?x=1&y=2", "Inner"),
        ("C", "http://c.example/rss", "World & more"),
        ("D", "https://d.example/rss", "Web"),
        ("f.example", "https://f.example/rss", None),
    ]


def test_what_is_written_reads_back() -> None:
    """Sources survive a round trip with their names, sections and languages; seeds are no feeds."""
    sources = (
        Source(key="a", name="A & <B>", url="https://a.example/?x=1&y=2", section="World", lang="en"),
        Source(key="b", name="B", url="https://b.example/"),
        Source(key="c", name="C", url="https://c.example/", section="World"),
        Source(key="s", name="S", url="/s/*", kind="seeds"),
    )
    body = opml.write(sources, "Mine")
    assert opml.write(sources, "Mine") == body
    back = {source.url: (source.name, source.section, source.lang) for source in opml.read(body)}
    assert back == {
        source.url: (source.name, source.section, source.lang) for source in sources if source.kind == "feed"
    }


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example/?feed=rss2&amp;rss=1&amp;utm_source=x", "https://a.example/?feed=rss2&rss=1&utm_source=x"),
        ("https://a.example/@someone/feed#top", "https://a.example/@someone/feed"),
        ("https://me:secret@a.example/feed", "https://a.example/feed"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/?a=1&amp;amp;b=2", "https://a.example/?a=1&b=2"),
        ("HTTPS://A.example/Feed", "HTTPS://A.example/Feed"),
    ],
)
def test_addresses_stay_as_they_are_written(written: str, url: str) -> None:
    """What is tracking in an article's link may be what makes a feed; only what could not be asked is changed."""
    body = f'<opml version="2.0"><body><outline text="A" xmlUrl="{written}"/></body></opml>'
    assert [source.url for source in opml.read(body.encode())] == [url]


@pytest.mark.parametrize("junk", [b"", b"x", b"<html></html>", b"<rss/>", b"\x00\x01\x02"])
def test_junk_is_named(junk: bytes) -> None:
    """What is no subscription list says so."""
    with pytest.raises(DataError, match="no OPML"):
        opml.read(junk, where="list.opml")


def test_hostile_lists_are_survived() -> None:
    """Nesting without end and entities that explode cost nothing."""
    assert opml.read(b"<opml><body>" + b"<outline text='a'>" * 20_000) == ()
    bomb = b'<!DOCTYPE opml [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;" xmlUrl="https://x.example/"/></body></opml>'
    assert opml.read(bomb)[0].url == "https://x.example/"
