"""Which sentences may stand alone, as far as quotation marks go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.model import Passage

_MARKS = re.compile(r"[\"“”„«»‹›]")
_OPEN_AFTER = frozenset(" \t\n\r\u00a0\u202f([{—–-/'‘")  # what may stand before a straight mark that opens
_SINGLE_OPEN = re.compile(r"(?:^|(?<=[\s(\[—–\"“]))['‘](?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…;:])['’](?=$|[\s.,;:!?)\]—–\"”])")
_SINGLE_APART = re.compile(r"(?:^|(?<=\s))['’‘](?=[\s.,;:!?)]|$)")  # set off by a space: opens or closes
_SINGLE_SPEECH_CLOSE = re.compile(r"[.,!?…]\s?['’](?=$|[\s)\]\"”])")
# 'tis, '90s, and what a tokenizer has pulled apart ("does n ’ t"): no marks.
_ELISIONS = re.compile(
    r"['‘’](?:tis|twas|em|cause|til|n|bout|\d\ds?)\b|(?<=\w) ['’] (?:t|s|re|ve|ll|m|d)\b", re.IGNORECASE
)


def whole(text: str, start: int, end: int, sentences: Sequence[Passage]) -> list[bool]:
    """For each sentence of the paragraph ``text[start:end]``, whether every quotation it touches lies wholly inside it.

    A quotation left open runs to the next one that opens, else to the end of the paragraph, as speech over several
    paragraphs is set; so the sentences inside it do not stand alone either.
    """
    spans = _spans(text, start, end)
    found: list[bool] = []
    first = 0
    for sentence in sentences:
        while first < len(spans) and spans[first][1] <= sentence.start:
            first += 1
        at, fine = first, True
        while at < len(spans) and spans[at][0] < sentence.end:
            opened, closed, complete = spans[at]
            fine = fine and complete and sentence.start <= opened and closed <= sentence.end
            at += 1
        found.append(fine and _singles_balance(sentence.text))
    return found


def _spans(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(start, end, complete) of each quotation in a paragraph, in order; a lone closing mark is an incomplete one."""
    spans: list[tuple[int, int, bool]] = []
    opened: int | None = None
    for found in _MARKS.finditer(text, start, end):
        at, mark = found.start(), found[0]
        if mark == '"' and opened is None and at > start and text[at - 1].isdigit():
            continue  # inches
        if _opens(text, at, start, end, opener=text[opened] if opened is not None else ""):
            if opened is not None:
                spans.append((opened, at, False))
            opened = at
        elif opened is not None:
            spans.append((opened, found.end(), True))
            opened = None
        else:
            spans.append((at, found.end(), False))
    if opened is not None:
        spans.append((opened, end, False))
    return spans


def _opens(text: str, at: int, start: int, end: int, *, opener: str) -> bool:
    """Whether the mark at ``at`` opens a quotation; ``opener`` is the mark of the one that is open, if one is.

    German closes with the mark that English opens with, and Danish turns the French marks round.
    """
    mark = text[at]
    if mark == "“":
        return opener != "„"
    if mark in "„”":
        return mark == "„"
    if mark in "«»‹›":
        return opener not in "«»‹›" or opener == ""
    before = at == start or text[at - 1] in _OPEN_AFTER
    after = at + 1 < end and not text[at + 1].isspace()
    return (before and after) if before or not after else not opener


def _singles_balance(sentence: str) -> bool:
    """Whether single quotation marks pair up, apostrophes apart."""
    if "'" not in sentence and "’" not in sentence and "‘" not in sentence:
        return True
    sentence = _ELISIONS.sub("", sentence)
    opened, apart = len(_SINGLE_OPEN.findall(sentence)), len(_SINGLE_APART.findall(sentence))
    if opened:
        return len(_SINGLE_CLOSE.findall(sentence)) + apart >= opened
    return apart > 1 or _SINGLE_SPEECH_CLOSE.search(sentence) is None
