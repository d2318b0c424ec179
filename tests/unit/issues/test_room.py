"""The room as a whole: what it offers, and that a part of it does not bring the rest along."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

from digest import issues


def test_it_has_what_it_offers() -> None:
    """Every name, also where every module was imported before: none is named as what it offers."""
    for module in pkgutil.iter_modules(issues.__path__):
        assert module.name not in issues.__all__
    for name in issues.__all__:
        assert callable(getattr(issues, name))
    with pytest.raises(AttributeError):
        issues.headline  # noqa: B018


@pytest.mark.parametrize("name", ["digest.issues.verifying", "digest.pipeline.verify", "digest.pipeline.tailor"])
def test_who_makes_no_issue_does_not_import_how(name: str) -> None:
    """To prove or to mail an issue needs neither ranking nor stories."""
    look = f"import sys, {name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert {"digest.issues.ranking", "digest.issues.layout", "digest.stories"}.isdisjoint(done.stdout.split())
