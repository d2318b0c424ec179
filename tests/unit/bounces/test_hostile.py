"""Nothing that is sent to the mailbox stops the program, or holds it up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import bounces
from digest.bounces import mime

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parent / "samples").glob("*.eml"))]
REPORT = b"From: mailer-daemon@x.example\nSubject: failure notice\n\n"


@given(st.binary(max_size=3000))
def test_any_bytes_are_read(body: bytes) -> None:
    """No bytes raise."""
    assert bounces.read(body).what


@given(st.sampled_from(SAMPLES), st.integers(0, 4000), st.binary(max_size=60), st.integers(0, 200))
def test_any_damage_is_read(sample: bytes, at: int, put: bytes, dropped: int) -> None:
    """A mail with a hole in it, or something foreign, is read like any other."""
    at %= len(sample)
    assert bounces.read(sample[:at] + put + sample[at + dropped :]).what


@given(st.lists(st.sampled_from(SAMPLES), max_size=3), st.sampled_from([b"", b"\n--part/9.1\n", b"\n--arf--\n", b"\r"]))
def test_mails_run_together_are_read(samples: list[bytes], between: bytes) -> None:
    """Several mails in one are read as one."""
    assert bounces.read(between.join(samples)).what


@given(st.text(max_size=30), st.sampled_from("bBqQ"), st.text(max_size=200))
def test_any_encoded_word_is_read(charset: str, way: str, payload: str) -> None:
    """Encoded words of whatever charset and content are decoded or left."""
    assert isinstance(mime.words(f"=?{charset}?{way}?{payload}?="), str)


@given(
    st.binary(max_size=200), st.sampled_from(["utf-8", "zip", "rot13", "idna", "utf-16", "cp037", "x\x00", "🙂", ""])
)
def test_any_charset_is_read(raw: bytes, charset: str) -> None:
    """A charset that does not exist, or is none, costs no mail."""
    assert isinstance(mime.decoded(raw, charset), str)


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(5000))
WRAPPED = b"Content-Type: message/rfc822\n\n" * 20_000
GIANTS = {
    "nested parts": NESTED,
    "wrapped mails": WRAPPED,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "a giant header": b"Subject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nx",
    "many headers": b"X-A: b\n" * 150_000 + b"\nx",
    "one header folded for ever": b"Subject: a" + b"\n b" * 350_000,
    "many addresses": REPORT + b"<bo@example.net>:\n" * 60_000,
    "at signs": REPORT + b"@" * 1_000_000,
    "almost an address": REPORT + b"a" * 1_000_000,
    "almost a token": REPORT + b"A-" * 500_000,
    "almost phrases": REPORT + b"mailbox has user recipient account " * 30_000,
    "almost tags": REPORT.replace(b"\n\n", b"\nContent-Type: text/html\n\n") + b"<style" * 160_000,
    "open tags": REPORT.replace(b"\n\n", b"\nContent-Type: text/html\n\n") + b"<" * 1_000_000,
    "blank lines": REPORT + b"\n" * 1_000_000,
    "one long line": REPORT + b"delivery to " * 80_000,
    "recipients without end": b"Content-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822; bo@example.net\nAction: failed\nStatus: 5.1.1\n\n" * 13_000,
    "status without end": b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\n"
    + b"Diagnostic-Code: smtp; 550 "
    + b"5.1." * 250_000,
    "spaces": b"Subject:" + b" " * 1_000_000,
    "digits": REPORT + b"5" * 1_000_000,
    "dots": REPORT + b"5." * 500_000,
}


@pytest.mark.parametrize("name", GIANTS)
def test_a_giant_is_read(name: str) -> None:
    """However deep, long or many: each takes under a second, and minutes, or for ever, were anything not linear."""
    found = bounces.read(GIANTS[name])
    assert found.what
    assert len(found.failures) <= 100


def test_depth_and_number_of_parts_are_bounded() -> None:
    """What is nested deeper, or comes after so many parts, is left unread."""

    def depth(part: mime.Part) -> int:
        return 1 + max((depth(inner) for inner in part.parts), default=0)

    assert depth(mime.parse(NESTED)) <= mime.DEPTH + 1
    assert depth(mime.parse(WRAPPED)) <= mime.DEPTH + 1
    assert len(list(mime.parse(GIANTS["many parts"]).walk())) <= mime.PARTS + 1


def test_what_a_stranger_writes_cannot_command_a_terminal() -> None:
    """Subject and name are shown to the operator: one line of what can be seen, and no link for a name."""
    head = b"From: =?utf-8?q?=1b[2JEve?= <eve@example.net>\r\nSubject: =?utf-8?q?=1b]0;hi=07?= \x1b[3m\xe2\x80\xae!\r\n"
    reading = bounces.read(head + b"\r\nHello there\r\n")
    assert (reading.subject, reading.name) == ("]0;hi [3m !", "[2JEve")
    assert bounces.read(b"From: Win www.spam.example <eve@example.net>\r\nSubject: subscribe\r\n\r\n").name == ""
