"""What a figure leaves open: between which values the thing may lie for the words to be true."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digest.issues.accounts.lexicon import Lexicon
from digest.issues.figures import lexicon as figure_words
from digest.issues.figures import numbers
from digest.model import Figure

ABOUT = 0.2  # how far a rounded figure may be off
OVER = 2.0  # "over 46,000" is said of no number twice as large
NEARLY = 0.75  # "approaching one million" is said of no number below three quarters of it


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a figure may stand for."""

    low: float
    high: float

    def agrees(self, other: Bounds) -> bool:
        """Whether one number could be meant by both."""
        return self.low <= other.high and other.low <= self.high


def bounds(figure: Figure, sentence: str, words: Lexicon, lang: str) -> Bounds | None:
    """The bounds of ``figure``, which stands in ``sentence``; None where it only adds to a figure told elsewhere.

    A number that ends in noughts may be rounded to the last digit that is not one: "3,000" is anything from 2,500 to
    3,500. Of a range the bounds are its ends.
    """
    found = numbers.find(sentence[figure.start : figure.end], figure_words.lexicon(lang))
    if not found or figure.hedge in words.more:
        return None
    upper = found[-1].value
    low = figure.value - _rounding(found[0], figure.value)
    high = max(figure.value, upper) + _rounding(found[-1], upper)
    near = sentence[figure.end :].lstrip().removeprefix(figure.unit)[:40].lower().lstrip(" ,")
    hedge = figure.hedge or ""

    def follows(phrases: frozenset[str]) -> bool:
        return any(near.startswith(phrase) for phrase in phrases)

    if hedge in words.least or follows(words.least_behind):
        return Bounds(low, math.inf)
    if hedge in words.most or follows(words.most_behind):
        return Bounds(0.0, high)
    if hedge in words.over:
        return Bounds(low, OVER * max(figure.value, upper))
    if hedge in words.nearly:
        return Bounds(NEARLY * figure.value, high)
    if hedge in words.about or follows(words.about_behind):
        return Bounds(min(low, (1 - ABOUT) * figure.value), max(high, (1 + ABOUT) * max(figure.value, upper)))
    return Bounds(low, high)


def _rounding(number: numbers.Number, value: float) -> float:
    """Half of the place that a number is written to, nought where its last digit says that it is exact."""
    if value == 0:
        return 0.0
    digits = number.digits.replace(",", "").replace("\u00a0", "")
    if number.factor > 1 and digits:
        place = number.factor * 10.0 ** -len(digits.partition(".")[2])
        return place / 2 if place >= 1 else 0.0
    if value != int(value):
        return 0.5 * 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 0.0
    whole = int(value)
    place = 1
    while whole % (place * 10) == 0:
        place *= 10
    return place / 2 if place > 1 else 0.0
