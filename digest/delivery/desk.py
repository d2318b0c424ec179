"""What is still to go: who is next, and when, for all connections together."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from digest.delivery import wire
from digest.delivery.pacing import Pacer, domain
from digest.errors import MailError
from digest.model import Message

_SHELVED = 200  # messages that may wait for their domains, out of the way of others
_FRESH = 5.0  # seconds for which it holds that somebody wants the message


@dataclass(slots=True)
class Job:
    """A message on its way to the server."""

    message: Message
    sender: str  # as commands have them
    recipient: str
    text: bytes  # as ``wire.lines`` makes it
    fault: str | None  # why no server may be handed it
    ascii: bool
    attempts: int = 0
    losses: int = 0  # connections lost before the message went out
    begun: bool = False  # whether the ledger says that it is under way
    made: float = 0.0  # when it was, by the desk's clock

    @classmethod
    def of(cls, message: Message) -> Job:
        """The message made ready for the wire."""
        text, fault = wire.lines(message.body)
        sender, recipient = wire.carried(message.sender), wire.carried(message.recipient)
        if sender is None or recipient is None:
            fault = "not an address that SMTP can carry"
        return cls(message, sender or "", recipient or "", text, fault, text.isascii())


class Desk:
    """Hands out messages as the limits allow; what one connection gives back, another may take."""

    def __init__(
        self,
        messages: Iterator[Message],
        pacer: Pacer,
        clock: Callable[[], float],
        wanted: Callable[[Message], bool] | None = None,
    ) -> None:
        """``clock`` gives POSIX seconds that never go back; ``wanted`` is asked of a message that waited."""
        self._messages: Iterator[Message] | None = messages
        self._pacer = pacer
        self._clock = clock
        self._wanted = wanted
        self._prepared: Job | None = None
        self._returned: deque[Job] = deque()  # counted already
        self._shelf: deque[Job] = deque()  # in order of their coming; each domain's in its own order too
        self._changed = asyncio.Event()
        self.halted = False  # nothing that has not gone out may go any more
        self.error: Exception | None = None  # why no more is handed out

    @property
    def left(self) -> bool:
        """Whether a message may be left that nobody has."""
        return bool(self._returned or self._shelf or self._prepared or self._messages is not None)

    def close(self, error: Exception | None = None) -> None:
        """Hand out nothing any more. The first error counts."""
        if self.error is None:
            self.error = error
        self._messages = self._prepared = None
        self._shelf.clear()
        self._returned.clear()
        self._changed.set()

    def halt(self) -> None:
        """The same, and what is in hand is not begun either."""
        self.halted = True
        self.close()

    def give_back(self, job: Job) -> None:
        """Somebody else may carry it."""
        if not self.halted and self.error is None:
            self._returned.append(job)
            self._changed.set()

    async def next(self) -> Job | None:
        """The next message that may go, waiting for its time; None where no more is to go."""
        while True:
            job, wait = self.take()
            if job is not None or wait is None:
                return job
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._changed.wait()

    def take(self) -> tuple[Job | None, float | None]:
        """A message that may go now; else None, with the seconds until one may (None: no more is to go)."""
        while True:
            job, wait = self._first()
            if job is None or self._still(job):
                return job, wait

    def _still(self, job: Job) -> bool:
        """Whether a message is wanted: people leave while theirs waits."""
        if self._wanted is None or self._clock() - job.made <= _FRESH:
            return True
        try:
            return self._wanted(job.message)
        except Exception as error:  # noqa: BLE001 - as with what messages are made of
            self.close(error)
            return False

    def _first(self) -> tuple[Job | None, float | None]:
        if self._returned:
            return self._returned.popleft(), None
        if not self._pacer.limited:
            return self._fresh(), None
        now = self._clock()
        wait = self._pacer.wait(now)
        soonest: float | None = None
        asked: set[str] = set()
        for place, shelved in enumerate(self._shelf):
            name = domain(shelved.recipient)
            if name in asked:
                continue
            asked.add(name)
            due = max(wait, self._pacer.wait_for(name, now))
            if due <= 0:
                del self._shelf[place]
                return self._spent(shelved, now)
            soonest = due if soonest is None else min(soonest, due)
        while len(self._shelf) < _SHELVED and (wait <= 0 or not self._shelf) and (job := self._fresh()) is not None:
            due = max(wait, self._pacer.wait_for(domain(job.recipient), now))
            if due <= 0:
                return self._spent(job, now)
            self._shelf.append(job)
            soonest = due if soonest is None else min(soonest, due)
        return None, soonest

    def _spent(self, job: Job, now: float) -> tuple[Job | None, None]:
        reached = self._pacer.reached(now)
        if reached is not None:
            self.close(MailError(f"{reached}; the others wait", fix="run again later, or raise the limit"))
            return None, None
        self._pacer.spend(domain(job.recipient), now)
        return job, None

    def prepare(self) -> None:
        """Have the next message composed while there is an answer to wait for."""
        if self._prepared is None:
            self._prepared = self._fresh()

    def _fresh(self) -> Job | None:
        if self._prepared is not None:
            job, self._prepared = self._prepared, None
            return job
        if self._messages is None:
            return None
        try:
            job = Job.of(next(self._messages))
        except StopIteration:
            self._messages = None
        except Exception as error:  # noqa: BLE001 - whatever it is: what has gone out gets its answer first
            self.close(error)
        else:
            job.made = self._clock()
            return job
        return None
