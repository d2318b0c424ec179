"""What all requests of one fetch share: their deadlines, and the room for large bodies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LARGE = 1_000_000  # bytes; a body beyond this needs room
LARGE_AT_ONCE = 8

_SLIGHT = 0.05  # seconds; less is forgiven together with what follows, since each deadline has to be moved


class Limits:
    """Time a request may take, and how many large bodies are held at once.

    Together with the number of requests at once they bound memory, even where every server sends all it may.
    """

    def __init__(self) -> None:
        self._deadlines: set[asyncio.Timeout] = set()
        self._room = asyncio.Semaphore(LARGE_AT_ONCE)
        self._owed = 0.0

    @asynccontextmanager
    async def within(self, seconds: float) -> AsyncIterator[asyncio.Timeout]:
        """``asyncio.timeout`` that ``forgive`` can put off."""
        async with asyncio.timeout(seconds) as deadline:
            self._deadlines.add(deadline)
            try:
                yield deadline
            finally:
                self._deadlines.discard(deadline)

    def forgive(self, seconds: float) -> None:
        """Put every deadline off: the program itself was busy for so long, and the servers are not to blame."""
        self._owed += seconds
        if self._owed < _SLIGHT:
            return
        owed, self._owed = self._owed, 0.0
        for deadline in self._deadlines:
            when = deadline.when()
            if when is not None and not deadline.expired():
                deadline.reschedule(when + owed)

    def allowance(self) -> Allowance:
        """For one request."""
        return Allowance(self._room)


@asynccontextmanager
async def off_the_clock(deadline: asyncio.Timeout) -> AsyncIterator[None]:
    """A wait that is not the server's fault, and moves the deadline by as much as it takes."""
    when = deadline.when()
    if when is None:
        yield
        return
    loop = asyncio.get_running_loop()
    remaining = when - loop.time()
    deadline.reschedule(None)
    yield
    deadline.reschedule(loop.time() + remaining)


class Allowance:
    """One request's claim to room for a large body."""

    def __init__(self, room: asyncio.Semaphore) -> None:
        self._room = room
        self._claimed = False

    async def grow(self, size: int, deadline: asyncio.Timeout) -> None:
        """Wait until a body of this size may be held; the wait is not counted against the server."""
        if size <= LARGE or self._claimed:
            return
        async with off_the_clock(deadline):
            await self._room.acquire()
        self._claimed = True

    def release(self) -> None:
        """The body is gone. Safe to repeat."""
        if self._claimed:
            self._claimed = False
            self._room.release()
