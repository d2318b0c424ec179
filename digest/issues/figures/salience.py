"""Which figure to print where there is room for few."""

from __future__ import annotations

import math

from digest.issues.figures.lexicon import lexicon
from digest.model import Figure

# What each property adds; the parts sum to 1 at the most.
SIZE = 0.35  # grows with the order of magnitude, full at a thousand million
CASUALTIES = 0.3  # the dead, the hurt, the homeless
MONEY = 0.25
SHARE = 0.2
COUNTED = 0.2  # it says what it counts
HEDGED = 0.05
EARLY = 0.1  # stands in the first half of its sentence
LARGEST = 9.0  # decimal digits at which size is full


def salience(figure: Figure, sentence: str, lang: str = "en") -> float:
    """How much a figure tells by itself, 0 to 1: casualties and money first, then by size.

    ``figure`` has its offsets in ``sentence``, as ``find(sentence, lang)`` gives them.
    """
    words = lexicon(lang)
    unit = figure.unit.lower()
    around = set(unit.replace("%", " ").split())
    behind = sentence[figure.end : figure.end + 60].lower()
    near = around | {word.strip(".,;:—–-") for word in behind.split()[:6]}
    if near & words.casualties:
        kind = CASUALTIES
    elif any(sign in unit for sign in "$£€¥₹₽₺₩") or unit in words.currencies:
        kind = MONEY
    elif "%" in unit or unit.startswith(words.percent):
        kind = SHARE
    else:
        kind = 0.0
    value = abs(figure.value)
    size = SIZE * min(1.0, math.log10(value) / LARGEST) if value > 1 else 0.0
    score = kind + size
    score += COUNTED if unit else 0.0
    score += HEDGED if figure.hedge else 0.0
    score += EARLY if figure.start < len(sentence) / 2 else 0.0
    return round(min(1.0, score), 4)
