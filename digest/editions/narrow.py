"""Lines of plain text whose every character is one column wide, which nearly all text is: no character is looked at."""

from __future__ import annotations

import re

from digest.editions import lines

# Letters of Europe with their accents, bare ones of Arabic and Hebrew, and what newspapers set between them: none
# combines, none is wide (UAX #11).
# Of what parts words only the space is among them.
_NARROW = re.compile(
    "[\x20-\x7e\xa0-\u02ff\u0388-\u038a\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u060c\u061b\u061f-\u064a\u0660-\u066d\u2010-\u2014\u2018-\u201e\u2022\u2026\u2039\u203a\u202f\u20ac\u2212]*"
)


def wrap(text: str, indent: str = "", first: str | None = None, width: int = 72) -> str:
    """What ``lines.wrap`` makes of the same."""
    begin = indent if first is None else first
    plain = text.isascii() and text.isprintable()  # seen at once
    if not (plain or _NARROW.fullmatch(text)) or not (begin + indent).isascii():
        return lines.wrap(text, indent, first, width)
    words = text.strip(" ") if "  " not in text else " ".join(filter(None, text.split(" ")))
    made: list[str] = []
    start, end = 0, len(words)
    while start < end:
        room = max(width - len(begin), 0)
        stop = end
        if end - start > room:
            stop = words.rfind(" ", start, start + room + 1)
            if stop < 0:  # a word that is too long stays whole
                stop = words.find(" ", start)
            if stop < 0:
                stop = end
        made.append(begin + words[start:stop])
        start, begin = stop + 1, indent
    return "\n".join(made)


def hang(text: str, mark: str) -> str:
    """What ``lines.hang`` makes of the same."""
    return wrap(text, indent=" " * len(mark), first=mark) if mark.isascii() else lines.hang(text, mark)
