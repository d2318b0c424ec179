"""Lines of plain text: wrapped by what they measure on a screen, links left whole."""

from __future__ import annotations

import re
import unicodedata

_WIDTH = 72  # characters a line; leaves room for quotation marks of a reply (RFC 3676 §4.2)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def wrap(text: str, indent: str = "", first: str | None = None, width: int = _WIDTH) -> str:
    """The text in lines of at most ``width`` columns; ``first`` is the indent of the first line.

    A word that is too long stays whole, so that links work, unless it is written in wide characters, which know no
    spaces and may break anywhere.
    """
    lines: list[str] = []
    line = indent if first is None else first
    used, margin, words = _columns(line), _columns(indent), 0
    for word in _pieces(text, width - margin):
        glued, word = word.startswith("\0"), word.lstrip("\0")
        gap = "" if glued or not words else " "
        columns = _columns(word)
        if words and used + len(gap) + columns > width:
            lines.append(line)
            line, used, words, gap = indent, margin, 0, ""
        line += gap + word
        used += len(gap) + columns
        words += 1
    return "\n".join([*lines, line]) if words else ""


def hang(text: str, mark: str) -> str:
    """The text wrapped behind a mark that hangs in the margin."""
    return wrap(text, indent=" " * _columns(mark), first=mark)


def _pieces(text: str, width: int) -> list[str]:
    """Words; runs of wide characters are cut, each cut marked by a NUL in front of what follows it."""
    pieces: list[str] = []
    for word in _SPACE.split(text):
        if not word:
            continue
        if word.isascii() or _columns(word) <= width or not any(_wide(character) for character in word):
            pieces.append(word)
            continue
        pieces.extend(("\0" if index else "") + character for index, character in enumerate(word))
    return pieces


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if _wide(character) else 0 if unicodedata.combining(character) else 1 for character in text)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")
