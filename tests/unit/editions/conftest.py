"""The fixture newsroom: pytest's importlib mode puts no folder of tests on the path, so it is loaded by its place."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Site


@pytest.fixture(scope="session")
def newsroom() -> ModuleType:
    """``tests/newsroom.py``."""
    spec = importlib.util.spec_from_file_location("newsroom", Path(__file__).parents[2] / "newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def renderer() -> JinjaRenderer:
    """A renderer with the shipped templates."""
    return JinjaRenderer(environment(None), Site(output="/nowhere"))
