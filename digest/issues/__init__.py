"""Stories → Issue: the newsroom's decisions, pure from end to end.

    screen → admit (window) → rank (budget) → select (what goes where) → [summarise] → lay_out → Issue

``writing`` fills one story, its sentences kept by ``page``: speech from ``spoken`` (which asks ``quotes``), numbers
from ``counted`` (``figures``), what sources contradict each other in from ``accounts``, ``background``, and what is to
come from ``ahead`` (``forward``, and ``appointments`` for the days that make a leaf of the calendar). Each reads text
and returns spans of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.issues.budgets import budget
    from digest.issues.layout import lay_out, told
    from digest.issues.ranking import Ranked, rank
    from digest.issues.selection import Placed, Selection, select
    from digest.issues.window import Admission, Screening, admit, belated, names, reach, screen
    from digest.issues.writing import how_many

__all__ = [
    "Admission",
    "Placed",
    "Ranked",
    "Screening",
    "Selection",
    "admit",
    "belated",
    "budget",
    "how_many",
    "lay_out",
    "names",
    "rank",
    "reach",
    "screen",
    "select",
    "told",
]

# Who makes an issue needs all of it; who proves, mails or corrects one needs a module of it, and none of the rest.
_FROM = {
    "Admission": "window",
    "Placed": "selection",
    "Ranked": "ranking",
    "Screening": "window",
    "Selection": "selection",
    "admit": "window",
    "belated": "window",
    "budget": "budgets",
    "how_many": "writing",
    "lay_out": "layout",
    "names": "window",
    "rank": "ranking",
    "reach": "window",
    "screen": "window",
    "select": "selection",
    "told": "layout",
}


def __getattr__(name: str) -> object:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
    globals()[name] = found
    return found
