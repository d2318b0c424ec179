"""Verbs of speech, and what an attribution is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import after_verb
from digest.issues.quotes.tokens import Token, Tokens

ASIDE = 12  # tokens in brackets
REACH = 320  # characters searched on either side of a quotation
SUBJECT = 12  # words of a subject that no comma sets apart


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, and the stretch of text that says so."""

    who: Tokens
    start: int
    end: int


def made(who: Tokens | None, start: int, end: int) -> Attribution | None:
    return Attribution(who, min(start, who[0].start), max(end, who[-1].end)) if who else None


def verb_at(found: Sequence[Token], at: int, words: Lexicon, *, near: bool) -> int:
    """Where the verb of speech that begins at ``at`` ends, auxiliaries included; ``at`` where none does."""
    end = at
    while end < len(found) and end - at < 3 and found[end].low in words.auxiliaries:
        end += 1
    return end + 1 if end < len(found) and is_verb(found[end], words, near=near) else at


def is_verb(token: Token, words: Lexicon, *, near: bool = False) -> bool:
    """Whether it is a verb of speech. One with a capital is another word: "the United States"."""
    return not token.is_capital and (token.low in words.verbs or (near and token.low in words.narrow))


def without_asides(found: Sequence[Token]) -> list[Token]:
    """The tokens but for what stands in brackets: "Ann Lee (N-Norland) said"."""
    kept: list[Token] = []
    opened = -1  # in ``kept``
    for token in found:
        if token.text in "([":
            opened = len(kept)
        kept.append(token)
        if token.text in ")]" and opened >= 0 and len(kept) - opened <= ASIDE:
            del kept[opened:]
            opened = -1
    return kept


def source_at(found: Sequence[Token], at: int, words: Lexicon) -> int:
    """Where an "according to" that begins at ``at`` ends; ``at`` where none does."""
    for source in words.sources:
        if tuple(token.low for token in found[at : at + len(source)]) == source:
            return at + len(source)
    return at


def quoted_by(found: Sequence[Token], words: Lexicon) -> Tokens | None:
    """Whom an outlet "quoted … as saying"."""
    for at in range(len(found) - 1):
        if (found[at].low, found[at + 1].low) == ("as", "saying"):
            verb = next((back for back in range(at - 1, -1, -1) if found[back].low in {"quoted", "cited"}), -1)
            return after_verb(found[verb + 1 : at], words) if verb >= 0 else None
    return None
