"""Properties of canonical URLs."""

from hypothesis import example, given
from hypothesis import strategies as st

from digest.urls import canonical, host

PIECES = st.sampled_from(
    ["http", "https", "://", ":", "//", "/", "\\", "example.org", "bücher", "www.", "[::1]", "[", "]", "@", "%", "%2e",
     "%zz", "..", ".", "?", "&", "=", "#", "utm_source", "ref=rss", "id=3", ";", " ", "\t",
     "&amp;", "amp;", "&#38;", "%61", "\n", "é", "😀", "\ud800", "。", "80", "٣"]
)  # fmt: skip
JOINED = st.lists(PIECES, max_size=12).map("".join)
URLS = st.one_of(st.text(max_size=40), JOINED, JOINED.map("https://".__add__))


@given(URLS)
@example("https://a.example/%2525")
def test_canonical_is_idempotent(url: str) -> None:
    """A canonical URL is its own canonical URL."""
    once = canonical(url)
    assert canonical(once) == once


@given(URLS, URLS)
def test_nothing_but_web_addresses_comes_out(url: str, base: str) -> None:
    """Any text gives "" or a printable ASCII http(s) URL without a fragment, and its host is never lost."""
    made = canonical(url, base)
    assert made == "" or made.startswith(("http://", "https://"))
    assert made.isascii()
    assert not set(made) & set(' "<>\\^`{|}#\r\n\t')
    assert bool(host(made)) == bool(made)
