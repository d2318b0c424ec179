"""The preview in a real browser: its switches, its live reload, and nothing of a feed's that runs."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from chromium import until
from installed import digest, start

from digest.editions import shipped_templates

pytestmark = pytest.mark.browser

SEED = """Kelmar Bridge closed after crack is found

Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.

About 40,000 people cross the bridge each day. An emergency council meeting is scheduled for March 9.
"""
FEEDS = """publication: {title: The Estuary Morning, timezone: Europe/Oslo}
sources: [{seeds: 'seeds/*.txt', name: Harbour Gazette, published: 2026-03-02}]
mail:
  from: The Morning <news@example.org>
  to: [ada@example.org]
  smtp: {host: 127.0.0.1, port: 9, security: none}
  require_approval: true
"""


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    """What the editions are measured with."""
    spec = importlib.util.spec_from_file_location("editions", Path(__file__).with_name("test_editions.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A publication of one issue, with templates of its own: the program's style, as it is."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bridge.txt").write_text(SEED)
    (tmp_path / "feeds.yml").write_text(FEEDS)
    made = digest(tmp_path, "run", "--at", "2026-03-02T12:00")
    assert made.returncode == 0, made.stderr
    (tmp_path / "templates" / "site").mkdir(parents=True)
    shutil.copy(shipped_templates() / "site" / "style.css", tmp_path / "templates" / "site")
    return tmp_path


@pytest.fixture
def address(desk: Path) -> Iterator[str]:
    """`digest preview` of it."""
    child = start(desk, "preview", "--port", "0")
    try:
        assert child.stdout is not None
        yield child.stdout.readline().split()[1]
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
    assert child.returncode == 0


def window(browser: Any, *, width: int = 1400, scheme: str = "light") -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )


INSIDE = "const frame = document.querySelector(`iframe[data-kind=${arguments[0]}]`), inside = frame.contentWindow;"
GROUND = INSIDE + "return inside.getComputedStyle(inside.document.body).backgroundColor.match(/\\d+/g).map(Number)[0]"
LOADED = "return document.readyState === 'complete' && document.documentElement.dataset.live === 'yes'"


@pytest.fixture
def show(browser: Any, address: str) -> Callable[..., None]:
    def shown(query: str = "", **of_window: Any) -> None:
        window(browser, **of_window)
        browser.get(f"{address}?{query}")
        until(browser, LOADED)

    return shown


def test_widths_are_those_of_a_phone_and_a_desk(browser: Any, show: Callable[..., None]) -> None:
    """The mail lays itself out for the frame that it is in."""
    wide = INSIDE + "return inside.innerWidth"
    show("show=mail&width=phone")
    assert 360 <= browser.execute_script(wide, "mail") <= 400
    show("show=mail&width=desktop")
    assert browser.execute_script(wide, "mail") >= 1000
    show("show=both")
    assert browser.execute_script(wide, "mail") >= 600
    assert browser.execute_script(wide, "page") >= 600


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_are_those_asked_for(browser: Any, show: Callable[..., None], system: str) -> None:
    """Light and dark whatever the machine prefers; "System" as the machine."""
    for scheme, dark in (("light", False), ("dark", True), ("auto", system == "dark")):
        show(f"scheme={scheme}", scheme=system)
        for kind in ("mail", "page"):
            assert (browser.execute_script(GROUND, kind) < 60) is dark, (scheme, kind)


def test_every_switch_and_sheet_can_be_reached_by_keyboard_and_closed(browser: Any, show: Callable[..., None]) -> None:
    """A sheet opens, one at a time, and goes with Escape or a click elsewhere."""
    show()
    opened = "return [...document.querySelectorAll('details[open]')].length"
    for panel in browser.find_elements("css selector", ".strip summary"):
        panel.send_keys("\ue007")
        assert browser.execute_script(opened) == 1
    panel.send_keys("\ue00c")
    assert browser.execute_script(opened) == 0
    panel.click()
    browser.find_element("css selector", "h1").click()
    assert browser.execute_script(opened) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_itself_is_legible_and_fits(
    browser: Any, show: Callable[..., None], judge: ModuleType, scheme: str
) -> None:
    """Every text by 4.5 to 1, with every sheet open; nothing reaches past the window of a phone or a desk."""
    show()
    browser.get_log("browser")  # what pages before this one met is not ours
    for query in ("", "show=text", "show=headers", "show=source"):
        for width in (360, 1000, 1400):
            show(query, width=width, scheme=scheme)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width, query
        for at in range(len(browser.find_elements("css selector", "details"))):
            browser.execute_script("document.querySelectorAll('details')[arguments[0]].open = true", at)
            assert [text for ratio, text in browser.execute_script(judge.CONTRASTS) if ratio < 4.5] == []
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_an_edit_shows_at_once_and_keeps_the_place(browser: Any, show: Callable[..., None], desk: Path) -> None:
    """A template saved: the frame has it, where it was being read; nothing else was loaded anew."""
    style = (desk / "templates" / "site" / "style.css").read_text()
    show("show=page&width=phone")
    browser.execute_script("document.body.dataset.same = 'yes'")
    browser.execute_script(INSIDE + "inside.scrollTo(0, 120)", "page")
    (desk / "templates" / "site" / "style.css").write_text(style + "\nbody{min-height:4000px;outline-offset:7px}\n")
    # A frame that is being loaded anew has no body for a moment.
    offset = INSIDE + (
        "const body = inside.document.body;"
        " return !!body && inside.getComputedStyle(body).outlineOffset === arguments[1]"
    )
    until(browser, offset, "page", "7px")
    assert browser.execute_script(INSIDE + "return inside.scrollY", "page") == 120
    assert browser.execute_script("return document.body.dataset.same") == "yes"
    assert browser.execute_script("return document.querySelectorAll('iframe').length") == 1
    (desk / "templates" / "site" / "style.css").write_text(style + "\nbody{outline-offset:9px}\n")
    until(browser, offset, "page", "9px")


# Two changes heard one after the other, the second before the frame of the first is there.
TWICE = """const done = arguments[arguments.length - 1], asked = window.fetch;
fetch(location.href).then(answer => answer.text()).then(async text => {
  window.fetch = async () => new Response(text);
  await refresh();
  await refresh();
  window.fetch = asked;
  done(document.querySelectorAll('iframe').length);
});"""


def test_two_changes_at_once_keep_the_place_too(browser: Any, show: Callable[..., None], desk: Path) -> None:
    """A verdict may come while an edit is being loaded: the frame that is on its way is not waited for twice."""
    style = (desk / "templates" / "site" / "style.css").read_text()
    show("show=page&width=phone")
    browser.execute_script(INSIDE + "inside.scrollTo(0, 120)", "page")
    browser.execute_script("bell.close()")
    (desk / "templates" / "site" / "style.css").write_text(style + "\nbody{min-height:4000px}\n")
    assert browser.execute_async_script(TWICE) == 2
    until(browser, "return document.querySelectorAll('iframe').length === 1")
    assert browser.execute_script(INSIDE + "return inside.scrollY", "page") == 120
    assert "4000px" in browser.execute_script(
        INSIDE + "return inside.getComputedStyle(inside.document.body).minHeight", "page"
    )


def test_a_fault_takes_the_place_of_the_issue_until_it_is_mended(
    browser: Any, show: Callable[..., None], desk: Path
) -> None:
    """File, line, what was being rendered; and the sentence is text, not markup."""
    show()
    template = desk / "templates" / "site" / "issue.html"
    template.write_text("<b>\n{{ 1 / 0 }}\n")
    until(browser, "return !!document.querySelector('.fault')?.textContent.includes('ZeroDivisionError')")
    told = browser.execute_script("return document.querySelector('.fault').textContent")
    assert f"{template}:2" in told
    assert "while rendering" in told
    assert browser.execute_script("return document.querySelector('.here').textContent").strip() == "2{{ 1 / 0 }}"
    template.unlink()
    until(browser, "return document.querySelectorAll('iframe').length === 2")


def test_nothing_in_a_frame_runs_or_leads_the_page_away(browser: Any, show: Callable[..., None], desk: Path) -> None:
    """Scripts, handlers, forms, refreshes and frames in a page are dead, though the frame keeps our origin."""
    (desk / "templates" / "site" / "issue.html").write_text(
        "<!doctype html><script>parent.document.title='owned'</script>"
        "<meta http-equiv=refresh content='0;url=/'>"
        "<body onload=\"parent.document.title='owned'\"><svg onload=\"parent.document.title='owned'\"></svg>"
        "<img src=x onerror=\"parent.document.title='owned'\">"
        "<a id=js href=\"javascript:parent.document.title='owned'\">a</a><a id=top href=/preview.css target=_top>t</a>"
        "<form id=form method=post action=/approve><button id=send>b</button></form><iframe src=/></iframe>"
        "<object data=/></object><p id=end>end</p>"
    )
    show("show=page")
    before = browser.current_url
    frame = browser.find_element("css selector", "iframe")
    browser.switch_to.frame(frame)
    for name in ("js", "top", "send"):
        browser.find_element("id", name).click()
    browser.switch_to.default_content()
    time.sleep(0.5)
    assert browser.title == "Preview of No. 1"
    assert browser.current_url == before
    assert browser.execute_script(INSIDE + "return inside.document.getElementById('end') !== null", "page")


def test_the_button_approves_what_is_shown(browser: Any, show: Callable[..., None], desk: Path) -> None:
    """And a template changed afterwards makes it void, in the page too."""
    show("show=mail")
    state = "return document.querySelector('.approval .state').textContent"
    assert browser.execute_script(state) == "Waits for approval"
    browser.find_element("css selector", ".approval button").click()
    until(browser, f"{state}.startsWith('Approved by ')")
    until(browser, LOADED)
    assert "show=mail" in browser.current_url
    (desk / "templates" / "text").mkdir()
    (desk / "templates" / "text" / "issue.txt").write_text("Another text\n")
    until(browser, f"{state}.startsWith('Changed since ')")
    assert digest(desk, "send", "1").returncode == 77
