"""Whatever a server answers and wherever a run is killed, nobody is mailed twice and nobody is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.errors import MailError
from digest.messages import who
from digest.model import (
    ISSUE_FORMAT,
    Coverage,
    Delivery,
    DeliveryState,
    Edition,
    Issue,
    Mail,
    Message,
    Publication,
    SmtpServer,
    Subscriber,
)
from digest.pipeline.send import SendReport, send
from digest.pipeline.walking import Order
from digest.testing import MemoryArchive, MemoryLedger, MemoryLock, MemorySubscribers, Unwatched

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
ISSUE = Issue(
    format=ISSUE_FORMAT,
    number=1,
    date=date(2026, 3, 2),
    publication=Publication(title="The Test"),
    as_of=AT,
    since=AT,
    subject="A test",
    preheader="",
    sections=(),
    lead=None,
    developing=(),
    whats_next=(),
    articles=(),
    coverage=Coverage(candidates=0, printed=0, merged=0),
)


class Killed(BaseException):
    """A kill: no handler of the program's sees it."""


class Wire:
    """A mail server and what comes between. ``fates`` say of each message in turn what happens to it."""

    def __init__(self, fates: Iterator[str]) -> None:
        self.fates = fates
        self.taken: Counter[str] = Counter()

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        return Message(
            issue=1, recipient=subscriber.address, sender="x@y.test", message_id=f"<{subscriber.address}>", body=b""
        )

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        for message in messages:
            fate = next(self.fates, "accepted")
            if fate == "killed before":
                raise Killed
            if fate == "down":
                raise MailError("the server is down")
            going = Delivery(issue=1, recipient=message.recipient, state="sending", attempts=1, at=at())
            await record((going,))
            if fate == "killed under way":
                raise Killed
            if fate in ("accepted", "taken and killed", "taken and lost"):
                self.taken[who(message.recipient)] += 1
            if fate == "taken and killed":
                raise Killed
            states: dict[str, DeliveryState] = {
                "deferred": "deferred",
                "failed": "failed",
                "lost": "unknown",
                "taken and lost": "unknown",
            }
            made = replace(going, state=states.get(fate, "accepted"), at=at())
            await record((made,))
            if fate == "killed after":
                self.taken[who(message.recipient)] += 1
                raise Killed
            yield made


class World:
    """A list, a ledger, a clock, and runs that may be killed."""

    def __init__(self, people: Sequence[str], declared: int, hours: Sequence[int | None], fates: Sequence[str]) -> None:
        self.now = AT
        self.ledger, self.lock, self.listed = MemoryLedger(), MemoryLock(), MemorySubscribers()
        self.wire = Wire(iter(fates))
        everyone = [Subscriber(address=each, hour=hour) for each, hour in zip(people, hours, strict=True)]
        self.listed.put(everyone[declared // 2 :], what="added", at=AT)
        self.mail = Mail(
            sender="x@y.test",
            subscribers=tuple(everyone[:declared]),
            server=SmtpServer(host="y.test", port=25),
            stale_after=10_000,
        )

    async def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def run(self, order: Order) -> SendReport | None:
        """One run; None where it was killed."""
        try:
            return asyncio.run(
                send(
                    ISSUE,
                    self.mail,
                    order=order,
                    editions=(),
                    composer=self.wire,
                    transport=self.wire,
                    archive=MemoryArchive(),
                    ledger=self.ledger,
                    subscribers=self.listed,
                    lock=self.lock,
                    progress=Unwatched(),
                    clock=lambda: self.now,
                    sleep=self._sleep,
                )
            )
        except Killed:
            return None


FATES = st.sampled_from(
    [
        "accepted",
        "deferred",
        "failed",
        "lost",
        "taken and lost",
        "down",
        "killed before",
        "killed under way",
        "taken and killed",
        "killed after",
    ]
)
PEOPLE = [f"P{n}@x.test" for n in range(8)]


@settings(deadline=None, max_examples=150)
@given(
    st.integers(0, 8),
    st.lists(st.sampled_from([None, None, 3, 9, 23]), min_size=8, max_size=8),
    st.lists(FATES, max_size=40),
    st.lists(st.sampled_from([1, 10, 300]), max_size=12),
)
def test_nobody_is_mailed_twice_and_nobody_is_lost(
    declared: int, hours: list[int | None], fates: list[str], pauses: list[int]
) -> None:
    """In the end everybody had it once, or was refused, given up, or is in doubt and named; the report's counts agree.

    Whom the ledger calls accepted the server took exactly once; nobody at all does it take twice. Those in doubt, sent
    to once more because the operator asks for it, are the only ones who may have it twice.
    """
    world = World(PEOPLE, declared, hours, fates)
    for pause in pauses:
        world.run(Order(empty=True, limit=3 if pause == 10 else None))
        world.now += timedelta(minutes=pause)
        assert max(world.wire.taken.values(), default=1) == 1
    left: set[DeliveryState] = {"deferred", "pending", "sending"}
    for _ in range(200):  # three days of tries, and each fate at most once
        made = world.run(Order(empty=True))
        world.now += timedelta(hours=4)
        rows = {who(each.recipient): each for each in world.ledger.every(1)}
        if made is not None and made.fault is None and len(rows) == 8 and not left & {r.state for r in rows.values()}:
            break
    assert set(rows) == {who(each) for each in PEOPLE}
    states = Counter(each.state for each in rows.values())
    assert set(states) <= {"accepted", "failed", "unknown"}
    assert max(world.wire.taken.values(), default=1) == 1
    for person, each in rows.items():
        if each.state != "unknown":
            assert world.wire.taken[person] == (each.state == "accepted")
    assert made is not None
    assert made.in_doubt == states["unknown"] == len(made.doubtful)
    world.wire.fates = iter(())
    again = world.run(Order(empty=True, resend=True))
    assert again is not None
    assert (again.accepted, again.in_doubt) == (states["unknown"], 0)
    doubtful = {person for person, each in rows.items() if each.state == "unknown"}
    assert {person for person, times in world.wire.taken.items() if times > 1} <= doubtful
    assert max(world.wire.taken.values(), default=1) <= 2
