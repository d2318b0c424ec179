"""Every page says what it may load and run, and what it holds is within that."""

from __future__ import annotations

import base64
import hashlib
import re
from types import ModuleType

import pytest
from lxml import html

from digest.editions import JinjaRenderer, environment
from digest.editions.policy import policy
from digest.model import Site

DAYS = ("sample", "quiet", "hostile", "right_to_left")


def _pages(newsroom: ModuleType, day: str) -> dict[str, str]:
    issue = getattr(newsroom, f"{day}_issue")()
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"), search=True)
    made = {file.path: file.body for file in renderer.site([issue])}
    made |= {f"issues/{each.path}": each.body for each in renderer.editions(issue) if each.medium == "page"}
    return {path: body.decode() for path, body in made.items() if path.endswith(".html")}


@pytest.mark.parametrize("day", DAYS)
def test_every_page_ships_a_strict_policy(newsroom: ModuleType, day: str) -> None:
    """Before anything that loads; only what is named by its hash is inline, and only the search page runs a script."""
    pages = _pages(newsroom, day)
    assert len(pages) >= 7
    for path, text in pages.items():
        root = html.document_fromstring(text)
        [meta] = root.xpath("//head/meta[@http-equiv='Content-Security-Policy']")
        assert meta.getprevious().attrib == {"charset": "utf-8"}, path
        said = dict(each.split(" ", 1) for each in meta.get("content").split("; "))
        assert said["default-src"] == said["base-uri"] == said["form-action"] == "'none'"
        assert ("script-src" in said) == (path == "search/index.html"), path
        assert not re.search(r"unsafe-inline|'unsafe-eval'|data:|\*|https?:", meta.get("content"))
        assert ("wasm-unsafe-eval" in meta.get("content")) == (path == "search/index.html")
        inline = [("style-src", each) for each in re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL)]
        inline += [
            ("script-src", each) for each in re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
        ]
        for directive, words in inline:
            hashed = base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
            assert f"'sha256-{hashed}'" in said[directive], path
        assert not root.xpath("//*[@style] | //@*[starts-with(name(), 'on')]"), path
        scripts = root.xpath("//script[not(@type='application/ld+json')]")
        assert len(scripts) == (path == "search/index.html"), path


def test_the_style_sheet_stays_small(newsroom: ModuleType) -> None:
    """8 KiB."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"))
    [sheet] = [file.body for file in renderer.site([newsroom.sample_issue()]) if file.path == "style.css"]
    assert len(sheet) <= 8192


@pytest.mark.parametrize(
    ("logo", "allowed"),
    [
        ("", "'self'"),
        ("/pictures/mark.svg", "'self'"),
        ("https://pictures.example:8443/mark.svg?2", "'self' https://pictures.example:8443"),
        ("https://pictures.example", "'self' https://pictures.example"),
        ("https://bücher.example/mark.png", "'self' https:"),
        ("https://a.example; script-src *", "'self' https:"),
        ("https://a.example' 'unsafe-inline'/", "'self' https:"),
    ],
)
def test_a_logo_elsewhere_is_allowed_and_nothing_with_it(logo: str, allowed: str) -> None:
    """Only its server; no address writes another directive."""
    said = dict(each.split(" ", 1) for each in policy(logo=logo).split("; "))
    assert said["img-src"] == allowed
    assert set(said) == {"default-src", "style-src", "img-src", "base-uri", "form-action"}
