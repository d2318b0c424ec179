"""Search in a real browser under the page's own policy: it finds, offends nothing, and hostile headlines stay text."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromium
import pytest
from installed import Quiet

from digest.editions import JinjaRenderer, environment
from digest.model import Site
from digest.publishing.searching import SearchIndex
from tests import newsroom

pytestmark = [pytest.mark.extra, pytest.mark.browser]
VECTOR = "<img src=x onerror=window.canary=1> &lt;img src=x onerror=window.canary=1&gt; harbour"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """Chromium, whose console is kept."""
    driver = chromium.start(
        tmp_path / "profile", capabilities={"goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
    )
    try:
        yield driver
    finally:
        driver.quit()


def test_search_runs_under_its_policy(browser: Any, tmp_path: Path) -> None:
    """Pagefind loads, WebAssembly runs, words are marked; no violation, no foreign request, no headline that runs."""
    site = tmp_path / "site"
    renderer = JinjaRenderer(environment(None), Site(output="/x"), cards=True, search=True)
    desk = newsroom.Desk()
    desk.article("v", "Harbour Gazette", VECTOR, f"{VECTOR} said nobody in Tallow.")
    lead = desk.story("v", section="Coast")
    issue = newsroom.sample_issue(
        lead=lead, sections=(), developing=(), due=(), settled=(), whats_next=(), articles=tuple(desk.articles.values())
    )
    made = {file.path: file.body for file in renderer.site([issue])}
    made |= {f"issues/{issue.date}/{each.path}": each.body for each in renderer.editions(issue)}
    for path, body in made.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    SearchIndex(site).index(issue.date.year)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = f"http://127.0.0.1:{server.server_port}/"
    try:
        browser.get_log("performance")  # of the tab that it opens with
        browser.get(f"{own}search/index.html?q=tallow")
        # Waits for the list of what was found.
        found = browser.execute_async_script(
            "const done = arguments[arguments.length - 1], list = document.getElementById('results');"
            "const look = () => list.children.length ? done(list.innerText) : setTimeout(look, 50);"
            "setTimeout(() => done(''), 20000); look();"
        )
        assert "harbour" in found.lower()
        assert browser.execute_script("return document.querySelectorAll('#results mark').length") >= 1
        assert browser.execute_script("return window.canary ?? null") is None
        assert browser.execute_script("return document.querySelectorAll('#results img').length") == 0
        said = [entry["message"] for entry in browser.get_log("browser")]
        assert [line for line in said if "Content Security Policy" in line] == []
        messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
        asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        assert any(url.endswith("/pagefind.js") for url in asked)
        assert [url for url in asked if not url.startswith((own, "data:", "blob:", "chrome:"))] == []
    finally:
        server.shutdown()
        server.server_close()
