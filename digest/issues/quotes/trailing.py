"""The attribution behind a quotation: "…," said X; "…," X said; "…" – X; "…", according to X."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import after_verb, before_verb, speaker
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

APPOSITIVE = 32  # words of a subject that commas set apart
MOST_COMMAS = 4  # looked behind, from a sentence's end
TRAIL = 8  # words behind a verb of speech that ends its sentence
DASHES = frozenset("-–—―")


def behind(
    text: str, start: int, end: int, words: Lexicon, *, finished: bool, quote_follows: bool
) -> Attribution | None:
    """The attribution that follows a quotation, in text[start:end]: from its mark to the sentence's end or next mark.

    ``finished``: the quotation ends as a sentence does, so that what follows may well be another sentence.
    ``quote_follows``: another quotation opens at ``end``.
    """
    found = without_asides(tokens(text, start, min(end, start + REACH)))
    dash = False
    if quote_follows and found and found[-1].text == ":" and text[start - 2 : start - 1].isalnum():
        return None  # it brings in the next quotation, and this is a phrase before it
    at = 0
    while at < len(found) and not found[at].is_word:
        if found[at].text in ".!?;:…":
            return None
        dash = dash or found[at].text in DASHES
        at += 1
    if at == len(found):
        return None
    source = source_at(found, at, words)
    if source > at:
        if finished and found[at].is_capital:
            return None  # it opens the next sentence
        return made(after_verb(found[source:], words), found[at].start, found[source - 1].end)
    verb = verb_at(found, at, words, near=True)
    if verb > at:
        return made(after_verb(found[verb:], words), found[at].start, found[verb - 1].end)
    if dash:
        who = after_verb(found[at:], words)
        if who and who[0].is_capital and who[-1].is_capital and _ends(found, who):
            return made(who, found[at].start, who[-1].end)
    return _subject_first(found, at, words, finished=finished, quote_follows=quote_follows) or _trailing_off(
        found[at:], words, comma=text[start - 2 : start - 1] == "," or text[start - 1 : start] == ","
    )


def _trailing_off(found: Sequence[Token], words: Lexicon, *, comma: bool) -> Attribution | None:
    """A full name behind speech that ends in a comma, where the text is cut off: "…," Ann Lee ..." """
    name = list(takewhile(lambda token: token.is_capital, found))
    cut = len(found) > len(name) and all(token.text in ".…" for token in found[len(name) :])
    who = speaker(name, words) if comma and cut and len(name) > 1 else None
    return made(who, name[0].start, name[-1].end) if who else None


def farther_behind(text: str, start: int, end: int, words: Lexicon) -> Attribution | None:
    """The attribution that ends the sentence which a quoted phrase is a part of: "It "was safe" to cross, X said." """
    found = without_asides(tokens(text, start, min(end, start + REACH)))
    while found and not found[-1].is_word:
        found.pop()
    if any(token.text in ".!?;:" for token in found):
        return None
    commas = [at for at, token in enumerate(found) if token.text == ","]
    for comma in commas[:-MOST_COMMAS:-1]:
        clause = found[comma + 1 :]
        source = source_at(clause, 0, words) if clause else 0
        verb = source or int(bool(clause) and is_verb(clause[0], words) and not clause[0].low.endswith("ing"))
        if verb:
            return made(after_verb(clause[verb:], words), clause[0].start, clause[verb - 1].end)
    return _clause(found[commas[-1] + 1 :], words) if commas else None


def _clause(clause: Sequence[Token], words: Lexicon) -> Attribution | None:
    """A last clause that says who spoke, and little more: "the minister said on Monday", "an aide told the Post"."""
    verb = next((at for at in range(1, min(len(clause), SUBJECT)) if is_verb(clause[at], words)), -1)
    if verb < 0 or clause[0].low in words.breaks:
        return None
    trail = clause[verb + 1 :]
    behind_it = (words.stops - words.pronouns) | words.joiners | words.days
    told = clause[verb].low in words.telling and bool(trail) and trail[0].low not in words.pronouns
    if len(trail) > TRAIL or (trail and not told and trail[0].low not in behind_it):
        return None
    who = before_verb(clause[:verb], words)
    if who is None or _parted(clause[:verb], who, words):
        return None
    return made(who, clause[0].start, clause[verb].end)


