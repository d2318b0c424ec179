"""What went wrong, in words for someone who reads the run report and not the code."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp

from digest.fetching.addresses import PrivateAddressError
from digest.fetching.settings import Settings, seconds_in_words, wait_in_words

PRIVATE = "leads to a private address, which a feed may not reach"

_STATUSES = {
    401: "asks for a name and password",
    402: "asks for payment",
    403: "access refused",
    404: "not found",
    407: "the proxy asks for a name and password",
    410: "gone for good",
    429: "too many requests",
    451: "withheld for legal reasons",
    500: "the server failed",
    502: "the server behind it failed",
    503: "out of service for now",
    504: "the server behind it did not answer",
}

_TRUST = "if you trust it, add it to this machine's certificates"
_CLOCK = "the site must renew it, unless this machine's clock is wrong"

# OpenSSL's verification results (X509_V_ERR_…) that a person can act on.
_CERTIFICATES = {
    9: f"not valid yet: {_CLOCK}",
    10: f"expired: {_CLOCK}",
    18: f"self-signed: {_TRUST}",
    19: f"signed by an authority that this machine does not know: {_TRUST}",
    20: f"signed by nobody that this machine knows, or the server leaves out part of the chain: {_TRUST}",
    21: "incomplete: the server leaves out part of the chain",
    23: "revoked",
    62: "made out to another host: is the address right?",
    64: "made out to another host: is the address right?",
}

# What pages that ask "are you human?" hold near their top, lower case.
_CHALLENGES = (
    b"<title>just a moment...</title>",
    b"/cdn-cgi/challenge-platform/",
    b"cf-browser-verification",
    b"_incapsula_resource",
    b"ddos-guard",
    b"g-recaptcha",
    b"h-captcha",
    b"<title>access denied</title>",
    b"<title>attention required!",
)


def of_status(status: int, headers: Mapping[str, str], start: bytes, wait: int | None = None) -> str:
    """The reason for an answer that brings nothing: "HTTP 404: not found".

    ``start`` is the beginning of its body, ``wait`` the seconds it asks to be left alone.
    """
    if is_challenge(headers, start):
        said = "a check for robots stands in the way"
    else:
        said = _STATUSES.get(status) or _phrase(status)
    reason = f"HTTP {status}: {said}" if said else f"HTTP {status}"
    return f"{reason}; asks to wait {wait_in_words(wait)}" if wait else reason


def of_host(status: int, wait: int | None) -> str:
    """The reason for a request that was not sent, since another of its host's was answered so."""
    how_long = f" for {wait_in_words(wait)}" if wait else ""
    return f"its host asked to be left alone{how_long} (HTTP {status})"


def is_challenge(headers: Mapping[str, str], start: bytes) -> bool:
    """Whether an answer is a page that asks whether a person reads it."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    top = start[:8192].lower()
    return any(mark in top for mark in _CHALLENGES)


def is_web_page(content_type: str, start: bytes) -> bool:
    """Whether an answer is HTML, by its first tag; by its header where it begins with none."""
    top = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if top.startswith(b"<?xml"):
        return b"<html" in top
    if top.startswith((b"<rss", b"<feed", b"<rdf", b"{", b"[")):
        return False
    return top.startswith((b"<!doctype html", b"<html")) or "html" in content_type.lower()


def of_error(error: BaseException, settings: Settings) -> str:
    """The reason behind an exception of a request."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _certificate(error.certificate_error)
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return f"no connection within {seconds_in_words(settings.connect_timeout)}"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refused: HTTP {error.status}"
    if isinstance(error, aiohttp.InvalidURL):
        return "not a web address"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"the proxy cannot be reached: {_os_error(error.os_error)}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return _os_error(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection without an answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the server closed the connection in mid-body"
    if isinstance(error, aiohttp.ClientResponseError):
        return _not_http(error.message)
    if isinstance(error, OSError):
        return _os_error(error)
    return f"the request failed: {type(error).__name__}: {_plain(str(error))}"


def _os_error(error: OSError) -> str:
    if isinstance(error, PrivateAddressError):
        return PRIVATE
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error)
    if isinstance(error, ssl.SSLError):
        if error.reason in ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST"):
            return "no secure connection (TLS): what answers there speaks none; is it http://?"
        return f"no secure connection (TLS): {_plain((error.reason or str(error)).replace('_', ' ').lower())}"
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_AGAIN:
            return "no answer from the name server; is there a network?"
        return "no such host"
    known = {
        errno.ECONNREFUSED: "connection refused",
        errno.ECONNRESET: "the server broke the connection off",
        errno.EPIPE: "the server broke the connection off",
        errno.ENETUNREACH: "no way to its network; is there a network?",
        errno.EHOSTUNREACH: "no way to its host",
        errno.ETIMEDOUT: "no connection: the host does not answer",
        errno.EMFILE: "too many open files; lower the number of requests at once",
        errno.EACCES: "the system forbids the connection",
        errno.EPERM: "the system forbids the connection",
    }
    for number, words in known.items():
        # asyncio folds several attempts into one error without a number, but names each in its text.
        if error.errno == number or (error.errno is None and f"[Errno {number}]" in str(error)):
            return words
    return _plain(error.strerror or str(error)).lower()


def _not_http(message: str) -> str:
    """What is wrong with an answer that the library could not read, of what it says about it."""
    if message.startswith(("Got more than", "Too many headers")):
        return "its headers are too large"
    if message.startswith("Bad status line"):
        return "the answer is not HTTP"
    return f"the answer breaks the rules of HTTP: {_plain(message.partition(':')[0]).lower()}"


def _certificate(error: Exception) -> str:
    code = getattr(error, "verify_code", None)
    fault = _CERTIFICATES.get(code or -1) or _plain(str(getattr(error, "verify_message", "") or error))
    return f"its TLS certificate is {fault}" if code in _CERTIFICATES else f"its TLS certificate is not good: {fault}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return ""


def _plain(text: str) -> str:
    """One short line of printable characters: it may come from a server."""
    return "".join(character if character.isprintable() else " " for character in text)[:160].strip()
