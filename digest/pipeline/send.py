"""Mail an issue to everyone who has not had it, and to nobody twice.

lock | settle what a killed run left | people, a page at a time | audience | compose | hand over | write the ledger
| wait for those that the server put off, without the lock | again, these alone
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest import messages
from digest.bounces.classify import failure
from digest.bounces.deciding import suppression
from digest.errors import DataError, HeldBackError, LockedError, MailError, TemplateError
from digest.messages.audience import Audience, Terms, Verdict
from digest.messages.retrying import after
from digest.model import Bounce, Delivery, Edition, Issue, Mail, Message, Subscriber
from digest.pipeline import approve
from digest.pipeline.roll import PAGE, Roll
from digest.pipeline.tailor import Cut, Tailor
from digest.ports import Archive, Composer, Ledger, Lock, Progress, Subscribers, Transport

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


EVERYONE = Order()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What sending did. Addresses of each kind are named up to ``NAMED``; the counts are whole."""

    issue: int
    foreseen: Mapping[Verdict, int]  # everyone, by how they stood before
    accepted: int = 0  # in this run
    failed: int = 0
    unknown: int = 0
    refused: tuple[Delivery, ...] = ()  # failed in this run
    settled: int = 0  # of a killed run, in doubt since
    deferred: int = 0  # the issue's that wait for another try now
    waiting: tuple[Delivery, ...] = ()  # they
    early: int = 0  # the issue's that wait for their hour now
    doubtful: tuple[Delivery, ...] = ()  # the issue's whose answer was lost, now: the operator decides
    in_doubt: int = 0  # how many they are
    next: datetime | None = None  # when the next of those who wait may be mailed
    untried: int = 0  # who was to be mailed and was not come to
    fault: MailError | TemplateError | None = None  # why it broke off, or left out those whose cut cannot be made
    busy: bool = False  # another run took over while this one waited


@dataclass(slots=True, kw_only=True)
class _Tally:
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


def foresee(
    issue: Issue,
    mail: Mail,
    *,
    order: Order,
    ledger: Ledger,
    subscribers: Subscribers,
    now: datetime,
    tailor: Tailor | None = None,
    hashed: Callable[[str], str] | None = None,
) -> Mapping[Verdict, int]:
    """How many would be mailed ("now"), and how many not and why. Nothing is changed.

    Whom the issue holds nothing for, without the sections they do not want, count as if it did.
    """
    walk = _Walk(
        issue,
        mail,
        order=order,
        ledger=ledger,
        subscribers=subscribers,
        clock=lambda: now,
        tailor=tailor,
        hashed=hashed,
        settled=False,
    )
    counts: Counter[Verdict] = Counter()
    for page in walk.waiting(now) if order.begun else walk.everyone():
        counts.update(walk.audience(page).counts)
    return counts


