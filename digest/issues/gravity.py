"""How grave an article's news is: whether it is of many lives, of state, law, war or the economy, or of one household.

A plain word list in the open, ``gravity.toml``: what an editor of general news looks for when two stories are told by
equally many. English only so far; elsewhere every headline weighs the same.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# Weight of words at which a headline weighs full.
FULL = 3.0
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
    return max(0.0, min(1.0, weight / FULL))


def _weight(passage: str) -> float:
    words, countries, private = _lists()
    lower = passage.lower()
    found = {match.group(): weight for pattern, weight in words for match in pattern.finditer(lower)}
    weight = sum(found.values())
    if countries[0].search(passage):
        weight += countries[1]
    return weight - private[1] * len({match.group() for match in private[0].finditer(lower)})


_Weighed = tuple[re.Pattern[str], float]


@cache
def _lists() -> tuple[tuple[_Weighed, ...], _Weighed, _Weighed]:
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    # A term of countries may mind its case. The others are looked for in small letters, which is much faster than
    # ignoring case: the regular expression can tell by its first letter that a branch does not match.
    return (
        tuple(_weighed(part) for part in data["words"]),
        _weighed(data["countries"], re.IGNORECASE),
        _weighed(data["private"]),
    )


def _weighed(part: dict[str, Any], flags: int = 0) -> _Weighed:
    terms = "|".join(term.replace(" ", "[ -]") if "(?" not in term else term for term in part["terms"])
    # Behind a hyphen a word is part of another: "post-war".
    return re.compile(rf"(?<![\w-])(?:{terms})(?:['’]s)?(?!\w)", flags), part["weight"]
