"""What a mail says, as values: ``Reading`` and its ``Failure``s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal[
    "bounce",  # a message came back, or was put off for good
    "complaint",  # somebody pressed "spam"
    "notice",  # about a message that did not fail: delayed, delivered, relayed, read; nothing is to be done
    "auto-reply",  # out of office, a ticket number
    "challenge",  # "prove that you are a person"
    "unsubscribe",
    "subscribe",
    "confirm",  # they did ask for mail
    "other",  # for a person to read
]
Verdict = Literal["hard", "soft", "blocked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a report says of one recipient."""

    recipient: str  # as the report has it, "" where it names none
    verdict: Verdict
    status: str = ""  # RFC 3463: "5.1.1"; "" where none was told
    code: int | None = None  # SMTP: 550
    note: str = ""  # the remote server's words, one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a mail says. Nothing of it is proved: whoever wrote the mail can write anything."""

    what: What
    sender: str = ""  # the address in From
    name: str = ""  # and the name beside it
    subject: str = ""
    failures: tuple[Failure, ...] = ()  # of a bounce, each recipient's
    addresses: tuple[str, ...] = ()  # whatever has an "@": one may be the envelope sender or Message-ID of that mail
    tokens: tuple[str, ...] = ()  # words that may be the unsubscribe token of that mail
    token: str = ""  # and the one that a request names
    automatic: bool = False  # whether a program wrote it: it is never answered
    language: str = ""  # BCP 47: of the word by which something was asked for