async def send(
    issue: Issue,
    mail: Mail,
    *,
    order: Order = EVERYONE,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    archive: Archive,
    ledger: Ledger,
    subscribers: Subscribers,
    lock: Lock,
    progress: Progress,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[object]],
    tailor: Tailor | None = None,
    name: Callable[[str], str] = str,
    hashed: Callable[[str], str] | None = None,
) -> SendReport:
    """Mail an issue to everyone who has not had it, and to nobody twice.

    Then wait, at most ``mail.wait`` minutes and without the lock, for those whose time comes: put off by the server, or
    waiting for their hour. A mail server that cannot be used is the report's ``fault``, beside what was done until
    then. ``tailor`` cuts the issue to each subscriber's wishes; without one all get it whole. ``name`` says how an
    address is shown; ``hashed`` what an erased person (``messages.addresses.who``) has in its place in the ledger.

    Raises ``HeldBackError`` where the issue is too old, or without a story, and ``order`` does not ask for it;
    ``ApprovalError`` where anybody is to be mailed, ``mail`` requires approval, and these editions have none;
    ``LockedError`` where another run is sending.
    """
    walk = _Walk(
        issue, mail, order=order, ledger=ledger, subscribers=subscribers, clock=clock, tailor=tailor, hashed=hashed
    )
    tally = _Tally()
    fault: MailError | None = None
    busy = False

    async def round_of(people: Iterable[Mapping[str, Subscriber]]) -> MailError | None:
        left = None if order.limit is None else max(order.limit - tally.tried, 0)
        composed = walk.messages(people, composer=composer, editions=editions, tally=tally, limit=left)
        try:
            async for made in transport.send(composed, record=walk.record, at=clock):
                if made.state not in ("pending", "sending"):  # handed back untried
                    outcome = walk.outcome(made)
                    tally.add(outcome)
                    _suppress(outcome, subscribers, at=clock())
                    progress.step(name(made.recipient))
        except MailError as error:
            return error
        return None

    with lock.hold():
        settled = walk.settle()
        foreseen = foresee(
            issue,
            mail,
            order=order,
            ledger=ledger,
            subscribers=subscribers,
            now=clock(),
            tailor=tailor,
            hashed=hashed,
        )
        wanted = foreseen.get("now", 0)
        require_fresh(issue, foreseen, order=order, stale_after=mail.stale_after, now=clock())
        if wanted and mail.require_approval:
            approve.require(issue, editions, archive=archive)
        asked = clock()
        if wanted or foreseen.get("early"):
            progress.phase("Sending", wanted if order.limit is None else min(wanted, order.limit))
            fault = await round_of(walk.waiting(asked) if order.begun else walk.everyone())
    tried = tally.tried + tally.nothing

    end = clock() + timedelta(minutes=mail.wait if order.wait else 0)
    while fault is None and (order.limit is None or tally.tried < order.limit):
        due = ledger.next_due(issue.number, after=asked)
        if due is None or due > end:
            break
        if (seconds := (due - clock()).total_seconds()) > 0:
            there = due.astimezone(ZoneInfo(issue.publication.timezone))
            progress.phase(f"Waiting until {there:%H:%M} for those put off")
            await sleep(seconds)
        try:
            with lock.hold():
                walk.settle()
                asked = max(clock(), due)
                progress.phase("Sending")
                fault = await round_of(walk.waiting(asked))
        except LockedError:
            busy = True
            break
    progress.done()

    counts = ledger.counts(issue.number)
    return SendReport(
        issue=issue.number,
        foreseen=foreseen,
        accepted=tally.accepted,
        failed=tally.failed,
        unknown=tally.unknown,
        refused=tuple(tally.refused),
        settled=settled,
        deferred=counts.get("deferred", 0),
        waiting=tuple(islice(ledger.every(issue.number, ("deferred",)), NAMED)),
        early=counts.get("pending", 0),
        doubtful=tuple(islice(ledger.every(issue.number, ("unknown",)), NAMED)),
        in_doubt=counts.get("unknown", 0),
        next=ledger.next_due(issue.number, after=asked),
        untried=max(wanted - tried, 0),
        fault=fault or tally.broken,
        busy=busy,
    )


def _suppress(delivery: Delivery, subscribers: Subscribers, *, at: datetime) -> None:
    """Mail nobody again whose mailbox, as the server itself said when it refused the message, does not exist."""
    if delivery.state != "failed" or delivery.code is None or delivery.code < 500:
        return
    found = failure(delivery.recipient, "", f"{delivery.code} {delivery.reply}", code=delivery.code)
    if found.verdict == "hard":
        person = messages.who(delivery.recipient)
        subscribers.bounced(
            Bounce(who=person, kind="hard", at=at, issue=delivery.issue, status=found.status, note=found.note)
        )
        subscribers.suppress([suppression(person, "hard_bounce", found.note, at)])


def idle(issue: Issue, foreseen: Mapping[Verdict, int], *, ledger: Ledger) -> SendReport | None:
    """The report where nothing is to be sent, waited for or settled, so that nothing need be rendered; else None."""
    counts = ledger.counts(issue.number)
    if counts.get("sending") or any(foreseen.get(verdict) for verdict in ("now", "early", "deferred")):
        return None
    return SendReport(
        issue=issue.number,
        foreseen=foreseen,
        doubtful=tuple(islice(ledger.every(issue.number, ("unknown",)), NAMED)),
        in_doubt=counts.get("unknown", 0),
    )


