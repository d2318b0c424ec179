"""The feeds that a page names."""

from __future__ import annotations

import pytest

from digest.sources import discovery
from digest.sources.discovery import candidates, title, well_known

PAGE = "https://news.example.org/world/"


def found(html: str, url: str = PAGE) -> list[tuple[str, str, str]]:
    """(url, title, type) of each candidate."""
    return [(c.url, c.title, c.type) for c in candidates(html.encode(), url)]


def test_declared_feeds_come_in_the_pages_order() -> None:
    """RSS, Atom and JSON Feed, relative to the page."""
    html = """<html><head><title>World</title>
    <link rel="stylesheet" href="/s.css"><link rel="canonical" href="https://news.example.org/world/">
    <link rel="alternate" type="application/rss+xml" title="World &amp; more" href="rss.xml">
    <link href='/atom' REL='Alternate home' TYPE='application/atom+xml; charset=utf-8'>
    <link rel="alternate" type="application/feed+json" title="JSON" href="//cdn.example.org/feed.json#x">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="text/html" href="/amp">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
    </head><body><a href="/other.rss">RSS</a></body></html>"""
    assert found(html) == [
        ("https://news.example.org/world/rss.xml", "World & more", "RSS"),
        ("https://news.example.org/atom", "", "Atom"),
        ("https://cdn.example.org/feed.json", "JSON", "JSON Feed"),
    ]


def test_comments_come_last() -> None:
    """The feed of what readers say is not the one that is looked for."""
    html = """<link rel=alternate type=application/rss+xml title="Town » Comments Feed" href=/comments/feed/>
    <link rel=alternate type=application/rss+xml title="Town » Feed" href=/feed/>"""
    assert [(c.url, c.comments) for c in candidates(html.encode(), PAGE)] == [
        ("https://news.example.org/feed/", False),
        ("https://news.example.org/comments/feed/", True),
    ]


def test_a_base_element_counts() -> None:
    """Relative addresses are relative to it."""
    html = '<base href="https://static.example.org/a/"><link rel=alternate type=application/atom+xml href=b.atom>'
    assert found(html) == [("https://static.example.org/a/b.atom", "", "Atom")]


def test_a_channels_page_names_its_own_feed() -> None:
    """A parameter that looks like tracking may be what makes the feed: nothing is taken out."""
    html = """<link rel="alternate" type="application/rss+xml" title="RSS"
    href="https://video.example.org/feeds/videos.xml?channel_id=UC1&amp;rss=1&amp;utm_source=x">"""
    assert found(html)[0][0] == "https://video.example.org/feeds/videos.xml?channel_id=UC1&rss=1&utm_source=x"


def test_ordinary_links_count_where_none_is_declared() -> None:
    """Links to the site's own feeds; to another's where the words say so too."""
    html = """<a href="/about">About our RSS policy</a><a href="/feed/">Subscribe</a><a href="/x?feed=rss2">x</a>
    <a href="https://feeds.example.net/town.rss">RSS</a><a href="https://else.example.com/feed">our friends</a>
    <a href="/feedback">Feedback</a><a href="/p" type="application/rss+xml">P</a>"""
    assert [url for url, _, _ in found(html)] == [
        "https://news.example.org/feed/",
        "https://news.example.org/x?feed=rss2",
        "https://feeds.example.net/town.rss",
        "https://news.example.org/p",
    ]


def test_comments_alone_do_not_end_the_search() -> None:
    """An article's page often declares its own comments and nothing else: then its links count too."""
    html = """<link rel=alternate type=application/rss+xml title="Feed de comentários" href=/2026/05/a/feed/>
    <a href="/rss-feeds">RSS</a>"""
    assert [(c.url, c.comments, c.declared) for c in candidates(html.encode(), PAGE)] == [
        ("https://news.example.org/rss-feeds", False, False),
        ("https://news.example.org/2026/05/a/feed/", True, True),
    ]


def test_each_address_comes_once_and_the_page_never() -> None:
    """However it is written."""
    link = '<link rel=alternate type=application/rss+xml href="{}">'
    html = "".join(
        link.format(href) for href in ("/rss", "https://NEWS.example.org:443/rss#a", "", ".", "?utm_source=x")
    )
    assert [url for url, _, _ in found(html)] == ["https://news.example.org/rss"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/xml,<rss/>", "file:///etc/passwd", "http://[::1", "http://", "mailto:a@b.c"],
)
def test_only_web_addresses_count(href: str) -> None:
    """Nothing else is an address to ask."""
    assert found(f'<link rel=alternate type=application/rss+xml href="{href}">') == []


def test_feed_scheme() -> None:
    """feed: is http by another name."""
    html = '<link rel=feed href="feed://a.example/f"><link rel=feed href="feed:https://b.example/f">'
    assert [url for url, _, _ in found(html)] == ["http://a.example/f", "https://b.example/f"]


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<rss version='2.0'/>", b"{}", b"<" * 5000, b"<a>" * 50_000])
def test_what_is_no_page_names_nothing(body: bytes) -> None:
    """Junk is survived."""
    assert candidates(body, PAGE) == ()


def test_a_directory_of_feeds_is_cut() -> None:
    """As many as a person reads."""
    html = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(500))
    assert len(found(html)) == discovery.MOST


def test_well_known_places() -> None:
    """Below the page first, then at the root."""
    assert well_known(PAGE)[:3] == (
        "https://news.example.org/world/feed",
        "https://news.example.org/feed",
        "https://news.example.org/rss",
    )
    assert well_known("http://localhost:8000/a/index.html")[0] == "http://localhost:8000/feed"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<rss version='2.0'><channel><image><title>Logo</title></image><title> Town &amp;amp; Country </title>"
         "<item><title>One</title></item></channel></rss>", "Town & Country"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title></entry><title type='html'>&lt;b&gt;Atom"
         "&lt;/b&gt;</title></feed>", "Atom"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel>"
         "<title>Old</title></channel></rdf:RDF>", "Old"),
        ("junk <rss><channel><title>Broken & bare", ""),
        ("<rss><channel><title>Broken & bare</title><item><title>x", "Broken & bare"),
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "J <b>F</b>", "items": []}', "J F"),
        ('{"title": 7}', ""), ("{" * 5000, ""), ("[]", ""), ("", ""), ("<html><title>Page</title></html>", ""),
        ("<rss><channel><item><title>Only an entry</title></item></channel></rss>", ""),
    ],
)  # fmt: skip
def test_what_a_feed_calls_itself(body: str, wanted: str) -> None:
    """Its own title, as plain text."""
    assert title(body.encode()) == wanted
