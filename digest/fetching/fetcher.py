"""The fetcher: many requests at once, each answer as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.fetching import disk
from digest.fetching.limits import Allowance, Limits
from digest.fetching.settings import Settings
from digest.fetching.turns import Turns
from digest.model import Fetched, FetchRequest

if TYPE_CHECKING:
    from digest.fetching.web import Web


class AiohttpFetcher:
    """``ports.Fetcher`` over aiohttp and the disk."""

    def __init__(self, settings: Settings | None = None, **changes: Any) -> None:
        """``changes`` are fields of ``Settings``: ``AiohttpFetcher(total_timeout=5)``."""
        self.settings = replace(settings or Settings(), **changes)

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """One ``Fetched`` a request, as each comes; never raises for one that fails.

        At most ``settings.concurrency`` are under way or waiting to be taken, so that a slow caller fills no memory.
        """
        if not any(_is_web(request) for request in requests):
            for request in requests:
                yield _off_the_web(request, self.settings)
            return
        # Only here: seeds and feed files alone do not pay for it.
        from digest.fetching.web import Web

        loop = asyncio.get_running_loop()
        limits = Limits()
        async with Web(self.settings, limits) as web:
            run = _Run(requests, web, limits, self.settings)
            try:
                for _ in requests:
                    fetched, allowance = await run.taken()
                    began = loop.time()
                    yield fetched
                    del fetched  # its body may be large, and the wait for the next one long
                    run.gone(allowance)
                    limits.forgive(loop.time() - began)
            finally:
                await run.stop()


class _Run:
    """The requests of one call on their way."""

    def __init__(self, requests: Sequence[FetchRequest], web: Web, limits: Limits, settings: Settings) -> None:
        self._web = web
        self._limits = limits
        self._settings = settings
        self._turns = Turns(((_host(request), request) for request in requests), per_host=settings.per_host)
        self._tasks: set[asyncio.Task[None]] = set()
        self._finished: asyncio.Queue[tuple[Fetched, Allowance] | Exception] = asyncio.Queue()
        self._held = 0  # under way, or not yet taken
        self._start()

    async def taken(self) -> tuple[Fetched, Allowance]:
        """The next answer."""
        # A queue that holds something does not wait: without this, the others' sockets would not be looked after while
        # the caller works through it.
        await asyncio.sleep(0)
        found = await self._finished.get()
        if isinstance(found, Exception):
            raise found
        return found

    def gone(self, allowance: Allowance) -> None:
        """The caller is done with an answer."""
        allowance.release()
        self._held -= 1
        self._start()

    async def stop(self) -> None:
        """End what is still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self) -> None:
        while self._held < self._settings.concurrency and (turn := self._turns.next()) is not None:
            task = asyncio.create_task(self._fetch(*turn))
            self._held += 1
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault of ours is raised where the answer is awaited. What stops the program is told by who stops it."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._finished.put_nowait(error)

    async def _fetch(self, host: str, request: FetchRequest) -> None:
        allowance = self._limits.allowance()
        if _is_web(request):
            fetched = await self._web.fetch(request, allowance)
        else:
            fetched = _off_the_web(request, self._settings)
        if not fetched.body:
            allowance.release()
        self._finished.put_nowait((fetched, allowance))
        self._turns.done(host)
        self._start()


def _off_the_web(request: FetchRequest, settings: Settings) -> Fetched:
    if not request.url.startswith("/"):
        reason = "neither a web address (http, https) nor a file's full path"
        return Fetched(request=request, state="failed", url=request.url, reason=reason)
    if not request.written:
        reason = "a file, which a feed may not name"
        return Fetched(request=request, state="failed", url=request.url, reason=reason)
    return disk.read(request, max_bytes=settings.max_bytes)


def _is_web(request: FetchRequest) -> bool:
    return request.url[:8].lower().startswith(("http://", "https://"))


def _host(request: FetchRequest) -> str:
    """Whose turn it counts against; "" for the disk."""
    if not _is_web(request):
        return ""
    try:
        return urlsplit(request.url).hostname or ""
    except ValueError:  # brackets that hold no address; the request will fail in words
        return ""