def require_fresh(
    issue: Issue, foreseen: Mapping[Verdict, int], *, order: Order, stale_after: int, now: datetime
) -> None:
    """Raise ``HeldBackError`` where somebody is to be mailed an issue that is too old, or without a story."""
    if foreseen.get("now") and not issue.stories and not order.empty:
        raise HeldBackError(
            f"No. {issue.number} has no story; nothing was mailed", fix="`digest send --empty` mails it all the same"
        )
    if foreseen.get("stale") and not foreseen.get("now"):
        hours = (now - issue.as_of) // timedelta(hours=1)
        raise HeldBackError(
            f"No. {issue.number} is {hours:,} hours old, more than mail.stale_after ({stale_after}) allows;"
            f" it was not mailed to the {foreseen['stale']:,} who have not had it",
            fix=f"`digest send {issue.number} --stale` mails it all the same",
        )


def unfinished(issue: Issue, mail: Mail, *, archive: Archive, ledger: Ledger, now: datetime) -> tuple[Issue, ...]:
    """The issues before this one that somebody's delivery still waits for and whose time has come, newest first."""
    found = []
    for number, day in reversed(archive.issues()):
        if day < issue.date - timedelta(days=mail.retry_days + 1):
            break
        if number < issue.number and next(ledger.due(number, at=now), None) is not None:
            found.append(archive.issue(day))
    return tuple(each for each in found if each is not None)


def killed(issue: Issue, mail: Mail, *, archive: Archive, ledger: Ledger, now: datetime) -> tuple[Issue, ...]:
    """The issues before this one whose mailing died half-way, newest first, while they may still be mailed."""
    found = []
    for number, day in reversed(archive.issues()):
        if day < issue.date - timedelta(hours=mail.stale_after + 24):
            break
        if number < issue.number and ledger.counts(number).get("sending"):
            found.append(archive.issue(day))
    fresh = timedelta(hours=mail.stale_after)
    return tuple(each for each in found if each is not None and now - each.as_of <= fresh)


class _Walk:
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
        # Of those under way and tried before: what the ledger said. The others need none, so it stays small.
        self._before: dict[str, Delivery] = {}

    def settle(self) -> int:
        """What a killed run left under way is in doubt. Returns how many."""
        made = messages.settle(self._ledger.every(self._issue.number, ("sending",)))
        if made:
            self._ledger.write(made)
        return len(made)

    def everyone(self) -> Iterator[Mapping[str, Subscriber]]:
        """Those whom the order is for, in pages."""
        if self._order.only is None:
            yield from self._roll.pages()
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
        tally: _Tally,
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
            yield composer.compose(cut.issue, cut.editions, subscriber, at=self._clock())

    def _now(self, people: Iterable[Mapping[str, Subscriber]], tally: _Tally) -> Iterator[Subscriber]:
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

    def _refuse(self, address: str, error: DataError, tally: _Tally) -> None:
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
        return made

    def _after(self, delivery: Delivery) -> Delivery:
        return after(self._before.get(delivery.recipient), delivery, days=self._mail.retry_days)


def _paged(given: Iterable[_Any]) -> Iterator[tuple[_Any, ...]]:
    rest = iter(given)
    while page := tuple(islice(rest, PAGE)):
        yield page


async def send_copies(
    issue: Issue,
    people: Sequence[Subscriber],
    *,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    progress: Progress,
    clock: Callable[[], datetime],
    tailor: Tailor | None = None,
    name: Callable[[str], str] = str,
) -> tuple[Delivery, ...]:
    """Mail test copies, which the ledger does not know of; whole to those whom the issue holds nothing for."""
    progress.phase("Sending", len(people))
    done: list[Delivery] = []
    whole = Cut(issue, tuple(editions))
    cuts = ((tailor and tailor.cut(subscriber)) or whole for subscriber in people)
    composed = (composer.compose(cut.issue, cut.editions, to) for cut, to in zip(cuts, people, strict=True))
    async for delivery in transport.send(composed, record=_forget, at=clock):
        done.append(delivery)
        progress.step(name(delivery.recipient))
    progress.done()
    return tuple(done)


async def _forget(changes: Sequence[Delivery]) -> None:
    """A test copy is in no ledger."""
