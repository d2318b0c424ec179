"""Who said it: the words around a quotation, tried from the surest pattern to the least.

    "…," said X      "…," X said      "…" – X      "…", according to X           behind it
    X said: "…"      X, chief of Y, told Z that "…"      According to X, "…"     before it
    X was pleased by the ruling, he said. "…"                                    in the sentence before it

Every search looks at a bounded stretch of text, so the whole is linear in the text's length.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import after_verb, before_verb, opening_subject, speaker
from digest.issues.quotes.speaking import (
    REACH,
    SUBJECT,
    Attribution,
    is_verb,
    made,
    quoted_by,
    source_at,
    verb_at,
    without_asides,
)
from digest.issues.quotes.tokens import Token, Tokens, tokens
from digest.issues.quotes.trailing import behind, farther_behind, goes_on

__all__ = ["Attribution", "ahead", "behind", "enclosing", "farther_behind", "goes_on", "sentence_before"]

FARTHEST = 480  # characters of a sentence that leads up to a quotation
SOURCE_GAP = 6  # words between the name behind "according to" and the mark
GAP = 22  # words between a verb of speech and the mark it brings in
HOLDS = 8  # words between a verb of opinion and the mark: "hopes it will be "…""
BEFORE_GERUND = frozenset({"after", "before", "without", "while", "when", "on", "despite"})


def ahead(text: str, start: int, end: int, words: Lexicon) -> Attribution | None:
    """The attribution that brings in a quotation, in text[start:end]: from its sentence's start to its opening mark."""
    found = without_asides(tokens(text, max(start, end - REACH), end))
    if not found or not words.verbs:
        return None
    last = found[-1]
    if last.low == "called" and not any(token.low == "what" for token in found) and not _calls(found, words):
        return None  # "a story called": its title
    as_the = len(found) > 1 and last.low in words.articles and found[-2].low == "as"  # "hailed him as the "kindest …""
    doing = len(found) > 1 and found[-2].low in words.being | {"to"}  # "it will show": no title of one
    if last.is_word and last.low in words.naming - words.verbs and not as_the and not doing:
        return None
    introduced = last.text in ":,"
    if introduced and len(found) > 1 and found[-2].low in words.naming - words.verbs:
        return None
    source = next((s for s in range(len(found)) if source_at(found, s, words) > s), -1)
    if source >= 0:
        behind_it = source_at(found, source, words)
        who = after_verb(found[behind_it:], words)
        left = sum(token.is_word for token in found if who and token.start > who[-1].end)
        if (
            who
            and (introduced or source == 0 or left <= SOURCE_GAP)
            and not any(t.low in words.verbs for t in found[behind_it:] if t.start > who[-1].end)
        ):
            return made(who, found[source].start, last.end)
    for at in range(len(found) - 1, -1, -1):
        gap = found[at + 1 :]
        near = len(gap) <= 1 or (introduced and len(gap) <= 6) or ((last.low == "as" or as_the) and len(gap) <= SUBJECT)
        if is_verb(found[at], words, near=near) and not _no_verb(found, at, words):
            if not _connects(gap, words, introduced=introduced):
                break
            who = quoted_by(found[: at + 1], words) if found[at].low == "saying" else _agent(gap, words)
            who = who or (_writing(found, at, words) if found[at].low.endswith("ing") else None)
            who = who or (None if _is_participle(found, at, words) else before_verb(found[:at], words))
            who = who or _earlier_subject(found, at, words)
            if who:
                return made(who, who[0].start, end)
            break
    who = _holder(found, words)
    if who:
        return made(who, who[0].start, end)
    if last.text == ":":
        if any(token.low in words.naming and token.low not in words.verbs for token in found[-6:]):
            return None
        who = opening_subject(found, words)
        if who:
            return made(who, who[0].start, end)
    return None


def _holder(found: Sequence[Token], words: Lexicon) -> Tokens | None:
    """Who is said to hope, think or fear in the speaker's own words: "Ann Lee hopes it will be "a good day"." """
    for at in range(len(found) - 1, max(0, len(found) - HOLDS), -1):
        if is_verb(found[at], words):
            return None
        if found[at].low in words.holding:
            return before_verb(found[:at], words) if _connects(found[at + 1 :], words, introduced=False) else None
    return None


def _calls(found: Sequence[Token], words: Lexicon) -> bool:
    """Whether a "called" that ends the stretch has a person for its subject: "whom Ann Lee recently called"."""
    at = len(found) - 1
    while at and (found[at - 1].low in {"has", "had", "have"} or found[at - 1].low.endswith("ly")):
        at -= 1
    return bool(at) and (found[at - 1].is_capital or found[at - 1].low in words.pronouns)


