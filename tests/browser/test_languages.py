"""Six languages on a narrow phone and on a desk: nothing overflows, and Arabic runs from right to left throughout."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.model import Site, Theme

pytestmark = pytest.mark.browser
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.fixture(scope="module")
def folders(newsroom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Mail and page of one day in each language, the German one with the longest word it has; Arabic in its own."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere", theme=Theme(density="compact")))
    made = {}
    for lang in ("en", "de", "es", "fr", "tr", "ar"):
        issue = newsroom.right_to_left_issue() if lang == "ar" else newsroom.sample_issue()
        issue = replace(issue, publication=replace(issue.publication, lang=lang))
        if lang == "de":
            first, *rest = issue.sections
            stories = (replace(first.stories[0], headline=f"{LONG} tritt in Kraft"), *first.stories[1:])
            issue = replace(issue, sections=(replace(first, name=LONG, stories=stories), *rest))
        made[lang] = tmp_path_factory.mktemp(lang)
        for edition in renderer.editions(issue):
            (made[lang] / edition.path).write_bytes(edition.body)
        (made[lang] / "style.css").write_bytes(
            next(file.body for file in renderer.site((issue,)) if file.path == "style.css")
        )
        page = made[lang] / "index.html"
        page.write_text(page.read_text("utf-8").replace("../../style.css", "style.css"), "utf-8")
    return made


@pytest.mark.parametrize("lang", ["en", "de", "es", "fr", "tr", "ar"])
@pytest.mark.parametrize("width", [320, 640])
def test_no_language_overflows(browser: Any, folders: dict[str, Path], lang: str, width: int) -> None:
    """Long words break; no label pushes a column wider than the screen."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    for name in ("email", "index"):
        browser.get((folders[lang] / f"{name}.html").as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, name


def test_arabic_runs_from_right_to_left(browser: Any, folders: dict[str, Path]) -> None:
    """Headings, text and dates begin at the right edge, in mail and page; what is English in it at the left."""
    for name in ("email", "index"):
        browser.get((folders["ar"] / f"{name}.html").as_uri())
        ways = browser.execute_script(
            "return [...document.querySelectorAll('h2, h3, p')].filter(e => e.innerText.trim()).map(e => ["
            "/^[A-Za-z]/.test(e.innerText.trim()) && !!e.closest('[lang=en]'), getComputedStyle(e).direction])"
        )
        assert len(ways) > 10
        assert [way for english, way in ways if not english and way != "rtl"] == []
        assert "ltr" in [way for english, way in ways if english]


def test_turkish_capitals_have_their_dots(browser: Any, folders: dict[str, Path]) -> None:
    """A label in capitals inside an English story knows that it is Turkish: "KENDİ SÖZLERİYLE"."""
    for name in ("email", "index"):
        browser.get((folders["tr"] / f"{name}.html").as_uri())
        labels = browser.execute_script("return [...document.querySelectorAll('h3.label')].map(e => e.innerText)")
        assert "KENDİ SÖZLERİYLE" in labels
