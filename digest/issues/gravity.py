"""How grave an article's news is: whether it is of many lives, of state, law, war or the economy, or of one household.

    gravity = 1 - 2 ** (-weight / HALF_WEIGHT), and 0 where what takes away weighs more

A plain word list in the open, ``gravity.toml``: what an editor of general news looks for when two stories are told by
equally many. Each word more adds less, so that no headline outweighs what several houses tell by its words alone.
English only so far; elsewhere every headline weighs the same.
"""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib.resources import files

# Weight of words at which gravity is one half.
HALF_WEIGHT = 1.5
# The most that the opening of the text adds, its words counting half: a headline says what its news is about, and a
# teaser names a government sooner or later.
OPENING = 0.5
_HALF = 0.5
_OPENING_LENGTH = 220
_HEADLINE_LENGTH = 400
_CASED = "(?-i:"  # how a term begins that minds its case
_REPEATS = ("?", "*", "+", "{")


def gravity(headline: str, text: str = "") -> float:
    """0 to 1, from the words of the headline and, little, of the beginning of ``text``."""
    opening = _HALF * _weight(text[:_OPENING_LENGTH]) if text else 0.0
    weight = _weight(headline[:_HEADLINE_LENGTH]) + min(OPENING, max(0.0, opening))
    # A power of floats may be complex, and so has no type of its own; exp2 has.
    return 1.0 - math.exp2(-max(0.0, weight) / HALF_WEIGHT)


def _weight(passage: str) -> float:
    words, once = _lists()
    lower = passage.lower()
    return sum(weight * len({match.group() for match in pattern.finditer(lower)}) for pattern, weight in words) + sum(
        weight for small, cased, weight in once if small.search(lower) or (cased and cased.search(passage))
    )


_Words = tuple[re.Pattern[str], float]
_Once = tuple[re.Pattern[str], re.Pattern[str] | None, float]


@cache
def _lists() -> tuple[tuple[_Words, ...], tuple[_Once, ...]]:
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    return (
        tuple((_any(part["terms"]), part["weight"]) for part in data["words"]),
        tuple((*_by_case(part["terms"]), part["weight"]) for part in data["once"]),
    )


def _by_case(terms: list[str]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What is looked for in small letters, and what minds its case. To ignore case would be much slower."""
    cased = [term for term in terms if term.startswith(_CASED)]
    return _any([term for term in terms if term not in cased]), _any(cased) if cased else None


def _any(terms: list[str]) -> re.Pattern[str]:
    """Any of these terms as words of their own; behind a hyphen a word is part of another: "post-war"."""
    shapes = [term if "(?" in term else term.replace(" ", "[ -]") for term in terms]
    # Terms of one first letter together: where none begins with the one that is there, one look tells.
    by_letter: dict[str, list[str]] = {}
    for shape in shapes:
        letter = shape[0] if shape[0].isalpha() and shape[1:2] not in _REPEATS else ""
        by_letter.setdefault(letter, []).append(shape[len(letter) :])
    grouped = "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return re.compile(rf"(?<![\w-])(?:{grouped})(?:['’]s)?(?!\w)")
