"""What holds of every input to the html and sources rooms."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import DigestError
from digest.html import fold, moment, paragraphs, plain, sanitise
from digest.model import Fetched, FetchRequest, Source
from digest.sources import FeedParser, opml, seeds
from digest.urls import canonical

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<a href='/x'>",
        "<a href=javascript:x>",
        "</a>",
        "<br>",
        "&amp;",
        "&lt;",
        "&#8217;",
        "&nope;",
        "<",
        ">",
        "&",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "text ",
        "Ünï ",
        "\x00",
        "\ud800",
        "'",
        '"',
    ],
)
MARKUP = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
XML = st.sampled_from(
    [
        "<rss version='2.0'>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<guid>",
        "</guid>",
        "<description>",
        "</description>",
        "<pubDate>Tue, 05 Mar 2024 06:30:00 GMT</pubDate>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "</entry>",
        "<id>",
        "</id>",
        "<link href='/a'/>",
        "<dc:date>",
        "<![CDATA[",
        "]]>",
        "&eacute;",
        "&",
        "https://a.example/1",
        "</channel>",
        "</rss>",
        "<?xml",
    ],
)
BYTES = st.lists(XML.map(str.encode) | st.binary(max_size=6), max_size=40).map(b"".join)


def parse(body: bytes, parser: str = "auto") -> tuple[object, ...]:
    source = Source(
        key="k", name="n", url="https://f.example/", parser="feedparser" if parser == "feedparser" else "auto"
    )
    request = FetchRequest(key="k", url="https://f.example/")
    return FeedParser().parse(source, Fetched(request=request, state="read", url="https://f.example/", body=body))


@given(MARKUP)
def test_sanitising_is_idempotent_and_safe(markup: str) -> None:
    """What comes out is a fixed point and holds no script."""
    once = sanitise(markup, "https://f.example/")
    assert sanitise(once, "https://f.example/") == once
    assert "<script" not in once
    assert "javascript:" not in once.replace("&", "<").split("<a ")[-1].split(">")[0]


@given(MARKUP)
def test_plain_text_is_folded_and_printable(markup: str) -> None:
    """Every line is folded, not empty, and fit to be stored."""
    for line in plain(markup).splitlines():
        assert line
        assert fold(line) == line
    assert all(block.text == fold(block.text) for block in paragraphs(markup))
    plain(markup).encode("utf-8")


@given(st.text(max_size=60))
def test_moments_are_aware_or_unknown(text: str) -> None:
    """Never an exception, never a naive time."""
    found = moment(text)
    assert found is None or found.utcoffset() is not None


@settings(deadline=None)
@given(BYTES, st.sampled_from(["auto", "feedparser"]))
def test_any_bytes_give_entries_or_a_named_error(body: bytes, parser: str) -> None:
    """Entries have distinct ids and canonical links; everything else is a named error."""
    try:
        found = parse(body, parser)
    except DigestError:
        return
    ids = [entry.id for entry in found]  # type: ignore[attr-defined]  # entries, typed as objects above
    assert len(set(ids)) == len(ids)
    assert all(ids)
    for entry in found:
        url = entry.url  # type: ignore[attr-defined]
        assert canonical(url) == url
        json.dumps(entry.title + entry.summary + entry.content).encode("utf-8")  # type: ignore[attr-defined]
        (entry.title + entry.summary + entry.content).encode("utf-8")  # type: ignore[attr-defined]


@settings(deadline=None)
@given(
    st.binary(max_size=200) | MARKUP.map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(["a.txt", "a.md", "a.html", "a.eml"]),
)
def test_any_seed_gives_an_entry_or_a_named_error(body: bytes, name: str) -> None:
    """A seed file never ends in a traceback."""
    source = Source(key="s", name="s", url="/s/*", kind="seeds")
    try:
        entry = seeds.parse(source, f"/s/{name}", body)
    except DigestError:
        return
    assert entry.id == name


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_named_error(body: bytes) -> None:
    """A subscription list never ends in a traceback."""
    try:
        found = opml.read(b"<opml><body>" + body)
    except DigestError:
        return
    assert all(canonical(source.url) == source.url for source in found)


@given(st.from_regex(r"https?://[a-z0-9.-]{1,20}/[A-Za-z0-9._~/-]{0,20}", fullmatch=True))
def test_links_are_canonical_at_a_glance_or_made_so(link: str) -> None:
    """The shortcut for links that are canonical as they come never changes the answer."""
    body = (
        f"<rss version='2.0'><channel><title>t</title><item><title>a</title><link>{link}</link></item></channel></rss>"
    )
    assert [entry.url for entry in parse(body.encode())] == [canonical(link)]  # type: ignore[attr-defined]


@given(
    st.from_regex(r"/?[A-Za-z0-9._~-]{1,9}(/[A-Za-z0-9._~-]{1,9}){0,3}/?", fullmatch=True),
    st.sampled_from(["https://a.example", "https://a.example/b/c?d/e"]),
)
def test_relative_links_are_joined_as_rfc_3986_says(link: str, base: str) -> None:
    """What nh3 makes of plain relative links is what the general way gives, spelling aside."""
    made = sanitise(f'<a href="{link}">x</a>', base)
    found = made.partition('href="')[2].partition('"')[0]
    assert canonical(found) == canonical(link, base)
