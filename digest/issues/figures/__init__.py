"""Figures that matter, with what they count and their hedges: "over 46,000 soldiers".

    numbers → finding (what is a figure, what it counts) → salience (which to print)

``numbers`` reads digits and words, ``finding`` leaves out ages, dates, scores and names, ``salience`` says which tells
a reader most. The word lists are in ``figures.toml``.
"""

from digest.issues.figures.finding import find
from digest.issues.figures.salience import salience

__all__ = ["find", "salience"]
