"""What a request means: decisions on values. Nothing is read, written or sent here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from digest.model import Rhythm, Subscriber, Suppression
from digest.serving.asking import Change, Known

CONFIRMATIONS = 3  # letters to confirm a day to one address: nobody's mailbox is filled by way of us
QUESTIONS = 3  # the same, of letters that lead to what is known

# Reasons that only the operator takes back: the person's provider, or their mailbox, said no.
_FIRM = frozenset({"complaint", "hard_bounce", "manual"})

Standing = Literal["asked", "already", "left", "barred", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person asked for; None where a form did not ask."""

    name: str = ""
    without: tuple[str, ...] | None = None  # sections
    language: str | None = None
    rhythm: Rhythm | None = None
    timezone: str | None = None
    hour: int | None = None
    hours: bool = False  # whether ``hour`` was asked for: None is an answer


def sign_up(address: str, wishes: Wishes, known: Known, *, now: datetime) -> Change:
    """What to do where somebody asks for mail to an address; nothing where it goes there, or must not.

    The caller shows one page whatever comes of it: whether an address is on the list is nobody else's to know.
    """
    nothing = Change(who=known.who)
    if known.suppression is not None and known.suppression.reason in _FIRM:
        return nothing
    if mailed(known) or known.confirmations >= CONFIRMATIONS:
        return nothing
    person = known.subscriber or Subscriber(address=address)
    asked = replace(wished(person, wishes), address=address, state="pending", origin="form", joined=now, confirmed=None)
    return Change(who=known.who, put=asked, what="signed up", letter="confirm")


def standing(known: Known) -> Standing:
    """How it stands with somebody who follows the link in a letter to confirm.

    ``asked``: they may confirm; ``left``: they left since, so that an old letter brings nobody back; ``barred``: a
    complaint or a mailbox that does not exist is not undone by a click.
    """
    if known.suppression is not None and known.suppression.reason in _FIRM:
        return "barred"
    if known.subscriber is None:
        return "left" if known.suppression is not None else "unknown"
    if known.subscriber.state == "pending":
        return "asked"
    return "already" if mailed(known) else "left"


def confirm(known: Known, *, welcome: bool, now: datetime) -> Change:
    """What to do where somebody says that they did ask: nothing a second time."""
    if standing(known) != "asked" or known.subscriber is None:
        return Change(who=known.who)
    return Change(
        who=known.who,
        lift=known.suppression is not None,
        put=replace(known.subscriber, state="active", confirmed=now),
        what="confirmed",
        letter="welcome" if welcome else None,
    )


def leave(known: Known, *, how: str, now: datetime) -> Change:
    """What to do where somebody wants no more mail: nothing a second time.

    Somebody whom the list does not know (any more) is suppressed all the same: whoever lists them again, they left.
    """
    person = known.subscriber
    gone = person is None or person.state == "unsubscribed"
    suppression = Suppression(who=known.who, reason="unsubscribed", at=now, note=how)
    return Change(
        who=known.who,
        suppress=suppression if known.suppression is None else None,
        put=None if person is None or gone else replace(person, state="unsubscribed"),
        what="unsubscribed",
    )


def ask(known: Known, asked: int) -> Change:
    """What to do where somebody with a link of preferences wants to see what is known, or have it forgotten.

    The link stands in every mail, and mails are passed on: whoever follows it gets a letter, sent to the address
    itself. ``asked``: how many such letters there were in the last day.
    """
    if standing(known) in ("barred", "unknown") or known.subscriber is None or asked >= QUESTIONS:
        return Change(who=known.who)
    # Whom feeds.yml alone names has no place yet for a letter to be kept at.
    return Change(
        who=known.who, put=None if known.listed else known.subscriber, what="asked what is known", letter="data"
    )


def change(known: Known, wishes: Wishes) -> Change:
    """What to do where a subscriber wants other mail; nothing where they are no subscriber, or want what they get."""
    person = known.subscriber
    if person is None or not mailed(known):
        return Change(who=known.who)
    now = wished(person, wishes)
    return Change(who=known.who, put=None if now == person else now, what="changed")


def wished(person: Subscriber, wishes: Wishes) -> Subscriber:
    """The subscriber as they want to be."""
    return replace(
        person,
        name=wishes.name,
        without=person.without if wishes.without is None else wishes.without,
        language=person.language if wishes.language is None else wishes.language,
        rhythm=person.rhythm if wishes.rhythm is None else wishes.rhythm,
        timezone=person.timezone if wishes.timezone is None else wishes.timezone,
        hour=wishes.hour if wishes.hours else person.hour,
    )


def mailed(known: Known) -> bool:
    """Whether issues go to this person."""
    return known.subscriber is not None and known.subscriber.state == "active" and known.suppression is None
