"""A message taken apart as a mail program does it: what preview shows is read out of the bytes that are sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Entity

from digest.model import Message

_CID = re.compile(rb"""(=\s*["']?|url\(\s*["']?)cid:([^"'\s>)]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A part that the HTML shows by its Content-ID (RFC 2392)."""

    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it was read."""

    raw: bytes
    headers: tuple[tuple[str, str], ...]  # decoded, in their order
    html: bytes  # decoded; b"" where there is none
    text: str
    html_size: int  # bytes of the HTML part as it is transferred
    pictures: dict[str, Picture]  # by Content-ID

    def header(self, name: str) -> str:
        """The first header field of that name; "" where there is none."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


def read(message: Message) -> Letter:
    """The parts of a message."""
    whole = message_from_bytes(message.body, policy=policy.default)
    html, text, size = b"", "", 0
    pictures: dict[str, Picture] = {}
    for part in whole.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get("Content-ID"):
            pictures[str(part["Content-ID"]).strip().strip("<>")] = Picture(kind, _decoded(part))
        elif kind == "text/html" and not html:
            html = _decoded(part)
            size = len(str(part.get_payload()).encode("utf-8", "surrogateescape"))
        elif kind == "text/plain" and not text:
            text = _decoded(part).decode("utf-8", "replace")
    return Letter(
        raw=message.body,
        headers=tuple((name, " ".join(str(value).split())) for name, value in whole.items()),
        html=html,
        text=text.replace("\r\n", "\n"),
        html_size=size,
        pictures=pictures,
    )


def with_pictures(html: bytes, folder: str) -> bytes:
    """The HTML with its ``cid:`` addresses, which only mail programs know, below ``folder``; the rest as it is."""
    return _CID.sub(lambda found: found[1] + folder.encode() + found[2], html)


def _decoded(part: Entity) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""
