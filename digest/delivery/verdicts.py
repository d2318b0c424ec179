"""What a server's word means: for one message, for all of them, or for the connection alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.delivery.replies import Reply, one_line
from digest.delivery.session import LostError
from digest.errors import MailError
from digest.model import DeliveryState

if TYPE_CHECKING:
    from digest.delivery.connection import Line
    from digest.delivery.desk import Job

# Not of the recipient: the server does not know us, and refuses whoever it is.
_STRANGERS = re.compile(
    r"\brelay(?:ing)?\b.{0,40}\b(?:denied|disallowed|not (?:permitted|allowed)|prohibited|forbidden)"
    r"|\b(?:unable to|not (?:permitted|allowed|authorized) to|cannot|no) relay|\bauthentication (?:is )?required"
    r"|\bmust authenticate|\bnot authenticated",
    re.IGNORECASE | re.DOTALL,
)


class UnusableError(MailError):
    """What is in the way of every message and every connection alike."""


class StrangersError(UnusableError):
    """The server passes on nothing of ours."""


class ClosedError(LostError):
    """The server said that it closes the session (RFC 5321 §3.8), before it had the message."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(one_line(reply.text))
        self.code = reply.code


class AfreshError(LostError):
    """A new connection takes the message in another way; nobody is to blame for this one."""


Refusal = tuple[bytes, Reply]  # the first command of an envelope that was refused, and its reply


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a message."""

    state: DeliveryState
    code: int | None
    text: str
    busy: bool = False  # the server is in trouble: it closed the session, or went away


def refusal(reply: Reply) -> Verdict:
    """What a reply of 4xx or 5xx makes of a message."""
    state: DeliveryState = "failed" if reply.code >= 500 else "deferred"
    return Verdict(state, reply.code, one_line(reply.text), busy=reply.code == 421)


def of_all(verb: bytes, reply: Reply, job: Job, line: Line) -> UnusableError | None:
    """What the refusal of an envelope says of every message alike; None where it is of this one alone."""
    words = f"{reply.code} {one_line(reply.text)}".rstrip()
    if reply.code in (530, 535, 538):
        return UnusableError(
            f"the mail server wants more first: {words}",
            where=line.where,
            fix="set mail.smtp.username and password, and mail.smtp.security",
        )
    if verb == b"MAIL" and reply.code == 552:
        return UnusableError(f"the mail server takes no message of this size: {words}", where=line.where)
    if verb == b"MAIL" and reply.code >= 500:
        return UnusableError(
            f"the mail server does not let {job.message.sender} send: {words}",
            where=line.where,
            fix="check mail.from",
        )
    if verb == b"RCPT" and reply.code >= 500 and not line.known and _STRANGERS.search(reply.text):
        return StrangersError(
            f"the mail server does not pass on mail of ours: {words}",
            where=line.where,
            fix="check mail.smtp.host, username and password",
        )
    return None


def said(before: str, reply: Reply) -> str:
    """Words, and the server's own after them, in one line."""
    return one_line(f"{before} {reply.code} {reply.text}")
