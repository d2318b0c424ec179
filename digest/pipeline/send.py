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
from zoneinfo import ZoneInfo

from digest import messages
from digest.bounces.classify import failure
from digest.bounces.deciding import suppression
from digest.errors import HeldBackError, LockedError, MailError, TemplateError
from digest.messages.audience import Verdict
from digest.model import Bounce, Delivery, DeliveryState, Edition, Issue, Mail, Message, Subscriber
from digest.pipeline import approve
from digest.pipeline.tailor import Cut, Tailor
from digest.pipeline.walking import EVERYONE, NAMED, Order, Tally, Walk
from digest.ports import Archive, Composer, Ledger, Lock, Progress, Subscribers, Transport


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
    stands: Mapping[DeliveryState, int] = field(default_factory=dict)  # the issue's deliveries now, of whichever run


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
    walk = Walk(
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
    walk = Walk(
        issue, mail, order=order, ledger=ledger, subscribers=subscribers, clock=clock, tailor=tailor, hashed=hashed
    )
    tally = Tally()
    fault: MailError | None = None
    busy = False

    async def round_of(people: Iterable[Mapping[str, Subscriber]]) -> MailError | None:
        left = None if order.limit is None else max(order.limit - tally.tried, 0)

        def wanted(message: Message) -> bool:
            found = walk.wanted(message)
            tally.nothing += not found
            return found

        composed = walk.messages(people, composer=composer, editions=editions, tally=tally, limit=left)
        try:
            async for made in transport.send(composed, record=walk.record, at=clock, wanted=wanted):
                if made.state not in ("pending", "sending"):  # handed back untried
                    outcome = walk.outcome(made)
                    tally.add(outcome)
                    _suppress(outcome, subscribers, at=clock())
                    progress.step(name(made.recipient))
        except MailError as error:
            return error
        return None

    def some(at: datetime) -> Iterator[Mapping[str, Subscriber]]:
        return walk.waiting(at) if order.begun else walk.everyone()

    async def whole() -> MailError | None:
        """To everyone: where that breaks off, even by a kill, the next run knows."""
        ledger.begin(issue.number, at=clock())
        error = await round_of(walk.everyone())
        if error is None and tally.broken is None:
            ledger.complete(issue.number, at=clock())
        elif walk.reached:
            ledger.break_off(issue.number, walk.reached)
        return error

    with lock.hold():
        settled = walk.settle()
        walk.let_go(clock())
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
            fault = await whole() if order.whole else await round_of(some(asked))
        elif order.whole and issue.number in ledger.incomplete():
            ledger.complete(issue.number, at=clock())  # died between the last of them and the word that it was the last
    tried = tally.tried + tally.nothing

    end = clock() + timedelta(minutes=mail.wait if order.wait else 0)
    while fault is None and (order.limit is None or tally.tried < order.limit):
        due = ledger.next_due(issue.number, after=asked)
        if due is None or due > end:
            break
        if (seconds := (due - clock()).total_seconds()) > 0:
            there = due.astimezone(ZoneInfo(issue.publication.timezone))
            progress.phase(f"Waiting until {there:%H:%M} {there.tzinfo} for those put off")
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
        stands=counts,
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
        stands=counts,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What earlier mailings left."""

    # All oldest first, as readers would have had them.
    rest: tuple[Issue, ...] = ()  # that everyone was to be mailed, and was not: it never began, died or broke off
    waiting: tuple[Issue, ...] = ()  # others that somebody waits for whose time has come
    stale: tuple[Issue, ...] = ()  # of the first kind those that are too old by now

    def __bool__(self) -> bool:
        return bool(self.rest or self.waiting or self.stale)


def owed(archive: Archive, mail: Mail, *, before: Issue | None, ledger: Ledger, now: datetime) -> Owed:
    """What is still to be done about issues older than ``before`` (None: about any), of those that are published."""
    incomplete = frozenset(ledger.incomplete())
    unpublished = frozenset(archive.unpublished()) if incomplete else frozenset()
    last = before.date if before is not None else now.date() + timedelta(days=1)
    rest: list[Issue] = []
    stale: list[Issue] = []
    waiting: list[Issue] = []
    for number, day in reversed(archive.issues()):
        if day < last - timedelta(days=mail.retry_days + 1) and number not in incomplete:
            if number < min(incomplete, default=number):
                break
            continue
        if before is not None and number >= before.number:
            continue
        if day in unpublished:
            continue  # its mail links to its pages
        if number in incomplete and (issue := archive.issue(day)) is not None:
            fresh = now - issue.as_of <= timedelta(hours=mail.stale_after)
            (rest if fresh else stale).append(issue)
            if fresh:
                continue
        if ledger.counts(number).get("sending") or next(ledger.due(number, at=now), None) is not None:
            waiting += [issue] if (issue := archive.issue(day)) is not None else []
    return Owed(rest=tuple(reversed(rest)), waiting=tuple(reversed(waiting)), stale=tuple(reversed(stale)))


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
