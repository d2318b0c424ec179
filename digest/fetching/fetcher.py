"""The fetcher: many requests at once, each answer as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digest.fetching import disk
from digest.fetching.limits import Allowance, Limits
from digest.fetching.refusals import Refusals
from digest.fetching.settings import Settings
from digest.fetching.turns import Turns
from digest.model import Fetched, FetchRequest

if TYPE_CHECKING:
    from digest.fetching.robots import RobotsFile
    from digest.fetching.web import Web
    from digest.ports import Spans


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AiohttpFetcher:
    """``ports.Fetcher`` over aiohttp and the disk."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        now: Callable[[], datetime] = _utc_now,
        robots: MutableMapping[str, RobotsFile] | None = None,
        spans: Spans | None = None,
        **changes: Any,
    ) -> None:
        """``changes`` are fields of ``Settings``: ``AiohttpFetcher(total_timeout=5)``; ``spans`` hears of each request.

        ``now`` is the clock for waits until a date and for the age of ``robots``: the robots.txt known, by origin, to
        which those that are read are added. Without one, they are kept as long as the fetcher.
        """
        self.settings = replace(settings or Settings(), **changes)
        self.robots: MutableMapping[str, RobotsFile] = {} if robots is None else robots
        self._now = now
        self._spans = spans

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """One ``Fetched`` a request, as each comes; never raises for one that fails.

        At most ``settings.concurrency`` are under way or waiting to be taken, so that a slow caller fills no memory.
        """
        if not any(_is_web(request) for request in requests):
            for request in requests:
                yield _off_the_web(request, self.settings)
            return
        # Only here: seeds and feed files alone do not pay for it.
        from digest.fetching.lean import without_authorities

        with without_authorities():
            from digest.fetching.web import Web

        loop = asyncio.get_running_loop()
        limits = Limits()
        async with Web(self.settings, limits, now=self._now, robots=self.robots) as web:
            run = _Run(requests, web, limits, self.settings, self._spans)
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

    def __init__(
        self, requests: Sequence[FetchRequest], web: Web, limits: Limits, settings: Settings, spans: Spans | None
    ) -> None:
        self._web = web
        self._spans = spans
        self._limits = limits
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._turns = Turns(
            ((_host(request.url), request) for request in requests), per_host=settings.per_host, pause=self._pause
        )
        self._refusals = Refusals(settings.longest_wait)
        self._tasks: set[asyncio.Task[None]] = set()
        self._finished: asyncio.Queue[tuple[Fetched, Allowance | None] | Exception] = asyncio.Queue()
        self._held = 0  # under way, or not yet taken
        self._alarm: asyncio.TimerHandle | None = None
        self._start()

    async def taken(self) -> tuple[Fetched, Allowance | None]:
        """The next answer."""
        # A queue that holds something does not wait: without this, the others' sockets would not be looked after while
        # the caller works through it.
        await asyncio.sleep(0)
        found = await self._finished.get()
        if isinstance(found, Exception):
            raise found
        return found

    def gone(self, allowance: Allowance | None) -> None:
        """The caller is done with an answer."""
        if allowance is not None:
            allowance.release()
        self._held -= 1
        self._start()

    async def stop(self) -> None:
        """End what is still under way."""
        if self._alarm is not None:
            self._alarm.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self) -> None:
        """Send what may be sent now, and come back when a host has rested."""
        now = self._loop.time()
        while self._held < self._settings.concurrency:
            turn = self._turns.next(now)
            if turn is None:
                break
            task = self._loop.create_task(self._fetch(*turn))
            self._held += 1
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        else:
            return  # whoever ends next comes here
        when = self._turns.wakes()
        if when is None:
            return
        if self._alarm is not None:
            if now < self._alarm.when() <= when and not self._alarm.cancelled():
                return
            self._alarm.cancel()
        self._alarm = self._loop.call_at(when, self._start)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault of ours is raised where the answer is awaited. What stops the program is told by who stops it."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._finished.put_nowait(error)

    async def _fetch(self, host: str, request: FetchRequest) -> None:
        began = self._loop.time()
        allowance: Allowance | None = None
        if _is_web(request):
            allowance = self._limits.allowance()
            fetched = await self._ask(request, allowance, last=not self._turns.waits(host))
            if fetched.status in (429, 503) and self._asks_again(host, fetched, began):
                allowance.release()
                self._held -= 1
                self._start()
                return
        else:
            fetched = _off_the_web(request, self._settings)
        if allowance is not None and not fetched.body:
            allowance.release()
        self._finished.put_nowait((fetched, allowance))
        self._turns.done(host)
        self._start()

    async def _ask(self, request: FetchRequest, allowance: Allowance, *, last: bool) -> Fetched:
        if self._spans is None:
            return await self._web.fetch(request, allowance, last=last)
        facts = {"digest.source": request.key, "http.request.method": "GET", "url.full": request.url}
        with self._spans.span("page" if request.page else "source", facts, asks=True) as span:
            fetched = await self._web.fetch(request, allowance, last=last)
            span.tell(
                {
                    "digest.source.state": fetched.state,
                    "digest.source.bytes": len(fetched.body),
                    "digest.source.not_modified": fetched.status == 304,
                    "http.response.status_code": fetched.status,
                    "server.address": _host(request.url),
                }
            )
            if fetched.state == "failed":
                span.fail(fetched.reason or "no reason given")
            return fetched

    def _asks_again(self, host: str, refusal: Fetched, began: float) -> bool:
        """Whether a request that was refused is sent once more, later; its siblings wait with it, or are not sent."""
        if refusal.status == 503 and refusal.retry_after is None:
            return False  # a page of it may be out of service, or its owner sleeps: nobody asked for a pause
        refusing = _host(refusal.url)  # where redirects led to
        now = self._loop.time()
        when = self._refusals.heard(refusing, refusal.retry_after, began=began, now=now)
        if when is not None and refusing == host:
            self._turns.again(host, refusal.request, at=when, pause=self._settings.pause_after_refusal)
            return True
        if when is None:
            for request in self._turns.drop(refusing):
                self._finished.put_nowait((self._web.left_alone(request, refusal), None))
                self._held += 1
        return False

    def _pause(self, host: str) -> float:
        """Seconds between two requests to a host."""
        return 0.0 if _at_home(host) else self._settings.pause


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


def _host(url: str) -> str:
    """Whose turn a URL counts against; "" for the disk. Not parsed: whatever stands in a host's place is one."""
    if url.startswith("/"):
        return ""
    rest = url.partition("://")[2]
    for end in "/?#":
        rest = rest.partition(end)[0]
    host = rest.rpartition("@")[2].lower()
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


@lru_cache
def _at_home(host: str) -> bool:
    """Whether a host is plainly the operator's own: no stranger's server is spared."""
    # Only here: a name costs nothing to tell from an address.
    from digest.fetching.addresses import is_literal, is_private

    if host in ("", "localhost"):
        return True
    bare = host.strip("[]")
    return (bare[:1].isdigit() or ":" in bare) and is_literal(bare) and is_private(bare)
