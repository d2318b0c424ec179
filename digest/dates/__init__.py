"""Dates in running text, found by rule and resolved against the day the text was published.

The grammar of each language is a file of words and templates in ``data/`` that a person can extend; there is no
library behind it. What it will not guess it leaves: "in the coming months" is kept as vague, 4/5/2025 in English is
found and left open, and without a publication day nothing is resolved at all.
"""

from digest.dates.finder import find

__all__ = ["find"]
