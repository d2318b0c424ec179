"""Body parts as bytes: which transfer encoding, and the multipart that holds them (RFC 2045, RFC 2046)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_SAFE = re.compile(rb"[\t\r\n\x20-\x7e]*")


def part(body: bytes, content_type: str) -> bytes:
    """One MIME entity: its header fields, an empty line, the encoded body. Lines end in CRLF and none is over 78 long.

    7bit where the text allows it; else quoted-printable, which people can read in the raw; base64 where that is
    shorter, as it is for scripts that are mostly not ASCII.
    """
    body = _NEWLINE.sub(b"\r\n", body)
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    name, encoded = _encode(body)
    return (
        f"Content-Type: {content_type}; charset=utf-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n".encode("ascii")
        + encoded
    )


def _encode(body: bytes) -> tuple[str, bytes]:
    # A line that ends in a blank, or begins with "From ", may be changed on its way; quoted-printable guards the first,
    # and no mail store that has learnt of MIME still does the second.
    lines = body.split(b"\r\n")
    if _SAFE.fullmatch(body) and all(len(line) <= 78 and not line.endswith((b" ", b"\t")) for line in lines):
        return "7bit", body
    quoted = binascii.b2a_qp(body, istext=True)
    if len(quoted) * 3 <= len(body) * 4:
        return "quoted-printable", quoted
    packed = base64.b64encode(body)
    rows = [packed[at : at + 76] for at in range(0, len(packed), 76)]
    return "base64", b"\r\n".join(rows) + b"\r\n"


def picture(body: bytes, content_type: str, name: str, content_id: str) -> bytes:
    """A picture as a MIME entity that the HTML beside it shows by its id (RFC 2392)."""
    packed = base64.b64encode(body)
    rows = b"\r\n".join(packed[at : at + 76] for at in range(0, len(packed), 76))
    return (
        f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <{content_id}>\r\n"
        f'Content-Disposition: inline; filename="{name}"\r\n\r\n'.encode("ascii")
        + rows
        + b"\r\n"
    )


def related(parts: tuple[bytes, ...]) -> bytes:
    """A multipart/related: HTML first, then what it shows (RFC 2387), from its Content-Type field on."""
    return _multipart('related; type="text/html"', parts)


def alternative(parts: tuple[bytes, ...]) -> bytes:
    """A multipart/alternative of the parts, plainest first (RFC 2046 §5.1.4), from its Content-Type field on."""
    return _multipart("alternative", parts)


def _multipart(kind: str, parts: tuple[bytes, ...]) -> bytes:
    """The parts in one entity.

    The boundary is a hash of the parts: the same parts give the same bytes, and no part can hold it.
    """
    mark = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    line = f"--=_{mark}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="=_{mark}"\r\n\r\n'.encode("ascii")
    return head + b"".join(line + b"\r\n" + entity + b"\r\n" for entity in parts) + line + b"--\r\n"
