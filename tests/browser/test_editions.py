"""The mail and the pages in a real browser: every width, both schemes, nothing overflowing, everything legible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

DAYS = ("sample", "quiet", "teaser", "hostile", "right_to_left")
WIDTHS = (320, 360, 700, 1200)

# Each visible text with its colour and the first ground behind it that is not transparent.
CONTRASTS = """
const found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const channels = text => text.match(/[\\d.]+/g).map(Number);
const light = rgb => rgb.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !element.checkVisibility() || element.closest('.skip')) continue;
  let ground = element;
  while (ground && (channels(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const [a, b] = [channels(getComputedStyle(element).color),
    ground ? channels(getComputedStyle(ground).backgroundColor) : [255, 255, 255]].map(light).sort((x, y) => y - x);
  found.push([(a + 0.05) / (b + 0.05), walk.currentNode.data.trim().slice(0, 40)]);
}
return found;
"""

OVERFLOW = """
const wide = document.documentElement.clientWidth;
return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.skip'))
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width && (box.right > wide + 1 || box.left < -1)).map(([, e]) => e.outerHTML.slice(0, 120));
"""


def files(folder: Path) -> dict[str, Path]:
    """The mail, the issue's page, and by its path every other page that there is."""
    named = {
        "mail": next(folder.glob("issues/*/email.html")),
        "page": next(folder.glob("issues/????-??-??/index.html")),
    }
    pages = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    return named | {name: path for name, path in pages.items() if path not in named.values()}


def show(browser: Any, path: Path, *, width: int, scheme: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get(path.as_uri())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("day", DAYS)
def test_nothing_overflows(browser: Any, site: dict[str, Path], day: str, width: int) -> None:
    """From 320 to 1200 px no element reaches past the window, long words and addresses included."""
    for name, path in files(site[day]).items():
        show(browser, path, width=width, scheme="light")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, name
        assert browser.execute_script(OVERFLOW) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("day", DAYS)
def test_every_text_is_legible(browser: Any, site: dict[str, Path], day: str, scheme: str) -> None:
    """Each text as it is painted stands out from its ground by 4.5 to 1, and dark is dark."""
    for name, path in files(site[day]).items():
        show(browser, path, width=700, scheme=scheme)
        found = browser.execute_script(CONTRASTS)
        assert len(found) >= 4
        assert [text for ratio, text in found if ratio < 4.5] == [], name
        ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        red = int(ground.split("(")[1].split(",")[0])
        assert (red < 60) is (scheme == "dark"), name


def test_nothing_is_requested_from_elsewhere(browser: Any, site: dict[str, Path]) -> None:
    """Each page loads at most the site's own style sheet and icon."""
    for day in DAYS:
        for name, path in files(site[day]).items():
            show(browser, path, width=700, scheme="light")
            loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
            assert [url for url in loaded if not url.startswith("file:")] == [], name


def test_hostile_text_runs_nothing(browser: Any, site: dict[str, Path]) -> None:
    """No dialog opens and no element appears out of a source's words; what describes a page to machines never runs."""
    for path in files(site["hostile"]).values():
        show(browser, path, width=700, scheme="light")
        assert (
            browser.execute_script(
                "return document.querySelectorAll('script:not([type=\"application/ld+json\"]),img').length"
            )
            == 0
        )


def test_the_phone_keeps_the_masthead_readable(browser: Any, site: dict[str, Path]) -> None:
    """At 360 px the body text is at least 15 px and the lead headline at most 36."""
    show(browser, files(site["sample"])["mail"], width=360, scheme="light")
    size = "return parseFloat(getComputedStyle(document.querySelector(arguments[0])).fontSize)"
    assert browser.execute_script(size, "p.body") >= 15
    assert 24 <= browser.execute_script(size, "h2.lead") <= 36


def test_figures_line_up(browser: Any, site: dict[str, Path]) -> None:
    """On a wide screen the figures of a story end on one line, in mail and on the page."""
    for name, selector in (("mail", "span.number"), ("page", ".figures dt b")):
        show(browser, files(site["sample"])[name], width=700, scheme="light")
        ends = browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => Math.round(e.getBoundingClientRect().right))",
            selector,
        )
        assert len(ends) == 4
        assert max(ends) - min(ends) <= 1, name


def test_print_is_black_on_white(browser: Any, site: dict[str, Path]) -> None:
    """Printed, even by a reader in the dark, the page has light colours and no navigation."""
    show(browser, files(site["sample"])["page"], width=700, scheme="dark")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    try:
        ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        assert [text for ratio, text in browser.execute_script(CONTRASTS) if ratio < 4.5] == []
        assert not browser.execute_script("return document.querySelector('nav').checkVisibility()")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.mark.parametrize("width", [320, 360, 375])
def test_no_link_to_the_other_pages_stands_alone_on_a_phone(browser: Any, site: dict[str, Path], width: int) -> None:
    """They stand in one row, or in rows of two at least."""
    for name, path in files(site["sample"]).items():
        if name != "mail":
            show(browser, path, width=width, scheme="light")
            tops = browser.execute_script(
                "return [...document.querySelectorAll('nav.strip a')].map(a => a.getBoundingClientRect().top)"
            )
            assert all(tops.count(top) >= min(2, len(tops)) for top in tops), name


@pytest.mark.parametrize("width", [320, 700])
def test_a_source_s_name_is_whole(browser: Any, site: dict[str, Path], width: int) -> None:
    """No name is broken over two lines, in the mail, the issue's page or the agenda; its number stays before it."""
    whole = """return [...document.querySelectorAll('.near')].filter(name => name.getClientRects().length > 1)
      .map(name => name.innerText)"""
    numbers = """return [...document.querySelectorAll('.sources > :is(sup, .nr)')].filter(number => {
      const name = number.nextElementSibling, box = number.getBoundingClientRect();
      return name && name.matches('a') && name.getBoundingClientRect().top > box.bottom;
    }).map(number => number.parentElement.innerText)"""
    named = files(site["sample"])
    for name in ("mail", "page", "whats-next/index.html"):
        show(browser, named[name], width=width, scheme="light")
        assert browser.execute_script("return document.querySelectorAll('.near').length"), name
        assert browser.execute_script(whole) == [], name
        assert browser.execute_script(numbers) == [], name


def test_on_a_phone_a_date_stands_above_its_items(browser: Any, site: dict[str, Path]) -> None:
    """The sentences have the whole width; on a desk the date stands beside them."""
    named = files(site["sample"])
    below = {
        "mail": "const [date, due] = document.querySelector('.leaf tr').children;",
        "page": "const [date, due] = document.querySelector('.agenda li').children;",
    }
    for name, parts in below.items():
        for width, above in ((320, True), (700, False)):
            show(browser, named[name], width=width, scheme="light")
            found = "return date.getBoundingClientRect().bottom <= due.getBoundingClientRect().top + 1"
            assert browser.execute_script(f"{parts}{found}") is above, (name, width)
