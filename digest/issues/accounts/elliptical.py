"""Counts without a noun, as tolls are told: "killing 12 and injuring 34", "34 were injured"."""

from __future__ import annotations

import re

from digest.issues.accounts.lexicon import Lexicon
from digest.issues.figures import lexicon as figure_words
from digest.issues.figures import numbers
from digest.model import Figure

_BEHIND = re.compile(r" (?:(?:were|was|are|is|have been|had been|remain) )(?P<fate>[a-z]+)\b")
_BEFORE = re.compile(r"\b(?P<fate>[a-z]+) $")
_ENDS = re.compile(r"(?:[.,;]|$)(?!\d)| (?:and|in|at|on|near|when|after|before|as|while)\b")
_REACH = 60  # characters read before a number


def with_elliptical(text: str, told: tuple[Figure, ...], words: Lexicon, lang: str) -> tuple[Figure, ...]:
    """``told``, the figures of a sentence, with the counts beside them that only a verb says something of, in order.

    ``unit`` of those added is what became of those counted, where it stands behind the number; else "".
    """
    known = figure_words.lexicon(lang)
    found = list(told)
    for number in numbers.find(text, known):
        if any(number.start < figure.end and figure.start < number.end for figure in told) or number.currency:
            continue
        start, hedge = _hedged(text, number.start, known.hedges)
        behind = _BEHIND.match(text, number.end)
        if behind and behind["fate"] in words.fates:
            found.append(Figure(start, number.end, number.value, behind["fate"], hedge))
            continue
        before = _BEFORE.search(text[max(0, start - _REACH) : start])
        if before and before["fate"] in words.striking and _ENDS.match(text, number.end):
            found.append(Figure(start, number.end, number.value, "", hedge))
    return tuple(sorted(found, key=lambda figure: figure.start))


def _hedged(text: str, start: int, hedges: tuple[str, ...]) -> tuple[int, str | None]:
    """Where a number begins with its hedge, and the hedge."""
    before = text[max(0, start - _REACH) : start].lower()
    for hedge in hedges:
        if before.endswith(f" {hedge} "):
            begin = start - len(hedge) - 1
            return begin, hedge
    return start, None
