"""Who said it: the words around a quotation, tried from the surest pattern to the least.

    "…," said X      "…," X said      "…" – X      "…", according to X           behind it
    X said: "…"      X, chief of Y, told Z that "…"      According to X, "…"     before it
    X was pleased by the ruling, he said. "…"                                    in the sentence before it

Every search looks at a bounded stretch of text, so the whole is linear in the text's length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import (
    Token,
    Tokens,
    after_verb,
    before_verb,
    opening_subject,
    speaker,
    tokens,
)

REACH = 320  # characters searched on either side of a quotation
FARTHEST = 480  # and of a sentence that leads up to one
SOURCE_GAP = 6  # words between the name behind "according to" and the mark
GAP = 22  # words between a verb of speech and the mark it brings in
SUBJECT = 12  # words of a subject that no comma sets apart
APPOSITIVE = 32  # words of one that does
MOST_COMMAS = 4  # looked behind, from a sentence's end
HOLDS = 8  # words between a verb of opinion and the mark: "hopes it will be "…""
TRAIL = 8  # words behind a verb of speech that ends its sentence
ASIDE = 12  # tokens in brackets
FINISHED = ".!?…"
DASHES = frozenset("-–—―")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said it, and the stretch of text that says so."""

    who: Tokens
    start: int
    end: int


def _made(who: Tokens | None, start: int, end: int) -> Attribution | None:
    return Attribution(who, min(start, who[0].start), max(end, who[-1].end)) if who else None


def _verb_at(found: Sequence[Token], at: int, words: Lexicon, *, near: bool) -> int:
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


def _source_at(found: Sequence[Token], at: int, words: Lexicon) -> int:
    """Where an "according to" that begins at ``at`` ends; ``at`` where none does."""
    for source in words.sources:
        if tuple(token.low for token in found[at : at + len(source)]) == source:
            return at + len(source)
    return at


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
    source = _source_at(found, at, words)
    if source > at:
        if finished and found[at].is_capital:
            return None  # it opens the next sentence
        return _made(after_verb(found[source:], words), found[at].start, found[source - 1].end)
    verb = _verb_at(found, at, words, near=True)
    if verb > at:
        return _made(after_verb(found[verb:], words), found[at].start, found[verb - 1].end)
    if dash:
        who = after_verb(found[at:], words)
        if who and who[0].is_capital and who[-1].is_capital and _ends(found, who):
            return _made(who, found[at].start, who[-1].end)
    return _subject_first(found, at, words, finished=finished, quote_follows=quote_follows) or _trailing_off(
        found[at:], words, comma=text[start - 2 : start - 1] == "," or text[start - 1 : start] == ","
    )


def _trailing_off(found: Sequence[Token], words: Lexicon, *, comma: bool) -> Attribution | None:
    """A full name behind speech that ends in a comma, where the text is cut off: "…," Ann Lee ..." """
    name = list(takewhile(lambda token: token.is_capital, found))
    cut = len(found) > len(name) and all(token.text in ".…" for token in found[len(name) :])
    who = speaker(name, words) if comma and cut and len(name) > 1 else None
    return _made(who, name[0].start, name[-1].end) if who else None


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
        source = _source_at(clause, 0, words) if clause else 0
        verb = source or int(bool(clause) and is_verb(clause[0], words) and not clause[0].low.endswith("ing"))
        if verb:
            return _made(after_verb(clause[verb:], words), clause[0].start, clause[verb - 1].end)
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
    return _made(who, clause[0].start, clause[verb].end)


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


def _quoted(found: Sequence[Token], words: Lexicon) -> Tokens | None:
    """Whom an outlet "quoted … as saying"."""
    for at in range(len(found) - 1):
        if (found[at].low, found[at + 1].low) == ("as", "saying"):
            verb = next((back for back in range(at - 1, -1, -1) if found[back].low in {"quoted", "cited"}), -1)
            return after_verb(found[verb + 1 : at], words) if verb >= 0 else None
    return None


