"""What is new in a story that goes on.

Sentences are compared by their stems, all of equal weight where a sentence is held against what was printed: the people
and places of an affair are the rare words, and they are the same every day; what is new stands in the common ones ("has
lost", "a second"). Two sentences of one morning are compared by rare words, for there the affair is what they share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from digest.model import Passage
from digest.stories.background import commonness
from digest.text import stems, words

_HELD = 0.7  # share of a sentence's stems and numbers that one printed sentence holds, from which it is not new
_HELD_BY_TWO = 0.8  # the same of two printed sentences together …
_MOST_OF_IT = 0.5  # … where one of them holds at least this
_RAREST = 8.0  # the most that one stem weighs: a name that no table knows, or a slip of the pen, is not the sentence
_BESIDE = 0.35  # share of the lighter of two new sentences, by weight, from which the second adds too little

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_WORTH = {
    word: float(value)
    for value, word in {
        0: "zero", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
        10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
    }.items()
}  # fmt: skip
# "A second crack" is not the crack that was printed. A "first" counts nothing.
_WORTH |= {
    word: float(value)
    for value, word in enumerate(
        ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 2
    )
}
_FACTORS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# "One of them", "a first meeting": as words they count nothing that a reader would take for a figure.
_NO_FIGURE = frozenset({0.0, 1.0})


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says: its stems by weight, without numbers, and its numbers."""

    weights: dict[str, float]
    numbers: frozenset[float]
    content: frozenset[str | float]  # both

    @property
    def mass(self) -> float:
        return sum(self.weights.values())


def novel(passages: Sequence[Passage], printed: Sequence[str], *, lang: str = "en") -> tuple[Passage, ...]:
    """The passages, in their order, whose content no printed sentence has.

    A passage is old where one printed sentence holds seven tenths of its stems and numbers, or two together eight, and
    every number in it stands there too, in digits or in words: a new figure makes an old sentence new. A passage of no
    content (a dateline, an interjection) is old. ``lang`` is the language all of them are read in.
    """
    told = [_said(sentence, lang) for sentence in dict.fromkeys(printed)]
    return tuple(passage for passage in passages if not _old(_said(passage.text, lang), told))


def adding(passages: Sequence[Passage], *, lang: str = "en") -> tuple[Passage, ...]:
    """The passages, in their order, without those that say little beside one kept before them.

    Two outlets tell one piece of news in words of their own; where a story goes on, that news is printed once.
    """
    kept: list[Passage] = []
    beside: list[_Said] = []
    for passage in passages:
        said = _said(passage.text, lang)
        if not any(_adds_little(said, other) for other in beside):
            kept.append(passage)
            beside.append(said)
    return tuple(kept)


def _old(said: _Said, told: Sequence[_Said]) -> bool:
    mine = len(said.content)
    if not mine:
        return True
    held = [(len(said.content & other.content), other) for other in told]
    if any(share >= _HELD * mine and said.numbers <= other.numbers for share, other in held):
        return True
    better = [one for share, one in held if share >= _MOST_OF_IT * mine]
    return any(
        said.numbers <= one.numbers | other.numbers
        and len(said.content & (one.content | other.content)) >= _HELD_BY_TWO * mine
        for one in better
        for other in told
    )


def _adds_little(said: _Said, other: _Said) -> bool:
    least = min(said.mass, other.mass)
    shared = sum(said.weights[stem] for stem in said.weights.keys() & other.weights.keys())
    return shared >= _BESIDE * least if least else said.numbers <= other.numbers


@lru_cache(maxsize=4096)
def _said(sentence: str, lang: str) -> _Said:
    numbers, numerals = _numbers(sentence) if lang.partition("-")[0] == "en" else (_digits(sentence), frozenset())
    named = {stem for word in numerals for stem in stems(word, lang)}
    weights = {
        stem: min(_RAREST, -log(commonness(stem)))
        for stem in stems(sentence, lang)
        if stem not in named and not stem[:1].isdigit()
    }
    return _Said(weights, numbers, frozenset[str | float](weights) | numbers)


def _digits(sentence: str) -> frozenset[float]:
    return frozenset(map(_value, _DIGITS.findall(sentence)))


def _value(digits: str) -> float:
    """What a number in digits is worth; a point or comma before three digits groups them."""
    if _GROUPED.fullmatch(digits):
        return float(re.sub(r"[.,]", "", digits))
    whole, _, rest = digits.replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '')}" if rest else whole)


def _numbers(sentence: str) -> tuple[frozenset[float], frozenset[str]]:
    """The numbers of an English sentence, in digits or in words, and the words that stand for them."""
    found: set[float] = set()
    numerals: list[str] = []
    reading: float | None = None  # the number that the words before this one make: "twenty-", "1.2"
    in_words = False
    for word in [*words(sentence), ""]:
        value = _WORTH.get(word)
        if reading is not None and word in _FACTORS:
            reading *= _FACTORS[word]
            numerals.append(word)
            continue
        if reading is not None and in_words and value is not None and value < 10 <= reading < 100:
            reading += value
            numerals.append(word)
            continue
        if reading is not None and not (in_words and reading in _NO_FIGURE):
            found.add(reading)
        digits = _DIGITS.match(word)
        reading = value if value is not None else _value(digits[0]) if digits else None
        in_words = value is not None
        if in_words:
            numerals.append(word)
    return frozenset(found), frozenset(numerals)
