"""Which figure to print where there is room for few."""

from __future__ import annotations

import math
from typing import Literal

from digest.issues.figures.lexicon import lexicon
from digest.model import Figure

Kind = Literal["casualties", "money", "share", "sentence", "count"]

# What each property adds; the parts sum to 1 at the most.
SIZE = 0.35  # grows with the order of magnitude, full at a thousand million
KINDS: dict[Kind, float] = {
    "casualties": 0.3,  # the dead, the hurt, the homeless
    "money": 0.25,
    "share": 0.2,
    "sentence": 0.2,  # years in prison
    "count": 0.0,
}
COUNTED = 0.2  # it says what it counts
HEDGED = 0.05
EARLY = 0.1  # stands in the first half of its sentence
LARGEST = 9.0  # decimal digits at which size is full

SIGNS = "$£€¥₹₽₺₩"
CLOSE = 3  # words before a figure that may do so: "killed at least 12 people"
NEAR = 6  # words behind a figure that may say what befell those it counts


def kind(figure: Figure, sentence: str, lang: str = "en") -> Kind:
    """What sort of thing a figure is. It has its offsets in ``sentence``, as ``find(sentence, lang)`` gives them."""
    words = lexicon(lang)
    unit = figure.unit.lower()
    behind = sentence[figure.end : figure.end + 60].lower()
    before = sentence[max(0, figure.start - 60) : figure.start].lower().split()[-CLOSE:]
    beside = (*before, *unit.replace("%", " ").split(), *behind.split()[:NEAR])
    near = {word.strip(".,;:—–-”'") for word in beside}
    if near & words.casualties:
        return "casualties"
    if any(sign in unit for sign in SIGNS) or unit in words.currencies:
        return "money"
    if "%" in unit or unit.startswith((*words.percent, *words.percent_before)):
        return "share"
    return "sentence" if unit in words.times else "count"


def salience(figure: Figure, sentence: str, lang: str = "en") -> float:
    """How much a figure tells by itself, 0 to 1: casualties and money first, then by size.

    ``figure`` has its offsets in ``sentence``, as ``find(sentence, lang)`` gives them.
    """
    value = abs(figure.value)
    size = SIZE * min(1.0, math.log10(value) / LARGEST) if value > 1 else 0.0
    score = KINDS[kind(figure, sentence, lang)] + size
    score += COUNTED if figure.unit else 0.0
    score += HEDGED if figure.hedge else 0.0
    score += EARLY if figure.start < len(sentence) / 2 else 0.0
    return round(min(1.0, score), 4)
