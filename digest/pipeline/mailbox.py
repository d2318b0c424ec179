"""Read the mailbox: stop mail to those whom it does not reach or who do not want it, and let people join and leave.

Each mail is acted on once: what is done about it and the word that it was done are one transaction. Only then is it
marked as read in the mailbox, so that a kill at any point leaves at worst a mail unread that was acted on.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal, Protocol

from digest import bounces
from digest.bounces.deciding import Decision, Does, Person, Proof, decide, suppression
from digest.bounces.reading import Reading, What
from digest.errors import DataError, MailboxError
from digest.messages.addresses import canonical, who
from digest.messages.returned import Returns, Trace
from digest.model import Bounce, Mail, Subscriber, Suppression
from digest.ports import Ledger, Letters, MailRead, Post, Progress, Subscribers

_TOGETHER = 2000  # mails that are decided about together: the ledger is walked through once for them all
_LATELY = timedelta(days=14)  # how long after a message a report without a proof is worth a person's look
_LOOKED_AT = 1_000_000  # recipients that one reading looks for owners among: some ten seconds
_CONFIRMATIONS = 100  # letters to confirm that one reading asks for; who asks after that is answered by the next


class Signed(Protocol):
    """Reads the token of a link."""

    def __call__(self, token: str, purpose: Literal["unsubscribe", "confirm"], /, *, now: datetime) -> str | None:
        """Whose it is (``addresses.who``); None where it does not hold for that purpose."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A mail, and what was done about it."""

    what: What
    does: Does
    why: str  # in words
    who: str = ""  # whom it is about; "" where nobody
    issue: int | None = None  # whose mail came back
    subject: str = ""  # of one that is left for a person
    row: int = 0  # of a soft bounce: how many it makes in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxReport:
    """What reading the mailbox came to."""

    mails: tuple[Handled, ...]  # in the order in which they came
    fault: MailboxError | None = None  # why it broke off, or could not mark what it read


@dataclass(slots=True)
class _Read:
    keys: tuple[str, str]  # in the mailbox, and of its bytes
    reading: Reading
    traces: tuple[Trace, ...] = ()


@dataclass(slots=True, kw_only=True)
class Room:
    """What reading the mailbox works with."""

    mail: Mail
    post: Post
    subscribers: Subscribers
    letters: Letters
    ledger: Ledger
    read: MailRead
    returns: Returns
    signed: Signed
    now: datetime
    dry_run: bool = False
    named: Mapping[str, Subscriber] = field(init=False)  # those of feeds.yml, by who
    confirmations: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.named = {who(subscriber.address): subscriber for subscriber in self.mail.subscribers}


def read_mailbox(room: Room, *, progress: Progress) -> MailboxReport:
    """Read what is new in the mailbox and act on it; in a dry run, say what would be done, and change nothing.

    A mailbox that cannot be read is the report's ``fault``, beside what was done until then. Raises ``StorageError``.
    Call it holding the lock.
    """
    progress.phase("Reading the mailbox")
    handled: list[Handled] = []
    done: set[str] = set()  # hashes of the bytes: a mail that lies there twice is one
    fault: MailboxError | None = None
    mails = _readings(room, done)
    try:
        while batch := list(islice(mails, _TOGETHER)):
            known = room.read.known([one.keys[1] for one in batch])
            fresh = [one for one in batch if one.keys[1] not in known]
            read: list[str] = [one.keys[0] for one in batch if one.keys[1] in known]
            for mail, decision, issue in _decided(room, fresh):
                made = _act(room, mail, decision, issue)
                if made is None:
                    continue
                handled.append(made)
                progress.step()
                if made.does != "leave":
                    read.append(mail.keys[0])
            if read and not room.dry_run:
                room.post.handled(read)
    except MailboxError as error:
        fault = error
    finally:
        room.post.close()
    progress.done()
    return MailboxReport(mails=tuple(handled), fault=fault)


def _readings(room: Room, done: set[str]) -> Iterator[_Read]:
    for key, body in room.post.mails(room.read.known):
        digest = f"sha256 {hashlib.sha256(body).hexdigest()}"
        if digest in done:
            continue
        done.add(digest)
        reading = bounces.read(body)
        traces = room.returns.traces(reading.addresses)
        yield _Read((key, digest), dataclasses.replace(reading, addresses=()), traces)


# --------------------------------------------------------------------------------------------------- who it is about


def _decided(room: Room, mails: Sequence[_Read]) -> Iterator[tuple[_Read, Decision, int | None]]:
    """Each mail with what is to be done about it, and the issue that it is about."""
    owners = _owners(room, {trace for mail in mails for trace in mail.traces})
    lately: frozenset[str] | None = None
    for mail in mails:
        reading = mail.reading = _addressed(mail.reading)
        proof = _proof(room, mail, owners)
        purpose: Literal["unsubscribe", "confirm"] = "confirm" if reading.what == "confirm" else "unsubscribe"
        asks = room.signed(reading.token, purpose, now=room.now) if reading.token else None
        known: Iterable[str] = ()
        if reading.what == "bounce" and proof is None:
            lately = _mailed_lately(room) if lately is None else lately
            known = lately | _listed(room, [who(one.recipient) for one in reading.failures if one.recipient])
        decision = decide(
            reading,
            proof=proof,
            asks=_person(room, asks) if asks is not None else None,
            writer=_person(room, who(reading.sender)),
            known=frozenset(known),
            now=room.now,
        )
        yield mail, decision, proof.issue if proof is not None else None


