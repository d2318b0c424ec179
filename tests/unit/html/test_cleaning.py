"""Sanitised HTML holds text, links and basic formatting, and nothing that runs, loads, or lies about where it leads."""

import pytest

from digest.html import sanitise

BASE = "https://paper.example/feeds/all"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick='x()'>a</p>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://evil.example'></iframe>",
        "<style>body{display:none}</style>",
        "<svg><script>x</script></svg>",
        "<math><mi xlink:href='javascript:x'>a</mi></math>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href='  jAvAscript:alert(1)'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<a href='java\nscript:x'>a</a>",
        "<form action='https://evil.example'><input type=password></form>",
        "<p style='background:url(https://evil.example)'>a</p>",
        "<object data=x></object><embed src=x><applet code=x></applet>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<base href='https://evil.example/'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    ],
)
def test_nothing_that_runs_or_loads_survives(hostile: str) -> None:
    """No attribute but a link's href, no element that runs or loads, no address that is not http(s)."""
    made = sanitise(hostile, BASE).lower()
    for word in (
        "<script",
        "onclick",
        "onerror=a",
        "<img",
        "<iframe",
        "<style",
        "style=",
        "javascript:",
        "data:",
        "<form",
    ):
        assert word not in made
    assert "evil.example" not in made or "<" not in made


def test_links_become_absolute() -> None:
    """A relative link is resolved against the base; one within the page, which leads nowhere, loses its address."""
    assert sanitise('<a href="../x?a=1">x</a>', BASE) == '<a href="https://paper.example/x?a=1">x</a>'
    assert sanitise('<a href="sub/x">x</a>', BASE) == '<a href="https://paper.example/feeds/sub/x">x</a>'
    assert sanitise('<a href="//other.example/y">y</a>', BASE) == '<a href="https://other.example/y">y</a>'
    assert sanitise('<a href="#note">n</a>', BASE) == "<a>n</a>"
    assert sanitise('<a href="/x">x</a>') == "<a>x</a>"


def test_formatting_and_blocks_stay() -> None:
    """Basic formatting stays, and block elements stay so that words of two blocks never run together."""
    kept = "<div>one</div><p>two <em>three</em></p><ul><li>four</li></ul><blockquote>five</blockquote>"
    assert sanitise(kept) == kept


def test_plain_text_is_escaped() -> None:
    """Text without markup comes out as HTML that says the same."""
    assert sanitise("tea & cake > none") == "tea &amp; cake &gt; none"
    assert sanitise("half \ud800 pair <b>x</b>") == "half  pair <b>x</b>"


def test_sanitising_twice_changes_nothing() -> None:
    """What was sanitised is safe, so doing it again gives the same bytes."""
    once = sanitise("<div><p>a &lt;b&gt; <a href='/x'>c</a><script>d</script></div>&nbsp;e", BASE)
    assert sanitise(once, BASE) == once


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("#notes", None),
        ("", None),
        ("https://gazette.example/news/today#notes", None),
        ("//other.example/a", "https://other.example/a"),
        ("../b c", "https://gazette.example/b%20c"),
        ("HTTPS://Other.example/ü x?a=1&b=2", "https://other.example/%C3%BC%20x?a=1&amp;b=2"),
        ("http:///nowhere", None),
        ("mailto:a@b.example", None),
    ],
)
def test_each_link_is_whole_or_gone(link: str, becomes: str | None) -> None:
    """Absolute, of characters that a URL may hold, and to somewhere else than the page itself."""
    base = "https://gazette.example/news/today"
    expected = f'<a href="{becomes}">x</a>' if becomes else "<a>x</a>"
    assert sanitise(f'<a href="{link}">x</a>', base) == expected


def test_a_base_that_is_no_address_makes_no_links() -> None:
    """Relative links are gone, and nothing is raised."""
    assert sanitise('<a href="b">x</a>', "https://gazette.example:99999/") == "<a>x</a>"
    assert sanitise('<a href="b">x</a>', "") == "<a>x</a>"


def test_text_that_looks_like_a_link_stays_text() -> None:
    """What is written as text is never taken for markup by what comes after nh3."""
    text = "<p>&lt;a href=\"javascript:x\"&gt; and &lt;a href='#'&gt;</p>"
    assert sanitise(text, "https://gazette.example/") == "<p>&lt;a href=\"javascript:x\"&gt; and &lt;a href='#'&gt;</p>"
