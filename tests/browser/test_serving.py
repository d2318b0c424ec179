"""The pages of ``digest serve`` in Chromium: by axe, light, dark and on a phone, and used as a person uses them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import mailservers
import pytest
from installed import digest
from reception import free, link, parsed, serving, settings, wait

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "judges/node_modules/axe-core/axe.min.js"
LOOKS = ((1000, "light"), (1000, "dark"), (320, "light"), (320, "dark"))
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document).then(found => done(found.violations.flatMap(rule => rule.nodes.map(node =>
  `${rule.impact} ${rule.id}: ${node.html.slice(0, 120)}`))), fault => done([String(fault)]));
"""
FEEDS = """publication:
  title: The Estuary Morning
  tagline: What happened along the water
  url: https://estuary.example
  reply_to: editor@example.org
  postal_address: 1 Quay Street, Kelmar
sections:
  - {name: Town, keywords: [bridge]}
  - {name: Donaudampfschifffahrtsgesellschaft und Binnenschifffahrt, keywords: [tide]}
sources:
  - seeds: seeds/*.txt
"""
SEED = """Kelmar Bridge closed after crack is found

Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. The council meets on 9 December 2030.
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The program, to run in a page. Skips where it is not installed; in CI that is a failure."""
    if not AXE.is_file():
        reason = "axe-core is not installed: make judges"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE.read_text()


class Reader:
    """Somebody with a browser, whose every page is judged."""

    def __init__(self, browser: Any, axe: str) -> None:
        self.browser = browser
        self._axe = axe
        self.seen: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        """Judge the page that is shown, in every look."""
        self.browser.execute_script(self._axe)
        for width, scheme in LOOKS:
            self._set(width, scheme)
            found = list(self.browser.execute_async_script(RUN))
            if self.browser.execute_script("return document.documentElement.scrollWidth > window.innerWidth"):
                found.append("it is wider than the window")
            self.seen[f"{name}, {width} {scheme}"] = found

    def _set(self, width: int, scheme: str) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )

    def type(self, field: str, text: str) -> None:
        """Type into a field, in the place of what it holds."""
        box = self.browser.find_element("id", field)
        box.clear()
        box.send_keys(text)

    def press(self, button: str) -> None:
        """Press a button, by its words, and see the page that comes."""
        self.browser.execute_script("window.before = true")
        (found,) = [each for each in self.browser.find_elements("tag name", "button") if each.text == button]
        found.click()
        wait(self._is_new)

    def _is_new(self) -> bool:
        from selenium.common.exceptions import WebDriverException

        try:
            new = "return !window.before && document.readyState === 'complete' && !!document.querySelector('h1')"
            return bool(self.browser.execute_script(new))
        except WebDriverException:  # between two pages
            return False

    @property
    def title(self) -> str:
        return str(self.browser.find_element("tag name", "h1").text)


def test_a_person_signs_up_chooses_and_leaves(browser: Any, axe: str, tmp_path: Path) -> None:
    """The whole way by hand, in a browser that runs no script of ours: no page has a violation, or a word cut off."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/bridge.txt").write_text(SEED)
    (tmp_path / "feeds.yml").write_text(FEEDS)
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as mail:
        port = free()
        settings(tmp_path, mail=mail, port=port)
        assert digest(tmp_path, "run", "--no-send").returncode == 0
        with serving(tmp_path, port) as desk:
            reader = Reader(browser, axe)
            browser.get(f"{desk.url}/")
            reader.look("sign up")
            browser.find_element("tag name", "summary").click()
            reader.look("sign up, opened")
            browser.execute_script("document.querySelector('form').noValidate = true")
            reader.type("address", "nobody")
            reader.press("Subscribe")
            assert browser.find_element("id", "address").get_attribute("value") == "nobody"
            reader.look("sign up, at fault")
            reader.type("address", "reader@example.org")
            reader.press("Subscribe")
            assert reader.title == "Check your mail"
            reader.look("sent")
            wait(lambda: inbox.envelopes)
            browser.get(link(inbox.envelopes[0].content, "c"))
            reader.look("confirm")
            reader.press("Yes, subscribe me")
            assert reader.title == "You are a subscriber"
            reader.look("confirmed")
            wait(lambda: len(inbox.envelopes) > 1)
            welcome = inbox.envelopes[1].content
            browser.get(link(welcome, "p"))
            reader.look("preferences")
            browser.find_element("id", "weekly").click()
            reader.type("timezone", "Nowhere")
            reader.press("Save")
            reader.look("preferences, at fault")
            reader.type("timezone", "Europe/Oslo")
            reader.press("Save")
            assert browser.find_element("id", "weekly").is_selected()
            reader.look("preferences, saved")
            reader.press("Forget me")
            assert reader.title == "Look into your mailbox"
            reader.look("asked")
            wait(lambda: len(inbox.envelopes) > 2)
            browser.get(link(inbox.envelopes[2].content, "d"))
            reader.look("data")
            reader.press("Forget me")
            reader.look("erase")
            browser.get(link(welcome, "u"))
            reader.look("leave")
            reader.press("Unsubscribe")
            assert reader.title == "You are unsubscribed"
            reader.look("left")
            browser.get(f"{desk.url}/u/nothing")
            reader.look("broken")
            for number, name in enumerate(("letter to confirm", "welcome", "data by letter")):
                body = parsed(inbox.envelopes[number].content).get_body(("html",))
                assert body is not None
                page = tmp_path / f"{number}.html"
                page.write_text(body.get_content())
                browser.get(page.as_uri())
                reader.look(name)
            assert {name: found for name, found in reader.seen.items() if found} == {}
            assert len(reader.seen) == 18 * len(LOOKS)


@pytest.mark.parametrize("lang", ["de", "es", "fr", "tr", "ar"])
def test_every_language_fits_a_phone(browser: Any, axe: str, tmp_path: Path, lang: str) -> None:
    """The form in each language, right to left where that is how it runs, without a violation at 320 px."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/bridge.txt").write_text(SEED)
    (tmp_path / "feeds.yml").write_text(FEEDS.replace("tagline:", f"language: {lang}\n  tagline:"))
    port = free()
    settings(tmp_path, mail=1, port=port)
    with serving(tmp_path, port) as desk:
        reader = Reader(browser, axe)
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": lang}})
        try:
            browser.get(f"{desk.url}/")
            assert browser.find_element("tag name", "html").get_attribute("lang") == lang
            browser.find_element("tag name", "summary").click()
            reader.look(lang)
        finally:
            browser.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {}})
        assert {name: found for name, found in reader.seen.items() if found} == {}
