"""A figure as a row of a table: its hedge, the figure, its unit."""

from __future__ import annotations

import re

from msgspec.structs import replace

from digest.editions.view import FigureRow
from digest.model import PrintedFigure

# A figure's hedge is the words before its first digit or currency sign: "over 46,000", "another $3 billion".
_HEDGE = re.compile(r"(?P<hedge>[^\d$€£¥₹]{0,40}?)\s*(?P<figure>[$€£¥₹]?\s?\d.*)", re.DOTALL)
# In a figure in words it is the words before the first numeral: "approaching one million", "almost half a million".
_IN_WORDS = re.compile(
    r"(?P<hedge>.{0,40}?)\s*\b(?P<figure>(?:half |an? )?(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|dozen|hundred"
    r"|thousand|million|billion|trillion)(?:s\b|\b).*)",
    re.DOTALL | re.IGNORECASE,
)


def row(figure: PrintedFigure) -> FigureRow:
    found = _HEDGE.fullmatch(figure.figure.text) or _IN_WORDS.fullmatch(figure.figure.text)
    if found is None:
        return FigureRow("", figure.figure.text, figure.unit)
    return FigureRow(found["hedge"].strip(), found["figure"], figure.unit)


def without_sign(row: FigureRow) -> FigureRow:
    """The row without a unit that its figure shows: "£1.6 billion" needs no "£" behind it."""
    return replace(row, unit="") if row.unit in row.figure else row
