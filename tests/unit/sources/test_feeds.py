"""Feeds of every dialect, whole and broken: what entries they give, and what is said where they give none."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from digest.errors import FeedError
from digest.model import Entry, Fetched, FetchRequest, Source
from digest.sources import FeedParser

DATA = Path(__file__).parent / "data"
FEEDS = sorted(path for path in DATA.iterdir() if not path.name.endswith(".entries.json"))


def parse(body: bytes, name: str = "feed", *, parser: str = "auto", content_type: str = "") -> tuple[Entry, ...]:
    url = f"https://feeds.example/{name}"
    source = Source(key="k", name="Feed", url=url, parser="feedparser" if parser == "feedparser" else "auto")
    request = FetchRequest(key="k", url=url)
    return FeedParser().parse(
        source, Fetched(request=request, state="read", url=url, body=body, content_type=content_type)
    )


def rows(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """Entries as the golden files write them: without what is empty or the same in all."""
    made = []
    for entry in entries:
        given = {key: value for key, value in asdict(entry).items() if key not in ("source", "position")}
        if entry.enclosure is not None:
            given["enclosure"] = asdict(entry.enclosure)
        if entry.content_kind == "html":
            del given["content_kind"]
        made.append(
            json.loads(json.dumps({k: v for k, v in given.items() if v}, default=lambda moment: moment.isoformat()))
        )
    return made


@pytest.mark.parametrize("parser", ["auto", "feedparser"])
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_golden(path: Path, parser: str) -> None:
    """Each feed in data/ gives the entries written beside it, whichever parser reads it."""
    golden = json.loads(path.with_name(path.name + ".entries.json").read_text(encoding="utf-8"))
    assert rows(parse(path.read_bytes(), path.name, parser=parser)) == golden


def test_positions_count_from_one_in_feed_order() -> None:
    """An entry's place is its place in the feed, duplicates left out of the result but not of the count."""
    assert [entry.position for entry in parse((DATA / "duplicates.rss").read_bytes())] == [1, 3, 4, 5, 6, 7, 8]


RSS = b'<rss version="2.0"><channel><title>t</title><item><title>%s</title><link>https://a.example/1</link></item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (b"\xef\xbb\xbf" + RSS % "Zoë".encode(), "", "Zoë"),
        (b"\n\n  " + RSS % b"Spaces", "", "Spaces"),
        (RSS % "Zoë".encode(), "text/xml; charset=iso-8859-1", "Zoë"),
        (RSS % "Zoë".encode("cp1252"), "text/xml; charset=utf-8", "Zoë"),
        (RSS % "Лёд".encode("koi8-r"), "text/xml; charset=koi8-r", "Лёд"),
        (b'<?xml version="1.0" encoding="gb2312"?>' + RSS % "新闻镕".encode("gb18030"), "", "新闻镕"),
        (b'<?xml version="1.0" encoding="no-such"?>' + RSS % "Zoë".encode(), "", "Zoë"),
        ('<?xml version="1.0"?>'.encode("utf-16-le") + (RSS % b"Wide").decode().encode("utf-16-le"), "", "Wide"),
        ((RSS % b"Wider").decode().encode("utf-32"), "", "Wider"),
        ((RSS % "Zoë \ufffe".encode()).replace(b"Zo", b"Zo\x1f"), "", "Zoë"),
        (RSS % b"A &#0;&#x1F;B", "", "A B"),
        (RSS % b"<![CDATA[A & B &nbsp; C]]>", "", "A & B C"),
    ],
)
def test_encodings(body: bytes, content_type: str, title: str) -> None:
    """Marks, headers and declarations, true or false, and characters that XML forbids."""
    assert [entry.title for entry in parse(body, content_type=content_type)] == [title]


