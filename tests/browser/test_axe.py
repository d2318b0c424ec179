"""Axe on the mail and on every kind of page: light, dark, and 320 px wide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
AXE = ROOT / "judges/node_modules/axe-core/axe.min.js"
LOOKS = {"light": (700, "light"), "dark": (700, "dark"), "phone": (320, "light")}
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
  `${rule.impact} ${rule.id}: ${node.html.slice(0, 120)}`))), fault => done([String(fault)]));
"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The program, to run in a page. Skips where it is not installed; in CI that is a failure."""
    if not AXE.is_file():
        reason = "axe-core is not installed: make judges"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE.read_text()


def files(site: dict[str, Path]) -> list[Path]:
    """The HTML of every day of the newsroom, and of what a run makes of three mornings (`make golden`)."""
    return [path for folder in (*site.values(), ROOT / "golden/expected") for path in sorted(folder.rglob("*.html"))]


def violations(browser: Any, axe: str, path: Path, look: str) -> list[str]:
    width, scheme = LOOKS[look]
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(path.as_uri())
    browser.execute_script(axe)
    return list(browser.execute_async_script(RUN))


@pytest.mark.parametrize("look", list(LOOKS))
def test_the_mail_is_accessible(browser: Any, axe: str, site: dict[str, Path], look: str) -> None:
    """No violation of any kind, serious or not."""
    mails = [path for path in files(site) if path.name == "email.html"]
    assert len(mails) == len(site) + 3
    assert {path: found for path in mails if (found := violations(browser, axe, path, look))} == {}


@pytest.mark.parametrize("look", list(LOOKS))
def test_every_page_is_accessible(browser: Any, axe: str, site: dict[str, Path], look: str) -> None:
    """No violation of any kind on any page that there is."""
    pages = [path for path in files(site) if path.name != "email.html"]
    assert len(pages) >= 4 * len(site)
    assert {path: found for path in pages if (found := violations(browser, axe, path, look))} == {}
