"""Tokens of running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.issues.quotes.lexicon import Lexicon

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’.&][^\W_]+)*|[^\w\s]|_")
INVERTED = re.compile(r"([^\W\d_]+?)(?:-t)?-(ils?|elles?)$")  # French: dit-elle, a-t-il


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In lower case, for looking it up."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is no punctuation."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it may be part of a name: "Smith", "al-Assad", "iPhone"."""
        head = self.text[:4]
        return head != head.lower() and self.is_word


Tokens = Sequence[Token]


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch. The full stop of an initial or a title is left out: "J. Paul" is two tokens."""
    found: list[Token] = []
    for match in WORD.finditer(text, start, end):
        inverted = INVERTED.match(match.group())
        if inverted:
            found.append(Token(inverted[1], match.start(), match.start() + len(inverted[1])))
            found.append(Token(inverted[2], match.end() - len(inverted[2]), match.end()))
            continue
        dot = match.group() == "." and bool(found) and found[-1].end == match.start()
        if dot and (len(found[-1].text) == 1 or found[-1].low in SHORT):
            continue
        found.append(Token(match.group(), match.start(), match.end()))
    return found


# Titles that are written with a full stop.
SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "sgt",
        "capt",
        "prof",
        "rev",
        "st",
        "det",
        "cllr",
        "adm",
        "maj",
        "cpl",
        "cmdr",
        "supt",
        "insp",
        "pvt",
        "ofc",
        "dep",
        "asst",
        "atty",
        "hon",
        "pres",
        "jr",
        "sr",
    ]
)


def bare(token: Token) -> str:
    """A word in lower case without a possessive ending."""
    low = token.low.replace("’", "'")
    return low[:-2] if low.endswith("'s") else low


def is_possessive(token: Token) -> bool:
    """Whether it ends as "Ukraine's" does."""
    return token.low.endswith(("'s", "’s"))


def is_pronoun(token: Token, words: Lexicon) -> bool:
    """Whether it is a pronoun, contracted ("he'd") or not."""
    return token.low.replace("’", "'").partition("'")[0] in words.pronouns