def test_a_few_bad_bytes_do_not_flip_the_encoding() -> None:
    """Stray Windows-1252 in UTF-8 is read byte by byte; all around it stays UTF-8."""
    body = RSS % ("Ünïcödé ".encode() * 50 + b"\x93x\x94")
    assert parse(body)[0].title.endswith("Ünïcödé “x”")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the answer is empty"),
        (b" \n ", "the answer is empty"),
        (b"\x1f\x8b\x08\x00\x00", "gzip-compressed"),
        (b"%PDF-1.7", "PDF"),
        (b"Too many requests", "plain text: “Too many requests”"),
        (b'{"error": "gone"}', "JSON, but no JSON Feed"),
        (b"{", "JSON, but no JSON Feed"),
        (b"[" * 100_000, "JSON, but no JSON Feed"),
        (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>x</body></html>", "a challenge page"),
        (
            b"<html><title>Sign in</title><form><input name=p type='password'></form></html>",
            "a login page titled “Sign in”",
        ),
        (b"<html><title>Gone</title><p>Nothing here</p></html>", "an HTML page titled “Gone”, not a feed"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "sitemap"),
        (b"<?xml version='1.0'?><note>x</note>", "root is <note>"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_holds_no_feed_is_named(body: bytes, said: str) -> None:
    """The error says what the bytes look like, and where they came from."""
    with pytest.raises(FeedError) as caught:
        parse(body)
    assert said in str(caught.value)
    assert caught.value.where == "https://feeds.example/feed"


def test_a_page_that_names_its_feed_is_passed_on() -> None:
    """An HTML page that advertises a feed says which."""
    with pytest.raises(FeedError) as caught:
        parse(b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2"></head></html>')
    assert caught.value.fix == "it names this feed: https://feeds.example/rss?a=1&b=2"


def test_a_feed_without_entries_is_a_feed() -> None:
    """Nothing new is no fault."""
    assert parse(b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>") == ()
    assert parse(b'{"version": "https://jsonfeed.org/version/1", "items": []}') == ()


def test_entities_of_a_doctype_do_not_explode() -> None:
    """Plain entities are resolved; those that name others (billion laughs) or files stay as they are written."""
    bomb = (
        b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">
    <!ENTITY f SYSTEM "file:///etc/passwd">]>"""
        + RSS % b"&a; &c; &f;"
    )
    assert [entry.title for entry in parse(bomb)] == ["ha &c; &f;"]


@pytest.mark.parametrize("parser", ["auto", "feedparser"])
@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 3_000,
        b"<rss><channel><item><title>" + b"<b>" * 5_000,
        b"<rss>" + b"<![CDATA[" * 20_000,
        b"<feed>" + b"&a;" * 50_000,
        b"<rss " + b"a=" * 50_000,
        b"<rss><channel><item>" + b"<![CDATA[]]>&" * 10_000,
    ],
)
def test_hostile_bytes_end_in_entries_or_a_named_error(body: bytes, parser: str) -> None:
    """No input brings out anything but entries or ``FeedError``."""
    try:
        found = parse(body, parser=parser)
    except FeedError:
        return
    assert all(isinstance(entry, Entry) for entry in found)


def test_a_file_without_an_address_resolves_links_against_the_site_it_names() -> None:
    """A feed read from disk has no address of its own."""
    body = b"<rss version='2.0'><channel><link>https://a.example/</link><item><title>t</title><link>/1</link></item></channel></rss>"
    source = Source(key="k", name="n", url="/srv/feed.xml")
    request = FetchRequest(key="k", url="/srv/feed.xml")
    found = FeedParser().parse(source, Fetched(request=request, state="read", url="/srv/feed.xml", body=body))
    assert found[0].url == "https://a.example/1"


@pytest.mark.parametrize("base", ["//[", "http://[::1", "https://a.example:x/", "http://]/"])
def test_a_base_that_is_no_address_costs_no_entry(base: str) -> None:
    """Found by fuzzing: links are then relative to where the feed came from."""
    entry = "<entry><title>t</title><link href='/1'/></entry>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{base}'>{entry}</feed>"
    assert [entry.title for entry in parse(body.encode())] == ["t"]
