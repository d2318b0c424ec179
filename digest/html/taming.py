"""What is done to text before any parser sees it: characters nobody may print, and markup too deep for linear time."""

from __future__ import annotations

import re

MAX_LENGTH = 500_000  # characters of one fragment; a longer one is cut there, far beyond any article
_MANY_TAGS = 1_000  # below this the quadratic cases of HTML parsers cost nothing
_MAX_DEPTH = 200  # unclosed elements; browsers stop near 500, pages that people write near 40

# C0 and C1 controls but white space, surrogates, noncharacters, byte order marks, zero-width spaces, soft hyphens, and
# the overrides that make a line read backwards.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202d\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MISREAD = {chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}

_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_ANY_TAG = re.compile(r"<[!/?A-Za-z][^<>]*>")
# Elements that never nest by being left open: void ones, and those that the next of their kind closes (HTML §13.1.2.4).
_CLOSED = "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option"
_TAG = re.compile(rf"<(/?)(?!(?:{'|'.join(_CLOSED.split())})\b)([a-z][a-z0-9]*)")


def clean(text: str) -> str:
    """``text`` without characters that nobody may print; C1 controls, which are misread Windows-1252, are put right."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda match: _MISREAD.get(match[0], ""), text)


def fold(text: str) -> str:
    """``text`` cleaned, on one line, with single spaces."""
    return " ".join(clean(text).split())


def tamed(fragment: str, *, limit: int = MAX_LENGTH, depth: int = _MAX_DEPTH) -> str:
    """``fragment`` cut to ``limit`` characters, without NUL; without its tags where more than
    ``depth`` stand open, which no honest page needs.

    HTML parsers walk the stack of open elements at each end tag, so 50,000 unclosed tags cost minutes.
    """
    if len(fragment) <= _MANY_TAGS and "\x00" not in fragment:
        return fragment[:limit]
    fragment = fragment[:limit].replace("\x00", "")
    if fragment.count("&") > _MANY_TAGS:
        fragment = _BARE_AMPERSAND.sub("&amp;", fragment)  # each would be a text node of its own, joined one by one
    if fragment.count("<") > _MANY_TAGS and too_deep(fragment, depth):
        return _ANY_TAG.sub(" ", fragment)
    return fragment


def too_deep(fragment: str, limit: int = _MAX_DEPTH) -> bool:
    """Whether more than ``limit`` elements stand open at once. Linear; blind to what parsers close themselves."""
    opened: dict[str, int] = {}
    depth = 0
    for closes, name in map(re.Match.groups, _TAG.finditer(fragment.lower())):
        standing = opened.get(name, 0)
        if not closes:
            opened[name] = standing + 1
            depth += 1
            if depth > limit:
                return True
        elif standing:
            opened[name] = standing - 1
            depth -= 1
    return False
