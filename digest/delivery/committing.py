"""Changes of state, written to the ledger in order: those that come while one batch is written make the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from digest.model import Delivery


class Committer:
    """One task that writes for all connections, so that a transaction serves as many of them as are waiting."""

    def __init__(self, record: Callable[[Sequence[Delivery]], Awaitable[None]]) -> None:
        self._record = record
        self._loop = asyncio.get_running_loop()
        self._batch: list[Delivery] = []
        self._written: asyncio.Future[None] = self._loop.create_future()
        self._wake = asyncio.Event()
        self._ended = False
        self._told: asyncio.Queue[Sequence[Delivery]] = asyncio.Queue()
        self.error: Exception | None = None

    def add(self, change: Delivery) -> asyncio.Future[None]:
        """Have it written after all that was added before; done when it has reached the disk.

        It is cancelled where the ledger cannot be written: nothing may go out any more then.
        """
        if self.error is not None:
            self._written.cancel()
        self._batch.append(change)
        self._wake.set()
        return self._written

    def end(self) -> None:
        """No more will come."""
        self._ended = True
        self._wake.set()

    async def run(self) -> None:
        """Write until the end; an exception of the ledger ends it too, as ``error``."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._batch:
                batch, written = self._batch, self._written
                self._batch, self._written = [], self._loop.create_future()
                try:
                    await self._record(batch)
                except Exception as error:  # noqa: BLE001 - whatever it is, nothing goes out that is not written down
                    self.error = error
                    written.cancel()
                    break
                written.set_result(None)
                self._told.put_nowait(batch)
            if self._ended and not self._batch:
                break
            if self._batch:
                self._wake.set()
        self._told.put_nowait(())

    async def outcomes(self) -> AsyncIterator[Delivery]:
        """Each message's outcome, once it is written, until the end."""
        while batch := await self._told.get():
            for change in batch:
                if change.state not in ("sending", "pending"):
                    yield change
