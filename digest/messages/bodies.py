"""Body parts as bytes: which transfer encoding, and the multipart that holds them (RFC 2045, RFC 2046).

A part is encoded once for everybody. What differs from one subscriber to the next is a ``Place``: it gets lines of its
own, so that nothing beside it is ever encoded, folded or measured again. A part is therefore a run of ``Piece``s, bytes
and what makes bytes out of a subscriber's values.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Callable, Sequence
from typing import Protocol

from digest.personal import Place

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_SAFE = re.compile(rb"[\t\r\n\x20-\x7e]*")
_ROW = 57  # octets that make a line of 76 characters in base64
_ROOM = 75  # characters of a quoted-printable line that has a soft break after it

Values = Callable[[Place], str]  # what a subscriber has in a place: one line


class Piece(Protocol):
    """Whole lines of a body that are a subscriber's own."""

    def fill(self, values: Values) -> bytes:
        """The encoded lines."""
        ...


Pieces = tuple[bytes | Piece, ...]


def part(body: bytes | Sequence[bytes | Place], content_type: str) -> Pieces:
    """One MIME entity: its header fields, an empty line, the encoded body. Lines end in CRLF and none is over 78 long.

    ``body`` is the text, or what ``personal.split`` makes of it. 7bit where the text allows it; else quoted-printable,
    which people can read in the raw; base64 where that is shorter, as it is for scripts that are mostly not ASCII.
    """
    parts = [body] if isinstance(body, bytes) else list(body)
    parts = [_NEWLINE.sub(b"\r\n", each) if isinstance(each, bytes) else each for each in parts]
    last = parts[-1]
    if not isinstance(last, bytes):
        parts.append(b"\r\n")
    elif not last.endswith(b"\r\n"):
        parts[-1] = last + b"\r\n"
    name, pieces = _encode(parts, markup=content_type == "text/html")
    head = f"Content-Type: {content_type}; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n"
    return joined(head.encode("ascii"), *pieces)


def joined(*pieces: bytes | Piece) -> Pieces:
    """The pieces, bytes beside bytes made one."""
    made: list[bytes | Piece] = []
    for piece in pieces:
        if isinstance(piece, bytes) and made and isinstance(made[-1], bytes):
            made[-1] += piece
        else:
            made.append(piece)
    return tuple(made)


def _encode(parts: list[bytes | Place], *, markup: bool) -> tuple[str, Pieces]:
    fixed = b"".join(each for each in parts if isinstance(each, bytes))
    # A line that ends in a blank, or begins with "From ", may be changed on its way; quoted-printable guards the first,
    # and no mail store that has learnt of MIME still does the second.
    if len(parts) == 1 and _SAFE.fullmatch(fixed):
        lines = fixed.split(b"\r\n")
        if all(len(line) <= 78 and not line.endswith((b" ", b"\t")) for line in lines):
            return "7bit", (fixed,)
    if len(binascii.b2a_qp(fixed, istext=True)) * 3 <= len(fixed) * 4:
        return "quoted-printable", tuple(_quoted(parts, markup=markup))
    if len(parts) == 1:
        return "base64", (_rows(fixed),)
    return "base64", (_Packed(parts, markup=markup),)


def _quoted(parts: list[bytes | Place], *, markup: bool) -> list[bytes | Piece]:
    """Quoted-printable, with a soft break before and after each place."""
    pieces: list[bytes | Piece] = []
    for number, each in enumerate(parts):
        if isinstance(each, Place):
            pieces.append(_Quoted(each, markup=markup))
        elif each:
            encoded = _qp(each)
            follows = number + 1 < len(parts) and isinstance(parts[number + 1], Place)
            pieces.append(_broken_off(encoded) if follows else encoded)
    return pieces


def _qp(text: bytes) -> bytes:
    encoded = binascii.b2a_qp(text, istext=True)
    # The line ends that it adds are like the first one of the text; a text without any gets LF.
    return encoded if b"\r\n" in text else encoded.replace(b"\n", b"\r\n")