def goes_on(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a verb of speech follows whose subject is the speaker before: "…", adding that …; "…" and called …"""
    found = tokens(text, start, min(end, start + REACH))
    at = next((nth for nth, token in enumerate(found[:3]) if token.is_word), -1)
    if at < 0:
        return False
    joined = found[at].low in {"and", "but"}
    at += joined
    while at < len(found) and (found[at].low in words.auxiliaries or found[at].low.endswith("ly")):
        at += 1
    return at < len(found) and is_verb(found[at], words) and (joined or found[at].low.endswith("ing"))


def _ends(found: Sequence[Token], who: Tokens) -> bool:
    """Whether a name after a dash stands alone or before a comma, and starts no new sentence."""
    behind_it = [token for token in found if token.start >= who[-1].end]
    return not behind_it or behind_it[0].text in ",.("


def _subject_first(
    found: Sequence[Token], at: int, words: Lexicon, *, finished: bool, quote_follows: bool
) -> Attribution | None:
    if found[at].low == "as":
        at += 1
    if at >= len(found) or found[at].low in words.breaks:
        return None
    quoted = quoted_by(found[at : at + APPOSITIVE], words)
    if quoted:
        return made(quoted, found[at].start, quoted[-1].end)
    comma = False
    for verb in range(at + 1, min(len(found), at + APPOSITIVE)):
        token = found[verb]
        if token.text in ".!?;:" or (verb - at > SUBJECT and not comma):
            return None
        comma = comma or token.text == ","
        if is_verb(token, words, near=True) and found[verb - 1].low not in words.articles | words.joiners:
            break
    else:
        return None
    if found[verb].low in words.naming and found[verb].low in {"called", "named"}:
        return None  # '"…," a film called': a name is behind it
    if finished and not _closes_sentence(found, verb, words, quote_follows=quote_follows):
        return None
    who = before_verb(found[at:verb], words)
    if who is None or _parted(found[at:verb], who, words):
        return None
    if finished and who[0].start != found[at].start and not found[at].low[0].islower() and not found[at].is_capital:
        return None
    return made(who, found[at].start, found[verb].end)


def _parted(found: Sequence[Token], who: Tokens, words: Lexicon) -> bool:
    """Whether other words than an office ("search and rescue chief Ann Lee") stand before the speaker."""
    before = [token for token in found if token.start < who[0].start]
    if len(before) > 1 and before[-1].text == "," and before[-2].low in words.titles:
        return False  # "the paper's editor, Ann Lee"
    office = bool(before) and before[-1].low in words.titles
    return any(t.text == "," or (t.low in words.stops and not (office and t.low == "and")) for t in before)


def _closes_sentence(found: Sequence[Token], verb: int, words: Lexicon, *, quote_follows: bool) -> bool:
    """Whether ``X said`` behind a finished quotation belongs to it, and does not begin a sentence of its own."""
    if verb + 1 >= len(found):
        return not quote_follows
    behind_it = found[verb + 1]
    if found[verb].low in words.going_on and behind_it.low == "to":
        return False
    if found[verb].low not in words.verbs and behind_it.is_word:
        return False  # "signed for the club": such a verb brings in speech only by itself
    if quote_follows and not any(token.text in ".!?" for token in found[verb + 1 :]):
        return False
    ends = behind_it.text in ".;" or (behind_it.text == "," and not quote_follows)
    return ends or behind_it.low in words.days | words.joiners | {"on", "to", "as", "during", "after"}
