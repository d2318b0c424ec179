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
    for html in (
        "<div>" * 20_000 + PROSE[0],
        "<p>" * 20_000,
        "<" * 50_000,
        "<table><tr><td>" * 3_000 + PROSE[0],
        "<div " + " ".join(f"a{n}" for n in range(20_000)) + ">",
        "<div>" * 240 + "<p>x</p>" * 5_000,
        "<time datetime=x>" * 5_000,
        "<h1>x</h1>" * 5_000,
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "\x00" * 1_000 + "\ud800 \udfff",
    ):
        assert isinstance(extract(html).text, str)


def test_a_page_larger_than_any_article_is_read_all_the_same() -> None:
    """Where there are too many elements to judge, every block of prose is taken, but for the furniture."""
    page = f"<article><p>{PROSE[0]}</p>{'<p>x</p>' * 25_000}</article><footer><p>{PROSE[1]}</p></footer>"
    assert extract(page).text == PROSE[0]


def test_tags_with_hundreds_of_attributes_lose_them() -> None:
    """Text before and after is kept, also where no tag stands before it."""
    monster = "<div " + " ".join(f"a{n}" for n in range(5_000)) + f"><p>{PROSE[1]}</p></div>"
    assert [PROSE[0], PROSE[1]] == extract(f"<p>{PROSE[0]}</p>{monster}").text.split("\n\n")
    assert extract("word " * 4_000).text.startswith("word word")


def test_pages_in_other_encodings() -> None:
    """A page that declares its encoding, and one that only has it, are read as what they are."""
    prose = "Die Brücke über den Fluß wird am Montag für sieben Tage geschlossen, sagte die Bürgermeisterin. " * 5
    for head, encoding in (
        ("<meta charset='windows-1252'>", "windows-1252"),
        ("", "windows-1252"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("<meta charset='iso-8859-1'>", "utf-8"),
        ("<meta charset='utf-16'>", "utf-16"),
    ):
        page = f"<html><head>{head}</head><body><article><p>{prose}</p></article></body></html>".encode(encoding)
        article = TrafilaturaExtractor().extract(ENTRY, page, source=SOURCE, first_seen=NOW)
        assert article is not None, encoding
        assert article.text == prose.strip(), encoding
        assert article.lang == "de"


def test_walls_are_no_articles() -> None:
    """A page that asks the reader to consent, to log in, or to be human, gives none; a long text so called does."""
    consent = (
        "We and our 214 partners store and/or access information on a device, such as identifiers in cookies, to "
        "process personal data. You may accept or manage your choices by clicking below at any time."
    )
    login = "Enter the e-mail address and the password that you chose when you opened your account with the Gazette."
    for title, text in (
        ("Bridge closes for a week", consent),
        ("We value your privacy", consent),
        ("Log in | The Gazette", login),
        ("Just a moment...", "The Gazette is checking that the connection is secure before it lets you go on reading."),
    ):
        page = f"<html><head><title>{title}</title></head><body><main><p>{text}</p></main></body></html>".encode()
        assert TrafilaturaExtractor().extract(ENTRY, page, source=SOURCE, first_seen=NOW) is None, title
    page = f"<title>Log in</title><article>{''.join(f'<p>{text}</p>' for text in PROSE * 4)}</article>".encode()
    assert TrafilaturaExtractor().extract(ENTRY, page, source=SOURCE, first_seen=NOW) is not None


def test_an_article_in_pieces_is_put_together() -> None:
    """Where a page lays its text out in several columns of one kind, all of them are the article."""
    texts = [f"{PROSE[n % 3]} This is paragraph {n} of the long report on the bridge." for n in range(24)]
    pieces = "".join(
        "<div class='grid'><div class='column article__body'>"
        + "".join(f"<p>{text}</p>" for text in texts[at : at + 6])
        + "</div></div><div class='ad'><a href='/x'>Buy</a></div>"
        for at in range(0, 24, 6)
    )
    page = f"<html><body><h1>Bridge</h1><div class='chunks'>{pieces}</div><p>© Gazette</p></body></html>"
    assert extract(page).text.split("\n\n") == texts


def test_what_is_marked_as_the_body_is_the_article() -> None:
    """Newsletters and teasers that stand around it on the page are left out."""
    others = "".join(f"<p>{text.replace('bridge', 'harbour')}</p>" for text in PROSE)
    page = (
        f"<html><body><div><div itemprop='articleBody'>{''.join(f'<p>{text}</p>' for text in PROSE)}</div>"
        f"<h2>Never miss a day of news</h2>{others}</div></body></html>"
    )
    assert extract(page).text.split("\n\n") == PROSE
