"""A message's bytes as SMTP carries them, and what no server may be handed."""

from __future__ import annotations

import re

LINE = 998  # bytes in a line, its end not counted (RFC 5321 §4.5.3.1.6, RFC 5322 §2.1.1)

_UNFIT = re.compile(r"[\x00-\x20\x7f<>\ud800-\udfff]")
_NEWLINE = re.compile(rb"\r\n|\r|\n")


def lines(body: bytes) -> bytes:
    """The message with every line ended by CRLF, the last one too.

    A bare CR or LF is made CRLF: servers differ in what they take it for, and mail has been smuggled through the gap.
    """
    ends = body.count(b"\r\n")
    if body.count(b"\n") != ends or body.count(b"\r") != ends:
        body = _NEWLINE.sub(b"\r\n", body)
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def stuffed(text: bytes) -> bytes:
    """What ``lines`` made, so that no line of it is taken for the end: a dot before each leading dot (§4.5.2)."""
    text = text.replace(b"\r\n.", b"\r\n..")
    return b"." + text if text.startswith(b".") else text


def fault(text: bytes) -> str | None:
    """Why no server may be handed what ``lines`` made, in words; None where it may."""
    longest = max(map(len, text.split(b"\r\n")))
    if longest > LINE:
        return f"the message has a line of {longest} bytes, and mail carries {LINE}; it was not sent"
    if b"\0" in text:
        return "the message holds a NUL byte, which mail cannot carry; it was not sent"
    return None


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