def _no_verb(found: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Whether a verb of speech is a noun here ("the urge"), or its subject the one who listens ("staff are told")."""
    if not at:
        return False
    listens = found[at].low in words.telling and found[at - 1].low in words.being - {"has", "have", "had"}
    return listens or found[at - 1].low in words.articles - words.vague


def _agent(gap: Sequence[Token], words: Lexicon) -> Tokens | None:
    """Who says so in the passive: "described by *Ann Lee* as", "referred to by *critics* as"."""
    by = next((at for at, token in enumerate(gap[:2]) if token.low == "by"), -1)
    return after_verb(gap[by + 1 :], words) if by >= 0 and gap[-1].low == "as" else None


def _writing(found: Sequence[Token], at: int, words: Lexicon) -> Tokens | None:
    """The thing that a participle tells of, no comma between: "he left *a letter* saying"."""
    if not at or found[at - 1].low not in words.writings:
        return None
    noun = next((back for back in range(at - 1, max(-1, at - 4), -1) if found[back].low in words.articles), -1)
    return speaker(found[noun:at], words) if noun >= 0 else None


def _is_participle(found: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Whether a verb's subject is its sentence's: ", adding", "by first telling"."""
    before = at - 1
    while before > 0 and (found[before].low.endswith("ly") or found[before].low in {"first", "then", "later"}):
        before -= 1
    led = before >= 0 and (found[before].text == "," or found[before].low in words.joiners | BEFORE_GERUND)
    return led and found[at].low.endswith("ing")


def _connects(gap: Sequence[Token], words: Lexicon, *, introduced: bool) -> bool:
    """Whether a verb of speech reaches over these tokens to the mark."""
    count = 0
    closes = max((at for at, token in enumerate(gap) if token.text == ","), default=-1)  # of a clause set in commas
    for at, token in enumerate(gap):
        if token.text in ";.!?()" or (token.text == ":" and at < len(gap) - 1):
            return False
        but_that = at + 1 < len(gap) and gap[at + 1].low == "that"  # "said that … but that": it reaches on
        aside = at and gap[at - 1].text == "," and token.low in words.relative and at < closes < len(gap) - 1
        if at and token.low in words.parting and not but_that and not aside:
            return False
        count += token.is_word
    return count <= (GAP if not introduced else GAP + 8)


def _earlier_subject(found: Sequence[Token], at: int, words: Lexicon) -> Tokens | None:
    """The subject of an earlier verb of speech in the sentence, for "X said … and added"; else the sentence's own."""
    before = at
    while before and (found[before - 1].low in words.auxiliaries or found[before - 1].low.endswith("ly")):
        before -= 1
    preceding = found[before - 1].low if before else ""
    if before and not (preceding in words.breaks or preceding in ",;" or found[at].low.endswith("ing")):
        return None
    for earlier in range(at - 1, 0, -1):
        if is_verb(found[earlier], words):
            who = before_verb(found[:earlier], words)
            if who:
                return who
    return opening_subject(found[:at], words)


def enclosing(text: str, before: int, start: int, end: int, after: int, words: Lexicon) -> Attribution | None:
    """The attribution around a quotation, its subject before and its verb alone behind: Turkish "X, “…” dedi"."""
    behind_it = tokens(text, end, min(after, end + REACH))
    if not behind_it or verb_at(behind_it, 0, words, near=False) == 0:
        return None
    ahead_of_it = tokens(text, max(before, start - REACH), start)
    while ahead_of_it and not ahead_of_it[-1].is_word:
        ahead_of_it.pop()
    who = opening_subject(ahead_of_it, words) if ahead_of_it else None
    return made(who, ahead_of_it[0].start, behind_it[0].end) if who else None


def sentence_before(text: str, start: int, end: int, words: Lexicon) -> Attribution | None:
    """The speaker whom the sentence text[start:end] leads up to, for a quotation that stands alone behind it."""
    found = tokens(text, max(start, end - FARTHEST), end)
    if not found or start < end - FARTHEST:
        return None
    for at in range(len(found)):
        source = source_at(found, at, words)
        if source > at:
            return made(after_verb(found[source:], words), found[at].start, end)
    comma = max((at for at, token in enumerate(found) if token.text == ","), default=-1)
    if 0 < comma < len(found) - 2 and is_verb(found[comma + 1], words):  # "…, said Lee."
        said = after_verb(found[comma + 2 :], words)
        if said and said[-1] == [token for token in found if token.is_word][-1]:
            return made(said, found[comma + 1].start, end)
    for at in range(1, len(found)):
        spoken = is_verb(found[at], words) and not _no_verb(found, at, words)
        if (spoken or found[at].low in words.holding) and found[at - 1].low != "which":
            who = before_verb(found[:at], words)
            return made(who, who[0].start, end) if who else None
    if found[-1].text == ":":
        who = opening_subject(found, words)
        return made(who, who[0].start, end) if who else None
    return None
