"""One walk through the people of an issue: who they are, what the ledger says of them, what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from msgspec.structs import replace

from digest import messages
from digest.errors import DataError, TemplateError
from digest.messages.audience import Audience, Terms
from digest.messages.retrying import after
from digest.model import Delivery, Edition, Issue, Mail, Message, Subscriber
from digest.pipeline.roll import PAGE, Roll
from digest.pipeline.tailor import Cut, Tailor
from digest.ports import Composer, Ledger, Subscribers

_Any = TypeVar("_Any")
NAMED = 100  # addresses of one kind that a report names
_FRESH = timedelta(seconds=5)  # for how long it holds who is on the list: where mail goes out slowly, people leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What whoever sends asks for."""

    only: tuple[str, ...] | None = None  # people (``messages.addresses.who``): these alone; None: everyone
    limit: int | None = None  # messages at most
    resend: bool = False  # whether those in doubt are sent to once more
    stale: bool = False  # whether an issue is mailed however old it is
    empty: bool = False  # whether one without a story is
    begun: bool = False  # those alone who wait for their hour, or were put off, and whose time has come
    hurry: bool = False  # whether those who were put off are tried at once
    wait: bool = True  # whether to wait for those who are put off (``Mail.wait``)

    @property
    def whole(self) -> bool:
        """Whether the issue is to be mailed to everyone, so that the next run owes it to whoever is left."""
        return self.only is None and self.limit is None and not self.begun


