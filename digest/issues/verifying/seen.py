"""What a reader sees of an issue: all that it prints, and nothing else.

A rendered file is read as a browser reads it: its text without markup, one piece for each block. Every headline,
passage, speaker and date of the issue has to be in it in full, but for stories that a mail leaves to the page. What is
left when the words of the issue are taken out has to be the program's own, or the templates': a run of four words that
is neither is told as foreign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from digest import locales
from digest.errors import Flaw
from digest.issues.verifying.places import places, title
from digest.model import (
    Difference,
    Earlier,
    Issue,
    Passage,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Related,
    Upcoming,
)

# Elements that begin a line of their own.
_LINES = """
    address article aside blockquote body br button caption center dd details div dl dt figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr label legend li main nav ol option p section summary table tbody td tfoot th thead
    title tr ul
"""
_BLOCKS = frozenset(_LINES.split())
_UNSEEN = frozenset(["script", "style", "template", "head"])
_WORD = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"\b(?:https?://|mailto:)\S+")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_CLOSED = ",،、 "  # a comma that leads on from a quotation is not printed
_RUN = 4  # words in a row that are nobody's: names, dates and numbers are shorter
_LONG = 12  # characters: what has as many without a space is a sentence of a language that writes none, or an address
_GAP = "\0"  # in the place of each character that was taken out
_NAME = "\1"  # and of one of a name: it counts as no word, and does not part those around it
_DOT = re.compile(r"(?<!\S)·(?!\S)")  # links of a word each stand in a row
_PIECE = re.compile(r"[^\0]+")
# Scripts that put no space between words, or write "and", "of" and their like on to a name.
_UNSPACED = re.compile(
    r"[\u0590-\u077f\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]|[^\0-\uffff]"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees in a file."""

    blocks: tuple[str, ...]  # each of one line
    whole: str  # all of them without any space: lines end at will
    days: frozenset[str] = field(default_factory=frozenset)  # ISO days that its markup names


def read(path: str, body: bytes) -> Seen:
    """The text of a rendered file: of HTML what its elements hold, of another its paragraphs."""
    if path.endswith(".html"):
        raw, days = _html(body)
    else:
        raw, days = _PARAGRAPH.split(body.decode("utf-8", "replace")), set()
    blocks = tuple(line for piece in raw if (line := _line(piece)))
    return Seen(blocks, "".join("".join(blocks).split()), frozenset(days))


