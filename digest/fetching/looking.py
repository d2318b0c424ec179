"""One request to a server of the operator's own naming, for a look: whether it answers, what, and what time it has."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from digest import __version__

_MOST = 4096  # bytes of an answer that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came of it."""

    status: int | None = None  # None: no answer
    reason: str = ""  # why none
    body: bytes = b""  # its beginning
    ahead: float | None = None  # seconds that the server's clock is ahead of ours, where it says what time it is


async def look(
    url: str,
    *,
    method: Literal["GET", "HEAD", "POST"] = "GET",
    data: bytes | None = None,
    patience: float = 15.0,
) -> Look:
    """Ask once, following no redirect, within ``patience`` seconds. Never raises; no word of ``reason`` has the URL."""
    try:
        return await asyncio.wait_for(_look(url, method, data), patience)
    except TimeoutError:
        return Look(reason=f"no answer within {patience:g} s")
    except ValueError:
        return Look(reason="that is no URL")


async def _look(url: str, method: str, data: bytes | None) -> Look:
    import aiohttp  # half of a start's cost, and only here

    from digest.fetching.addresses import Resolver

    headers = {"User-Agent": f"digest/{__version__} (doctor)", "Accept": "*/*"}
    if data is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connector = aiohttp.TCPConnector(resolver=Resolver(public_only=False))
    try:
        async with (
            aiohttp.ClientSession(connector=connector, headers=headers, trust_env=True) as session,
            session.request(method, url, data=data, allow_redirects=False) as answer,
        ):
            came = time.time()
            body = await answer.content.read(_MOST) if method != "HEAD" else b""
            return Look(
                status=answer.status,
                body=body,
                ahead=_ahead(answer.headers.get("Date"), answer.headers.get("Age"), came),
            )
    except aiohttp.InvalidURL:
        return Look(reason="that is no URL")
    except (aiohttp.ClientError, OSError) as error:
        return Look(reason=_words(error, urlsplit(url).hostname or ""))


def _ahead(date: str | None, age: str | None, came: float) -> float | None:
    """Of the Date field (RFC 9110 §6.6.1); an answer out of a cache is as old as its Age says (RFC 9111 §5.1)."""
    try:
        moment = parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return moment + (int(age) if age is not None and age.isascii() and age.isdigit() else 0) - came


def _words(error: Exception, host: str) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"the name {host} is not known"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"its certificate does not hold: {_plain(error.certificate_error)}"
    if isinstance(error, aiohttp.ClientSSLError):
        return "no TLS with it"
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno
        return os.strerror(number).lower() if number else "no connection"
    return "the connection broke off"


def _plain(error: Exception) -> str:
    return getattr(error, "verify_message", "") or "it is not trusted"
