"""`digest serve` where many come at once, or say half of something: who has something to say is still heard."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from test_serving import House, house, link  # noqa: F401 - a fixture

from digest.serving import guarding
from digest.serving.connections import MOST, patient

HALF = [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\naddress=a"]


@contextmanager
def half_sent(port: int, many: int) -> Iterator[list[socket.socket]]:
    """So many connections that say the beginning of something, and then no more."""
    made = []
    try:
        for number in range(many):
            one = socket.create_connection(("127.0.0.1", port))
            made.append(one)
            one.sendall(HALF[number % 3])
        yield made
    finally:
        for one in made:
            one.close()


def test_half_sent_requests_keep_nobody_out(house: House) -> None:  # noqa: F811 - the fixture
    """However many there are: the page is shown, and who leaves by one click has left."""
    leave = link(house.subscribe("reader@example.org"), "u")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * MOST)), hard))
    with half_sent(house.desk.port, MOST + 50):
        assert house.desk.ask("/").status == 200
        assert house.desk.ask(leave, fields={"List-Unsubscribe": "One-Click"}).status == 200
    assert "one click" in house.state()


async def _app(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message["body"]
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def listening(protocol: Callable[..., Any]) -> AsyncIterator[int]:
    """The port of a server with such connections."""
    import uvicorn

    config = uvicorn.Config(_app, http=protocol, lifespan="off", log_level="critical", port=0)  # type: ignore[arg-type]  # as in serving
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


async def ended(port: int, *said: bytes) -> bytes:
    """What comes until the server hangs up; ``said`` goes out a piece at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in said:
        writer.write(each)
        await asyncio.sleep(0.1)
    heard = b""
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(4096):
            heard += piece
    writer.close()
    return heard


@pytest.mark.parametrize(
    "said",
    [
        (),
        (b"GET / HTTP/1.1\r\n",),
        (b"G", b"E", b"T", b" ", b"/", b" ", b"H", b"T", b"T", b"P"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n", *[b"a"] * 8),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HT"),
    ],
)
def test_who_says_half_of_something_is_let_go(said: tuple[bytes, ...]) -> None:
    """The clock runs from where it began, however much dribbles in after that."""

    async def scenario() -> bytes:
        async with listening(patient((), head=1, body=1)) as port, asyncio.timeout(60):
            return await ended(port, *said)

    assert asyncio.run(scenario()).startswith(b"HTTP/1.1 200") == (len(said) == 2)


def test_one_address_has_so_many_and_a_proxy_more() -> None:
    """Connections beyond that are closed; through a proxy of ours come many."""
    request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    async def answers(proxies: list[str]) -> list[bytes]:
        async with listening(patient(guarding.networks(proxies), each=3)) as port:
            held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
            await asyncio.sleep(0.1)
            found = [await ended(port, request)]
            for _, writer in held:
                writer.close()
            await asyncio.sleep(0.1)
            return [*found, await ended(port, request)]

    kept_out, later = asyncio.run(answers([]))
    assert not kept_out.startswith(b"HTTP/1.1 200")
    assert later.startswith(b"HTTP/1.1 200")
    assert all(each.startswith(b"HTTP/1.1 200") for each in asyncio.run(answers(["127.0.0.0/8"])))
