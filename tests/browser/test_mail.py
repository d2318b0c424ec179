"""The mail as mail programs leave it: without style sheets, in Outlook's own dark, in large type, with pictures off."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.model import Site, Theme

pytestmark = pytest.mark.browser

DAYS = ("sample", "quiet", "teaser", "hostile", "right_to_left")

# The least contrast of a text that is shown, and the lightest part of the ground, 0 to 255.
SEEN = """
const channels = text => text.match(/[\\d.]+/g).map(Number);
const light = rgb => rgb.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let least = 21;
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !element.checkVisibility()) continue;
  let ground = element;
  while (ground && (channels(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const [a, b] = [getComputedStyle(element).color, getComputedStyle(ground || document.body).backgroundColor]
    .map(channels).map(light).sort((x, y) => y - x);
  least = Math.min(least, (a + 0.05) / (b + 0.05));
}
return [least, Math.max(...channels(getComputedStyle(document.querySelector('.paper')).backgroundColor).slice(0, 3))];
"""
WIDTH = "return document.documentElement.scrollWidth"


def show(browser: Any, path: Path, width: int) -> None:
    light = [{"name": "prefers-color-scheme", "value": "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": light})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(path.as_uri())


def mail(folder: Path) -> Path:
    return next(folder.glob("issues/*/email.html"))


@pytest.mark.parametrize("day", DAYS)
def test_without_style_sheets_the_light_mail_is_whole(browser: Any, site: dict[str, Path], day: str) -> None:
    """Everything that the light mail needs stands in its elements: legible, within its width, the preheader hidden."""
    show(browser, mail(site[day]), 600)
    browser.execute_script("document.querySelectorAll('style, link').forEach(e => e.remove())")
    contrast, ground = browser.execute_script(SEEN)
    assert contrast >= 4.5
    assert ground > 240
    assert browser.execute_script(WIDTH) <= 600
    assert not browser.execute_script("return document.querySelector('.preheader').checkVisibility()")
    # Where display: none is dropped too, it is one line of one pixel at most.
    height = "const e = document.querySelector('.preheader'); e.style.display = 'block'; return e.offsetHeight"
    assert browser.execute_script(height) <= 1


@pytest.mark.parametrize("day", DAYS)
def test_outlooks_own_dark_is_ours(browser: Any, site: dict[str, Path], day: str) -> None:
    """Under Outlook's marks for a mail shown dark, the colours are those of our dark scheme."""
    show(browser, mail(site[day]), 700)
    browser.execute_script("for (const mark of ['ogsc', 'ogsb']) document.documentElement.dataset[mark] = ''")
    contrast, ground = browser.execute_script(SEEN)
    assert contrast >= 4.5
    assert ground < 60


@pytest.mark.parametrize("day", ["sample", "quiet", "teaser", "right_to_left"])
@pytest.mark.parametrize("width", [375, 700])
def test_large_type_fits(browser: Any, site: dict[str, Path], day: str, width: int) -> None:
    """Every text one and a half times as large as it is set: nothing reaches past the window."""
    show(browser, mail(site[day]), width)
    browser.execute_script(
        "const all = [...document.querySelectorAll('body *')].map(e => [e, parseFloat(getComputedStyle(e).fontSize)]);"
        "for (const [e, size] of all) e.style.setProperty('font-size', `${size * 1.5}px`, 'important')"
    )
    assert browser.execute_script(WIDTH) <= width


def test_with_pictures_off_the_mail_says_whose_picture_it_was(browser: Any, newsroom: Any, tmp_path: Path) -> None:
    """The alternative text stands in its place, legible; with pictures on, it is as wide as the text and no wider."""
    issue = newsroom.sample_issue()
    issue = replace(issue, lead=replace(issue.lead, image="https://aldergazette.example/ferry.gif"))
    dot = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
    renderer = JinjaRenderer(
        environment(None),
        Site(output="/nowhere", theme=Theme(lead_image="attached")),
        pictures=lambda issue: dot,
    )
    for edition in renderer.editions(issue):
        (tmp_path / edition.path).write_bytes(edition.body)
    show(browser, tmp_path / "email.html", 375)
    assert browser.execute_script("const e = document.images[0]; return [e.naturalWidth, e.offsetWidth]") == [1, 335]
    (tmp_path / "lead.gif").unlink()
    show(browser, tmp_path / "email.html", 375)
    assert browser.execute_script("return document.images[0].alt") == "Picture: Alder Gazette"
    assert browser.execute_script(WIDTH) <= 375
    contrast, _ = browser.execute_script(SEEN)
    assert contrast >= 4.5
