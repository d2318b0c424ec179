"""Bad feeds, each with the entries that it still gives, or with what its reader is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.errors import FeedError
from digest.model import Entry, Fetched, FetchRequest, Source
from digest.sources import FeedParser

URL = "https://feeds.example/news/feed.xml"
PAGE = "https://a.example/1"
BOTH = pytest.mark.parametrize("parser", ["auto", "feedparser"])


def parse(body: bytes | str, parser: str = "auto", content_type: str = "", status: int = 200) -> tuple[Entry, ...]:
    source = Source(key="k", name="Feed", url=URL, parser="feedparser" if parser == "feedparser" else "auto")
    body = body.encode() if isinstance(body, str) else body
    request = FetchRequest(key="k", url=URL)
    return FeedParser().parse(
        source,
        Fetched(request=request, state="read", url=URL, body=body, content_type=content_type, status=status),
    )


def rss(*items: str, head: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>t</title><link>https://a.example/</link>{inside}</channel></rss>'


def titled(title: str) -> str:
    return rss(f"<title>{title}</title><link>{PAGE}</link>")


def refused(body: bytes | str, **answer: object) -> FeedError:
    with pytest.raises(FeedError) as caught:
        parse(body, **answer)  # type: ignore[arg-type]  # the fields of an answer, given by name
    return caught.value


# --------------------------------------------------------------------------------------------------- bytes and letters


@BOTH
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (titled("Zoë – “é”").encode(), ""),
        (titled("Zoë – “é”").encode("cp1252"), ""),
        (titled("Zoë – “é”").encode("cp1252"), "text/xml; charset=utf-8"),
        (titled("Zoë – “é”").encode(), "text/xml; charset=us-ascii"),
        (titled("Zoë – “é”").encode(), "application/rss+xml; charset=none"),
        (titled("Zoë – “é”").encode(), 'text/xml; charset="iso-8859-1"'),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + titled("Zoë – “é”").encode("cp1252"), ""),
        (b'<?xml version="1.0" encoding="utf-16"?>' + titled("Zoë – “é”").encode(), ""),
        (b'<?xml version="1.0" encoding="x-unknown"?>' + titled("Zoë – “é”").encode(), ""),
        (titled("Zoë – “é”").encode("utf-8-sig"), ""),
        (titled("Zoë – “é”").encode("utf-16"), ""),
        (titled("Zoë – “é”").encode("utf-16-be"), "text/xml; charset=utf-16be"),
    ],
)
def test_charset_missing_or_wrong(body: bytes, content_type: str, parser: str) -> None:
    """What the bytes show is believed before what a header or a declaration says of them."""
    assert [entry.title for entry in parse(body, parser, content_type)] == ["Zoë – “é”"]


@BOTH
@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\n \xef\xbb\xbf", b"\xef\xbb\xbf\n"]
)
def test_byte_order_marks(before: bytes, parser: str) -> None:
    """One too many, or in the wrong place."""
    assert [entry.title for entry in parse(before + titled("Zoë").encode(), parser)] == ["Zoë"]


@BOTH
@pytest.mark.parametrize(
    "bad", [b"\xff", b"\xc3", b"\xe2\x80", b"\x93quoted\x94", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"]
)
def test_a_few_bad_bytes_do_not_flip_the_encoding(bad: bytes, parser: str) -> None:
    """feedparser#421: one bad byte, and everything else stays UTF-8."""
    body = titled("Ünïcödé @ Ünïcödé").encode().replace(b"@", bad)
    (entry,) = parse(body, parser)
    assert entry.title.startswith("Ünïcödé ")
    assert entry.title.endswith(" Ünïcödé")


@BOTH
def test_control_characters(parser: str) -> None:
    """Those that XML forbids are gone, as bytes and as references; those of Windows-1252 are what was meant."""
    assert parse(titled("A\x00\x08\x0b\x1fB&#1;&#x8;&#xFFFE;\x7f"), parser)[0].title == "AB"
    assert parse(titled("It\x92s &#147;so&#148;&#x85;"), parser)[0].title == "It’s “so”…"
    assert parse(titled("A\u202eB\u200bC\ufeffD"), parser)[0].title == "ABCD"


