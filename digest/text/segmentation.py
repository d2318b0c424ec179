"""Sentences of a text in any language: paragraphs first, then the rules of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.text import english
from digest.text.spans import Span, trimmed

# A paragraph ends at a blank line, at the separators that Unicode has for it, and before a bullet that opens a line.
_BLANK = re.compile(r"\n\s*\n|\r\s*\r|\u2029|\n(?=[ \t]{0,8}[*•▪●‣◦]\s)")

# The plain rule: a terminator, what closes after it, then white space; full-width terminators need none.
# A run of terminators is tried once, from its beginning: a text of nothing else costs no more than another.
_PLAIN = re.compile(r"(?<![.!?…؟۔।॥։])[.!?…؟۔।॥։]++[\"'”’»«“)\]]*+(?=\s)|[。！？｡]+[」』”’）】]*")
_AHEAD = 100  # characters behind an end that may say that it is none
_ROW = re.compile(r"[^\w\s]{50}")
_PIECE = 4_000  # characters that sentencex reads at once: of some texts it takes the square of their length

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no encoding can hold
_INITIAL = re.compile(r"(?<![\w.])[^\W\d_a-zß-öø-ÿ]\.\s*\Z")  # "M. Martin", "J. Weber": a name goes on

# Languages that write "the 2nd" as "die 2.": nothing ends behind such a number where the word before it calls for a
# noun, and in Turkish, where a verb ends most sentences, behind none.
_SCANDINAVIAN = re.compile(r"(?<!\w)(?:den|det|de|i|på|til|fra)\s\d{1,2}\.\s*\Z", re.IGNORECASE)
_ORDINAL = {
    "de": re.compile(
        r"(?<!\w)(?:de[rmns]|die|das|im|in|am|zu[mr]|vom|beim|(?:ein|ihr|sein|dies|jed)(?:e[mnrs]?)?)\s\d{1,2}\.\s*\Z",
        re.IGNORECASE,
    ),
    "tr": re.compile(r"(?<!\S)\d{1,2}\.\s*\Z"),
    **dict.fromkeys(("da", "nb", "nn", "no"), _SCANDINAVIAN),
}


def sentences(text: str, lang: str = "en") -> list[Span]:
    """The sentences of ``text`` in order, which together hold all that is not white space.

    ``lang`` is a BCP 47 tag: English has our own rules for news, the languages of sentencex have its, others the plain
    rule "a terminator and white space". A blank line always ends a sentence. Never raises.
    """
    primary = lang.partition("-")[0].lower()
    found: list[Span] = []
    for start, end in _paragraphs(text):
        ends = english.ends(text, start, end) if primary == "en" else _other_ends(text, start, end, primary)
        for stop in (*ends, end):
            if span := trimmed(text, start, stop):
                found.append(span)
            start = stop
    return found


def _paragraphs(text: str) -> Iterator[Span]:
    """The stretches between blank lines, each entry of a list by itself."""
    start = 0
    for blank in _BLANK.finditer(text):
        yield Span(start, blank.start())
        start = blank.end()
    yield Span(start, len(text))


def _other_ends(text: str, start: int, end: int, lang: str) -> list[int]:
    """Where sentences end inside one paragraph, the last not named."""
    paragraph = text[start:end]
    if not _PLAIN.search(paragraph):
        return []
    if _ROW.search(paragraph):
        return [start + found.end() for found in _PLAIN.finditer(paragraph)]
    ends = [start + stop for stop in _by_library(paragraph, lang)]
    if ends and ends[-1] == end and ends == sorted(ends):
        ordinal = _ORDINAL.get(lang)
        return [
            stop
            for stop in ends[:-1]
            if not _INITIAL.search(text, max(start, stop - 8), stop)
            and not (ordinal and ordinal.search(text, max(start, stop - 20), stop))
        ]
    return [start + found.end() for found in _PLAIN.finditer(paragraph)]


def _by_library(paragraph: str, lang: str) -> Iterator[int]:
    """The ends that sentencex finds, piece by piece: each begins where the last sentence found before it ends."""
    from sentencex import get_sentence_boundaries  # a native library that English never needs

    encodable = _SURROGATE.sub("\ufffd", paragraph)
    at, length = 0, _PIECE
    while at < len(paragraph):
        piece = encodable[at : at + length]
        found = [at + int(one["end_index"]) for one in get_sentence_boundaries(lang, piece)]
        if at + length < len(paragraph):
            found = [stop for stop in found if stop < at + length - _AHEAD]
            if not found:
                length *= 2
                continue
        yield from found
        if not found or found[-1] <= at:
            return
        at, length = found[-1], _PIECE
