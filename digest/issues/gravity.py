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
from typing import Any

# Weight of words at which gravity is one half.
HALF_WEIGHT = 1.5
# The most that the opening of the text adds, its words counting half: a headline says what its news is about, and a
# teaser names a government sooner or later.
OPENING = 0.5
_HALF = 0.5
_OPENING_LENGTH = 220
_HEADLINE_LENGTH = 400


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
        weight for pattern, weight in once if pattern.search(passage)
    )


_Weighed = tuple[re.Pattern[str], float]


@cache
def _lists() -> tuple[tuple[_Weighed, ...], tuple[_Weighed, ...]]:
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    # A term of what counts once may mind its case. The others are looked for in small letters, which is much faster
    # than ignoring case: the regular expression can tell by its first letter that a branch does not match.
    return (
        tuple(_weighed(part) for part in data["words"]),
        tuple(_weighed(part, re.IGNORECASE) for part in data["once"]),
    )


def _weighed(part: dict[str, Any], flags: int = 0) -> _Weighed:
    terms = "|".join(term.replace(" ", "[ -]") if "(?" not in term else term for term in part["terms"])
    # Behind a hyphen a word is part of another: "post-war".
    return re.compile(rf"(?<![\w-])(?:{terms})(?:['’]s)?(?!\w)", flags), part["weight"]
