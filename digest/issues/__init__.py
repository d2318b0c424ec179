"""Stories → Issue: the newsroom's decisions, pure from end to end.

    screen → admit (window) → rank (budget) → select (what goes where) → [summarise] → lay_out → Issue

``writing`` fills one story, its sentences kept by ``page``: speech from ``spoken`` (which asks ``quotes``), numbers
from ``counted`` (``figures``), what sources contradict each other in from ``accounts``, ``background``, and what is to
come from ``ahead`` (``forward``, and ``appointments`` for the days that make a leaf of the calendar). Each reads text
and returns spans of it.
"""

from digest.issues.budget import budget
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