@BOTH
def test_undefined_entities_and_bare_ampersands(parser: str) -> None:
    """HTML's names mean what they mean there; what is no entity is an ampersand."""
    assert parse(titled("Caf&eacute; R&D & AT&T &mdash; &nosuch; &; &#; 50&euro;"), parser)[0].title == (
        "Café R&D & AT&T — &nosuch; &; &#; 50€"
    )
    assert parse(rss("<title>A</title><link>https://a.example/?a=1&b=2&copy=3</link>"), parser)[0].url == (
        "https://a.example/?a=1&b=2&copy=3"
    )


# ------------------------------------------------------------------------------------------------ the document's shape


@BOTH
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n\n  ", "\n\n"),
        ("<br />\n<b>Warning</b>: mysql_connect() in <b>/www/feed.php</b> on line <b>3</b><br />\n", ""),
        ("Notice: something\n<?xml version='1.0'?>", ""),
        ("<?xml version='1.0'?>\n<?xml version='1.0'?>", ""),
        ("<!-- cached --><?xml version='1.0'?>", "<!-- 0.3 seconds -->"),
        ("<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='/x.xsl'?>", ""),
        ("", "<script>var a = 1 < 2 && 3;</script>"),
        ("", "\n<div>served by host 7</div>\n</html>"),
        ("", "\x00\x00\x00\x00"),
    ],
)
def test_junk_around_the_document(before: str, after: str, parser: str) -> None:
    """Warnings of the server's own language, a second declaration, comments, scripts and padding."""
    assert [entry.title for entry in parse(before + titled("A") + after, parser)] == ["A"]


@BOTH
def test_a_document_cut_short(parser: str) -> None:
    """What came whole is read; of the entry that was cut off, what there is."""
    whole = rss(f"<title>A</title><link>{PAGE}</link>", "<title>B</title><link>https://a.example/2</link>")
    for end in (whole.index("</channel>"), whole.index("</item></channel>"), whole.rindex("</link>")):
        assert [entry.title for entry in parse(whole[:end], parser)] == ["A", "B"]


@BOTH
def test_undeclared_prefixes(parser: str) -> None:
    """FreshRSS#4171: known ones mean what they mean everywhere; unknown ones spoil nothing."""
    (entry,) = parse(
        rss(
            f"<title>A</title><link>{PAGE}</link><dc:creator>Jo</dc:creator><dc:date>2024-01-02T03:04:05Z</dc:date>"
            "<content:encoded>Text</content:encoded><foo:bar x:y='1'>b</foo:bar>"
        ),
        parser,
    )
    assert (entry.title, entry.url, entry.authors) == ("A", PAGE, ("Jo",))
    assert entry.published == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert entry.content or entry.summary == "Text"


@BOTH
def test_relative_links_and_bases(parser: str) -> None:
    """RFC 3986 §5 from the innermost xml:base; without one, from where the feed came from."""
    assert parse(rss("<title>A</title><link>../1?x=2</link>"), parser)[0].url == "https://feeds.example/1?x=2"
    assert parse(rss("<title>A</title><link>//b.example/1</link>"), parser)[0].url == "https://b.example/1"
    assert parse(rss("<title>A</title><link>\n  /a b \n</link>"), parser)[0].url == "https://feeds.example/a%20b"
    (entry,) = parse(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.example/x/'><title>t</title>"
        "<entry xml:base='y/'><id>1</id><title>A</title><link href='z'/>"
        "<content type='html' xml:base='w/'>&lt;a href='q'&gt;x&lt;/a&gt;</content></entry></feed>",
        parser,
    )
    assert (entry.url, entry.id) == ("https://b.example/x/y/z", "1")
    assert entry.content == '<a href="https://b.example/x/y/w/q">x</a>'


@BOTH
def test_links_written_in_attributes(parser: str) -> None:
    """As Atom has them, in RSS."""
    assert parse(rss("<title>A</title><link href='https://a.example/7'/>"), parser)[0].url == "https://a.example/7"


# -------------------------------------------------------------------------------------------------- what is no feed


