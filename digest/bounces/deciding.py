"""What to do about a mail: decisions on values. Nothing is read, written or sent here.

Anybody can write to the mailbox. So mail to a person stops only on a proof that the mail is about a message of ours to
them: the mark in its envelope sender, the Message-ID, the token of its unsubscribe link. All three are keyed; a report
without one, however genuine it looks, is left for the operator. Two things people may ask for without a proof: to be
left alone, from their own address, which signing up again takes back; and to be put on the list, for which the address
gets a letter that asks first.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from digest.bounces.reading import Failure, Reading
from digest.model import Bounce, BounceKind, Subscriber, Suppression, SuppressionReason

AGAIN = timedelta(days=1)  # how soon a letter to confirm may follow another to the same address
_FIRM = frozenset({"complaint", "hard_bounce", "manual"})  # reasons that only the operator takes back
_MILDEST = ("blocked", "soft", "hard")

Does = Literal["suppress", "count", "keep", "unsubscribe", "confirm", "join", "leave", "ignore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, as the list knows them."""

    who: str
    subscriber: Subscriber | None = None  # None where they are not on the list
    suppression: Suppression | None = None

    @property
    def mailed(self) -> bool:
        """Whether issues go to them."""
        return self.subscriber is not None and self.subscriber.state == "active" and self.suppression is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Whose message a mail is about, proved by a hash or a signature."""

    person: Person
    issue: int | None = None  # None where the proof does not say; 0 for a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be done about a mail."""

    does: Does
    why: str  # in words
    who: str = ""  # whom it is about; "" where nobody
    bounce: Bounce | None = None  # to be kept
    suppression: Suppression | None = None
    put: Subscriber | None = None


def decide(
    reading: Reading, *, proof: Proof | None, asks: Person | None, writer: Person, known: Container[str], now: datetime
) -> Decision:
    """What to do about a mail.

    ``proof``: whose message it is about; ``asks``: whom the token of a request names; ``writer``: who From says, proved
    by nothing; ``known``: the keys of people, as ``failures`` spell them, who are on the list or were mailed
    lately.
    """
    match reading.what:
        case "bounce":
            return _bounce(reading, proof, known, now)
        case "complaint":
            return _complaint(reading, proof, now)
        case "unsubscribe":
            listed = writer if writer.subscriber is not None else None
            return _unsubscribe(asks or listed or (proof.person if proof is not None else None), writer, now)
        case "subscribe":
            return _subscribe(reading, writer, now)
        case "confirm":
            return _join(asks, writer, now)
        case "notice":
            return Decision(does="ignore", why="a notice about mail that did not fail")
        case "auto-reply":
            return Decision(does="ignore", why="an automatic answer", who=writer.who)
        case "challenge":
            return Decision(does="ignore", why="asks whether a person sent it", who=writer.who)
        case "other":
            return Decision(does="leave", why="for a person to read", who=writer.who)


def _bounce(reading: Reading, proof: Proof | None, known: Container[str], now: datetime) -> Decision:
    if proof is None:
        named = next((one for one in reading.failures if one.recipient and one.recipient.casefold() in known), None)
        if named is None:
            return Decision(does="ignore", why="about mail that is not ours")
        return Decision(
            does="leave",
            why=f"says that mail failed ({_told(named)}), and proves nothing",
            who=named.recipient.casefold(),
        )
    failure = _failure(reading, proof.person.who)
    bounce = _kept(proof, failure.verdict, failure, now)
    if failure.verdict == "soft":
        return Decision(does="count", why=_told(failure), who=proof.person.who, bounce=bounce)
    if failure.verdict == "blocked":
        return Decision(does="keep", why=f"blocked: {_told(failure)}", who=proof.person.who, bounce=bounce)
    return Decision(
        does="suppress",
        why=_told(failure),
        who=proof.person.who,
        bounce=bounce,
        suppression=suppression(proof.person.who, "hard_bounce", _told(failure), now),
    )


