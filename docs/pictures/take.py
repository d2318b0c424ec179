"""Takes the pictures that README.md and docs/ show: `make pictures`.

They show the fictional issue of tests/newsroom.py as the shipped templates render it now.
"""

from __future__ import annotations

import base64
import importlib.util
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from digest.editions import JinjaRenderer, environment
from digest.model import Issue, Site

HERE = Path(__file__).parent
NEWSROOM = HERE.parents[1] / "tests/newsroom.py"
MAIL, PAGE, HOME = "issues/2031-05-07/email.html", "issues/2031-05-07/index.html", "index.html"

AGENDA = "//h2[.='What’s next']"
SECOND = "//h3[.='Council votes 9–4 to keep the swing bridge']"  # the second story of the first section


class Picture(NamedTuple):
    """What a picture shows: a part of a page, from above one element to above another."""

    page: str
    width: int
    scheme: str = "light"
    begin: str | None = None  # XPath; None: the top of the page
    end: str | None = None  # XPath; None: its bottom


PICTURES = {
    "mail-light": Picture(MAIL, 660, end=SECOND),
    "mail-dark": Picture(MAIL, 660, "dark", end=SECOND),
    "phone": Picture(MAIL, 375, end="//h3[.='In their words']"),
    "home": Picture(HOME, 860, end=SECOND),
    "agenda": Picture(PAGE, 760, begin=AGENDA, end="//footer"),
    "agenda-dark": Picture(PAGE, 760, "dark", begin=AGENDA, end="//footer"),
}


def sample_issue() -> Issue:
    """The newsroom's full day, its lead cut to what a picture has room for.

    tests/ is no package, so the newsroom is loaded by its place.
    """
    spec = importlib.util.spec_from_file_location("newsroom", NEWSROOM)
    assert spec is not None
    assert spec.loader is not None
    newsroom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(newsroom)
    issue: Issue = newsroom.sample_issue()
    assert issue.lead is not None
    lead = replace(issue.lead, figures=issue.lead.figures[:3], background=(), whats_next=(), read_also=())
    return replace(issue, lead=lead)


def render(output: Path) -> None:
    """The issue and its site, as a run would publish them."""
    issue = sample_issue()
    renderer = JinjaRenderer(environment(None), Site(output=str(output)))
    files = {f"issues/{issue.date}/{edition.path}": edition.body for edition in renderer.editions(issue)}
    for path, body in {**files, **{file.path: file.body for file in renderer.site([issue])}}.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(body)


def chromium(profile: str) -> Any:
    """A headless Chromium with an empty profile that talks to nobody."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    flags = "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    for flag in f"{flags} disable-component-update disable-sync hide-scrollbars".split():
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={profile}")
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def take(browser: Any, output: Path, picture: Picture) -> bytes:
    """A picture as PNG, at twice its size in pixels so that type is sharp."""
    media = [{"name": "prefers-color-scheme", "value": picture.scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    size = {"width": picture.width, "height": 900, "deviceScaleFactor": 2, "mobile": picture.width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get((output / picture.page).as_uri())

    def top(xpath: str) -> int:
        box = "return arguments[0].getBoundingClientRect().top + scrollY"
        return int(browser.execute_script(box, browser.find_element("xpath", xpath)))

    whole = browser.execute_script("return document.documentElement.scrollHeight")
    begin = max(0, top(picture.begin) - 30) if picture.begin else 0
    end = top(picture.end) - 20 if picture.end else whole
    clip = {"x": 0, "y": begin, "width": picture.width, "height": end - begin, "scale": 1}
    parameters = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", parameters)["data"])


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        render(output)
        browser = chromium(f"{folder}/profile")
        try:
            for name, picture in PICTURES.items():
                (HERE / f"{name}.png").write_bytes(take(browser, output, picture))
                print(HERE / f"{name}.png")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
