"""Whether a reply is the one it is taken for, where replies to several things that went out together come in a row.

Replies bear no names (RFC 5321): they are told apart by their order alone (RFC 2920 §3.2). A server that leaves one out
shifts all that follow, and its word on the next sender would be taken for its word on the message before.
"""

from __future__ import annotations

import re

from digest.delivery.replies import Reply
from digest.delivery.session import LostError

_ADDRESSING = re.compile(r"2\.1\.[0-9]")  # RFC 3463 §3.2: of an address, and so of an envelope
_DIGIT = re.compile(r"[0-9]")


class OutOfStepError(LostError):
    """A reply came that cannot be one to what was asked: one before it was left out, or said twice."""


def shape(reply: Reply) -> str:
    """What a reply to the same command has in common with others of its server: not the addresses, numbers and names of
    messages in it.
    """
    words = reply.text.casefold().split()
    code = words[:1] if words and words[0].replace(".", "").isdecimal() else []
    rest = ["@" if "@" in word else "#" if _DIGIT.search(word) else word for word in words[len(code) :]]
    return " ".join([str(reply.code), *code, *rest])


def told_apart(reply: Reply, envelope: frozenset[str]) -> bool:
    """Whether a reply that a server took a message is, by its words alone, none to an envelope.

    ``envelope``: the shapes of what this server said to envelopes in this session.
    """
    return bool(envelope) and shape(reply) not in envelope and not _ADDRESSING.match(reply.text)


def of_an_envelope(reply: Reply, envelope: frozenset[str]) -> bool:
    """Whether a reply to a message is, word for word and by its code, what this server says to envelopes."""
    return shape(reply) in envelope and bool(_ADDRESSING.match(reply.text))
