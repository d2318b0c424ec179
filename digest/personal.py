"""Places in an edition that are filled for each subscriber: their links, and words of their own such as their name.

An edition is rendered, hashed and approved once, before it is addressed to anybody. What is a subscriber's own has a
place in it:

    https://unsubscribe.invalid/MARK      a link, in a domain that leads nowhere (RFC 2606 §2)
    _MARK_WORD_                           a word: base32 of a field's name, and of what stands there where it is empty

``MARK`` is made of the frozen issue, so that no text of a feed can hold a place: who could write a link that becomes
the reader's own, or has their name in it, would learn who reads. Places are ASCII letters, digits and ``_``: neither
HTML nor MJML nor a wrapped line changes them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from typing import Literal, NamedTuple, get_args

from msgspec.structs import replace

from digest.model import Edition

Kind = Literal["unsubscribe", "preferences", "word"]
_LINKS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "word")


class Place(NamedTuple):
    """What goes there."""

    kind: Kind
    field: str = ""  # of a word: whose value it is
    default: str = ""  # of a word: what stands there where the subscriber's is empty


def mark(frozen: bytes) -> str:
    """The mark of an issue's places; ``frozen`` is the issue's file."""
    return hashlib.sha256(b"digest-places/1\n" + frozen).hexdigest()[:16]


def link(mark: str, kind: Kind) -> str:
    """A place for a link."""
    return f"https://{kind}.invalid/{mark}"


def word(mark: str, field: str, default: str) -> str:
    """A place for the value of a subscriber's field."""
    packed = base64.b32encode(f"{field}\0{default}".encode("utf-8", "replace")).decode("ascii")
    return f"_{mark}_{packed.rstrip('=').lower()}_"


def split(body: bytes, mark: str) -> list[bytes | Place]:
    """The body, parted at its places: bytes first and last, one place between each two."""
    # Without a mark, as in editions made by hand, there are links alone, and another issue's are none of them.
    pattern = rf"https://({'|'.join(_LINKS)})\.invalid/"
    pattern += rf"{mark}|_{mark}_([a-z2-7]+)_" if mark else "(?![0-9a-z])"
    parts: list[bytes | Place] = []
    end = 0
    for found in re.finditer(pattern.encode("ascii"), body):
        place = _place(found)
        if place is not None:
            parts += (body[end : found.start()], place)
            end = found.end()
    return [*parts, body[end:]]


def _place(found: re.Match[bytes]) -> Place | None:
    if found[1]:
        return Place(next(kind for kind in _LINKS if kind.encode() == found[1]))
    packed = found[2].upper()
    try:
        field, _, default = base64.b32decode(packed + b"=" * (-len(packed) % 8)).decode().partition("\0")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return Place("word", field, default)


def for_all(edition: Edition) -> Edition:
    """The edition as anybody may read it, in output/: each word's default in its place, and nobody's links.

    In a text the whole line of such a link goes; in HTML the link with its words, the point that parts it from the
    next, and a paragraph that has nothing else. Where a template has it otherwise the address alone goes. The sentences
    that are ``addressed`` to subscribers go too, where they have a paragraph or lines of their own.
    """
    if not edition.mark:
        return edition
    markup = edition.medium == "email"
    body = (_unlinked if markup else _without_lines)(edition.body, edition.mark)
    for sentence in edition.addressed:
        body = (_without_paragraph if markup else _without_sentence)(body, sentence)
    parts = []
    for part in split(body, edition.mark):
        if isinstance(part, bytes):
            parts.append(part)
        elif part.kind == "word":
            parts.append((html.escape(part.default) if markup else part.default).encode())
    return replace(edition, body=b"".join(parts))


def _own(mark: str) -> bytes:
    """The pattern of a link's place."""
    return rf"https://(?:{'|'.join(_LINKS)})\.invalid/{re.escape(mark)}".encode("ascii")


def _without_lines(body: bytes, mark: str) -> bytes:
    return re.sub(rb"(?m)^[^\n]*" + _own(mark) + rb"[^\n]*(?:\n|\Z)", b"", body)


def _without_sentence(body: bytes, lines: str) -> bytes:
    """Without the last place where these lines stand: what a source wrote stands before."""
    before, found, after = body.rpartition(b"\n" + lines.encode() + b"\n")
    return before + b"\n" + after if found else body


def _without_paragraph(body: bytes, sentence: str) -> bytes:
    """Without the last paragraph that says this and nothing else."""
    last = None
    for found in re.finditer(rb"<p\b[^<>]*>([^<>]*)</p>\s*", body):
        if html.unescape(found[1].decode("utf-8", "replace")).split() == sentence.split():
            last = found
    return body if last is None else body[: last.start()] + body[last.end() :]


def _unlinked(body: bytes, mark: str) -> bytes:
    own = rb'\shref="' + _own(mark) + rb'"'
    anchor = rb"<a\b[^<>]*" + own + rb"[^<>]*>[^<>]*</a>"
    point = "\\s{0,9}(?:·|&#183;|&middot;)\\s{0,9}".encode()
    row = anchor + rb"(?:" + point + anchor + rb")*"
    body = re.sub(rb"<p\b[^<>]*>\s*" + row + rb"\s*</p>", b"", body)
    body = re.sub(row + rb"(?:" + point + rb")", b"", body)  # others follow
    body = re.sub(rb"(?:" + point + rb")?" + row, b"", body)
    return re.sub(own, b"", body)  # one with markup of its own, or of another element
