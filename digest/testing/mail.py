"""The list, the ledger, letters and a post office in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import get_args

from msgspec.structs import replace

from digest.errors import MailError
from digest.messages.addresses import who
from digest.model import (
    Bounce,
    Delivery,
    DeliveryState,
    Edition,
    Issue,
    Letter,
    LetterKind,
    Message,
    Subscriber,
    SubscriberState,
    Suppression,
)


class MemoryLedger:
    """``ports.Ledger`` in memory; ``written`` keeps every change in order."""

    def __init__(self) -> None:
        self.written: list[Delivery] = []
        self.mailings: dict[int, tuple[bool, str]] = {}  # issue -> whether everyone was come to, and how far it came

    def owe(self, issue: int, *, at: datetime) -> None:
        """It is to be mailed to everyone."""
        self.mailings.setdefault(issue, (False, ""))

    def forgive(self, issue: int) -> None:
        """It is to be mailed to nobody, unless somebody was mailed it."""
        if not any(each.issue == issue for each in self.written):
            self.mailings.pop(issue, None)

    def begun(self, issue: int) -> bool:
        """Whether it was ever to be mailed to everyone."""
        return issue in self.mailings

    def begin(self, issue: int, *, at: datetime) -> None:
        """It is to be mailed to everyone."""
        self.mailings[issue] = (False, self.mailings.get(issue, (False, ""))[1])

    def break_off(self, issue: int, person: str) -> None:
        """It came no further than to this person."""
        self.mailings[issue] = (self.mailings[issue][0], person)

    def complete(self, issue: int, *, at: datetime) -> None:
        """Everyone was come to."""
        if issue in self.mailings:
            self.mailings[issue] = (True, self.mailings[issue][1])

    def incomplete(self) -> tuple[int, ...]:
        """Those of which not everyone was come to."""
        return tuple(issue for issue, (whole, _) in sorted(self.mailings.items()) if not whole)

    def turn(self, issue: int) -> str:
        """Whom the latest that broke off came no further than to."""
        found = [reached for each, (_, reached) in sorted(self.mailings.items()) if each <= issue and reached]
        return found[-1] if found else ""

    def of(self, issue: int, recipients: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries to these addresses."""
        wanted = {address.lower() for address in recipients}
        return tuple(each for each in self.every(issue) if each.recipient.lower() in wanted)

    def every(self, issue: int, states: Sequence[DeliveryState] = get_args(DeliveryState)) -> Iterator[Delivery]:
        """The last that was written of each."""
        held = {each.recipient.lower(): each for each in self.written if each.issue == issue}
        return iter([each for _, each in sorted(held.items()) if each.state in states])

    def due(self, issue: int, *, at: datetime) -> Iterator[Delivery]:
        """Each pending and deferred one whose time has come."""
        return (each for each in self.every(issue, ("deferred", "pending")) if each.next is None or each.next <= at)

    def next_due(self, issue: int, *, after: datetime) -> datetime | None:
        """When, later than ``after``, the time of one comes."""
        times = [each.next for each in self.every(issue, ("deferred", "pending")) if each.next is not None]
        return min((moment for moment in times if moment > after), default=None)

    def counts(self, issue: int) -> Mapping[DeliveryState, int]:
        """State -> how many are in it."""
        return Counter(each.state for each in self.every(issue))

    def recent(self, since: datetime) -> tuple[tuple[datetime, str], ...]:
        """What was handed over since then."""
        issues = sorted({each.issue for each in self.written})
        held = [each for issue in issues for each in self.every(issue, ("accepted", "unknown", "sending"))]
        return tuple(sorted((each.at, each.recipient) for each in held if each.at is not None and each.at >= since))

    def changes(self, issue: int, recipient: str) -> tuple[Delivery, ...]:
        """Every state one message went through."""
        return tuple(
            each for each in self.written if (each.issue, each.recipient.lower()) == (issue, recipient.lower())
        )

    def write(self, changes: Sequence[Delivery]) -> None:
        """Record changes."""
        self.written.extend(changes)


