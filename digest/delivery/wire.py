"""A message's bytes as SMTP carries them, and what no server may be handed."""

from __future__ import annotations

import re

LINE = 998  # bytes in a line, its end not counted (RFC 5321 §4.5.3.1.6, RFC 5322 §2.1.1)

_UNFIT = re.compile(r"[\x00-\x20\x7f<>\ud800-\udfff]")
_NEWLINE = re.compile(rb"\r\n|\r|\n")


def lines(body: bytes) -> tuple[bytes, str | None]:
    """The message with every line ended by CRLF, the last one too; and why no server may be handed it, in words.

    A bare CR or LF is made CRLF: servers differ in what they take it for, and mail has been smuggled through the gap.
    """
    lengths = list(map(len, body.splitlines()))
    if sum(lengths) + 2 * len(lengths) != len(body) or not lengths:  # somewhere a line has an end of less than CRLF
        body = _NEWLINE.sub(b"\r\n", body)
        if not body.endswith(b"\r\n"):
            body += b"\r\n"
    longest = max(lengths, default=0)
    if longest > LINE:
        return body, f"the message has a line of {longest} bytes, and mail carries {LINE}; it was not sent"
    if b"\0" in body:
        return body, "the message holds a NUL byte, which mail cannot carry; it was not sent"
    return body, None


def stuffed(text: bytes) -> bytes:
    """What ``lines`` made, so that no line of it is taken for the end: a dot before each leading dot (§4.5.2)."""
    text = text.replace(b"\r\n.", b"\r\n..")
    return b"." + text if text.startswith(b".") else text


def carried(address: str) -> str | None:
    """The address as commands have it, its domain in ASCII; None where it could end or widen a command."""
    if _UNFIT.search(address):
        return None
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    import idna  # its tables are large, and few addresses come here with such a domain

    try:
        return local + at + idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
