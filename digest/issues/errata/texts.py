"""A text as the words in it: what white space, quotation marks and capitals cannot change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.text import sentences

# A word, with the points and apostrophes inside it; a sign that has a meaning of its own.
_TOKEN = re.compile(r"\w+(?:[.,:'’]\w+)*|[%$€£¥₹°]")
_JOINT = "\x00"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    word: str  # as it is compared
    start: int
    end: int
    capital: bool  # whether it begins with a capital, in a script that has them


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order, each with where it stands."""
    return tuple(
        Token(_folded(found[0]), found.start(), found.end(), found[0][:1].isupper()) for found in _TOKEN.finditer(text)
    )


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word).replace("’", "'").casefold()


def joined(words: Sequence[Token]) -> str:
    """The words as one string in which words alone can be found."""
    return _JOINT + _JOINT.join(token.word for token in words) + _JOINT


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]  # places in the sentence


class Text:
    """An article's text, to be asked what it says; each part is made when first asked for."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self._lang = lang

    @cached_property
    def _joined(self) -> str:
        return joined(tokens(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, of whatever block."""
        return tuple(
            Sentence(said, start, end, tokens(said))
            for start, end in sentences(self.text, self._lang)
            for said in [self.text[start:end]]
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word in it."""
        return frozenset(self._joined.split(_JOINT)) - {""}

    def says(self, words: Sequence[Token]) -> bool:
        """Whether these words stand in it, in this order and with none between; no words stand in any."""
        return not words or joined(words) in self._joined
