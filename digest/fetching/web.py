"""One request over HTTP: ask, follow, read within the limits, and say in words what became of it.

Redirects are followed here and not by the library, because each step is judged: what a person wrote may lie on the
operator's own network; what a feed or another server names may not (unless ``allow_private``). Bodies are unpacked
here, because the cap must hold while they are unpacked.

A proxy named in the environment is used as other tools use it. It looks names up itself, so that then only addresses,
not names, are judged.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Literal
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from digest.fetching import lean, reasons
from digest.fetching.addresses import Resolver, is_literal, is_private
from digest.fetching.clocks import served
from digest.fetching.limits import LARGE, Allowance, Limits, off_the_clock
from digest.fetching.refusals import asked_wait
from digest.fetching.settings import Settings, seconds_in_words, size_in_words
from digest.fetching.unpacking import ENCODINGS, PackingError, TooLargeError, Unpacker
from digest.fetching.visiting import FailedError, Visit, target
from digest.model import Fetched, FetchRequest

if TYPE_CHECKING:
    import ssl

    from digest.fetching.robots import Robots, RobotsFile

# What it warns of is the servers' fault, and told in our own words or not worth it; without this, cron would mail it.
logging.getLogger("aiohttp").addHandler(logging.NullHandler())

_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_PIECE = 65_536
# A longer validator is no validator; it would be stored and sent back every day.
_LONGEST_VALIDATOR = 1_024
# Seconds for the first bytes of a page that only explains a refusal.
_PATIENCE = 1.0
# Seconds that a connection waits for the next request to its host.
_KEEP_ALIVE = 5.0
# Policies in headers grow beyond the 8 KB that the library allows; a body may be no longer than its cap.
_LONGEST_HEADER = 65_536

# Makes a ``Fetched`` of an answer that brings something, for the visit it was given to.
_Read = Callable[["_Errand", aiohttp.ClientResponse], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class _Errand:
    """A visit with what it may use up."""

    visit: Visit
    allowance: Allowance
    deadline: asyncio.Timeout


class Web:
    """Open sessions; one for what people wrote, one for what servers named. Each is opened when it is first needed."""

    def __init__(
        self,
        settings: Settings,
        limits: Limits,
        *,
        now: Callable[[], datetime],
        robots: MutableMapping[str, RobotsFile],
    ) -> None:
        """``now`` is the clock that a wait until a date is measured on; ``robots`` the robots.txt known, by origin."""
        self._settings = settings
        self._limits = limits
        self._now = now
        self._kept = robots
        self._proxies = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
        self._resolver = Resolver(public_only=False)
        self._open: aiohttp.ClientSession | None = None
        self._guarded: aiohttp.ClientSession | None = None
        self._robots: Robots | None = None
        self._tls: ssl.SSLContext | None = None

    def _session(self, resolver: Resolver) -> aiohttp.ClientSession:
        # No limit of connections here: turns holds them down, and a wait inside would count against the timeout.
        connector = aiohttp.TCPConnector(resolver=resolver, limit=0, ttl_dns_cache=60, keepalive_timeout=_KEEP_ALIVE)
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ENCODINGS},
            timeout=aiohttp.ClientTimeout(total=None, connect=self._settings.connect_timeout),
            max_field_size=_LONGEST_HEADER,
        )

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._robots is not None:
            await self._robots.close()
        for session in (self._open, self._guarded):
            if session is not None:
                await session.close()

    async def fetch(self, request: FetchRequest, allowance: Allowance, *, last: bool = False) -> Fetched:
        """What became of a request; never raises for one that fails. A large body claims its ``allowance``.

        ``last``: its host is not asked for more, and the connection need not be kept.
        """
        try:
            visit = Visit(request, max_redirects=self._settings.max_redirects, last=last)
        except ValueError:
            return Fetched(request=request, state="failed", url=request.url, reason="not a web address")
        return await self._through(visit, allowance, self._read)

    def left_alone(self, request: FetchRequest, refusal: Fetched) -> Fetched:
        """What became of a request that is not sent, since its host refused another."""
        wait = refusal.retry_after
        reason = reasons.of_host(refusal.status or 429, wait)
        try:
            visit = Visit(request, max_redirects=0)
        except ValueError:
            return Fetched(request=request, state="failed", url=request.url, reason="not a web address")
        return visit.failed(reason, retry_after=wait)

    async def _through(self, visit: Visit, allowance: Allowance, read: _Read) -> Fetched:
        """A visit to its end, whatever that is."""
        try:
            async with self._limits.within(self._settings.total_timeout) as deadline:
                errand = _Errand(visit, allowance, deadline)
                while True:
                    found = await self._ask(errand, read)
                    if found is not None:
                        return found
        except FailedError as failure:
            return visit.failed(str(failure), failure.status, failure.retry_after)
        except TooLargeError:
            return visit.failed(f"too large: over {size_in_words(self._settings.max_bytes)}", visit.status)
        except PackingError as error:
            return visit.failed(str(error), visit.status)
        except aiohttp.ServerTimeoutError as error:
            return visit.failed(reasons.of_error(error, self._settings))
        except TimeoutError:
            where = "in mid-body" if visit.status else "without an answer"
            limit = seconds_in_words(self._settings.total_timeout)
            return visit.failed(f"timed out after {limit} {where}", visit.status)
        except Exception as error:  # noqa: BLE001  # the promise: one request's failure is a value beside its siblings
            return visit.failed(reasons.of_error(error, self._settings), visit.status)

    async def _ask(self, errand: _Errand, read: _Read) -> Fetched | None:
        """The answer of the place a visit stands at; None where that sent it on."""
        visit = errand.visit
        url = visit.url
        session = self._session_for(visit)
        if visit.request.page:
            await self._heed_robots(errand)
        headers = visit.headers()
        visit.status = None
        proxy = self._proxy(url)
        tls = self._tls_for(url, proxy)
        async with session.get(url, headers=headers, allow_redirects=False, proxy=proxy, ssl=tls) as response:
            visit.status = status = response.status
            if status in _REDIRECTS:
                cookies = {name: morsel.value for name, morsel in response.cookies.items()}
                visit.go(target(url, _header(response, "Location"), status), status=status, cookies=cookies)
                return None
            if status == 304:
                return _unchanged(visit, response)
            if not 200 <= status < 300:
                wait = None
                if status in (429, 503):
                    given = response.headers
                    wait = asked_wait(given.get("Retry-After", ""), given.get("Date", ""), self._now())
                reason = reasons.of_status(status, response.headers, await _start(response), wait)
                raise FailedError(reason, status=status, retry_after=wait)
            return await read(errand, response)

    async def _read(self, errand: _Errand, response: aiohttp.ClientResponse) -> Fetched:
        visit = errand.visit
        unpacker = Unpacker(_header(response, "Content-Encoding"), max_bytes=self._settings.max_bytes)
        if (response.content_length or 0) > self._settings.max_bytes:
            raise TooLargeError
        async for piece in response.content.iter_chunked(_PIECE):
            unpacker.feed(piece)
            if unpacker.size > LARGE:
                await errand.allowance.grow(unpacker.size, errand.deadline)
        body = unpacker.end()
        content_type = _header(response, "Content-Type")
        if reasons.is_challenge(response.headers, b""):
            raise FailedError(f"HTTP {response.status}: a check for robots stands in the way", status=response.status)
        if response.status == 202 and reasons.is_web_page(content_type, body[:1024]):
            raise FailedError("answered with 202 and a web page, as checks for robots do", status=202)
        if not body or body.isspace():
            raise FailedError(f"HTTP {response.status}: answered with nothing", status=response.status)
        etag, last_modified = _validators(response)
        return Fetched(
            request=visit.request,
            state="read",
            url=visit.shown(),
            body=body,
            content_type=content_type,
            etag=etag,
            last_modified=last_modified,
            status=response.status,
            moved=visit.moved(),
            served=served(_header(response, "Date"), _header(response, "Age")),
        )

    async def _heed_robots(self, errand: _Errand) -> None:
        """Return when a page may be read. Raises ``FailedError`` where its site asks not to."""
        if self._robots is None:
            # Only here: a run that reads no pages does not pay for it.
            from digest.fetching.robots import Robots

            longest = self._settings.longest_line
            self._robots = Robots(self._robots_file, self._kept, now=self._now, longest_line=longest)
        async with off_the_clock(errand.deadline):  # to be polite takes time that the page's server is not to blame for
            await self._robots.admit(errand.visit.url, errand.visit.paced)

    async def _robots_file(self, origin: str) -> str:
        """As ``robots.Robots`` wants it."""
        from digest.fetching.robots import MAX_BYTES, MAX_REDIRECTS

        async def read(errand: _Errand, response: aiohttp.ClientResponse) -> Fetched:
            unpacker = Unpacker(_header(response, "Content-Encoding"), max_bytes=MAX_BYTES, cut=True)
            async for piece in response.content.iter_chunked(_PIECE):
                unpacker.feed(piece)
                if unpacker.full:
                    break
            body = unpacker.end()
            return Fetched(request=errand.visit.request, state="read", url=errand.visit.shown(), body=body)

        request = FetchRequest(key=origin, url=f"{origin}/robots.txt", written=False)
        visit = Visit(request, max_redirects=MAX_REDIRECTS)
        found = await self._through(visit, self._limits.allowance(), read)
        if found.state == "read":
            return found.body.decode("utf-8-sig", "replace")
        # RFC 9309 §2.3.1.3: it has none. Too many requests is no such answer.
        if found.status is not None and 300 <= found.status < 500 and found.status != 429:
            return ""
        if found.status is None and not visit.hops:
            raise FailedError(found.reason or "")  # of the host, and so of its pages too
        raise FailedError(f"its robots.txt cannot be had, so that its pages are left alone for now: {found.reason}")

    def _session_for(self, visit: Visit) -> aiohttp.ClientSession:
        """The session that may go where a visit stands. Raises ``FailedError`` where none may."""
        host = visit.url.host or ""
        if self._settings.allow_private or (visit.request.written and visit.hops == 0):
            return self._for_all()
        # Whoever wrote the address of a private host meant that host; it may send to another page of its own.
        at_home = visit.request.written and host == visit.first.host and visit.url.port == visit.first.port
        if at_home and (is_private(host) if is_literal(host) else self._resolver.was_private(host)):
            return self._for_all()
        # Addresses are not looked up, so that the resolver would not see them.
        if is_literal(host) and is_private(host):
            raise FailedError(reasons.PRIVATE)
        if self._guarded is None:
            proxies = frozenset(name for url in self._proxies.values() if (name := _host(url)))
            self._guarded = self._session(Resolver(public_only=True, except_hosts=proxies))
        return self._guarded

    def _for_all(self) -> aiohttp.ClientSession:
        if self._open is None:
            self._open = self._session(self._resolver)
        return self._open

    def _tls_for(self, url: URL, proxy: str | None) -> ssl.SSLContext | Literal[True]:
        """What to verify a server by. It takes a while to make, and is made when there is something to verify."""
        if url.scheme != "https" and (proxy is None or not proxy.lower().startswith("https:")):
            return True
        if self._tls is None:
            self._tls = lean.context()
        return self._tls

    def _proxy(self, url: URL) -> str | None:
        if not self._proxies or proxy_bypass(f"{url.host or ''}:{url.port}"):
            return None
        return self._proxies.get(url.scheme) or self._proxies.get("all")


def _unchanged(visit: Visit, response: aiohttp.ClientResponse) -> Fetched:
    """What 304 means. Raises ``FailedError`` where it can mean nothing."""
    request = visit.request
    if request.etag is None and request.last_modified is None:
        raise FailedError("HTTP 304: says nothing changed, though no copy is held", status=304)
    etag, last_modified = _validators(response)
    return Fetched(
        request=request,
        state="unchanged",
        url=visit.shown(),
        content_type=_header(response, "Content-Type"),
        etag=etag or request.etag,
        last_modified=last_modified or request.last_modified,
        status=304,
        moved=visit.moved(),
        served=served(_header(response, "Date"), _header(response, "Age")),
    )


def _host(proxy: str) -> str | None:
    try:
        return URL(proxy if "://" in proxy else f"http://{proxy}").host
    except ValueError:
        return None


def _header(response: aiohttp.ClientResponse, name: str) -> str:
    """A header as text that can be stored and sent: bytes outside UTF-8 are read as Latin-1, as browsers do."""
    value = response.headers.get(name, "")
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _validators(response: aiohttp.ClientResponse) -> tuple[str | None, str | None]:
    """(ETag, Last-Modified), each None where there is none worth keeping."""
    etag, last_modified = (_header(response, name).strip() for name in ("ETag", "Last-Modified"))
    fit = [text if text.isascii() and len(text) <= _LONGEST_VALIDATOR else "" for text in (etag, last_modified)]
    return fit[0] or None, fit[1] or None


async def _start(response: aiohttp.ClientResponse) -> bytes:
    """The beginning of a body that will not be read, unpacked; b"" where it does not come at once."""
    if response.status not in (401, 403, 406, 429, 503):
        return b""
    try:
        async with asyncio.timeout(_PATIENCE):
            data = await response.content.readany()
    except (TimeoutError, aiohttp.ClientError):
        return b""
    if "Content-Encoding" not in response.headers:
        return data
    try:
        return zlib.decompressobj(32 + zlib.MAX_WBITS).decompress(data, 8_192)  # 32: gzip or zlib, by its header
    except zlib.error:
        return data