def _broken_off(encoded: bytes) -> bytes:
    """With a soft break at its end, unless a line ends there anyway."""
    if encoded.endswith(b"\r\n"):
        return encoded
    start = encoded.rfind(b"\n") + 1
    if len(encoded) - start > _ROOM:
        cut = start + _ROOM - 2
        escape = encoded.rfind(b"=", cut - 2, cut)  # of an octet that the cut would go through
        cut = escape if escape >= 0 else cut
        encoded = encoded[:cut] + b"=\r\n" + encoded[cut:]
    return encoded + b"=\r\n"


class _Quoted:
    """A place in a quoted-printable part."""

    def __init__(self, place: Place, *, markup: bool) -> None:
        self._place = place
        self._markup = markup

    def fill(self, values: Values) -> bytes:
        encoded = _qp(_octets(values(self._place), markup=self._markup))
        # What old mail stores and SMTP itself change at the beginning of a line.
        if encoded.startswith((b".", b"From ")):
            encoded = b"=%02X=\r\n" % encoded[0] + encoded[1:]
        return _broken_off(encoded) if encoded else b"=\r\n"


class _Packed:
    """A part in base64 with places in it: what stands between them is encoded for each of three alignments, once."""

    def __init__(self, parts: list[bytes | Place], *, markup: bool) -> None:
        self._parts = parts
        self._markup = markup
        self._made: dict[tuple[int, int], tuple[bytes, bytes, bytes]] = {}

    def fill(self, values: Values) -> bytes:
        rows, carried = [], b""
        for number, each in enumerate(self._parts):
            if isinstance(each, bytes):
                known = self._made.get((number, len(carried)))
                if known is None:
                    known = self._made[number, len(carried)] = _aligned(each, len(carried))
                head, middle, tail = known
            else:
                head, middle, tail = _aligned(_octets(values(each), markup=self._markup), len(carried))
            carried += head
            if len(carried) == 3:
                rows.append(base64.b64encode(carried) + b"\r\n")
                carried = b""
            rows.append(middle)
            carried += tail
        if carried:
            rows.append(base64.b64encode(carried) + b"\r\n")
        return b"".join(rows)


def _octets(value: str, *, markup: bool) -> bytes:
    return (html.escape(value) if markup else value).encode("utf-8", "replace")


def _aligned(octets: bytes, carried: int) -> tuple[bytes, bytes, bytes]:
    """What fills up the three octets that were begun, then rows of base64, then what begins the next three."""
    start = -carried % 3
    end = start + max(len(octets) - start, 0) // 3 * 3
    return octets[:start], _rows(octets[start:end]), octets[end:]


def _rows(octets: bytes) -> bytes:
    return b"".join(base64.b64encode(octets[at : at + _ROW]) + b"\r\n" for at in range(0, len(octets), _ROW))


def picture(body: bytes, content_type: str, name: str, content_id: str) -> Pieces:
    """A picture as a MIME entity that the HTML beside it shows by its id (RFC 2392)."""
    head = (
        f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{content_id}>\r\n"
        f'Content-Disposition: inline; filename="{name}"\r\n\r\n'
    )
    return (head.encode("ascii") + _rows(body),)


def related(parts: Sequence[Pieces]) -> Pieces:
    """A multipart/related: HTML first, then what it shows (RFC 2387), from its Content-Type field on."""
    return _multipart('related; type="text/html"', parts)


def alternative(parts: Sequence[Pieces]) -> Pieces:
    """A multipart/alternative of the parts, plainest first (RFC 2046 §5.1.4), from its Content-Type field on."""
    return _multipart("alternative", parts)


def _multipart(kind: str, parts: Sequence[Pieces]) -> Pieces:
    """The parts in one entity.

    The boundary is a hash of the parts: the same parts give the same bytes, and no part can hold it. What is put into a
    place cannot either: neither encoding gives a line that begins with "--=_".
    """
    total = hashlib.sha256()
    for piece in (piece for each in parts for piece in each if isinstance(piece, bytes)):
        total.update(piece)
    mark = total.hexdigest()[:32]
    line = f"--=_{mark}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="=_{mark}"\r\n\r\n'.encode("ascii")
    pieces: list[bytes | Piece] = [head]
    for each in parts:
        pieces += (line + b"\r\n", *each, b"\r\n")
    return joined(*pieces, line + b"--\r\n")
