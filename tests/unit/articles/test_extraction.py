"""A page → its article."""

from datetime import UTC, datetime

from digest.articles import TrafilaturaExtractor, extract
from digest.model import Entry, Source

NOW = datetime(2024, 3, 5, 8, 0, tzinfo=UTC)
SOURCE = Source(key="g", name="Gazette", url="https://gazette.example/rss")
ENTRY = Entry(source="g", id="1", url="https://gazette.example/1", title="Bridge closes for a week")
PROSE = [
    f"The bridge over the river will close on Monday for {n} days, the council said in a statement, so that "
    "its cables can be renewed before the winter storms arrive on the coast."
    for n in ("seven", "eight", "nine")
]
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Gazette</title>"
    "<meta property='og:title' content='Bridge closes for a week'><meta name='author' content='Ada Quay'>"
    "<meta property='article:published_time' content='2024-03-05T07:30:00+01:00'>"
    "<meta property='og:image' content='/lead.jpg'></head><body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav>"
    "<article><h1>Bridge closes for a week</h1>"
    + f"<p>{PROSE[0]}</p><h2>What it costs</h2><p>{PROSE[1]}</p><p>{PROSE[2]}</p>"
    "<p>Leave a comment</p></article><footer>© Gazette</footer><script>var x = '<div>';</script></body></html>"
)


def test_a_page_gives_text_and_what_it_says_of_itself() -> None:
    """Headline, byline, time, language and picture come with the text; the headline is not repeated in it."""
    article = TrafilaturaExtractor().extract(ENTRY, PAGE.encode(), source=SOURCE, first_seen=NOW)
    assert article is not None
    assert article.origin == "page"
    assert (article.byline, article.image, article.lang) == ("Ada Quay", "https://gazette.example/lead.jpg", "en")
    assert article.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
    paragraphs = [article.text[block.start : block.end] for block in article.blocks if block.kind == "paragraph"]
    assert paragraphs == PROSE
    assert "What it costs" in [
        article.text[block.start : block.end] for block in article.blocks if block.kind == "heading"
    ]
    assert "Sport" not in article.text


def test_what_the_entry_says_comes_before_what_the_page_says() -> None:
    """Headline, time and author of the feed stand."""
    said = Entry(
        source="g", id="1", url="https://gazette.example/1", title="Feed headline", authors=("Bo Pier",), published=NOW
    )
    article = TrafilaturaExtractor().extract(said, PAGE.encode(), source=SOURCE, first_seen=NOW)
    assert article is not None
    assert (article.headline, article.byline, article.published) == ("Feed headline", "Bo Pier", NOW)


def test_a_page_without_an_article_gives_none() -> None:
    """Nothing is made up for an empty page, a page of links, or bytes that are no page."""
    for body in (
        b"",
        b"<html></html>",
        b"<html><body><nav><a href=/>Home</a></nav></body></html>",
        b"\x00\x01\x02" * 50,
    ):
        assert TrafilaturaExtractor().extract(ENTRY, body, source=SOURCE, first_seen=NOW) is None


def test_bare_html() -> None:
    """The same from HTML alone, for trying it out."""
    found = extract(PAGE, "https://gazette.example/1")
    assert (found.headline, found.byline, found.lang) == ("Bridge closes for a week", "Ada Quay", "en")
    assert PROSE[1] in found.text
    assert extract("").text == ""


def test_hostile_pages_are_survived() -> None:
    """Markup nested beyond reason, or never closed, ends in some text or none."""
    for html in ("<div>" * 20_000 + PROSE[0], "<p>" * 20_000, "<" * 50_000, "<table><tr><td>" * 3_000 + PROSE[0]):
        assert isinstance(extract(html).text, str)
