"""The fetcher against a real server on loopback that misbehaves by name."""

from __future__ import annotations

import asyncio
import gzip
import socket
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from digest.fetching import AiohttpFetcher
from digest.model import Fetched, FetchRequest

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title></channel></rss>'
SERVER_S_OWN = "<coroutine object RequestHandler"
MODIFIED = "Wed, 01 May 2024 12:00:00 GMT"


class Server:
    """A server with a handler for each fault; ``/NAME`` calls ``NAME``."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.at_once: Counter[str] = Counter()
        self.most_at_once = 0
        self.base = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]] = getattr(self, request.match_info["name"])
        self.at_once["all"] += 1
        self.most_at_once = max(self.most_at_once, self.at_once["all"])
        try:
            return await handler(request)
        finally:
            self.at_once["all"] -= 1

    async def feed(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=FEED, content_type="application/rss+xml")

    async def conditional(self, request: web.Request) -> web.StreamResponse:
        headers = {"ETag": 'W/"abc"', "Last-Modified": MODIFIED}
        if request.headers.get("If-None-Match") == 'W/"abc"' and request.headers.get("If-Modified-Since") == MODIFIED:
            return web.Response(status=304, headers={"ETag": 'W/"abc"'})
        return web.Response(body=FEED, headers=headers)

    async def always_304(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=304)

    async def status(self, request: web.Request) -> web.StreamResponse:
        headers = {"Retry-After": request.query["wait"]} if "wait" in request.query else {}
        return web.Response(status=int(request.query["code"]), headers=headers, text="sorry")

    async def silent(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(90)
        return web.Response(body=FEED)

    async def brief(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return web.Response(body=FEED)

    async def drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for byte in FEED * 100:
            await response.write(bytes([byte]))
            await asyncio.sleep(0.02)
        return response

    async def stall(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(FEED)
        await asyncio.sleep(90)
        return response

    async def stall_after_403(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=403, headers={"Content-Length": "5000"})
        await response.prepare(request)
        await asyncio.sleep(90)
        return response

    async def cut(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(FEED)
        assert request.transport is not None
        request.transport.close()
        return response

    async def hang_up(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def gzipped(self, request: web.Request) -> web.StreamResponse:
        assert "gzip" in request.headers["Accept-Encoding"]
        return web.Response(body=gzip.compress(FEED), headers={"Content-Encoding": "gzip"})

    async def gzip_cut(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=gzip.compress(FEED)[:-20], headers={"Content-Encoding": "gzip"})

    async def gzip_in_name_only(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=FEED, headers={"Content-Encoding": "gzip"})

    async def brotli(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x0b\x02\x80", headers={"Content-Encoding": "br"})

    async def bomb(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=BOMB, headers={"Content-Encoding": "gzip"})

    async def huge(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * 300_000)

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<item>" * 10_000)

    async def circle(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/circle"})

    async def onward(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=301, headers={"Location": f"/onward?n={int(request.query.get('n', 0)) + 1}"})

    async def to(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": request.query["place"]})

    async def nowhere(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302)

    async def cookie_first(self, request: web.Request) -> web.StreamResponse:
        if request.cookies.get("seen") == "yes":
            return web.Response(body=FEED)
        response = web.Response(status=302, headers={"Location": "/cookie_first"})
        response.set_cookie("seen", "yes")
        return response

    async def page(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text="<!DOCTYPE html><html><p>Hello", content_type="text/html")

    async def accepted_page(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=202, text="<html><p>Wait", content_type="text/html")

    async def accepted_feed(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=202, body=FEED, content_type="text/html")

    async def challenge(self, request: web.Request) -> web.StreamResponse:
        body = gzip.compress(b"<html><title>Just a moment...</title>")
        return web.Response(status=403, body=body, headers={"Content-Encoding": "gzip"})

    async def odd_cookie(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Set-Cookie": "ô=1; path=/", "Location": "/feed"})

    async def wrong_type(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=FEED, content_type="text/plain")

    async def empty(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=b" \n")

    async def odd_headers(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=FEED, headers={"ETag": '"caf\u00e9"', "Last-Modified": "x" * 5000})


def _bomb() -> bytes:
    """200 MB of nothing in 200 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()


BOMB = _bomb()


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[Server]:
    app = web.Application()
    app.router.add_get("/{name}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.base = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()


def ask(
    *paths: str, server: Server | None = None, requests: Sequence[FetchRequest] = (), **settings: Any
) -> list[Fetched]:
    """What came of asking the server for each path, in the order it came."""
    made = server or Server()

    async def scenario() -> list[Fetched]:
        async with serving(made):
            asked = [FetchRequest(key=path, url=f"{made.base}/{path}") for path in paths]
            asked += [FetchRequest(**{**_fields(r), "url": r.url.replace("BASE", made.base)}) for r in requests]
            fetcher = AiohttpFetcher(**{"total_timeout": 60.0, **settings})
            return [fetched async for fetched in fetcher.fetch(asked)]

    return asyncio.run(scenario())


async def whole(*requests: FetchRequest) -> list[Fetched]:
    """Every answer."""
    return [fetched async for fetched in AiohttpFetcher().fetch(requests)]


def _fields(request: FetchRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in FetchRequest.__slots__}


def reason(path: str, **settings: Any) -> str:
    """Why asking for a path failed."""
    (fetched,) = ask(path, **settings)
    assert (fetched.state, fetched.body) == ("failed", b"")
    assert fetched.reason
    return fetched.reason


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's proxy is not part of these tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_feed_is_read(tmp_path: Path) -> None:
    """Body, type, status, where it came from; and who asked."""
    server = Server()
    (fetched,) = ask("feed", server=server, user_agent="digest/9 (+https://quay.example)")
    assert (fetched.state, fetched.body, fetched.status) == ("read", FEED, 200)
    assert fetched.content_type.startswith("application/rss+xml")
    assert fetched.url == f"{server.base}/feed"
    assert server.asked[0].headers["User-Agent"] == "digest/9 (+https://quay.example)"


def test_an_unchanged_feed_is_not_read_again() -> None:
    """The validators go out as they came in, and are kept where a 304 does not repeat them."""
    (first,) = ask("conditional")
    assert (first.etag, first.last_modified) == ('W/"abc"', MODIFIED)
    again = FetchRequest(key="c", url="BASE/conditional", etag=first.etag, last_modified=first.last_modified)
    (second,) = ask(requests=[again])
    assert (second.state, second.body, second.status) == ("unchanged", b"", 304)
    assert (second.etag, second.last_modified) == ('W/"abc"', MODIFIED)


def test_nothing_can_be_unchanged_that_was_never_read() -> None:
    """A server that says 304 to everyone is named."""
    assert "no copy is held" in reason("always_304")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("status?code=404", "HTTP 404: not found"),
        ("status?code=410", "HTTP 410: gone for good"),
        ("status?code=418", "HTTP 418: i'm a teapot"),
        ("status?code=429&wait=120", "HTTP 429: too many requests; asks to wait 2 min"),
        ("status?code=503&wait=Sun, 01 May 2124 12:00:00 GMT", "HTTP 503: out of service for now; asks to wait 7 days"),
        ("status?code=503&wait=soon", "HTTP 503: out of service for now"),
        ("status?code=599", "HTTP 599"),
        ("challenge", "HTTP 403: a check for robots stands in the way"),
        ("accepted_page", "answered with 202 and a web page"),
        ("empty", "HTTP 200: answered with nothing"),
        ("cut", "the server closed the connection in mid-body"),
        ("hang_up", "the server closed the connection without an answer"),
        ("gzip_cut", "the gzip body is cut short"),
        ("brotli", "packed as br, which was not asked for"),
        ("circle", "redirects in a circle"),
        ("onward", "too many redirects: over 10"),
        ("nowhere", "redirects without saying where to"),
        ("to?place=file:///etc/hostname", "redirects to a file: address, which is refused"),
        ("to?place=http://[::bad/", "redirects to what is no address"),
        ("to?place=http://10.0.0.1/admin", "leads to a private address"),
        ("to?place=http://[::ffff:10.0.0.1]/", "leads to a private address"),
        ("to?place=http://127.0.0.1:1/", "leads to a private address"),
        ("to?place=http://localhost:1/", "leads to a private address"),
    ],
)
def test_each_failure_says_what_happened(path: str, words: str) -> None:
    """In words for the run report."""
    assert words in reason(path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("silent", "timed out after 2 s without an answer"),
        ("drip", "timed out after 2 s in mid-body"),
        ("stall", "timed out after 2 s in mid-body"),
    ],
)
def test_the_timeout_is_for_the_whole_request(path: str, words: str) -> None:
    """A byte now and then does not keep a request alive."""
    assert reason(path, total_timeout=2.0) == words


def test_a_refusal_is_told_though_its_page_never_comes() -> None:
    """The status was the answer."""
    assert reason("stall_after_403") == "HTTP 403: access refused"


@pytest.mark.parametrize("path", ["gzipped", "gzip_in_name_only", "wrong_type", "accepted_feed", "cookie_first"])
def test_oddities_that_still_bring_the_feed(path: str) -> None:
    """Packed, said to be packed, of the wrong type, only accepted, behind a cookie."""
    (fetched,) = ask(path)
    assert (fetched.state, fetched.body) == ("read", FEED)


def test_a_web_page_is_read_as_what_it_is() -> None:
    """Whether a page was wanted is for others to say."""
    (fetched,) = ask("page")
    assert (fetched.state, fetched.content_type) == ("read", "text/html; charset=utf-8")


def test_validators_that_cannot_be_kept_are_not() -> None:
    """Neither words outside ASCII nor five thousand letters."""
    (fetched,) = ask("odd_headers")
    assert (fetched.state, fetched.etag, fetched.last_modified) == ("read", None, None)


def test_redirects_are_followed_to_where_they_end() -> None:
    """The URL after redirects is told; one who wrote a private address may be sent on by it."""
    server = Server()
    (fetched,) = ask("to?place=/feed", server=server)
    assert (fetched.state, fetched.url) == ("read", f"{server.base}/feed")


def test_private_places_may_be_allowed() -> None:
    """With ``allow_private`` a redirect may lead anywhere on the network."""
    assert reason("to?place=http://localhost:1/", allow_private=True) == "connection refused"


def test_what_a_feed_names_reaches_neither_network_nor_disk(tmp_path: Path) -> None:
    """The URL of an entry is not a person's word."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    server = Server()
    found = ask(
        server=server,
        requests=[
            FetchRequest(key="address", url="BASE/feed", written=False),
            FetchRequest(key="name", url="http://localhost:1/", written=False),
            FetchRequest(key="file", url=str(secret), written=False),
        ],
    )
    assert {fetched.request.key: fetched.reason for fetched in found} == {
        "address": "leads to a private address, which a feed may not reach",
        "name": "leads to a private address, which a feed may not reach",
        "file": "a file, which a feed may not name",
    }
    assert server.asked == []


@pytest.mark.parametrize("path", ["bomb", "huge", "endless"])
def test_a_body_stops_at_the_cap(path: str) -> None:
    """After decompression, announced or not."""
    assert reason(path, max_bytes=200_000) == "too large: over 200 KB"


def test_a_bomb_takes_no_memory() -> None:
    """200 MB packed into 200 KB, sixteen times: what is held stays near the cap."""
    program = """
import asyncio, resource, sys
from digest.fetching import AiohttpFetcher
from digest.model import FetchRequest
async def main():
    requests = [FetchRequest(key=str(n), url=sys.argv[1]) for n in range(16)]
    return [f.reason async for f in AiohttpFetcher(max_bytes=5_000_000).fetch(requests)]
import digest.fetching.web
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print({*asyncio.run(main())}, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000)
"""

    async def scenario() -> str:
        async with serving(Server()) as server:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", program, f"{server.base}/bomb", stdout=subprocess.PIPE
            )
            out, _ = await process.communicate()
            return out.decode().strip()

    assert asyncio.run(scenario()) == "{'too large: over 5 MB'} True"


def test_a_slow_host_delays_nobody_else() -> None:
    """Two hundred requests to a host that never answers, and one to another: the other comes first."""

    async def scenario() -> str:
        async with serving(Server()) as slow, serving(Server()) as quick:
            port = quick.base.rpartition(":")[2]
            requests = [FetchRequest(key=f"slow {n}", url=f"{slow.base}/silent") for n in range(200)]
            requests.append(FetchRequest(key="quick", url=f"http://localhost:{port}/feed"))
            answers = AiohttpFetcher(per_host=2, concurrency=8).fetch(requests)
            first = await anext(answers)
            await answers.aclose()  # type: ignore[attr-defined]  # a generator, beyond what the port promises
            assert len(slow.asked) <= 2
            return first.request.key

    assert asyncio.run(scenario()) == "quick"


def test_no_more_than_so_many_at_once() -> None:
    """To one host, and in all; each request is answered once."""
    server = Server()
    found = ask(*(f"brief?n={n}" for n in range(40)), server=server, per_host=3)
    assert sorted(fetched.request.key for fetched in found) == sorted(f"brief?n={n}" for n in range(40))
    assert {fetched.state for fetched in found} == {"read"}
    assert server.most_at_once == 3
    server = Server()
    ask(*(f"brief?n={n}" for n in range(20)), server=server, per_host=10, concurrency=2)
    assert server.most_at_once == 2


def test_a_connection_is_kept_while_its_host_is_asked_for_more() -> None:
    """And given up with the last request."""
    server = Server()
    ask("feed?n=1", "feed?n=2", "feed?n=3", server=server, per_host=1)
    assert [request.headers.get("Connection") for request in server.asked] == [None, None, "close"]


def test_many_hosts_leave_no_connections_open() -> None:
    """Two hundred hosts where no more than sixty files may be open; and nothing is printed of the cookies they set."""
    program = """
import asyncio, resource, socket, sys
from digest.fetching import AiohttpFetcher
from digest.model import FetchRequest
resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: real("127.0.0.1", *more, **named)
async def main():
    requests = [FetchRequest(key=str(n), url=f"http://host{n}.example:{sys.argv[1]}/odd_cookie") for n in range(200)]
    return {f.reason or f.state async for f in AiohttpFetcher(concurrency=20).fetch(requests)}
print(*asyncio.run(main()))
"""

    async def scenario() -> tuple[bytes, bytes]:
        async with serving(Server()) as server:
            port = server.base.rpartition(":")[2]
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", program, port, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            return await process.communicate()

    assert asyncio.run(scenario()) == (b"read\n", b"")


def test_answers_wait_for_a_slow_caller() -> None:
    """Nothing is asked ahead of what may be held, and the caller's own time is not the servers' fault."""

    async def scenario() -> tuple[int, list[str]]:
        async with serving(Server()) as server:
            requests = [FetchRequest(key=str(n), url=f"{server.base}/feed?n={n}") for n in range(30)]
            answers = AiohttpFetcher(per_host=30, concurrency=5, total_timeout=3).fetch(requests)
            states = [(await anext(answers)).state]
            await asyncio.sleep(3.5)
            asked = len(server.asked)
            states += [fetched.state async for fetched in answers]
            return asked, states

    asked, states = asyncio.run(scenario())
    assert asked == 5
    assert states == ["read"] * 30


def test_a_caller_that_holds_up_the_loop_is_not_the_server_s_fault() -> None:
    """What the program itself takes does not count against a timeout."""

    async def scenario() -> list[str]:
        async with serving(Server()) as server:
            requests = [FetchRequest(key=name, url=f"{server.base}/{name}") for name in ("feed", "brief")]
            states = []
            async for fetched in AiohttpFetcher(total_timeout=2).fetch(requests):
                states.append(fetched.state)
                if fetched.request.key == "feed":
                    time.sleep(2.5)  # noqa: ASYNC251  # a parser at work
            return states

    assert asyncio.run(scenario()) == ["read", "read"]


def test_large_bodies_take_turns() -> None:
    """More of them than may be held at once: all come, none is lost to waiting."""

    class Large(Server):
        async def large(self, request: web.Request) -> web.StreamResponse:
            return web.Response(body=FEED + b" " * 1_500_000)

    found = ask(*(f"large?n={n}" for n in range(20)), server=Large(), per_host=20)
    assert [fetched.state for fetched in found] == ["read"] * 20


def test_a_caller_may_stop_early() -> None:
    """What is under way is ended and nothing is left open."""

    async def scenario() -> list[str]:
        async with serving(Server()) as server:
            requests = [FetchRequest(key=str(n), url=f"{server.base}/{'feed' if n else 'silent'}") for n in range(4)]
            answers = AiohttpFetcher().fetch(requests)
            await anext(answers)
            await answers.aclose()  # type: ignore[attr-defined]  # a generator, beyond what the port promises
            left = asyncio.all_tasks() - {asyncio.current_task()}
            return [name for task in left if not (name := str(task.get_coro())).startswith(SERVER_S_OWN)]

    assert asyncio.run(scenario()) == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:{port}/", "connection refused"),
        ("http://nobody.invalid/", "no such host"),
        (f"http://{'a' * 70}.example/", "no such host"),
        ("http://", "not a web address"),
        ("http://[::1", "not a web address"),
        ("http://127.0.0.1:99999999/", "not a web address"),
        ("gopher://quay.example/", "neither a web address (http, https) nor a file's full path"),
        ("", "neither a web address (http, https) nor a file's full path"),
        ("http://a b/", "n"),
        ("http://\ud800.example/", "n"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was written in feeds.yml, the answer is a value."""
    look_up = socket.getaddrinfo

    def without_network(host: str, *args: Any, **kwargs: Any) -> Any:
        if host.endswith((".invalid", "a b")):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", without_network)
    requests = [FetchRequest(key="bad", url=url.format(port=unused_port()) if "{" in url else url)]
    bad, good = sorted(ask("feed", requests=requests), key=lambda fetched: fetched.request.key)
    assert (bad.state, good.state) == ("failed", "read")
    assert bad.reason
    assert bad.reason.startswith(words)


def test_a_server_that_speaks_no_http() -> None:
    """Mail servers and the like."""

    async def scenario() -> Fetched:
        async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 mail.example ESMTP\r\n" * 3)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            (fetched,) = await whole(FetchRequest(key="m", url=f"http://127.0.0.1:{port}/"))
            return fetched

    assert asyncio.run(scenario()).reason == "the answer is not HTTP"


def test_a_server_without_tls() -> None:
    """https:// to a plain server."""

    async def scenario() -> Fetched:
        async with serving(Server()) as server:
            url = server.base.replace("http:", "https:") + "/feed"
            (fetched,) = await whole(FetchRequest(key="s", url=url))
            return fetched

    reason = asyncio.run(scenario()).reason
    assert reason == "no secure connection (TLS): what answers there speaks none; is it http://?"


def test_a_proxy_from_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets the whole URL, and its own private address is no obstacle, even to what a feed named."""

    async def scenario() -> tuple[list[str], list[Fetched]]:
        seen: list[str] = []

        async def handle(request: web.BaseRequest) -> web.Response:
            seen.append(str(request.url))
            return web.Response(body=FEED)

        runner = web.ServerRunner(web.Server(handle))
        await runner.setup()
        await web.TCPSite(runner, "localhost", port := unused_port()).start()
        monkeypatch.setenv("http_proxy", f"http://localhost:{port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        try:
            requests = [
                FetchRequest(key="written", url="http://quay.example/feed"),
                FetchRequest(key="named", url="http://pier.example/page", written=False, page=True),
                FetchRequest(key="direct", url=f"http://127.0.0.1:{unused_port()}/"),
            ]
            return seen, await whole(*requests)
        finally:
            await runner.cleanup()

    seen, found = asyncio.run(scenario())
    states = {fetched.request.key: fetched.state for fetched in found}
    assert states == {"written": "read", "named": "read", "direct": "failed"}
    assert sorted(seen) == ["http://pier.example/page", "http://pier.example/robots.txt", "http://quay.example/feed"]
