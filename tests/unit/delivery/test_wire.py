"""A message's bytes as they travel."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.delivery import wire

mail = st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"..", b"x", b"\r\n.\r\n", b"word"])).map(b"".join)


def unstuffed(text: bytes) -> bytes:
    """What a server makes of it (RFC 5321 §4.5.2)."""
    return b"\r\n".join(line.removeprefix(b".") for line in text.split(b"\r\n"))


@given(mail)
@example(b"")
@example(b".")
@example(b"\r")
def test_every_line_ends_in_crlf(body: bytes) -> None:
    """No bare CR or LF travels, whatever the message holds, and its lines stay its lines."""
    text, fault = wire.lines(body)
    assert fault is None
    assert text.endswith(b"\r\n")
    assert not re.search(rb"[^\r]\n|^\n|\r[^\n]", text)
    assert text.split(b"\r\n")[:-1] == re.split(rb"\r\n|\r|\n", body)[: text.count(b"\r\n")]


@given(mail)
@example(b".")
def test_no_line_is_taken_for_the_end(body: bytes) -> None:
    """A server reads back what was sent, and its end is nowhere in it."""
    text, _ = wire.lines(body)
    stuffed = wire.stuffed(text)
    assert b"\r\n.\r\n" not in b"\r\n" + stuffed
    assert unstuffed(stuffed) == text


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"x" * 998, None),
        (b"x" * 998 + b"\r\n" + b"y" * 998 + b"\n", None),
        (b"x" * 999, "a line of 999 bytes"),
        (b"short\r\n" + b"x" * 1500 + b"\r\nshort\r\n", "a line of 1500 bytes"),
        (b"nul\0\r\n", "NUL"),
    ],
)
def test_what_mail_cannot_carry_is_told(body: bytes, fault: str | None) -> None:
    """A line has at most 998 bytes (RFC 5322 §2.1.1), and no byte is NUL."""
    told = wire.lines(body)[1]
    assert told is None if fault is None else fault in (told or "")


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("ann@example.net", "ann@example.net"),
        ("jürgen@example.net", "jürgen@example.net"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("a@example.net> RCPT", None),
        ("a@example.net\r\nDATA", None),
        ("a b@example.net", None),
        ("a\0@example.net", None),
        ("a@ex\udcffample.net", None),
        ("a@bü_cher.example", None),
    ],
)
def test_addresses_are_carried_whole_or_not_at_all(address: str, carried: str | None) -> None:
    """None can end or widen its command; a domain travels in ASCII, so that few servers need SMTPUTF8."""
    assert wire.carried(address) == carried
