"""A real Chromium, with an empty profile, that talks to nobody."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Site

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
    "--hide-scrollbars",
)


@pytest.fixture(scope="session")
def site(newsroom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each of the newsroom's days as a site on disk: name -> its folder."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"))
    made = {}
    for name in ("sample", "quiet", "teaser", "hostile", "right_to_left"):
        issue = getattr(newsroom, f"{name}_issue")()
        folder = tmp_path_factory.mktemp(name)
        for edition in renderer.editions(issue):
            path = folder / "issues" / issue.date.isoformat() / edition.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(edition.body)
        for file in renderer.site([issue]):
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.body)
        made[name] = folder
    return made


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium under selenium. Skips where it is not installed; in CI that is a failure."""
    missing = [str(path) for path in (CHROMIUM, DRIVER) if not path.exists()]
    if importlib.util.find_spec("selenium") is None:
        missing.append("the selenium package")
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield driver
    finally:
        driver.quit()