EVERYONE = Order()


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the messages of this run."""

    accepted: int = 0
    failed: int = 0
    unknown: int = 0
    tried: int = 0
    nothing: int = 0  # whom the issue holds nothing for
    refused: list[Delivery] = field(default_factory=list)
    broken: TemplateError | None = None  # why a cut could not be made, the first of them

    def add(self, delivery: Delivery) -> None:
        self.tried += 1
        self.accepted += delivery.state == "accepted"
        self.failed += delivery.state == "failed"
        self.unknown += delivery.state == "unknown"
        if delivery.state == "failed" and len(self.refused) < NAMED:
            self.refused.append(delivery)


LEFT = "left the list before it was tried again"


class Walk:
    """One walk through the people of an issue: who they are, what the ledger says of them, what becomes of them."""

    def __init__(
        self,
        issue: Issue,
        mail: Mail,
        *,
        order: Order,
        ledger: Ledger,
        subscribers: Subscribers,
        clock: Callable[[], datetime],
        tailor: Tailor | None = None,
        hashed: Callable[[str], str] | None = None,
        settled: bool = True,
    ) -> None:
        """``settled``: whether what a killed run left has been settled; else it is taken as if it were."""
        self._issue = issue
        self._mail = mail
        self._order = order
        self._ledger = ledger
        self._subscribers = subscribers
        self._clock = clock
        self._tailor = tailor
        self._hashed = hashed
        self._settled = settled
        self._asked_at = issue.as_of
        self._roll = Roll(mail.subscribers, subscribers)
        self._open: dict[str, None] = {}  # whose message was made and has no outcome yet, in the order of their turns
        # Of those under way and tried before: what the ledger said. The others need none, so it stays small.
        self._before: dict[str, Delivery] = {}

    def settle(self) -> int:
        """What a killed run left under way is in doubt. Returns how many."""
        made = messages.settle(self._ledger.every(self._issue.number, ("sending",)))
        if made:
            self._ledger.write(made)
        return len(made)

    def let_go(self, at: datetime) -> None:
        """Who was put off and has left since is waited for no more: nobody would ever come to them."""
        for rows in _paged(self._ledger.due(self._issue.number, at=at)):
            people = {messages.who(each.recipient): each for each in rows}
            found, suppressed = self._roll.find(tuple(people)), self._subscribers.suppressed(list(people))
            gone = [
                replace(row, state="failed", code=None, reply=LEFT, next=None, at=at)
                for person, row in people.items()
                if person in suppressed or person not in found or found[person].state != "active"
            ]
            if gone:
                self._ledger.write(gone)

    def everyone(self) -> Iterator[Mapping[str, Subscriber]]:
        """Those whom the order is for, in pages; first whose turn it is."""
        if self._order.only is None:
            yield from self._roll.pages(self._ledger.turn(self._issue.number))
        else:
            for page in _paged(self._order.only):
                yield self._roll.find(page)

    def waiting(self, at: datetime) -> Iterator[Mapping[str, Subscriber]]:
        """Those who were put off or waited for their hour, and whose time has come, in pages."""
        self._asked_at = at  # whose time had come then is not told a moment later that it has not
        due = (messages.who(each.recipient) for each in self._ledger.due(self._issue.number, at=at))
        for page in _paged(person for person in due if self._order.only is None or person in self._order.only):
            yield self._roll.find(page)

    def audience(self, page: Mapping[str, Subscriber]) -> Audience:
        """What is to be done with these people."""
        now = max(self._clock(), self._asked_at)
        rows = self._rows(page)
        if self._order.resend:
            # In the ledger they stay in doubt until they are under way once more.
            released = messages.release(rows if self._settled else (*rows, *messages.settle(rows)))
            spoken = {each.recipient for each in released}
            rows = (*released, *(each for each in rows if each.recipient not in spoken))
        return messages.audience(
            page,
            issue=self._issue.number,
            suppressed=self._subscribers.suppressed(list(page)),
            deliveries=rows,
            terms=Terms(
                now=now,
                day=self._issue.date,
                made=self._issue.as_of,
                zone=self._issue.publication.timezone,
                hurry=self._order.hurry,
                weekly=self._tailor is None or self._tailor.closes_a_week,
                stale=not self._order.stale and now - self._issue.as_of > timedelta(hours=self._mail.stale_after),
            ),
        )

    def messages(
        self,
        people: Iterable[Mapping[str, Subscriber]],
        *,
        composer: Composer,
        editions: Sequence[Edition],
        tally: Tally,
        limit: int | None,
    ) -> Iterator[Message]:
        """The messages of those who are to be mailed now, each made when it is asked for."""
        for subscriber in self._now(people, tally):
            if limit is not None and limit <= 0:
                return
            try:
                messages.canonical(subscriber.address)
            except DataError as error:
                # One odd row stops no issue.
                self._refuse(subscriber.address, error, tally)
                continue
            try:
                cut = Cut(self._issue, tuple(editions)) if self._tailor is None else self._tailor.cut(subscriber)
            except TemplateError as error:
                # It is the fault of one language or choice of sections, and stops nobody else's mail. Those whose it
                # is have no row, and are mailed by the next run after it is mended.
                tally.broken = tally.broken or error
                tally.nothing += 1
                continue
            if cut is None:
                tally.nothing += 1
                continue
            if limit is not None:
                limit -= 1
            self._open[subscriber.address] = None
            yield composer.compose(cut.issue, cut.editions, subscriber, at=self._clock())

    @property
    def reached(self) -> str:
        """Who would have been next (``messages.addresses.who``); "" where nobody is left who was come to."""
        return next((messages.who(address) for address in self._open), "")

    def wanted(self, message: Message) -> bool:
        """Whether somebody whose message waited is still to be mailed."""
        person = messages.who(message.recipient)
        if self.audience(self._roll.find((person,))).now:
            return True
        self._open.pop(message.recipient, None)
        return False

    def _now(self, people: Iterable[Mapping[str, Subscriber]], tally: Tally) -> Iterator[Subscriber]:
        """Those who are to be mailed now. A page that takes long is looked at again: who left meanwhile gets none."""
        for page in people:
            rest, left = page, 0
            while rest:
                found, looked = self.audience(rest), self._clock()
                known = self._rows(rest) if found.early else ()
                if fresh := [each for each in found.early if each not in known]:
                    self._ledger.write(fresh)
                tally.nothing += max(left - len(found.now), 0)
                rest, left = {}, 0
                for place, subscriber in enumerate(found.now):
                    if self._clock() - looked > _FRESH:
                        rest = self._roll.find([messages.who(each.address) for each in found.now[place:]])
                        left = len(found.now) - place
                        break
                    if (row := found.before.get(subscriber.address)) is not None:
                        self._before[subscriber.address] = row
                    yield subscriber
            tally.nothing += left

    def _rows(self, page: Mapping[str, Subscriber]) -> tuple[Delivery, ...]:
        spelt = {spelling: None for person, each in page.items() for spelling in (each.address, person)}
        erased = {self._hashed(person): person for person in page} if self._hashed is not None else {}
        rows = self._ledger.of(self._issue.number, (*spelt, *erased))
        # Who had it, was erased since, and came back, had it all the same; what was still to go out to them had failed.
        had = (replace(each, recipient=erased[each.recipient]) for each in rows if each.recipient in erased)
        return (*(each for each in rows if each.recipient not in erased), *(e for e in had if e.state != "failed"))

    def _refuse(self, address: str, error: DataError, tally: Tally) -> None:
        made = Delivery(issue=self._issue.number, recipient=address, state="failed", reply=error.what, at=self._clock())
        self._ledger.write([made])
        tally.add(self.outcome(made))

    async def record(self, changes: Sequence[Delivery]) -> None:
        """Write what a transport tells, with what earlier runs did counted in."""
        self._ledger.write([self._after(each) for each in changes])

    def outcome(self, delivery: Delivery) -> Delivery:
        """As ``record`` wrote it; the message is no longer under way."""
        made = self._after(delivery)
        self._before.pop(delivery.recipient, None)
        self._open.pop(delivery.recipient, None)
        return made

    def _after(self, delivery: Delivery) -> Delivery:
        return after(self._before.get(delivery.recipient), delivery, days=self._mail.retry_days)


def _paged(given: Iterable[_Any]) -> Iterator[tuple[_Any, ...]]:
    rest = iter(given)
    while page := tuple(islice(rest, PAGE)):
        yield page
