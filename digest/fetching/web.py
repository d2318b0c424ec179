"""One request over HTTP: ask, follow, read within the limits, and say in words what became of it.

Redirects are followed here and not by the library, because each step is judged: what a person wrote may lie on the
operator's own network; what a feed or another server names may not (unless ``allow_private``). Bodies are unpacked
here, because the cap must hold while they are unpacked.

A proxy named in the environment is used as other tools use it. It looks names up itself, so that then only addresses,
not names, are judged.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from types import TracebackType
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from digest.fetching import reasons
from digest.fetching.addresses import Resolver, is_literal, is_private
from digest.fetching.limits import Allowance, Limits
from digest.fetching.settings import Settings, seconds_in_words, size_in_words
from digest.fetching.unpacking import ENCODINGS, PackingError, TooLargeError, Unpacker
from digest.model import Fetched, FetchRequest

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

# Asks leave to hold a body of so many bytes.
_Grow = Callable[[int], Awaitable[None]]


class _FailedError(Exception):
    """A request that ends here; ``str()`` is the reason."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Web:
    """Open sessions; one for what people wrote, one for what servers named."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._settings = settings
        self._limits = limits
        self._proxies = {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
        proxies = frozenset(host for url in self._proxies.values() if (host := _host(url)))
        self._resolver = Resolver(public_only=False)
        self._open = self._session(self._resolver)
        self._guarded = self._session(Resolver(public_only=True, except_hosts=proxies))

    def _session(self, resolver: Resolver) -> aiohttp.ClientSession:
        # No limit of connections here: turns holds them down, and a wait inside would count against the timeout.
        connector = aiohttp.TCPConnector(resolver=resolver, limit=0, ttl_dns_cache=60)
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ENCODINGS},
            timeout=aiohttp.ClientTimeout(total=None, connect=self._settings.connect_timeout),
        )

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.close()
        await self._guarded.close()

    async def fetch(self, request: FetchRequest, allowance: Allowance) -> Fetched:
        """What became of a request; never raises for one that fails. A large body claims its ``allowance``."""
        try:
            visit = _Visit(request)
        except ValueError:
            return Fetched(request=request, state="failed", url=request.url, reason="not a web address")
        try:
            async with self._limits.within(self._settings.total_timeout) as deadline:
                made = await self._visit(visit, lambda size: allowance.grow(size, deadline))
        except _FailedError as failure:
            made = visit.failed(str(failure), failure.status)
        except TooLargeError:
            made = visit.failed(f"too large: over {size_in_words(self._settings.max_bytes)}", visit.status)
        except PackingError as error:
            made = visit.failed(str(error), visit.status)
        except aiohttp.ServerTimeoutError as error:
            made = visit.failed(reasons.of_error(error, self._settings))
        except TimeoutError:
            where = "in mid-body" if visit.status else "without an answer"
            limit = seconds_in_words(self._settings.total_timeout)
            made = visit.failed(f"timed out after {limit} {where}", visit.status)
        except Exception as error:  # noqa: BLE001  # the promise: one request's failure is a value beside its siblings
            made = visit.failed(reasons.of_error(error, self._settings))
        return made

    async def _visit(self, visit: _Visit, grow: _Grow) -> Fetched:
        """Go from place to place until one answers."""
        for _ in range(self._settings.max_redirects + 1):
            place = await self._ask(visit, grow)
            if isinstance(place, Fetched):
                return place
            visit.go(place)
        raise _FailedError(f"too many redirects: over {self._settings.max_redirects}", status=visit.status)

    async def _ask(self, visit: _Visit, grow: _Grow) -> Fetched | URL:
        """The answer of the place a visit stands at, or where that sends it."""
        url = visit.url
        session = self._session_for(visit)
        visit.status = None
        async with session.get(url, headers=visit.headers(), allow_redirects=False, proxy=self._proxy(url)) as response:
            visit.status = status = response.status
            if status in _REDIRECTS:
                visit.cookies.setdefault(url.host or "", {}).update(
                    {name: morsel.value for name, morsel in response.cookies.items()}
                )
                return _target(response)
            if status == 304:
                if visit.request.etag is None and visit.request.last_modified is None:
                    raise _FailedError("HTTP 304: says nothing changed, though no copy is held", status=304)
                etag, last_modified = _validators(response)
                return Fetched(
                    request=visit.request,
                    state="unchanged",
                    url=visit.shown(),
                    content_type=_header(response, "Content-Type"),
                    etag=etag or visit.request.etag,
                    last_modified=last_modified or visit.request.last_modified,
                    status=304,
                )
            if not 200 <= status < 300:
                raise _FailedError(reasons.of_status(status, response.headers, await _start(response)), status=status)
            return await self._read(visit, response, grow)

    async def _read(self, visit: _Visit, response: aiohttp.ClientResponse, grow: _Grow) -> Fetched:
        unpacker = Unpacker(_header(response, "Content-Encoding"), max_bytes=self._settings.max_bytes)
        if (response.content_length or 0) > self._settings.max_bytes:
            raise TooLargeError
        async for piece in response.content.iter_chunked(_PIECE):
            unpacker.feed(piece)
            await grow(unpacker.size)
        body = unpacker.end()
        content_type = _header(response, "Content-Type")
        if reasons.is_challenge(response.headers, b""):
            raise _FailedError(f"HTTP {response.status}: a check for robots stands in the way", status=response.status)
        if response.status == 202 and reasons.is_web_page(content_type, body[:1024]):
            raise _FailedError("answered with 202 and a web page, as checks for robots do", status=202)
        if not body.strip():
            raise _FailedError(f"HTTP {response.status}: answered with nothing", status=response.status)
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
        )

    def _session_for(self, visit: _Visit) -> aiohttp.ClientSession:
        """The session that may go where a visit stands. Raises ``_FailedError`` where none may."""
        host = visit.url.host or ""
        if self._settings.allow_private or (visit.request.written and visit.hops == 0):
            return self._open
        # Whoever wrote the address of a private host meant that host; it may send to another page of its own.
        at_home = visit.request.written and host == visit.first.host and visit.url.port == visit.first.port
        if at_home and (is_private(host) if is_literal(host) else self._resolver.was_private(host)):
            return self._open
        # Addresses are not looked up, so that the resolver would not see them.
        if is_literal(host) and is_private(host):
            raise _FailedError(reasons.PRIVATE)
        return self._guarded

    def _proxy(self, url: URL) -> str | None:
        host = url.host or ""
        if not self._proxies or proxy_bypass(f"{host}:{url.port}"):
            return None
        return self._proxies.get(url.scheme) or self._proxies.get("all")


class _Visit:
    """A request on its way from redirect to redirect."""

    def __init__(self, request: FetchRequest) -> None:
        self.request = request
        """Raises ``ValueError`` where the request's URL is none."""
        self.first = self.url = _parse(request.url)
        self.hops = 0
        self.status: int | None = None  # of the answer under way
        self.cookies: dict[str, dict[str, str]] = {}  # host -> those it set while redirecting
        self._been = {self._stand()}

    def go(self, url: URL) -> None:
        """Move on. Raises ``_FailedError`` where the visit goes in a circle."""
        self.url = url
        self.hops += 1
        if self._stand() in self._been:
            raise _FailedError("redirects in a circle", status=self.status)
        self._been.add(self._stand())

    def headers(self) -> dict[str, str]:
        """What to send here."""
        headers: dict[str, str] = {}
        if self.request.etag:
            headers["If-None-Match"] = self.request.etag
        if self.request.last_modified:
            headers["If-Modified-Since"] = self.request.last_modified
        cookies = self.cookies.get(self.url.host or "")
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return headers

    def shown(self) -> str:
        """Where it stands, without credentials."""
        return str(self.url.with_user(None)) if self.url.user or self.url.password else str(self.url)

    def failed(self, reason: str, status: int | None = None) -> Fetched:
        """The visit's end."""
        return Fetched(request=self.request, state="failed", url=self.shown(), reason=reason, status=status)

    def _stand(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Place and cookies: to be sent back to a page with a new cookie is no circle."""
        return str(self.url), tuple(sorted(self.cookies.get(self.url.host or "", {}).items()))


def _parse(text: str) -> URL:
    """A URL with a host. Raises ``ValueError`` for what is none."""
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(text)
    return url


def _host(proxy: str) -> str | None:
    try:
        return URL(proxy if "://" in proxy else f"http://{proxy}").host
    except ValueError:
        return None


def _target(response: aiohttp.ClientResponse) -> URL:
    """Where a redirect leads. Raises ``_FailedError`` where that is nowhere to go."""
    location = _header(response, "Location")
    status = response.status
    if not location:
        raise _FailedError(f"HTTP {status}: redirects without saying where to", status=status)
    try:
        url = response.url.join(URL(location))
        if url.scheme in ("http", "https"):
            return _parse(str(url)).with_fragment(None)
    except ValueError as error:
        raise _FailedError(f"HTTP {status}: redirects to what is no address", status=status) from error
    raise _FailedError(f"redirects to a {url.scheme[:20]}: address, which is refused", status=status)


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
