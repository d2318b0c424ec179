"""Tell a service that watches cron lines (healthchecks.io and its like) that a run began, went well, or failed."""

from __future__ import annotations

import asyncio
import os
from urllib.parse import urlsplit

TIMEOUT = 10.0  # seconds, for all of it
_ATTEMPTS = 2
_PAUSE = 0.5  # seconds between them


async def ping(url: str, *, patience: float = TIMEOUT) -> str | None:
    """Ask for ``url``. None where it answered well, else why not, in words that do not hold the URL. Never raises.

    A GET without a body: what the run did is nobody else's business. What fails at once is tried once more, all within
    ``patience`` seconds.
    """
    try:
        host = urlsplit(url).hostname or "no host"
        return await asyncio.wait_for(_ping(url, host), patience)
    except TimeoutError:
        return f"{host}: no answer within {patience:g} s"
    except ValueError:
        return "not a URL"


async def _ping(url: str, host: str) -> str | None:
    import aiohttp  # half of a start's cost, and only here

    reason = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            await asyncio.sleep(_PAUSE)
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                if answer.status < 400:
                    return None
                reason = f"{host}: HTTP {answer.status}"
                if answer.status < 500:
                    return reason  # it would say the same again
        except aiohttp.InvalidURL:
            return "not a URL"
        except (aiohttp.ClientError, OSError) as error:
            # Its own words may hold the URL.
            reason = f"{host}: {_words(error)}"
    return reason


def _words(error: Exception) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no such host"
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return "its certificate does not hold"
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno
        return os.strerror(number).lower() if number else "no connection"
    return "the connection broke off"