class MemorySubscribers:
    """``ports.Subscribers`` in memory; ``events`` keeps what happened as (who, what, note), oldest first.

    A soft bounce in a row is one after the last that ``accepted`` was told of.
    """

    def __init__(self) -> None:
        self.held: dict[str, Subscriber] = {}
        self.suppressions: dict[str, Suppression] = {}
        self.bounces: list[Bounce] = []
        self.events: list[tuple[str, str, str]] = []

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are on the list."""
        return {person: self.held[person] for person in people if person in self.held}

    def page(
        self, *, after: str = "", limit: int = 1000, state: SubscriberState | None = None
    ) -> tuple[tuple[str, Subscriber], ...]:
        """The next ``limit`` people after one."""
        found = [(person, each) for person, each in sorted(self.held.items()) if state in (None, each.state)]
        return tuple((person, each) for person, each in found if person > after)[:limit]

    def put(self, subscribers: Sequence[Subscriber], *, what: str, at: datetime, note: str = "") -> None:
        """Keep each as it now is."""
        for each in subscribers:
            self.held[who(each.address)] = each
            self.events.append((who(each.address), what, note))

    def suppressed(self, people: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of these people who are mailed nothing."""
        return {person: self.suppressions[person] for person in people if person in self.suppressions}

    def suppress(self, suppressions: Sequence[Suppression]) -> None:
        """Mail these nothing; the first reason stands."""
        for each in suppressions:
            if each.who not in self.suppressions:
                self.suppressions[each.who] = each
                self.events.append((each.who, "suppressed", each.reason))

    def lift(self, person: str, *, at: datetime, note: str = "") -> Suppression | None:
        """Take a suppression back."""
        found = self.suppressions.pop(person, None)
        if found is not None:
            self.events.append((person, "lifted", note or found.reason))
        return found

    def bounced(self, bounce: Bounce) -> int:
        """Keep a bounce, and count the soft ones in a row."""
        self.bounces.append(bounce)
        return sum(each.who == bounce.who and each.kind == "soft" for each in self.bounces)

    def accepted(self, person: str) -> None:
        """Mail to this person arrived: soft bounces are counted from here."""
        self.bounces = [each for each in self.bounces if each.who != person or each.kind != "soft"]


class MemoryLetters:
    """``ports.Letters`` in memory."""

    def __init__(self) -> None:
        self.held: dict[int, Letter] = {}

    def add(self, person: str, kind: LetterKind, *, at: datetime) -> Letter:
        """A letter to be sent; a welcome once, another once it no longer waits."""
        for each in self.held.values():
            if (each.who, each.kind) == (person, kind) and (kind == "welcome" or each.state == "pending"):
                return each
        made = Letter(id=len(self.held) + 1, who=person, kind=kind, state="pending", at=at)
        self.held[made.id] = made
        return made

    def waiting(self, *, at: datetime) -> tuple[Letter, ...]:
        """Those whose time has come."""
        waits = (each for each in self.held.values() if each.state in ("pending", "deferred"))
        return tuple(each for each in waits if each.next is None or each.next <= at)

    def write(self, letter: Letter) -> None:
        """Record a change."""
        self.held[letter.id] = letter

    def settle(self) -> int:
        """Those that a killed run left under way are in doubt."""
        left = [each for each in self.held.values() if each.state == "sending"]
        self.held |= {each.id: replace(each, state="unknown") for each in left}
        return len(left)


class PostOffice:
    """``ports.Composer`` and ``ports.Transport``: takes what it is handed, or answers as told by ``answers``.

    At an address in ``closes_at`` it shuts its doors.
    """

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answers: dict[str, DeliveryState] = {}
        self.closes_at: set[str] = set()

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        """A message of a few bytes."""
        return Message(
            issue=issue.number,
            recipient=subscriber.address,
            sender="test@example.org",
            message_id=f"<{issue.number}.{subscriber.address}>",
            body=f"Subject: {issue.subject}\r\n\r\n".encode(),
        )

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """Each message once, written before and after."""
        for message in messages:
            if message.recipient in self.closes_at:
                raise MailError("the post office is closed")
            delivery = Delivery(issue=message.issue, recipient=message.recipient, state="sending", attempts=1, at=at())
            await record((delivery,))
            delivery = replace(delivery, state=self.answers.get(message.recipient, "accepted"), code=250)
            if delivery.state == "accepted":
                self.taken.append(message.recipient)
            await record((delivery,))
            yield delivery
