"""Public and private addresses, and looking names up."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest

from digest.fetching.addresses import PrivateAddressError, Resolver, is_literal, is_private


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:a00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "not an address",
        "",
    ],
)
def test_private_addresses(address: str) -> None:
    """The operator's own network in every dress; and what is no address."""
    assert is_private(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    """The Internet's."""
    assert not is_private(address)


def test_literals() -> None:
    """An address is not looked up; a name is."""
    assert is_literal("127.0.0.1")
    assert is_literal("fe80::1%eth0")
    assert not is_literal("quay.example")


def answers(monkeypatch: pytest.MonkeyPatch, **addresses: list[str] | OSError) -> None:
    """Make names lead to addresses."""

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        found = addresses[host.partition(".")[0]]
        if isinstance(found, OSError):
            raise found
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of them the connection would take is not known."""
    answers(monkeypatch, mixed=["93.184.215.14", "10.0.0.1"], public=["93.184.215.14"], proxy=["10.0.0.1"])
    resolver = Resolver(public_only=True, except_hosts=frozenset({"proxy.example"}))

    async def scenario() -> None:
        with pytest.raises(PrivateAddressError):
            await resolver.resolve("mixed.example", 80)
        assert [a["host"] for a in await resolver.resolve("public.example", 80)] == ["93.184.215.14"]
        assert [a["host"] for a in await resolver.resolve("proxy.example", 80)] == ["10.0.0.1"]

    asyncio.run(scenario())


def test_a_name_is_private_only_while_all_it_leads_to_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes its mind is judged by what it said last."""
    resolver = Resolver(public_only=False)
    answers(monkeypatch, host=["10.0.0.1"])
    asyncio.run(resolver.resolve("host.example"))
    assert resolver.was_private("host.example")
    answers(monkeypatch, host=["93.184.215.14", "10.0.0.1"])
    asyncio.run(resolver.resolve("host.example"))
    assert not resolver.was_private("host.example")


def test_a_look_up_that_hangs_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread is nobody's concern: the loop ends without it, and its late answer finds nobody."""
    release = threading.Event()

    def hang(*_: Any, **__: Any) -> list[Any]:
        release.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)

    async def scenario() -> None:
        async with asyncio.timeout(0.05):
            await Resolver(public_only=False).resolve("slow.example")

    with pytest.raises(TimeoutError):
        asyncio.run(scenario())
    helpers = [thread for thread in threading.enumerate() if thread.name == "look up slow.example"]
    assert [thread.daemon for thread in helpers] == [True]
    release.set()
    helpers[0].join(60)
    assert not helpers[0].is_alive()


def test_a_failed_look_up_raises_what_the_system_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the reason in words."""
    answers(monkeypatch, gone=socket.gaierror(socket.EAI_NONAME, "unknown"))
    with pytest.raises(socket.gaierror):
        asyncio.run(Resolver(public_only=False).resolve("gone.example"))