@pytest.mark.parametrize(
    ("page", "status", "said"),
    [
        ("<title>Just a moment...</title><div id='cf-chl'></div>", 403, "a challenge page titled “Just a moment...”"),
        ("<title>Checking</title>Checking your browser", 202, "a challenge page titled “Checking”"),
        ("<title>Robot check</title><body>Please solve the captcha", 200, "a challenge page titled “Robot check”"),
        ("<title>Sign in</title><form><input type=password></form>", 200, "a login page titled “Sign in”"),
        ("<title>Before you continue</title><p>", 200, "a consent page titled “Before you continue”"),
        ("<title>Maintenance</title><h1>Back soon</h1>", 200, "an HTML page titled “Maintenance”, not a feed"),
        ("<body>", 200, "an HTML page, not a feed"),
    ],
)  # fmt: skip
def test_a_page_for_a_feed(page: str, status: int, said: str) -> None:
    """FreshRSS#6233: which kind of page, by which title, whatever its MIME type and status say."""
    for content_type in ("text/html", "application/rss+xml; charset=utf-8", ""):
        error = refused(f"<!DOCTYPE html><html><head>{page}</html>", content_type=content_type, status=status)
        assert str(error).startswith(f"{URL}: {said}")


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "text/plain", "application/octet-stream", "image/png", "nonsense", ""]
)
def test_a_wrong_mime_type_is_no_fault(content_type: str) -> None:
    """What the bytes are decides."""
    assert [entry.title for entry in parse(titled("A"), content_type=content_type)] == ["A"]


def test_a_json_feed_behind_an_xml_type_and_a_mark() -> None:
    """JSON is told by its first character."""
    body = b'\xef\xbb\xbf {"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"A\nB"},3,{"id":2}]}'
    assert [(entry.id, entry.title) for entry in parse(body, content_type="text/xml")] == [("1", "A B"), ("2", "")]


# ------------------------------------------------------------------------------------------------ scripts and titles


@BOTH
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
        "file:///etc/passwd", "mailto:a@a.example", "tel:1",
    ],
)  # fmt: skip
def test_links_that_run_or_lead_nowhere(link: str, parser: str) -> None:
    """No entry has one: the guid may serve where it is an address, else there is none."""
    assert parse(rss(f"<title>A</title><link>{link}</link><guid>g</guid>"), parser)[0].url == ""
    assert parse(rss(f"<title>A</title><link>{link}</link><guid>{PAGE}</guid>"), parser)[0].url == PAGE


@BOTH
def test_scripts_in_titles_authors_and_summaries(parser: str) -> None:
    """Titles and names are plain text; summaries keep words, safe links and nothing that runs."""
    evil = (
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
        "&lt;a href='javascript:alert(1)' onclick='alert(1)'&gt;word&lt;/a&gt;&lt;iframe src='https://e.example'&gt;"
        "&lt;/iframe&gt;&lt;svg onload=alert(1)&gt;"
    )
    (entry,) = parse(
        rss(f"<title>{evil}</title><link>{PAGE}</link><author>{evil}</author><description>{evil}</description>"), parser
    )
    assert entry.title.startswith("word")
    assert all(sign not in entry.title + "".join(entry.authors) for sign in ("<", "alert", "onerror"))
    assert all(sign not in entry.summary for sign in ("script", "onerror", "onload", "onclick", "iframe", "svg", "img"))
    assert "word" in entry.summary


@BOTH
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A &amp;amp; B", "A & B"),
        ("It&amp;#8217;s", "It’s"),
        ("It&amp;amp;#8217;s", "It’s"),
        ("&lt;b&gt;Bold&lt;/b&gt; and &lt;em&gt;more&lt;/em&gt;", "Bold and more"),
        ("&lt;![CDATA[A]]&gt;", "A"),
        ("<![CDATA[A &amp; B &#8211; C]]>", "A & B – C"),
        ("<![CDATA[<p>A</p>]]>", "A"),
        ("Why a &lt; b, and &lt;3", "Why a < b, and <3"),
        ("A&lt;br/&gt;B", "A B"),
        ("  A \n\t B&amp;nbsp;C ", "A B C"),
    ],
)
def test_titles_escaped_too_often(written: str, meant: str, parser: str) -> None:
    """As their readers were meant to see them, in one line."""
    assert parse(titled(written), parser)[0].title == meant


# ----------------------------------------------------------------------------------------------------------- dates