def _addressed(reading: Reading) -> Reading:
    """The reading with addresses as the list would have them; a sender that is none is ""."""
    try:
        sender = canonical(reading.sender)
    except DataError:
        sender = ""
    failures = tuple(dataclasses.replace(one, recipient=who(one.recipient)) for one in reading.failures)
    return dataclasses.replace(reading, sender=sender, failures=failures)


def _owners(room: Room, traces: set[Trace]) -> dict[Trace, str]:
    """Whose the messages were that came back, the ledger of each issue walked through once.

    Anybody can name issues, and each costs a walk through everyone who had it: of a great many the newest count.
    """
    issues = sorted({trace.issue for trace in traces}, key=lambda number: (number > 0, -number))
    looked = 0

    def recipients(issue: int) -> Iterator[str]:
        nonlocal looked
        for recipient in _recipients(room, issue):
            if looked == _LOOKED_AT:
                return
            looked += 1
            yield recipient

    found: dict[Trace, str] = {}
    for issue in issues:
        found |= room.returns.owners(issue, traces, recipients(issue))
    return found


def _recipients(room: Room, issue: int) -> Iterator[str]:
    """Who was mailed an issue, or may have been; for letters (issue 0) all who ever asked for mail."""
    if issue:
        for delivery in room.ledger.every(issue):
            yield delivery.recipient
        return
    yield from room.named
    after = ""
    while page := room.subscribers.page(after=after):
        yield from (subscriber.address for _, subscriber in page)
        after = page[-1][0]


def _proof(room: Room, mail: _Read, owners: Mapping[Trace, str]) -> Proof | None:
    for trace in mail.traces:
        if trace in owners:
            return Proof(person=_person(room, owners[trace]), issue=trace.issue)
    for token in mail.reading.tokens:
        if (owner := room.signed(token, "unsubscribe", now=room.now)) is not None:
            return Proof(person=_person(room, owner))
    return None


def _person(room: Room, person: str) -> Person:
    held = room.subscribers.find([person]).get(person)
    return Person(
        who=person,
        subscriber=held or room.named.get(person),
        suppression=room.subscribers.suppressed([person]).get(person),
    )


def _mailed_lately(room: Room) -> frozenset[str]:
    return frozenset(who(recipient) for _, recipient in room.ledger.recent(room.now - _LATELY))


def _listed(room: Room, people: Sequence[str]) -> frozenset[str]:
    return frozenset(room.subscribers.find(people)) | {person for person in people if person in room.named}


# --------------------------------------------------------------------------------------------------------- doing it


def _act(room: Room, mail: _Read, decision: Decision, issue: int | None) -> Handled | None:
    """Do it, once; None where it has to wait for the next reading."""
    if decision.does == "confirm":
        if room.confirmations >= _CONFIRMATIONS:
            return None
        room.confirmations += 1
    row, does = 0, decision.does
    if room.dry_run:
        row = 1 if does == "count" else 0
    else:
        with room.read.acting(mail.keys, mail.reading.what, at=room.now):
            row, does = _done(room, decision)
    return Handled(
        what=mail.reading.what,
        does=does,
        why=decision.why,
        who=decision.who,
        issue=issue,
        subject=mail.reading.subject if does == "leave" else "",
        row=row,
    )


def _done(room: Room, decision: Decision) -> tuple[int, Does]:
    """What a decision comes to: how many soft bounces in a row it makes, and what was done in the end."""
    row = room.subscribers.bounced(decision.bounce) if decision.bounce is not None else 0
    if decision.suppression is not None:
        room.subscribers.suppress([decision.suppression])
    if decision.does == "count":
        assert decision.bounce is not None  # a soft one, which is what is counted
        if row >= room.mail.soft_bounces:
            room.subscribers.suppress([_given_up(decision.bounce, row, room.now)])
            return row, "suppress"
        return row, "count"
    if decision.does == "unsubscribe" and decision.put is not None:
        room.subscribers.put([decision.put], what="unsubscribed", at=room.now, note="by mail")
    if decision.does == "confirm" and decision.put is not None:
        room.subscribers.put([decision.put], what="signed up", at=room.now, note="by mail")
        room.letters.add(decision.who, "confirm", at=room.now)
    if decision.does == "join" and decision.put is not None:
        room.subscribers.lift(decision.who, at=room.now, note="confirmed by mail")
        room.subscribers.put([decision.put], what="confirmed", at=room.now, note="by mail")
        if room.mail.welcome:
            room.letters.add(decision.who, "welcome", at=room.now)
    return 0, decision.does


def _given_up(bounce: Bounce, row: int, now: datetime) -> Suppression:
    return suppression(bounce.who, "hard_bounce", f"{row} soft bounces in a row, the last: {bounce.note}", now)
