"""Every kind of page before html-validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest.editions import JinjaRenderer
from digest.model import Edition, Issue

pytestmark = pytest.mark.judge

EXPECTED = Path(__file__).parents[1] / "golden/expected"


def test_every_page_is_accessible(
    judge: Callable[[str, Any], Any],
    issues: dict[str, Issue],
    renderer: JinjaRenderer,
    editions: dict[str, tuple[Edition, ...]],
) -> None:
    """No finding of the accessibility preset on any page of the newsroom's days, or of a run's three mornings."""
    pages = {
        str(path.relative_to(EXPECTED)): path.read_text()
        for path in sorted(EXPECTED.rglob("*.html"))
        if path.name != "email.html"
    }
    assert len(pages) >= 5
    for day, issue in issues.items():
        pages |= {f"{day} {e.path}": e.body.decode() for e in editions[day] if e.medium == "page"}
        pages |= {f"{day} {f.path}": f.body.decode() for f in renderer.site([issue]) if f.path.endswith(".html")}
    assert judge("accessibility", pages) == {name: [] for name in pages}
