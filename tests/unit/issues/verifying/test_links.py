"""The links between files of output/."""

from __future__ import annotations

import pytest

from digest.issues.verifying.links import Link, has_anchor, linking, links

BASE = "https://estuary.example/news"
HERE = "issues/2026-03-03/index.html"


def leads(href: str, *, base: str | None = BASE, outside: str | None = None) -> list[tuple[str, str]]:
    """Where a link of a page leads."""
    body = f'<html><body><a href="{href}">x</a></body></html>'.encode()
    return [(link.path, link.anchor) for link in links(HERE, body, base=base, outside=outside)]


@pytest.mark.parametrize(
    ("href", "to"),
    [
        ("../2026-03-02/", ("issues/2026-03-02/index.html", "")),
        ("../2026-03-02/#s-1", ("issues/2026-03-02/index.html", "s-1")),
        ("#top", (HERE, "top")),
        ("calendar.ics", ("issues/2026-03-03/calendar.ics", "")),
        ("../../", ("index.html", "")),
        ("../../style.css?v=2", ("style.css", "")),
        ("/news/feed.xml", ("feed.xml", "")),
        (f"{BASE}/issues/", ("issues/index.html", "")),
        (BASE, ("index.html", "")),
        ("../../sections/z%C3%BCrich/", ("sections/zürich/index.html", "")),
    ],
)
def test_a_link_within_the_site(href: str, to: tuple[str, str]) -> None:
    """Relative, absolute, by address, with an anchor, to a folder: the file that answers."""
    assert leads(href) == [to]


@pytest.mark.parametrize(
    "href",
    [
        "https://gazette.example/bridge",
        "https://estuary.example/other",
        "https://estuary.example/newsletter",
        "mailto:desk@estuary.example",
        "https://unsubscribe.invalid/0123456789abcdef",
        "javascript:void(0)",
        "data:image/png;base64,AAAA",
        "http://[::1",
        "/elsewhere",
    ],
)
def test_a_link_elsewhere_is_nobodys_of_ours(href: str) -> None:
    """Other hosts, other paths of ours, other schemes, and what is no address."""
    assert leads(href) == []


def test_what_others_serve_below_the_site() -> None:
    """``digest serve`` may answer at the same host."""
    assert leads(f"{BASE}/subscribe/form", outside=f"{BASE}/subscribe") == []
    assert leads(f"{BASE}/subscribed/", outside=f"{BASE}/subscribe") == [("subscribed/index.html", "")]


def test_a_site_without_an_address_has_relative_links() -> None:
    """And names none of its own by host."""
    assert leads("../2026-03-02/", base=None) == [("issues/2026-03-02/index.html", "")]
    assert leads("https://estuary.example/news/", base=None) == []


def test_feeds_sitemaps_calendars_and_mail_are_read() -> None:
    """Addresses in text and attributes, escaped once or twice, folded, and at the end of a sentence."""
    texts = {
        "feed.xml": f'<entry><link href="{BASE}/issues/a/"/><content>&lt;a href=&quot;{BASE}/issues/b/#s-1&quot;&gt;x',
        "feed.json": f'{{"url": "{BASE}/issues/a/", "content_html": "<a href=\\"{BASE}/issues/b/#s-1\\">x"}}',
        "sitemap.xml": f"<loc>{BASE}/issues/a/</loc><loc>{BASE}/issues/b/#s-1</loc>",
        "calendar.ics": f"URL:{BASE}/iss\r\n ues/a/\r\nDESCRIPTION:{BASE}/issues/b/#s-1\r\n",
        "issues/x/email.txt": f"Read it at {BASE}/issues/a/. Or ({BASE}/issues/b/#s-1).",
    }
    for path, text in texts.items():
        found = [(link.path, link.anchor) for link in links(path, text.encode(), base=BASE)]
        assert found == [("issues/a/index.html", ""), ("issues/b/index.html", "s-1")], path


def test_a_style_sheet_names_files() -> None:
    """Fonts and pictures."""
    assert links("style.css", b"a{b:url('logo.png')} c{d:url(data:x)}", base=BASE) == (
        Link("logo.png", "", "logo.png"),
    )


def test_an_anchor_is_an_id_or_a_name() -> None:
    """However it is quoted and escaped."""
    assert has_anchor(b'<p id="s-1">', "s-1")
    assert has_anchor(b"<p id=s-1>", "s-1")
    assert has_anchor(b"<a name='s-1'>", "s-1")
    assert has_anchor(b'<p id="a&amp;b">', "a&b")
    assert not has_anchor(b'<p id="s-12">', "s-1")
    assert not has_anchor(b"", "s-1")


def test_a_search_index_has_links_of_its_own() -> None:
    """Its program is not ours to read; the page that searches is."""
    assert linking("search/index.html")
    assert not linking("search/2026/pagefind-entry.json")
    assert not linking("issues/2026-03-03/card.png")
