"""Message-IDs of issues: the same for the same issue and subscriber, and of nobody that can be read out of them."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_ID = re.compile(r"<?digest\.([1-9][0-9]{0,8})\.([0-9a-f]{32})@([^\s<>@]{1,253})>?")


class MessageId(NamedTuple):
    """What a Message-ID of the program's own says."""

    issue: int  # its number
    mark: str
    domain: str  # in lower case


def mark(key: bytes, issue: int, recipient: str) -> str:
    """The keyed hash of an issue and a canonical address (``addresses.canonical``): 32 hex digits."""
    return hashlib.blake2b(f"{issue} {recipient}".encode(), key=key, digest_size=16).hexdigest()


def message_id(key: bytes, issue: int, recipient: str, domain: str) -> str:
    """The Message-ID of an issue's mail to a canonical address (RFC 5322 §3.6.4)."""
    return f"<digest.{issue}.{mark(key, issue, recipient)}@{domain}>"


def read(text: str) -> MessageId | None:
    """What a Message-ID says, with its angle brackets or without; None where it has not the form of ours."""
    found = _ID.fullmatch(text)
    return MessageId(int(found[1]), found[2], found[3].casefold()) if found else None
