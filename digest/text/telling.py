"""What a sentence tells, beside who said so and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.text.tokens import stems

_VERBS = r"(?:said|says|told|announced|warned|reported|according\ to)"
# ", the mayor said on Tuesday.", ",” the mayor said." and "According to the mayor, …". What follows "said it …" is what
# was said.
_ATTRIBUTION = re.compile(
    rf"""
    ,[\"”'’»]?\s[^,.]{{0,80}}\b{_VERBS}\b(?!\s(?:that|it|he|she|they|there|this|we|its|his|her|their)\b)[^,.]{{0,50}}\.?$
    | ^According\ to\ [^,]{{2,80}},
    """,
    re.VERBOSE,
)
_REPORTING_STEMS = """
accord announc report say said spokesman spokeswoman spokesperson told
monday tuesday wednesday thursday friday saturday sunday today yesterday
"""
_REPORTING = frozenset(_REPORTING_STEMS.split())
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<![\d.,:])(?<![^\W\d]-)\d+(?:[.,:]\d+)*")  # not the one of a name: "G-20"


def told(sentence: str, lang: str, stemmed: Sequence[str] | None = None) -> frozenset[str]:
    """The stems of what a sentence tells: without its attribution, verbs of saying and days of the week.

    ``stemmed``: the sentence's stems, where they are known.
    """
    rest = _ATTRIBUTION.sub("", sentence)
    if stemmed is None or rest != sentence:
        stemmed = stems(rest, lang)
    return frozenset(stemmed) - _REPORTING


def figures_in(sentence: str) -> frozenset[str]:
    """Its numbers, as stems have them: without commas."""
    if not _DIGIT.search(sentence):  # most have none, and this is told sooner
        return frozenset()
    return frozenset(number.replace(",", "") for number in _NUMBER.findall(sentence))