def _subject_first(
    found: Sequence[Token], at: int, words: Lexicon, *, finished: bool, quote_follows: bool
) -> Attribution | None:
    if found[at].low == "as":
        at += 1
    if at >= len(found) or found[at].low in words.breaks:
        return None
    quoted = _quoted(found[at : at + APPOSITIVE], words)
    if quoted:
        return _made(quoted, found[at].start, quoted[-1].end)
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
    return _made(who, found[at].start, found[verb].end)


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
    source = next((s for s in range(len(found)) if _source_at(found, s, words) > s), -1)
    if source >= 0:
        behind_it = _source_at(found, source, words)
        who = after_verb(found[behind_it:], words)
        left = sum(token.is_word for token in found if who and token.start > who[-1].end)
        if (
            who
            and (introduced or source == 0 or left <= SOURCE_GAP)
            and not any(t.low in words.verbs for t in found[behind_it:] if t.start > who[-1].end)
        ):
            return _made(who, found[source].start, last.end)
    for at in range(len(found) - 1, -1, -1):
        gap = found[at + 1 :]
        near = len(gap) <= 1 or (introduced and len(gap) <= 6) or ((last.low == "as" or as_the) and len(gap) <= SUBJECT)
        if is_verb(found[at], words, near=near) and not (at and found[at - 1].low in words.articles - words.vague):
            if not _connects(gap, words, introduced=introduced):
                break
            who = _quoted(found[: at + 1], words) if found[at].low == "saying" else None
            who = who or (_writing(found, at, words) if found[at].low.endswith("ing") else None)
            who = who or (None if _is_participle(found, at) else before_verb(found[:at], words))
            who = who or _earlier_subject(found, at, words)
            if who:
                return _made(who, who[0].start, end)
            break
    who = _holder(found, words)
    if who:
        return _made(who, who[0].start, end)
    if last.text == ":":
        if any(token.low in words.naming and token.low not in words.verbs for token in found[-6:]):
            return None
        who = opening_subject(found, words)
        if who:
            return _made(who, who[0].start, end)
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


def _writing(found: Sequence[Token], at: int, words: Lexicon) -> Tokens | None:
    """The thing that a participle tells of, no comma between: "he left *a letter* saying"."""
    if not at or found[at - 1].low not in words.writings:
        return None
    noun = next((back for back in range(at - 1, max(-1, at - 4), -1) if found[back].low in words.articles), -1)
    return speaker(found[noun:at], words) if noun >= 0 else None


def _is_participle(found: Sequence[Token], at: int) -> bool:
    """Whether a verb's subject is its sentence's: ", adding"."""
    return at > 0 and found[at].low.endswith("ing") and found[at - 1].text == ","


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
    if not behind_it or _verb_at(behind_it, 0, words, near=False) == 0:
        return None
    ahead_of_it = tokens(text, max(before, start - REACH), start)
    while ahead_of_it and not ahead_of_it[-1].is_word:
        ahead_of_it.pop()
    who = opening_subject(ahead_of_it, words) if ahead_of_it else None
    return _made(who, ahead_of_it[0].start, behind_it[0].end) if who else None


def sentence_before(text: str, start: int, end: int, words: Lexicon) -> Attribution | None:
    """The speaker whom the sentence text[start:end] leads up to, for a quotation that stands alone behind it."""
    found = tokens(text, max(start, end - FARTHEST), end)
    if not found or start < end - FARTHEST:
        return None
    for at in range(len(found)):
        source = _source_at(found, at, words)
        if source > at:
            return _made(after_verb(found[source:], words), found[at].start, end)
    comma = max((at for at, token in enumerate(found) if token.text == ","), default=-1)
    if 0 < comma < len(found) - 2 and is_verb(found[comma + 1], words):  # "…, said Lee."
        said = after_verb(found[comma + 2 :], words)
        if said and said[-1] == [token for token in found if token.is_word][-1]:
            return _made(said, found[comma + 1].start, end)
    for at in range(1, len(found)):
        if (is_verb(found[at], words) or found[at].low in words.holding) and found[at - 1].low != "which":
            who = before_verb(found[:at], words)
            return _made(who, who[0].start, end) if who else None
    if found[-1].text == ":":
        who = opening_subject(found, words)
        return _made(who, who[0].start, end) if who else None
    return None
