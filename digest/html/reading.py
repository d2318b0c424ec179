"""Markup to text: blocks in order, entities resolved, white space folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from lxml import etree

from digest.html.taming import fold, tamed

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form header hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul
    h1 h2 h3 h4 h5 h6
"""
_SKIPPED = """
    head script style template iframe frame object embed applet svg math noframes noembed textarea select button video
    audio canvas map
"""
_BLOCK_NAMES = frozenset(_BLOCKS.split())
_SKIPPED_NAMES = frozenset(_SKIPPED.split())
_CELLS = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong"))
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LEFT_OVER = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|ol|p|pre|q|s|script|small|span|strike"
    r"|strong|style|sub|sup|table|td|th|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n")
_MAX_HEADING = 120  # characters of a bold line that stands alone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text, on one line."""

    kind: Literal["paragraph", "heading", "caption"]
    text: str


def plain(fragment: str) -> str:
    """The text of an HTML fragment: a line a block, no tags, entities resolved even where they were escaped twice."""
    if "<" not in fragment and "&" not in fragment:
        return fold(fragment)
    text = "\n".join(block.text for block in paragraphs(fragment))
    for _ in range(2):  # titles come escaped twice, and now and then three times
        if not _REFERENCE.search(text):
            break
        text = _LEFT_OVER.sub(" ", unescape(text))
        text = "\n".join(line for line in map(fold, text.splitlines()) if line)
    return text


def paragraphs(fragment: str) -> list[Paragraph]:
    """The blocks of an HTML fragment in order, empty ones left out.

    A short line that is bold from end to end and no sentence is a heading, as feeds without heading tags write it; two
    line breaks in a row end a paragraph, and in text without any tag a blank line does. Scripts, styles, media and form
    fields hold no text.
    """
    fragment = tamed(fragment)
    if "<" not in fragment:
        texts = [fold(unescape(part)) for part in _BLANK_LINE.split(fragment)]
        return [Paragraph("paragraph", text) for text in texts if text]
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        root = etree.fromstring(b"<div>" + fragment.encode("utf-8", "replace") + b"</div>", parser)
    except etree.ParserError:  # nothing but comments
        return []
    except etree.XMLSyntaxError:  # past the parser's own limits
        root = None
    if root is None:
        text = fold(unescape(_LEFT_OVER.sub(" ", fragment)))
        return [Paragraph("paragraph", text)] if text else []
    return blocks_of(root)


def blocks_of(root: etree._Element) -> list[Paragraph]:
    """The same of a tree."""
    return _Walk().over(root)


class _Walk:
    """One pass over a tree, without recursion."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self._parts: list[str] = []
        self._headings = 0  # open heading elements
        self._captions = 0
        self._bold = 0
        self._light = False  # whether the open block has text that is not bold

    def over(self, root: etree._Element) -> list[Paragraph]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if name in _SKIPPED_NAMES:
                    walk.skip_subtree()
                else:
                    self._open(name)
                    self._say(element.text)
            else:
                if name not in _SKIPPED_NAMES:
                    self._close(name)
                self._say(element.tail)
        self._flush()
        return self.found

    def _open(self, name: str) -> None:
        if name in _BLOCK_NAMES:
            self._flush()
        elif name in _CELLS:
            self._parts.append(" ")
        elif name == "br":
            self._parts.append("\n")
            if self._broken():
                self._flush()
        if name in _HEADINGS:
            self._headings += 1
        elif name == "figcaption":
            self._captions += 1
        elif name in _BOLD:
            self._bold += 1

    def _close(self, name: str) -> None:
        if name in _BLOCK_NAMES:
            self._flush()
        if name in _HEADINGS:
            self._headings -= 1
        elif name == "figcaption":
            self._captions -= 1
        elif name in _BOLD:
            self._bold -= 1

    def _say(self, text: str | None) -> None:
        if text:
            self._parts.append(text.replace("\n", " "))
            if not self._bold and not text.isspace():
                self._light = True

    def _broken(self) -> bool:
        """Whether the last two marks are line breaks with nothing between them."""
        breaks = 0
        for part in reversed(self._parts):
            if part == "\n":
                breaks += 1
                if breaks == 2:
                    return True
            elif not part.isspace():
                return False
        return False

    def _flush(self) -> None:
        text = fold("".join(self._parts))
        if text:
            if self._captions:
                kind: Literal["paragraph", "heading", "caption"] = "caption"
            elif self._headings or (not self._light and len(text) <= _MAX_HEADING and text[-1] not in ".!,;:…"):
                kind = "heading"
            else:
                kind = "paragraph"
            self.found.append(Paragraph(kind, text))
        self._parts.clear()
        self._light = False