def missing(issue: Issue, seen: Seen, *, moved: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """(where the issue has it, what) of all that a reader does not see in full; ``moved`` are headlines left out."""
    left = {story.id for story in issue.stories if story.headline in moved}
    for story in issue.stories:
        if story.id not in left and not _has(seen, story.headline):
            yield f"{title(story)}, headline", story.headline
    for place in places(issue):
        value = place.value
        if place.story is not None and place.story.id in left:
            continue
        if isinstance(value, Passage):
            # A second source of the same is credited; of a quotation whose speaker is known its words are printed.
            if (
                "second source" not in place.where
                and not place.where.endswith(", passage")
                and not _has(seen, value.text)
            ):
                yield place.where, value.text
        elif isinstance(value, PrintedQuote):
            text = value.passage.text if not value.speaker else value.speaker
            if not _has(seen, text):
                yield f"{place.where}, {'speaker' if value.speaker else 'passage'}", text
        elif isinstance(value, Upcoming):
            yield from _passage(seen, value, place.where)
            yield from _day(seen, value, place.where)


def _passage(seen: Seen, item: Upcoming, where: str) -> Iterator[tuple[str, str]]:
    if not _has(seen, item.passage.text):
        yield f"{where}, passage", item.passage.text


def _day(seen: Seen, item: Upcoming, where: str) -> Iterator[tuple[str, str]]:
    """The day of a dated item, in a file whose markup names days."""
    if seen.days and item.first is not None and item.first.isoformat() not in seen.days:
        yield f"{where}, day", item.first.isoformat()


def foreign(seen: Seen, *, words: Collection[str], phrases: Sequence[str]) -> Iterator[str]:
    """Each run of words that is neither of the issue's ``words`` nor of the ``phrases`` that editions print beside.

    What is short counts where it stands as whole words; what is long, wherever it stands: elements without a space
    between them run into each other. A single word of the issue's, be it a source's name or a headline, accounts for
    itself alone: a sentence that it stands in is still one.
    """
    ours = {line for text in words if (line := _folded(text))}
    # The longest first: what stands in another is a part of it, and a headline may be a letter.
    known = sorted(ours | {line for text in phrases if (line := _folded(text))}, key=lambda line: (-len(line), line))
    gaps = {line: _GAP if " " in line or len(line) >= _LONG else _NAME for line in known}
    every = "\n".join(sorted(line for line in ours if gaps[line] == _GAP))
    for block in seen.blocks:
        text = _ADDRESS.sub(" ", block).casefold()
        if _words(text) < _RUN or text.strip() in every:
            continue
        rest = text
        for line in known:
            if line in rest:
                rest = _without(rest, line, gaps[line])
        rest = _DOT.sub(_GAP, rest)
        for piece in _PIECE.finditer(rest):
            if _words(piece[0]) >= _RUN:
                yield _as_printed(block, text[piece.start() : piece.end()])


def words_of(issue: Issue, *others: Any) -> set[str]:
    """Every text that an issue holds, names, and the days that it names as they are written; every text of ``others``.

    Of single words those alone that are printed by themselves: names, headlines, units, notes.
    """
    publication = issue.publication
    found = {publication.title, publication.tagline, publication.postal_address or ""}
    found |= {section.name for section in issue.sections}
    found |= {name for article in issue.articles for name in (article.source, article.byline) if name}
    found |= {report.source for report in issue.coverage.sources}
    found |= {one.note for one in issue.corrections}
    for value in (place.value for place in places(issue)):
        if isinstance(value, Passage):
            found.add(value.text)
        elif isinstance(value, PrintedStory):
            found |= {value.headline, value.section, *value.outlets}
        elif isinstance(value, PrintedQuote):
            found.add(value.speaker or "")
        elif isinstance(value, (PrintedFigure, Difference)):
            found.add(value.unit)
        elif isinstance(value, Related):
            found |= {value.headline, value.source or ""}
        elif isinstance(value, Earlier):
            found.add(value.headline)
    for value in (issue, *others):
        _gather(msgspec.to_builtins(value), found)
    lang = issue.publication.lang
    days = {issue.date, *(day for place in places(issue) for day in _days(place.value))}
    for day in days:
        found |= {locales.written(day, form, lang) for form in ("full", "long", "MMMMd")}
    return found


def flaws(issue: Issue, where: str, seen: Seen, *, moved: Collection[str], strange: Sequence[str]) -> Iterator[Flaw]:
    """What is wrong with a file that says ``strange`` things, in words."""
    again = f"`digest rebuild {issue.number}` makes it again of the frozen issue"
    for place, text in missing(issue, seen, moved=moved):
        yield Flaw(issue=issue.number, where=where, what=f"a reader does not find {place}; {again}", printed=text)
    for text in strange:
        what = f"a reader finds words in it that are neither the issue's nor the templates'; {again}"
        yield Flaw(issue=issue.number, where=where, what=what, printed=text)


def _days(value: Any) -> Iterator[date]:
    for name in getattr(value, "__struct_fields__", ()):
        day = getattr(value, name)
        if isinstance(day, date):
            yield day


def _without(text: str, known: str, gap: str) -> str:
    """The text, what is ``known`` taken out wherever it is not a part of a longer word, or long."""
    at = text.find(known)
    while at >= 0:
        end = at + len(known)
        if len(known) < _LONG and (_parts(text[at - 1 : at], known[0]) or _parts(known[-1], text[end : end + 1])):
            at = text.find(known, at + 1)
            continue
        text = text[:at] + gap * len(known) + text[end:]
        at = text.find(known, end)
    return text


def _parts(one: str, other: str) -> bool:
    """Whether a word goes on from one character to the other, where both are of a script that parts words by spaces."""
    return one.isalnum() and other.isalnum() and not _UNSPACED.match(one) and not _UNSPACED.match(other)


def _gather(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        if " " in value or "\n" in value or len(value) >= _LONG:
            found.add(value)
    elif isinstance(value, dict):
        for key, each in value.items():
            _gather(key, found)
            _gather(each, found)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _gather(each, found)


def _html(body: bytes) -> tuple[list[str], set[str]]:
    from lxml import etree  # only proofs read what was rendered

    root = etree.fromstring(body, etree.HTMLParser(encoding="utf-8")) if body.strip() else None
    pieces: list[str] = []
    days: set[str] = set()
    if root is None:
        return pieces, days
    line: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden and element.tail:
                line.append(element.tail)
            continue
        name = element.tag
        if event == "start":
            hidden += name in _UNSEEN
            if name in _BLOCKS:
                pieces.append("".join(line))
                line = []
            if not hidden and element.text:
                line.append(element.text)
            if name == "time" and (day := element.get("datetime")):
                days.add(day[:10])
            continue
        hidden -= name in _UNSEEN
        if name in _BLOCKS:
            pieces.append("".join(line))
            line = []
        if not hidden and element.tail:
            line.append(element.tail)
    pieces.append("".join(line))
    return pieces, days


def _line(text: str) -> str:
    """The text in one line, without what cannot be printed, which no edition does."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(filter(str.isprintable, line))


def _folded(text: str) -> str:
    return _line(text).strip(_CLOSED).casefold()


def _has(seen: Seen, text: str) -> bool:
    return "".join(_line(text).split()).rstrip(_CLOSED) in seen.whole


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _as_printed(block: str, piece: str) -> str:
    """The piece of a block in the block's own capitals, where that has kept its place."""
    at = block.casefold().find(piece.strip())
    folds = len(block.casefold()) == len(block)
    return block[at : at + len(piece.strip())] if at >= 0 and folds else piece.strip()
