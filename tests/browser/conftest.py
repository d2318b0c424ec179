"""A real Chromium, with an empty profile, that talks to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import chromium
import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Site


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
    """Chromium under selenium."""
    driver = chromium.start(tmp_path_factory.mktemp("profile"), "--hide-scrollbars")
    try:
        yield driver
    finally:
        driver.quit()
