"""Which language texts of one source are in, told by all of them together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from digest.text.languages import IN_SEVERAL_SCRIPTS, OURS, SISTERS, TELLABLE, by_script, english_words, primary
from digest.text.letters import likelihoods
from digest.text.tokens import words

_FEWEST = 3  # texts: fewer are no company
_VERY_SHORT = 3  # words: fewer say nothing, in whatever company
_SHARE = 2 / 3  # of the texts: where fewer are in one language, the source is in none
_FITS = 1.0  # by how little a text may be likelier in another language, and still be in this (``Likelihoods.lead``)
_MOST = 6.0  # by how much one text speaks against a language, so that no odd one decides
_SURE = 2.0  # by how much all must be likelier in another language than the one expected
_ENGLISH_TEXTS = 0.6  # of the texts hold words that are English alone: in Danish headlines a fifth do
_ENGLISH_SHARE = 0.08  # of the words


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one text says of each language: 0 for the likeliest, and less for others."""

    said: dict[str, float]
    width: float  # the square root of its bytes

    def of(self, tag: str) -> float:
        return max(self.said.get(tag, -math.inf), -_MOST * self.width)


def common_language(texts: Iterable[str], hint: str | None = None) -> str | None:
    """The language that most of these texts are in (primary BCP 47 tag); None where they are in several, or too few.

    Twenty headlines tell what none of them could: names fall out, and what is left is one language's. ``hint`` is
    what the source says of itself, which wins unless another language is plainly likelier of all, and English is
    expected without one. The order of the texts does not matter, nor does one that comes twice.
    """
    hinted = primary(hint)
    expected = hinted or "en"
    read = {text: tokens for text in sorted(set(texts)) if len(tokens := words(text)) >= _VERY_SHORT}
    if len(read) < _FEWEST:
        return None
    if expected == "en" and _is_english(list(read.values())):
        return "en"
    voices = [voice for text in read if (voice := _voice(text)) is not None]
    if len(voices) < _FEWEST:
        return None
    totals = {
        # Exact: of floating point every release of Python has its own ``sum``.
        tag: math.fsum(voice.of(tag) for voice in voices)
        for tag in sorted({tag for one in voices for tag in one.said})
    }
    best = max(totals, key=lambda tag: totals[tag])
    known = OURS.get(expected, expected)
    # Its script is another's too: nothing speaks against what the source says.
    if expected in SISTERS.get(best, ()) or (known not in totals and known in IN_SEVERAL_SCRIPTS):
        return expected
    if known != best and (hinted is None or known in TELLABLE):
        width = math.sqrt(math.fsum(voice.width**2 for voice in voices))
        if known in totals and totals[best] - totals[known] <= _SURE * width:
            best = known
    elif known != best:
        return expected  # nothing speaks against what the source says
    fitting = sum(voice.of(best) >= -_FITS * voice.width for voice in voices)
    if fitting < _SHARE * len(voices):
        return None
    return expected if best == known else best


def _is_english(texts: list[list[str]]) -> bool:
    counted = [english_words(tokens) for tokens in texts]
    some = sum(count > 0 for count in counted)
    return some >= _ENGLISH_TEXTS * len(texts) and sum(counted) >= _ENGLISH_SHARE * sum(map(len, texts))


def _voice(text: str) -> _Voice | None:
    width = math.sqrt(len(text.encode("utf-8", "replace")))
    if not text.isascii() and (tag := by_script(text)):
        return _Voice({tag: 0.0}, width)
    found = likelihoods(text)
    best = found.best()
    if best is None:
        return None
    top = found.by_tag[best]
    return _Voice({tag: likely - top for tag, likely in found.by_tag.items()}, width)
