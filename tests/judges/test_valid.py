"""Pages, style sheets, pictures and the mail before the Nu HTML checker: valid to the letter of the standards."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Edition, Issue, Site

from .conftest import HERE, missing

pytestmark = pytest.mark.judge

EXPECTED = HERE.parent / "golden/expected"
JAR = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"

Checker = Callable[[dict[str, bytes]], dict[str, list[str]]]

# What the checker does not know, or what a program that shows mail cannot do without.
_VIEW_TRANSITIONS = "CSS View Transitions 2, which browsers have and the checker does not; others leave the rule out"
_LAYOUT = "layout by tables, which MJML writes because Outlook for Windows knows no other; each has role=presentation"
_OUTLOOK = "MJML's own, for Outlook for Windows; no other program reads it"
# Chromium is asked of the pages' policies in tests/browser/test_hostile.py, and finds none violated.
_OF_POLICY = "Content Security Policy (meta tag)"
SITE_ALLOWED = {
    "CSS: Unrecognized at-rule “@view-transition”": _VIEW_TRANSITIONS,
    f"Inline script violates {_OF_POLICY}: blocked by “script-src” directive"
    " (missing “‘unsafe-inline’” or nonce/hash).": (
        "JSON-LD, which is data that no policy is asked of; and the search page's module, whose hash is in its policy"
        " (tests/security/test_policy.py), and which runs (tests/extras/test_search_policy.py)"
    ),
    f"Resource violates {_OF_POLICY}: external stylesheet “style.css” blocked by “style-src” directive.": (
        "the checker reads files, and does not know which site 'self' is"
    ),
}
MAIL_ALLOWED = {
    "Attribute “xmlns:o” not allowed here.": _OUTLOOK,
    "Attribute “xmlns:v” not allowed here.": _OUTLOOK,
    "CSS: “mso-hide”: Property “mso-hide” doesn't exist.": "hides the preheader in Outlook for Windows",
    "CSS: “mso-table-lspace”: Property “mso-table-lspace” doesn't exist.": _OUTLOOK,
    "CSS: “mso-table-rspace”: Property “mso-table-rspace” doesn't exist.": _OUTLOOK,
    "CSS: “supported-color-schemes”: Property “supported-color-schemes” doesn't exist.": (
        "what Apple Mail before iOS 13 called color-scheme, which stands beside it"
    ),
    "The “align” attribute on the “table” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “align” attribute on the “td” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “border” attribute on the “table” element is obsolete."
    " Consider specifying “img { border: 0; }” in CSS instead.": _LAYOUT,
    "The “cellpadding” attribute on the “table” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “cellspacing” attribute on the “table” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “valign” attribute on the “td” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “width” attribute on the “table” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “width” attribute on the “td” element is obsolete. Use CSS instead.": _LAYOUT,
    "The “type” attribute for the “style” element is not needed and should be omitted.": (
        "MJML writes it, for programs older than HTML5"
    ),
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """Files by their paths -> of each that has any, everything that the checker says: errors, warnings and notes."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        missing("the Nu HTML checker is not installed: it takes java (17 or newer) and make judges")

    def check(files: dict[str, bytes]) -> dict[str, list[str]]:
        folder = tmp_path_factory.mktemp("checked")
        for name, body in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        options = ["--stdout", "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"]
        told = subprocess.run(
            [str(java), "-jar", str(JAR), *options, *(str(folder / name) for name in files)],
            capture_output=True,
            timeout=300,
        )
        assert told.returncode == 0, told.stderr.decode()
        found: dict[str, list[str]] = {}
        for one in json.loads(told.stdout)["messages"]:
            name = Path(one["url"].removeprefix("file:")).relative_to(folder).as_posix()
            found.setdefault(name, []).append(one["message"])
        return found

    return check


def other(found: dict[str, list[str]], allowed: Iterable[str]) -> dict[str, list[str]]:
    """The findings that are not allowed."""
    known = set(allowed)
    return {name: left for name, told in found.items() if (left := sorted(set(told) - known))}


def test_the_checker_finds_what_is_wrong(checker: Checker) -> None:
    """It reads what it is given, each kind of file, and says what is wrong with it."""
    found = checker(
        {
            "a/page.html": b"<!DOCTYPE html><html lang=en><title>A</title><p><center>x</center>",
            "style.css": b"p { colour: red }",
            "icon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><rect wide="4"/></svg>',
            "good.html": b"<!DOCTYPE html><html lang=en><title>A</title><p>A page in plain English, and no more.",
        }
    )
    assert sorted(found) == ["a/page.html", "icon.svg", "style.css"]


def test_every_page_is_valid(checker: Checker, issues: dict[str, Issue]) -> None:
    """Every page, style sheet and icon of the newsroom's days, with cards and search, and of a run's mornings."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"), cards=True, search=True)
    kinds = (".html", ".css", ".svg")
    files = {
        f"run/{path.relative_to(EXPECTED).as_posix()}": path.read_bytes()
        for path in sorted(EXPECTED.rglob("*"))
        if path.suffix in kinds and path.name != "email.html"
    }
    for day, issue in issues.items():
        made = {f"issues/{issue.date}/{e.path}": e.body for e in renderer.editions(issue) if e.medium == "page"}
        made |= {file.path: file.body for file in renderer.site([issue])}
        files |= {f"{day}/{path}": body for path, body in made.items() if path.endswith(kinds)}
    every = " ".join(files)
    for kind in (
        r"sample/index.html",
        r"sample/404.html",
        r"sample/favicon.svg",
        r"sample/style.css",
        r"sample/search/index.html",
        r"sample/sources/index.html",
        r"sample/whats-next/index.html",
        r"sample/issues/index.html",
        r"sample/issues/2031/index.html",
        r"sample/issues/2031-05-07/index.html",
        r"sample/sections/index.html",
        r"sample/sections/[^/ ]+/index.html",
        r"/threads/[^/ ]+/index.html",
    ):
        assert re.search(kind, every), kind
    found = {
        name: [re.sub(r"“(?:(?:\.\./)*|/|https://[^“”]*/)style\.css”", "“style.css”", message) for message in told]
        for name, told in checker(files).items()
    }
    assert other(found, SITE_ALLOWED) == {}
    assert {message for told in found.values() for message in told} == set(SITE_ALLOWED)


def test_the_mail_is_valid(checker: Checker, editions: dict[str, tuple[Edition, ...]]) -> None:
    """Nothing in the mail is against the standards but what old programs need, which is listed with its reason."""
    mails = {f"{day}.html": e.body for day, made in editions.items() for e in made if e.medium == "email"}
    found = checker(mails)
    assert other(found, MAIL_ALLOWED) == {}
    assert {message for told in found.values() for message in told} == set(MAIL_ALLOWED)
