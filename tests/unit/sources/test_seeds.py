"""Seed files: text, Markdown, HTML and mail, with front matter or without."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from digest.errors import SeedError
from digest.model import Entry, Source
from digest.sources import seeds

SOURCE = Source(key="seeds", name="Seeds", url="/paper/seeds/**/*", kind="seeds")


def parse(name: str, body: str | bytes, source: Source = SOURCE) -> Entry:
    raw = body.encode() if isinstance(body, str) else body
    return seeds.parse(source, f"/paper/seeds/{name}", raw, zone=ZoneInfo("Europe/Vienna"))


def test_a_scraped_text_opens_with_its_headline() -> None:
    """The first line of plain text is the headline; the rest is content; nothing else is known."""
    entry = parse("a.txt", "\ufeffBridge closes for a week\r\n\r\nThe bridge closes on Monday.\r\n")
    assert (entry.title, entry.content, entry.content_kind) == (
        "Bridge closes for a week",
        "The bridge closes on Monday.",
        "text",
    )
    assert (entry.id, entry.source, entry.published, entry.url) == ("a.txt", "seeds", None, "")


def test_a_first_line_that_is_prose_is_no_headline() -> None:
    """A text that opens with a paragraph has no headline of its own."""
    prose = "The bridge closes on Monday, the council said, " + "and so on " * 30 + "."
    assert parse("a.txt", prose).title == ""
    assert parse("a.txt", "One line.\nAnother line.").title == ""


def test_old_encodings_are_read() -> None:
    """What is not UTF-8 is Windows-1252."""
    assert parse("a.txt", "Caf\u00e9\n\nA \u201cquote\u201d.".encode("cp1252")).content == "A “quote”."


def test_front_matter() -> None:
    """Every key is read; times without an offset are in the publication's zone; a last day counts to its end."""
    entry = parse(
        "in/b.md",
        "---\ntitle: Bridge closes\npublished: 2024-07-01T09:30\nbyline: Ada Quay\nurl: https://a.example/b?utm_source=x\n"
        "section: Local\nembargo_until: 2024-07-02\nexpires: 2024-07-05\nlang: en-GB\ntags: [roads, bridges]\n---\n"
        "# Bridge closes\n\nThe *bridge* closes. <script>x</script>\n",
    )
    assert entry.id == "in/b.md"
    assert entry.title == "Bridge closes"
    assert entry.content == "<p>The <em>bridge</em> closes. </p>"
    assert entry.published == datetime(2024, 7, 1, 7, 30, tzinfo=UTC)
    assert entry.embargo_until == datetime(2024, 7, 1, 22, 0, tzinfo=UTC)
    assert entry.expires == datetime(2024, 7, 5, 21, 59, 59, tzinfo=UTC)
    assert (entry.authors, entry.url, entry.section) == (("Ada Quay",), "https://a.example/b", "Local")
    assert (entry.lang, entry.tags) == ("en", ("roads", "bridges"))


@pytest.mark.parametrize(
    ("matter", "where", "said"),
    [
        ("title: a\npublised: 2024-07-01\n", ":3", "unknown key 'publised' (did you mean 'published'?)"),
        ("title: a\n\npublished: next week\n", ":4", "published must be a day or a time"),
        ("url: ftp://a.example/\n", ":2", "url must be an absolute http or https address"),
        ("title: [a\n", ":", "front matter"),
        ("- a\n- b\n", ":2", "front matter must be lines of"),
        ("title:\n  a: b\n", ":2", "title must be text"),
        ("a: " + "[" * 5_000 + "\n", ":", "front matter"),
    ],
)
def test_a_fault_is_told_with_its_line(matter: str, where: str, said: str) -> None:
    """Never a traceback: file, line, and what is wrong."""
    with pytest.raises(SeedError) as caught:
        parse("c.txt", f"---\n{matter}---\nA title\n\nText.")
    assert str(caught.value).startswith(f"/paper/seeds/c.txt{where}")
    assert said in str(caught.value)


def test_three_dashes_alone_are_no_front_matter() -> None:
    """A rule at the top of a text that nothing closes is text."""
    assert parse("a.txt", "---\nSome words\n\nand more.").content.startswith("Some words")


def test_undated_files_take_the_date_of_their_source() -> None:
    """``published:`` of a seeds source dates its undated files, and no others."""
    dated = Source(key="s", name="s", url="/paper/seeds/*", kind="seeds", published=datetime(2024, 1, 1, tzinfo=UTC))
    assert parse("a.txt", "T\n\nx.", dated).published == datetime(2024, 1, 1, tzinfo=UTC)
    assert parse("a.txt", "---\npublished: 2024-02-02T00:00Z\n---\nT\n\nx.", dated).published == datetime(
        2024, 2, 2, tzinfo=UTC
    )


def test_a_page() -> None:
    """An HTML file says of itself who wrote it and when; its article is its content."""
    entry = parse(
        "p.html",
        "<html lang=fr><head><title>Titre</title><meta name=author content='Zoé Port'>"
        "<meta property='article:published_time' content='2024-03-05T07:30:00+01:00'></head>"
        "<body><nav>Menu</nav><article><p>Le texte.</p><script>x</script></article></body></html>",
    )
    assert (entry.title, entry.content, entry.authors, entry.lang) == ("Titre", "<p>Le texte.</p>", ("Zoé Port",), "fr")
    assert entry.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


def test_a_mail() -> None:
    """A saved mail gives its subject, sender, date and text."""
    entry = parse(
        "m.eml",
        "From: Bo Pier <bo@a.example>\nSubject: =?utf-8?q?Caf=C3=A9_news?=\nDate: Tue, 05 Mar 2024 07:30:00 +0100\n"
        "Content-Type: text/plain; charset=utf-8\n\nThe café opens.\n",
    )
    assert (entry.title, entry.authors, entry.content) == ("Café news", ("Bo Pier",), "The café opens.")
    assert entry.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.txt", "", "no text"),
        ("a.txt", " \n\n", "no text"),
        ("a.html", "<script>x</script>", "no text"),
        ("a.docx", "x", "a seed file ends in"),
        ("m.eml", b"Content-Type: text/plain; charset=no-such\n\n\xff", ""),
    ],
)
def test_what_holds_nothing_is_a_fault(name: str, body: str | bytes, said: str) -> None:
    """An empty file, or one of another kind, is named."""
    with pytest.raises(SeedError) as caught:
        parse(name, body)
    assert said in str(caught.value)


def test_a_day_is_of_the_zone_that_it_is_written_in() -> None:
    """A bare day's first moment is another day's in Greenwich: the zone is kept beside it."""
    matter = "---\npublished: {}\n---\nBridge closes\n\nIt closes.\n"
    summer, winter = parse("a.txt", matter.format("2024-07-01")), parse("a.txt", matter.format("2024-01-01"))
    assert (summer.utc_offset, winter.utc_offset) == (120, 60)
    assert parse("a.txt", matter.format("2024-07-01T09:00-05:00")).utc_offset == -300
    dated = replace(SOURCE, published=datetime(2024, 6, 30, 22, tzinfo=UTC))
    assert parse("a.txt", "Bridge closes\n\nIt closes.\n", dated).utc_offset == 120
    assert parse("a.txt", "Bridge closes\n\nIt closes.\n").utc_offset is None
