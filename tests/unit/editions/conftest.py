"""What renders the issues of the fixture newsroom."""

from __future__ import annotations

import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Site


@pytest.fixture(scope="session")
def renderer() -> JinjaRenderer:
    """A renderer with the shipped templates."""
    return JinjaRenderer(environment(None), Site(output="/nowhere"))
