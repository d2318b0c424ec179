"""Who is to have an issue, who still needs it and from when on, and what a killed run leaves in doubt.

    people − suppressions − deliveries − those whose time has not come ─▶ audience

Decisions, made before anything is done: a page of people at a time, so that a million take no more memory than a
thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest.messages.addresses import who
from digest.model import Delivery, Subscriber

Verdict = Literal[
    "now",
    "weekly",  # they want one mail a week, and it comes with another issue
    "early",  # their hour of the day has not come
    "deferred",  # the server put it off, and its time has not come
    "accepted",
    "failed",
    "unknown",  # it may have been delivered: the operator decides
    "suppressed",
    "inactive",  # unsubscribed, or not confirmed
    "stale",  # the issue is too old to begin with, and they were not tried in time
    "newcomer",  # the issue is too old to begin with, and they came on the list after it was made
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What counts beside the people themselves."""

    now: datetime
    day: date  # the issue's
    made: datetime  # its ``as_of``
    zone: str  # the publication's, for those who have none of their own
    stale: bool = False  # whether the issue is too old to be mailed to anyone who was not tried in time
    hurry: bool = False  # whether who was put off is tried at once, though their time has not come
    weekly: bool = True  # whether those who want one mail a week get theirs with this issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What is to be done with a page of people."""

    now: tuple[Subscriber, ...]  # to be mailed, in the order given
    early: tuple[Delivery, ...]  # who waits for their hour, as the ledger is to hold them
    counts: Mapping[Verdict, int]  # each person once
    before: Mapping[str, Delivery]  # of those who are to be mailed, what the ledger says: by the subscriber's address


def audience(
    people: Mapping[str, Subscriber],
    *,
    issue: int,
    suppressed: Collection[str],
    deliveries: Iterable[Delivery],
    terms: Terms,
) -> Audience:
    """What is to be done with these people, by ``who``, of whom some are suppressed.

    ``deliveries`` are what the ledger holds of them for the issue of that number.
    """
    rows = {who(each.recipient): each for each in deliveries}
    now: list[Subscriber] = []
    early: list[Delivery] = []
    before: dict[str, Delivery] = {}
    counts: Counter[Verdict] = Counter()
    for person, subscriber in people.items():
        row = rows.get(person)
        verdict, opens = _verdict(subscriber, row, suppressed=person in suppressed, terms=terms)
        counts[verdict] += 1
        if verdict == "now":
            now.append(subscriber)
            if row is not None:
                before[subscriber.address] = row
        elif verdict == "early":
            waits = row or Delivery(issue=issue, recipient=subscriber.address, state="pending")
            early.append(replace(waits, next=opens))
    return Audience(now=tuple(now), early=tuple(early), counts=counts, before=before)


def _verdict(
    subscriber: Subscriber, row: Delivery | None, *, suppressed: bool, terms: Terms
) -> tuple[Verdict, datetime | None]:
    """What becomes of one person, and when their hour comes. What was done comes before what may be done."""
    match row.state if row else "pending":
        case "accepted":
            return "accepted", None
        case "failed":
            return "failed", None
        # "sending" is in doubt until it is settled: whoever asks too early must not send twice.
        case "unknown" | "sending":
            return "unknown", None
    if suppressed:
        return "suppressed", None
    if subscriber.state != "active":
        return "inactive", None
    if subscriber.rhythm == "weekly" and not terms.weekly:
        return "weekly", None
    # Who waited for an hour, or was put off, was come to in time; so was one whose lost answer is sent once more.
    if row is None and terms.stale:
        joined = subscriber.joined
        return ("newcomer" if joined is not None and joined > terms.made else "stale"), None
    if row is not None and row.state == "deferred" and row.next is not None and row.next > terms.now:
        return ("now" if terms.hurry else "deferred"), None
    opens = begins(subscriber, terms)
    if opens is not None and opens > terms.now:
        return "early", opens
    return "now", None


def begins(subscriber: Subscriber, terms: Terms) -> datetime | None:
    """From when on someone may have the issue: their hour of its day, where they are; None: as soon as it is made."""
    if subscriber.hour is None:
        return None
    zone = _zone(subscriber.timezone) or _zone(terms.zone) or UTC
    return datetime.combine(terms.day, time(subscriber.hour), zone).astimezone(UTC)


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo | None:
    """The zone; None where the system knows none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):  # not found; a path; a folder ("Europe")
        return None


def settle(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """The deliveries that a killed run left ``sending``, as ``unknown``, for the ledger; in the order given.

    The message had gone out and its reply was never recorded: only the server knows. ``at`` stays the moment it went
    out. Call it holding the lock, when no other run can be sending.
    """
    return tuple(
        replace(each, state="unknown", reply="the run ended before the server's reply was recorded")
        for each in deliveries
        if each.state == "sending"
    )


def release(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """The deliveries in doubt, as ``pending``, for the ledger: the operator wants them sent once more.

    Once: an answer that is lost again leaves them in doubt again.
    """
    return tuple(
        replace(each, state="pending", next=None, reply="in doubt, and to be sent once more")
        for each in deliveries
        if each.state == "unknown"
    )
