"""What stands around every answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from digest.serving.server import guarded


def ask(
    url: str,
    path: str,
    *,
    method: str = "GET",
    peer: str = "127.0.0.1",
    headers: dict[str, str] | None = None,
    app: Any,
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is sent for a request, and what is told of faults."""
    sent: list[dict[str, Any]] = []
    told: list[str] = []
    shop = SimpleNamespace(url=url, proxies=("127.0.0.1",), fault=told.append)
    given = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "path": path, "method": method, "client": (peer, 1), "headers": given}

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    asyncio.run(guarded(app, shop)(scope, receive, send))  # type: ignore[arg-type]  # of a shop, it asks no more
    return sent, told


async def echo(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-path", scope["path"].encode())]})
    await send({"type": "http.response.body", "body": b""})


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError("reader@example.org")


@pytest.mark.parametrize(
    ("url", "path", "inner"),
    [
        ("https://a.example", "/u/x", "/u/x"),
        ("https://a.example/letters", "/letters/u/x", "/u/x"),
        ("https://a.example/letters", "/letters", "/"),
        ("https://a.example/letters", "/u/x", "/u/x"),
        ("https://a.example/letters", "/lettersx", "/lettersx"),
    ],
)
def test_the_path_below_our_address(url: str, path: str, inner: str) -> None:
    """Whether or not a proxy takes the beginning off."""
    sent, _ = ask(url, path, app=echo)
    assert dict(sent[0]["headers"])[b"x-path"].decode() == inner


@pytest.mark.parametrize(
    ("peer", "method", "proto", "status"),
    [
        ("127.0.0.1", "GET", "http", 308),
        ("127.0.0.1", "HEAD", "http", 308),
        ("127.0.0.1", "GET", "https", 200),
        ("127.0.0.1", "POST", "http", 200),  # one click has no redirect (RFC 8058 §3.1)
        ("203.0.113.9", "GET", "http", 200),  # no proxy of ours
    ],
)
def test_readers_are_led_to_https(peer: str, method: str, proto: str, status: int) -> None:
    """Where our own proxy says that a page was asked for in the clear."""
    headers = {"X-Forwarded-Proto": proto}
    sent, _ = ask("https://a.example", "/u/x", method=method, peer=peer, headers=headers, app=echo)
    assert sent[0]["status"] == status
    if status == 308:
        assert dict(sent[0]["headers"])[b"location"] == b"https://a.example/u/x"


def test_a_fault_of_our_own() -> None:
    """The reader learns that there was one; the operator where it was, and nobody's name."""
    sent, told = ask("https://a.example", "/", app=broken)
    assert sent[0]["status"] == 500
    assert b"content-security-policy" in dict(sent[0]["headers"])
    assert len(told) == 1
    assert "RuntimeError at " in told[0]
    assert "reader" not in told[0]


def test_a_crowd_of_one_is_put_off() -> None:
    """So many requests under way of one client, whatever proxy they come by; the others are answered."""
    held: list[asyncio.Event] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        held.append(asyncio.Event())
        await held[-1].wait()
        await echo(scope, receive, send)

    async def scenario() -> list[int]:
        shop = SimpleNamespace(url="https://a.example", proxies=("127.0.0.1",), fault=print)
        app = guarded(slow, shop)  # type: ignore[arg-type]  # as above

        async def status(client: str) -> int:
            sent: list[dict[str, Any]] = []
            given = [(b"x-forwarded-for", client.encode())]
            scope = {"type": "http", "path": "/", "method": "GET", "client": ("127.0.0.1", 1), "headers": given}

            async def send(message: Any) -> None:
                sent.append(message)

            await app(scope, None, send)  # type: ignore[arg-type]  # nothing is received
            return int(sent[0]["status"])

        many = [asyncio.create_task(status("192.0.2.7")) for _ in range(20)]
        await asyncio.sleep(0.01)
        other = asyncio.create_task(status("192.0.2.8"))
        await asyncio.sleep(0.01)
        for each in held:
            each.set()
        found = [*await asyncio.gather(*many), await other]
        again = asyncio.create_task(status("192.0.2.7"))
        await asyncio.sleep(0.01)
        held[-1].set()
        return [*found, await again]

    found = asyncio.run(scenario())
    assert found == [200] * 16 + [429] * 4 + [200, 200]
