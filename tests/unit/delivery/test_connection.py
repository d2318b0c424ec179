"""What is decided about a connection before there is one."""

from __future__ import annotations

import pytest

from digest.delivery.connection import is_loopback
from digest.delivery.replies import one_line


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_this_machine_is_known_without_a_name_server(host: str) -> None:
    """Only these may carry a password without TLS."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "mail.example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com"])
def test_any_other_host_is_not(host: str) -> None:
    """A name that only looks local is another machine."""
    assert not is_loopback(host)


def test_a_reply_becomes_one_printable_line() -> None:
    """What a server says may hold anything, and the ledger and the terminal take it as text."""
    assert one_line("5.1.1 no\r\n\x1b[31msuch\tuser \udcff") == "5.1.1 no [31msuch user ?"
    assert len(one_line("x" * 9000)) == 500
