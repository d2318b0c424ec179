"""Which network addresses belong to everyone, and looking names up without holding anything up."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


class PrivateAddressError(OSError):
    """A name that leads to an address of the operator's own network."""


def is_private(address: str) -> bool:
    """Whether an IP address, as text, is not one of the public Internet's; True for what is no address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_private(str(inner))
    return not ip.is_global or ip.is_multicast


def is_literal(host: str) -> bool:
    """Whether a host is an address and not a name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class Resolver(AbstractResolver):
    """Looks names up in threads of its own.

    The event loop's own threads are few, and the loop waits for them at its end: without a network, where a look-up may
    take half a minute, that would hold the program up long after it had given up. These are daemons: nobody waits.
    """

    def __init__(self, *, public_only: bool, except_hosts: frozenset[str] = frozenset()) -> None:
        """``public_only``: refuse names that lead to private addresses, but for ``except_hosts`` (the proxies)."""
        self._public_only = public_only
        self._except = except_hosts
        self._private: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Addresses of a host. Raises ``OSError``; ``PrivateAddressError`` where one of them is refused."""
        found = await _look_up(host, port, family)
        addresses = [_result(host, info) for info in found]
        private = [is_private(address["host"]) for address in addresses]
        if self._public_only and any(private) and host not in self._except:
            raise PrivateAddressError(host)
        if all(private):
            self._private.add(host)
        else:
            self._private.discard(host)
        return addresses

    def was_private(self, host: str) -> bool:
        """Whether every address that ``host`` last led to was private."""
        return host in self._private

    async def close(self) -> None:
        """Nothing to let go of."""


_Info = tuple[int, int, int, str, tuple[object, ...]]


async def _look_up(host: str, port: int, family: int) -> list[_Info]:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[_Info]] = loop.create_future()

    def settle(found: list[_Info] | None, error: OSError | None) -> None:
        if answer.done():  # nobody waits any more
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(found or [])

    def ask() -> None:
        found: list[_Info] | None = None
        failed: OSError | None = None
        try:
            found = list(socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM))
        except OSError as error:
            failed = error
        except UnicodeError as error:  # a label too long or empty for a name
            failed = socket.gaierror(socket.EAI_NONAME, str(error))
        try:
            loop.call_soon_threadsafe(settle, found, failed)
        except RuntimeError:
            return  # the loop is closed: the fetch is over

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return await answer


def _result(host: str, info: _Info) -> ResolveResult:
    family, _, proto, _, address = info
    ip, port = str(address[0]), int(str(address[1]))
    if family == socket.AF_INET6 and len(address) > 3 and address[3] and "%" not in ip:
        ip = f"{ip}%{address[3]}"  # a link-local address means nothing without its link
    return {
        "hostname": host,
        "host": ip,
        "port": port,
        "family": family,
        "proto": proto,
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }
