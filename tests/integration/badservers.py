"""Servers on loopback that misbehave, byte by byte, and one good feed that nobody may spoil."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from digest.fetching import AiohttpFetcher
from digest.model import Fetched, FetchRequest

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title></channel></rss>'
PAGE = b"<!DOCTYPE html><html><title>Quay</title><p>The quay is closed."


def answer(status: str = "200 OK", body: bytes = FEED, **headers: str) -> bytes:
    """A whole answer; header names with "_" for "-"."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


Talk = Callable[[asyncio.StreamWriter], Awaitable[None]]
Said = bytes | list[bytes] | Talk


@dataclass
class Bad:
    """A server and what it says to each path; a list is said in order, its last for ever. ``/good`` is a feed."""

    paths: dict[str, Said]
    asked: list[str] = field(default_factory=list)  # paths, as they came
    heads: list[str] = field(default_factory=list)  # the whole heads of the requests
    times: list[float] = field(default_factory=list)  # when each was asked, seconds
    port: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ")[1]
            self.heads.append(head)
            self.times.append(asyncio.get_running_loop().time())
            said = answer() if path == "/good" else self.paths.get(path, answer("404 Not Found", b""))
            if isinstance(said, list):
                said = said[min(Counter(self.asked)[path], len(said) - 1)]
            self.asked.append(path)
            if isinstance(said, bytes):
                writer.write(said.replace(b"PORT", str(self.port).encode()))
                await writer.drain()
            else:
                await said(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever asked has hung up, which is what many of these tests are about
        finally:
            writer.close()


@asynccontextmanager
async def listening(bad: Bad, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Bad]:
    """Have a server listen on loopback while the block runs."""
    server = await asyncio.start_server(bad.talk, "127.0.0.1", 0, ssl=tls, limit=2**20)
    bad.port = server.sockets[0].getsockname()[1]
    try:
        yield bad
    finally:
        server.close()


def ask(bad: Bad, *requests: str | FetchRequest, host: str = "127.0.0.1", **settings: Any) -> dict[str, Fetched]:
    """What came of each path or request, by key; in a URL, PORT stands for the server's.

    Beside them, a feed of another host (localhost, the same server) is read in the same run, or this fails.
    """

    async def scenario() -> list[Fetched]:
        async with listening(bad):
            asked = [FetchRequest(key="good", url=f"http://localhost:{bad.port}/good")]
            for request in requests:
                if isinstance(request, str):
                    asked.append(FetchRequest(key=request, url=f"http://{host}:{bad.port}{request}"))
                else:
                    fields = {name: getattr(request, name) for name in FetchRequest.__slots__}
                    asked.append(FetchRequest(**{**fields, "url": request.url.replace("PORT", str(bad.port))}))
            fetcher = AiohttpFetcher(**{"total_timeout": 60.0, **settings})
            return [fetched async for fetched in fetcher.fetch(asked)]

    found = asyncio.run(scenario())
    assert len(found) == len(requests) + 1
    by_key = {fetched.request.key: fetched for fetched in found}
    good = by_key.pop("good")
    assert (good.state, good.body) == ("read", FEED)
    return by_key
