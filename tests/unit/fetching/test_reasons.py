"""What went wrong, in words."""

from __future__ import annotations

import errno
import socket
import ssl

import aiohttp
import pytest

from digest.fetching.reasons import is_challenge, is_web_page, of_error, of_host, of_status
from digest.fetching.settings import Settings, size_in_words, wait_in_words


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    error.verify_message = "as the library says it"
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), "no such host"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "no answer from the name server; is there a network?"),
        (OSError(errno.ECONNREFUSED, ""), "connection refused"),
        (OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] …"), "connection refused"),
        (OSError(errno.ENETUNREACH, ""), "no way to its network; is there a network?"),
        (OSError(errno.ECONNRESET, ""), "the server broke the connection off"),
        (OSError(errno.EDOM, "Odd Thing"), "odd thing"),
        (
            certificate_error(10),
            "its TLS certificate is expired: the site must renew it, unless this machine's clock is wrong",
        ),
        (
            certificate_error(18),
            "its TLS certificate is self-signed: if you trust it, add it to this machine's certificates",
        ),
        (certificate_error(62), "its TLS certificate is made out to another host: is the address right?"),
        (certificate_error(999), "its TLS certificate is not good: as the library says it"),
        (aiohttp.ConnectionTimeoutError("x"), "no connection within 8 s"),
        (aiohttp.ClientPayloadError("x"), "the server closed the connection in mid-body"),
        (aiohttp.InvalidURL("x"), "not a web address"),
        (RuntimeError("odd\r\nthing"), "the request failed: RuntimeError: odd  thing"),
    ],
)
def test_errors_in_words(error: Exception, words: str) -> None:
    """No class names for what is known; one line for what is not."""
    assert of_error(error, Settings()) == words


def test_challenges_are_known_by_header_or_page() -> None:
    """And a refusal by itself is not one."""
    assert is_challenge({"cf-mitigated": "challenge"}, b"")
    assert is_challenge({}, b"<html><TITLE>Just a moment...</TITLE>")
    assert not is_challenge({}, b"<html><title>Forbidden</title>")
    assert of_status(503, {}, b"ddos-guard", 60) == "HTTP 503: a check for robots stands in the way; asks to wait 60 s"


def test_a_host_that_asks_for_a_pause() -> None:
    """What those that were not sent are told, with and without how long."""
    assert of_host(429, 120) == "its host asked to be left alone for 2 min (HTTP 429)"
    assert of_host(429, None) == "its host asked to be left alone (HTTP 429)"


@pytest.mark.parametrize(
    ("content_type", "start", "page"),
    [
        ("text/html", b"", True),
        ("text/html", b"<rss>", False),
        ("text/html", b'{"version":', False),
        ("application/xml", b"\xef\xbb\xbf\n<!DOCTYPE html>", True),
        ("text/xml", b'<?xml version="1.0"?><html>', True),
        ("text/html", b'<?xml version="1.0"?><rss>', False),
        ("text/plain", b"hello", False),
    ],
)
def test_web_pages_are_told_by_what_they_begin_with(content_type: str, start: bytes, page: bool) -> None:
    """The header decides only where the body does not."""
    assert is_web_page(content_type, start) is page


def test_sizes_in_words() -> None:
    """As the run report says them."""
    assert [size_in_words(n) for n in (900, 512_000, 1_500_000, 10_000_000)] == [
        "900 bytes",
        "512 KB",
        "1.5 MB",
        "10 MB",
    ]


def test_waits_in_words() -> None:
    """In the largest unit that there are two of."""
    assert [wait_in_words(n) for n in (0, 90, 120, 600, 7_200, 259_200)] == [
        "0 s",
        "90 s",
        "2 min",
        "10 min",
        "2 h",
        "3 days",
    ]
