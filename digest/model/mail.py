"""Subscribers, what they are sent, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

DeliveryState = Literal["pending", "sending", "accepted", "deferred", "failed", "unknown"]
SubscriberState = Literal["pending", "active", "unsubscribed"]  # pending: asked for it, and has not confirmed yet
Rhythm = Literal["daily", "weekly"]


class Subscriber(Struct, frozen=True, kw_only=True):
    """Someone the issue is mailed to."""

    address: str  # canonical (``messages.addresses``)
    name: str = ""
    state: SubscriberState = "active"
    fields: Mapping[str, str] = {}  # whatever else the publisher knows, for templates: {"city": "Ankara"}
    without: tuple[str, ...] = ()  # names of sections that are left out of their mail
    language: str = ""  # BCP 47, of the mail's own words; "" for the publication's
    rhythm: Rhythm = "daily"
    timezone: str = ""  # IANA name; "" for the publication's
    hour: int | None = None  # of the day in that zone, from which on their mail may go out; None: as soon as it can
    origin: Literal["feeds", "file", "command", "import", "form", "mail"] = "feeds"  # how they came on the list
    joined: datetime | None = None  # when they came on the list; None where feeds.yml or a file alone names them
    confirmed: datetime | None = None  # when they said so themselves (double opt-in)


SuppressionReason = Literal["hard_bounce", "complaint", "unsubscribed", "manual"]


class Suppression(Struct, frozen=True, kw_only=True):
    """An address that is mailed nothing, whoever lists it again; it outlives the subscriber."""

    who: str  # ``messages.addresses.who`` of the address; of one that was erased only a keyed hash, "hash:…"
    reason: SuppressionReason
    at: datetime
    note: str = ""  # what the server or the person said, one line


# blocked: a policy that says something about us, not about the mailbox; it counts for nothing
BounceKind = Literal["hard", "soft", "blocked", "complaint"]


class Bounce(Struct, frozen=True, kw_only=True):
    """What a mail that came back says of a subscriber's mailbox."""

    who: str
    kind: BounceKind
    at: datetime
    issue: int | None = None  # whose mail it was, where that is known
    status: str = ""  # RFC 3463: "5.1.1"; "" where none was told
    note: str = ""  # the remote server's words, one line


LetterKind = Literal["confirm", "welcome", "data"]  # data: the way to what is known of its person


class Letter(Struct, frozen=True, kw_only=True):
    """A mail to one person that is no issue: to be sent once."""

    id: int
    who: str
    kind: LetterKind
    state: DeliveryState
    attempts: int = 0
    code: int | None = None
    reply: str = ""
    at: datetime | None = None  # of the last change
    next: datetime | None = None  # a deferred one is tried again from then on


class Message(Struct, frozen=True, kw_only=True):
    """An issue's mail edition addressed to one subscriber, as the bytes that go on the wire."""

    issue: int  # the issue's number
    recipient: str  # the address
    sender: str  # the envelope sender
    message_id: str  # deterministic per (issue, subscriber)
    body: bytes  # RFC 5322, CRLF line ends


class Delivery(Struct, frozen=True, kw_only=True):
    """What became of a message."""

    issue: int
    recipient: str
    state: DeliveryState
    code: int | None = None  # the server's reply, where one came
    reply: str = ""
    attempts: int = 0
    at: datetime | None = None  # of the last change
    first: datetime | None = None  # when it was first tried: a deferred one is given up some days later
    next: datetime | None = None  # a deferred one is tried again from then on
