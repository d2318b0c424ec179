"""Takes the pictures that README.md and docs/ show: `make pictures`.

They show what runs make of the fixture newsroom's mornings: tests/golden/expected, which `make golden` writes.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

HERE = Path(__file__).parent
OUTPUT = HERE.parents[1] / "tests/golden/expected"
MAIL, PAGE = "issues/2026-03-02/email.html", "issues/2026-03-02/index.html"
HOME, AGENDA = "index.html", "whats-next/index.html"

SECOND = "(//h3[starts-with(., 'Live: council votes')])[last()]"  # the second story of the first section


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
    "page": Picture(PAGE, 860, end=SECOND),
    "home": Picture(HOME, 860, end="(//h2)[4]"),
    "agenda": Picture(AGENDA, 760, end="//footer"),
    "agenda-dark": Picture(AGENDA, 760, "dark", end="//footer"),
}


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
        browser = chromium(f"{folder}/profile")
        try:
            for name, picture in PICTURES.items():
                (HERE / f"{name}.png").write_bytes(take(browser, OUTPUT, picture))
                print(HERE / f"{name}.png")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
