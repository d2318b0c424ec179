"""What went wrong, in words."""

from __future__ import annotations

import errno
import socket
import ssl

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetching.reasons import is_challenge, is_web_page, of_error, of_status, of_wait
from digest.fetching.settings import Settings, size_in_words


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
        (certificate_error(10), "its TLS certificate is expired"),
        (certificate_error(18), "its TLS certificate is self-signed"),
        (certificate_error(62), "its TLS certificate is made out to another host"),
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


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("0", "0 s"),
        ("90", "90 s"),
        (" 600 ", "10 min"),
        ("7200", "2 h"),
        ("259200", "3 days"),
        ("Wed, 01 May 2024 14:00:00 +0200", "until 2024-05-01 12:00 UTC"),
        ("Wed, 01 May 2024 12:00:00 -0000", ""),
        ("-5", ""),
        ("1e9", ""),
        ("soon", ""),
        ("", ""),
        ("\u0661\u0662", ""),
    ],
)
def test_how_long_a_server_asks_to_wait(header: str, words: str) -> None:
    """Seconds or a date; anything else says nothing."""
    assert of_wait(header) == words


@given(st.text(max_size=80))
def test_no_header_raises(header: str) -> None:
    """Servers write what they like."""
    assert "\n" not in of_wait(header)


def test_challenges_are_known_by_header_or_page() -> None:
    """And a refusal by itself is not one."""
    assert is_challenge({"cf-mitigated": "challenge"}, b"")
    assert is_challenge({}, b"<html><TITLE>Just a moment...</TITLE>")
    assert not is_challenge({}, b"<html><title>Forbidden</title>")
    assert of_status(503, {"Retry-After": "60"}, b"ddos-guard") == (
        "HTTP 503: a check for robots stands in the way; asks to wait 60 s"
    )


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
