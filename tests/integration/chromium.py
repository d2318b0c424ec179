"""A real Chromium with an empty profile, as patient as a busy machine needs it."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # where that is small, as in containers, a page hangs that needs more of it
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",  # whatever the environment says: every server of a test is on this machine
)
STARTS = 2  # on a busy machine Chromium is now and then not there within the minute that its driver allows it
LOAD = (
    100  # s for a page; below ANSWER, so that a page that never comes is one test's failure, and not the next one's too
)
ANSWER = 300.0  # s for an answer of the driver's
UNFINISHED = """return [
  document.readyState,
  ...[...document.querySelectorAll('iframe')].map(f => `${f.src}: ${f.contentDocument?.readyState}`),
  ...[...document.images].filter(i => !i.complete).map(i => i.src),
  ...performance.getEntriesByType('resource').map(e => `${e.name}: ${e.responseEnd ? 'came' : 'under way'}`)]"""


def start(profile: Path, *flags: str, capabilities: Mapping[str, Any] | None = None) -> Any:
    """Chromium under selenium; ``quit`` it when done. Skips where it is not installed; in CI that is a failure."""
    missing = [str(path) for path in (CHROMIUM, DRIVER) if not path.exists()]
    if importlib.util.find_spec("selenium") is None:
        missing.append("the selenium package")
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service

    class Patient(webdriver.Chrome):
        """Asks the page itself whether it is whole.

        Its driver says so when it has seen every frame begin and end, which on a busy machine it once never did,
        for minutes after the last byte had come and the server had ended.
        """

        def get(self, url: str) -> None:
            super().get(url)
            until(self, "return document.readyState === 'complete'")

    for left in reversed(range(STARTS)):
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        options.page_load_strategy = "eager"  # the document is there and read; the rest is for `get` to see
        for flag in (*FLAGS, *flags, f"--user-data-dir={profile / str(left)}"):
            options.add_argument(flag)
        for name, value in (capabilities or {}).items():
            options.set_capability(name, value)
        try:
            driver = Patient(options=options, service=Service(str(DRIVER)))
        except WebDriverException:
            if not left:
                raise
        else:
            driver.command_executor.client_config.timeout = ANSWER
            driver.set_page_load_timeout(LOAD)
            driver.set_script_timeout(LOAD)
            return driver
    raise AssertionError("unreachable")


def until(browser: Any, script: str, *arguments: Any, seconds: float = 60) -> None:
    """Wait until a script says so. One that finds no document, or not all of it, has not said so yet."""
    from selenium.common.exceptions import JavascriptException

    end = time.monotonic() + seconds
    while True:
        said: object
        try:
            said = browser.execute_script(script, *arguments)
        except JavascriptException as error:
            said = error
        if said and not isinstance(said, JavascriptException):
            return
        assert time.monotonic() < end, (script, said, browser.execute_script(UNFINISHED))
        time.sleep(0.02)
