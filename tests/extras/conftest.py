"""What comes with `pip install 'digest-newsroom[cards,search]'`. The golden site is made without it."""

from __future__ import annotations

import importlib.util
import os

import pytest


@pytest.fixture(autouse=True)
def _installed() -> None:
    """Skips where the extras are not installed; in CI that is a failure."""
    missing = [name for name in ("resvg_py", "pagefind_bin") if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}; `make extras` installs them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