def _failure(reading: Reading, who: str) -> Failure:
    """The failure of this person's mailbox. Where its mail went on to others, the mildest: one may have got it."""
    own = next((one for one in reading.failures if one.recipient.casefold() == who), None)
    return own or min(reading.failures, key=lambda one: _MILDEST.index(one.verdict))


def _complaint(reading: Reading, proof: Proof | None, now: datetime) -> Decision:
    said = reading.failures[0]
    if proof is None:
        return Decision(does="leave", why="a complaint that proves nothing", who=said.recipient.casefold())
    return Decision(
        does="suppress",
        why=said.note,
        who=proof.person.who,
        bounce=_kept(proof, "complaint", said, now),
        suppression=suppression(proof.person.who, "complaint", said.note, now),
    )


def _unsubscribe(person: Person | None, writer: Person, now: datetime) -> Decision:
    if person is None and writer.suppression is not None:
        return Decision(does="ignore", why="asks to leave, and has left", who=writer.who)
    if person is None:
        return Decision(does="leave", why="asks to leave, and is not on the list under this address", who=writer.who)
    if person.suppression is not None and (person.subscriber is None or person.subscriber.state == "unsubscribed"):
        return Decision(does="ignore", why="asks to leave, and has left", who=person.who)
    subscriber = person.subscriber
    return Decision(
        does="unsubscribe",
        why="asked to leave by mail",
        who=person.who,
        suppression=suppression(person.who, "unsubscribed", "by mail", now),
        put=None if subscriber is None else replace(subscriber, state="unsubscribed"),
    )


def _subscribe(reading: Reading, writer: Person, now: datetime) -> Decision:
    held = writer.subscriber
    if reading.automatic or not writer.who:
        return Decision(does="ignore", why="a program asks for mail", who=writer.who)
    if writer.suppression is not None and writer.suppression.reason in _FIRM:
        why = f"asks for mail, and is suppressed ({writer.suppression.reason}); `digest subscribers add --lift`"
        return Decision(does="leave", why=why, who=writer.who)
    if writer.mailed:
        return Decision(does="ignore", why="asks for mail, and is on the list", who=writer.who)
    if held is not None and held.state == "pending" and held.joined is not None and now - held.joined < AGAIN:
        return Decision(does="ignore", why="asks for mail again", who=writer.who)
    person = held or Subscriber(address=reading.sender, name=reading.name)
    language = reading.language if reading.language != "en" else ""  # "subscribe" is asked for in any language
    put = replace(
        person, state="pending", origin="mail", joined=now, confirmed=None, language=person.language or language
    )
    return Decision(does="confirm", why="asks for mail", who=writer.who, put=put)


def _join(person: Person | None, writer: Person, now: datetime) -> Decision:
    """What to do where somebody says that they did ask; an old letter brings back nobody who has left since."""
    if person is None:
        return Decision(
            does="leave", why="confirms, too late or for nobody: they would have to ask again", who=writer.who
        )
    if person.suppression is not None and person.suppression.reason in _FIRM:
        why = f"confirms, and is suppressed ({person.suppression.reason}); `digest subscribers add --lift`"
        return Decision(does="leave", why=why, who=person.who)
    if person.subscriber is None or person.subscriber.state != "pending":
        why = "confirms, and is on the list" if person.mailed else "confirms, and has left since"
        return Decision(does="ignore", why=why, who=person.who)
    put = replace(person.subscriber, state="active", confirmed=now)
    return Decision(does="join", why="confirmed by mail", who=person.who, put=put)


def suppression(who: str, reason: SuppressionReason, note: str, now: datetime) -> Suppression:
    """A person's suppression, its note on one line."""
    return Suppression(who=who, reason=reason, at=now, note=note[:200])


def _kept(proof: Proof, kind: BounceKind, failure: Failure, now: datetime) -> Bounce:
    return Bounce(
        who=proof.person.who, kind=kind, at=now, issue=proof.issue or None, status=failure.status, note=failure.note
    )


def _told(failure: Failure) -> str:
    note = failure.note
    return note if failure.status in note else f"{failure.status} {note}".strip()
