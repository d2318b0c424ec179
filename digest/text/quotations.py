"""Which sentences may stand alone, as far as quotation marks go.

A sentence that holds one end of a quotation is half of it; one inside a quotation that opened before it is speech that
looks like the paper's own words. Neither is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.model import Passage
from digest.text import marks

# A single mark that opens before a capital, and one that closes speech; an apostrophe does neither.
_SINGLE_OPENS = re.compile(r"(?:^|(?<=[\s(\[—–\"“]))['‘](?=[^\W\d_a-zà-ÿ])")
_SINGLE_CLOSES = re.compile(r"(?:\A|(?<=[.,!?…:]))\s?['’](?=$|[\s)\]\"”])")

# A single mark between two spaces, as a tokenizer leaves it; not the apostrophe of "I ' m" or "the players ' union".
_SET_APART = re.compile(r"(?:(?<=\s)|^)'(?=\s|$)(?!\s(?:s|t|m|d|re|ve|ll)\b)")
_OWNING = re.compile(r"s '\s[a-zà-ÿ]")
_BRINGS_IN = re.compile(r"(?::|\b(?:said|says|saying|added|adding|replied|wrote|asked|told \w+),?)\s$")
_LONE = 2  # characters of a mark alone, a space before it
_LONGEST_PHRASE = 80  # characters between two such marks with plain words before the first

_INNER_OPENS = re.compile(r"(?<=[\s(\[—–\"“])['‘](?=[^\W\d_])")
_INNER_CLOSES = re.compile(r"(?<=[\w.,!?…;:])['’](?![^\W_])")


def whole(text: str, start: int, end: int, sentences: Sequence[Passage]) -> list[bool]:
    """For each sentence of the paragraph ``text[start:end]``, whether every quotation it touches lies wholly inside it.

    A quotation left open runs to the next one that opens, else to the end of the paragraph, as speech over several
    paragraphs is set; so the sentences inside it do not stand alone either.
    """
    spans = _spans(text, start, end)
    set_apart = _SET_APART.search(text, start, end) is not None
    found: list[bool] = []
    first = 0
    for sentence in sentences:
        while first < len(spans) and spans[first][1] <= sentence.start:
            first += 1
        at, fine = first, True
        paired = _paired(text, sentence.start, sentence.end) if set_apart else frozenset()
        while at < len(spans) and spans[at][0] < sentence.end:
            opened, closed, complete = spans[at]
            complete = complete or (closed - opened <= _LONE and closed - 1 in paired)
            fine = fine and complete and sentence.start <= opened and closed <= sentence.end
            at += 1
        found.append(fine)
    return found


def _paired(text: str, start: int, end: int) -> frozenset[int]:
    """The single marks between two spaces that surely pair up in the sentence text[start:end]; none where one does not.

    Such a mark shows no side. It opens behind a verb of speech or a colon, in front of a sentence whose next mark
    follows a comma, and among plain words where the next one is near.
    """
    places = [one.start() for one in _SET_APART.finditer(text, start, end) if not _owns(text, one.start())]
    if len(places) % 2:
        return frozenset()
    for opened, closed in zip(places[::2], places[1::2], strict=True):
        before = text[max(start, opened - 24) : opened]
        comma = text[closed - 2] == ","
        if _BRINGS_IN.search(before):
            sure = text[closed - 2] in ".,!?…"
        elif not before.strip():
            sure = comma
        else:
            sure = before.rstrip()[-1].isalnum() and closed - opened <= _LONGEST_PHRASE
        if not sure:
            return frozenset()
    return frozenset(places)


def _owns(text: str, at: int) -> bool:
    """Whether it is the mark of "the players ' union"."""
    return at >= 2 and _OWNING.match(text, at - 2) is not None


def balanced(passage: str) -> bool:
    """Whether every quotation mark in a passage has its partner there."""
    return whole(passage, 0, len(passage), [Passage(passage, "", 0, len(passage))])[0]


def _spans(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(start, end, complete) of each quotation of a paragraph, in order; a mark without a partner is incomplete."""
    spans = [
        (one.outer_start, one.outer_end, one.closed and (one.single or _inside_pairs(text, one)))
        for one in marks.within(text, start, end)
    ]
    lone: list[tuple[int, int, bool]] = []
    for pattern in (marks.DOUBLE, _SINGLE_OPENS, _SINGLE_CLOSES):
        nth = 0
        for mark in pattern.finditer(text, start, end):
            while nth < len(spans) and spans[nth][1] <= mark.start():
                nth += 1
            inside = nth < len(spans) and spans[nth][0] < mark.end()
            if not inside and not _measures(text, mark) and not marks.elided(text, mark.start()):
                lone.append((mark.start(), mark.end(), False))
    return sorted(spans + lone) if lone else spans


def _inside_pairs(text: str, one: marks.Marked) -> bool:
    """Whether the single marks between double ones pair up."""
    if not any(mark in text[one.start : one.end] for mark in "'‘"):
        return True
    opened = sum(not marks.elided(text, found.start()) for found in _INNER_OPENS.finditer(text, one.start, one.end))
    return opened <= len(_INNER_CLOSES.findall(text, one.start, one.outer_end))


def _measures(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark stands for inches: 6'2", a 13" screen."""
    return mark[0] == '"' and text[mark.start() - 1 : mark.start()].isdigit()
