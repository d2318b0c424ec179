"""Lines of an article told apart: paragraphs, headings, boilerplate, pointers to other articles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digest.articles import phrases
from digest.articles.links import is_for_links, tags_at
from digest.articles.openers import opener_end
from digest.articles.stock import folded
from digest.html import Paragraph, fold
from digest.model import Block, BlockKind

_MAX_HEADING = 100  # characters
_MAX_HEADING_WORDS = 16
_ENDS_OPEN = re.compile(r"[^.!;:,。！…]$")
_WRAPPED = (40, 100)  # characters of a line that an editor or a mail program broke


@dataclass(frozen=True, slots=True)
class Line:
    """One block's text and what it is."""

    kind: BlockKind
    text: str
    opens: bool = False  # whether the next line goes on in the same paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an article is made of."""

    lines: tuple[Line, ...]
    byline: str | None = None
    related: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as articles keep it: blocks joined by blank lines."""
        return "\n\n".join(line.text for line in self.lines)

    @property
    def article(self) -> str:
        """The text without boilerplate and pointers: what a reader came for. Datelines, labels and bare links stay."""
        kept = (
            line
            for line in self.lines
            if line.kind in ("paragraph", "heading") or line.opens or line.text.startswith(("http://", "https://"))
        )
        return "".join(line.text + (" " if line.opens else "\n\n") for line in kept).rstrip()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of ``text``."""
        found, at = [], 0
        for line in self.lines:
            found.append(Block(line.kind, at, at + len(line.text)))
            at += len(line.text) + 2
        return tuple(found)


def told_apart(
    given: Sequence[Paragraph],
    *,
    headline: str,
    guess_headings: bool,
    find_openers: bool = True,
    stock: Collection[str] = (),
) -> Body:
    """The body that blocks of a page or a file make up; a first block that repeats the headline is left out.

    ``guess_headings``: the text has no markup, so that a short line which stands alone is taken for a heading.
    ``find_openers``: stamps, datelines and labels before a paragraph's first sentence become blocks of their own.
    ``stock``: paragraphs, folded, that the source prints under everything (``stock.stock``).
    """
    given = [block for block in given if block.kind != "caption"]
    if given and fold(given[0].text).casefold() == headline.casefold():
        given = given[1:]
    lines: list[Line] = []
    names: str | None = None
    pointed: list[str] = []
    for place, block in enumerate(given):
        following = given[place + 1].text if place + 1 < len(given) else ""
        headline_of_other = phrases.related(block.text)
        by = phrases.byline(block.text) if place < 3 and names is None else None
        if headline_of_other:
            pointed.append(headline_of_other)
            kind: BlockKind = "related"
        elif by:
            names, kind = by, "boilerplate"
        elif is_for_links(block.text) or phrases.is_boilerplate(block.text) or (stock and folded(block.text) in stock):
            kind = "boilerplate"
        elif (block.kind == "heading" and not _is_prose(block.text)) or (
            guess_headings and _is_heading(block.text, following)
        ):
            kind = "heading"
        else:
            kind = "paragraph"
        start = opener_end(block.text) if find_openers and kind == "paragraph" else 0
        if start:
            lines.append(Line("boilerplate", block.text[:start].rstrip(), opens=True))
        end = tags_at(block.text) if kind == "paragraph" else len(block.text)
        lines.append(Line(kind, block.text[start:end]))
        if end < len(block.text):
            lines.append(Line("boilerplate", block.text[end:].strip()))
    return Body(lines=tuple(_without_trailing_headings(lines)), byline=names, related=tuple(dict.fromkeys(pointed)))


def paragraphs_of_text(text: str) -> list[Paragraph]:
    """The paragraphs of plain text: parted by blank lines where it has any, else by line; wrapped lines are joined."""
    chunks = [[fold(line) for line in chunk.split("\n")] for chunk in re.split(r"\n[ \t\r\f\v]*\n", text)]
    chunks = [[line for line in chunk if line] for chunk in chunks]
    found: list[str] = []
    for chunk in chunks:
        if len(chunks) > 1 and len(chunk) > 1 and _is_wrapped(chunk):
            found.append(" ".join(chunk))
        else:
            found.extend(chunk)
    return [Paragraph("paragraph", line) for line in found]


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are one paragraph broken to a width: all but the last about as long as each other."""
    shortest, longest = _WRAPPED
    return all(shortest <= len(line) <= longest for line in lines[:-1]) and len(lines[-1]) <= longest


def _is_heading(line: str, following: str) -> bool:
    """Whether a line without markup stands over the text that follows: short, no sentence, before a sentence."""
    words = line.split()
    if len(line) > _MAX_HEADING or not 1 <= len(words) <= _MAX_HEADING_WORDS or not following:
        return False
    if following[-1] not in '.!?…。！？”"’»)' or len(following) < len(line):
        return False
    if line[0] in "“\"«‘'•*–—-" or line[0].islower():
        return False
    return line[-1] in "?？" or _ENDS_OPEN.search(line.rstrip("”\"’'»)")) is not None


def _is_prose(heading: str) -> bool:
    """Whether a heading element holds running text, as pages that want it large write it."""
    return len(heading) > _MAX_HEADING and heading.rstrip("”\"’'»)")[-1:] in ".!…"


def _without_trailing_headings(lines: Iterable[Line]) -> list[Line]:
    """The lines with each heading that has no paragraph below it called boilerplate: "Related", "Newsletter"."""
    kept = list(lines)
    below = False
    for place in range(len(kept) - 1, -1, -1):
        if kept[place].kind == "paragraph":
            break
        if kept[place].kind == "heading" and not below:
            kept[place] = Line("boilerplate", kept[place].text)
    return kept