@BOTH
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 05 Mar 2024 06:30:00 GMT", "2024-03-05T06:30"),
        ("Tue, 5 Mar 24 06:30 EST", "2024-03-05T11:30"),
        ("2024-03-05T06:30:00+01:00", "2024-03-05T05:30"),
        ("2024-03-05 06:30:00", "2024-03-05T06:30"),
        ("Tue, 05 Mar 2024 24:00:00 +0000", "2024-03-06T00:00"),
        ("Mardi 5 mars 2024 06:30", "2024-03-05T06:30"),
        ("Вт, 05 мар 2024 06:30:00 +0300", "2024-03-05T03:30"),
        ("1709620200", "2024-03-05T06:30"),
        ("Sat, 01 Jan 2050 00:00:00 GMT", "2050-01-01T00:00"),
        ("", None),
        ("yesterday", None),
        ("Tue, 30 Feb 2024 06:30:00 GMT", None),
        ("05/03/2024", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("Tue, 05 Mar 20240 06:30:00 GMT", None),
    ],
)
def test_dates_odd_absent_and_impossible(written: str, meant: str | None, parser: str) -> None:
    """Read where they name a moment, in whatever words; else unknown, and never today."""
    (entry,) = parse(rss(f"<title>A</title><link>{PAGE}</link><pubDate>{written}</pubDate>"), parser)
    assert entry.published == (datetime.fromisoformat(meant).replace(tzinfo=UTC) if meant else None)


# ------------------------------------------------------------------------------------------------------------- ids


@BOTH
def test_guids_missing_empty_and_duplicate(parser: str) -> None:
    """The link identifies where no guid does; of those alike in both the first stays; nothing is lost."""
    found = parse(
        rss(
            "<title>None</title><link>https://a.example/1</link>",
            "<title>Empty</title><link>https://a.example/2</link><guid/>",
            "<title>Blank</title><link>https://a.example/3</link><guid> \n </guid>",
            "<title>Zero, one</title><link>https://a.example/4</link><guid isPermaLink='false'>0</guid>",
            "<title>Zero, two</title><link>https://a.example/5</link><guid isPermaLink='false'>0</guid>",
            "<title>Again</title><link>https://a.example/1</link>",
            "<title>Only a title</title>",
            "<title>Another</title>",
        ),
        parser,
    )
    titles = [entry.title for entry in found]
    assert titles == ["None", "Empty", "Blank", "Zero, one", "Zero, two", "Again", "Only a title", "Another"]
    assert len({entry.id for entry in found}) == len(found)
    assert [entry.id for entry in found[1:5]] == [f"https://a.example/{n}" for n in (2, 3, 4, 5)]


@BOTH
def test_tracking_parameters_are_no_part_of_an_id(parser: str) -> None:
    """The same article by another campaign's link is the same entry; what selects a page stays."""
    one, two = (
        parse(rss(f"<title>A</title><link>https://a.example/c?c_id=1&amp;objectid=7&amp;{tail}</link>"), parser)[0]
        for tail in ("utm_source=rss&amp;at_medium=RSS", "fbclid=1")
    )
    assert one.id == two.id == one.url == two.url == "https://a.example/c?c_id=1&objectid=7"
    videos = [f"<title>{v}</title><link>https://www.youtube.com/watch?v={v}&amp;si=x</link>" for v in "ab"]
    assert [entry.id for entry in parse(rss(*videos), parser)] == [
        "https://www.youtube.com/watch?v=a",
        "https://www.youtube.com/watch?v=b",
    ]


@pytest.mark.parametrize("emoji", ["&#55357;&#56842;", "&#xD83D;&#xDE0A;", "&#128522;", "😊"])
def test_a_character_in_two_halves_is_one(emoji: str) -> None:
    """As tools that count in UTF-16 write it; no parser reads on at such a half."""
    body = (
        f"<rss version='2.0'><channel><item><title>A smile {emoji} here</title><guid>g1</guid></item></channel></rss>"
    )
    assert [entry.title for entry in parse(body.encode())] == ["A smile 😊 here"]


@pytest.mark.parametrize("half", ["&#55357;", "&#xD83D;", "&#57343;", "&#xDFFF;"])
def test_half_a_character_is_none(half: str) -> None:
    """It is left out, and what stands around it stays."""
    body = f"<rss version='2.0'><channel><item><title>A smile {half}here</title><guid>g1</guid></item></channel></rss>"
    assert [entry.title for entry in parse(body.encode())] == ["A smile here"]
