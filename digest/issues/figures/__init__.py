"""Figures that matter, with what they count and their hedges: "over 46,000 soldiers".

    numbers → phrases (what each counts) → refusing (what is no figure) → finding → labels, salience (which to print)

``numbers`` reads digits and words, ``phrases`` what stands behind them, ``refusing`` leaves out ages, dates, scores and
names, ``labels`` says what to print beside a figure, ``salience`` which tells a reader most. The word lists are in
``figures.toml``.
"""

from digest.issues.figures.finding import find
from digest.issues.figures.labels import label
from digest.issues.figures.salience import kind, salience

__all__ = ["find", "kind", "label", "salience"]
