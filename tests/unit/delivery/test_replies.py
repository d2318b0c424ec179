"""Bytes of a mail server made into replies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.replies import MalformedReplyError, Replies, Reply


def read(data: bytes) -> list[Reply]:
    replies = Replies()
    replies.feed(data)
    found = []
    while (reply := replies.next()) is not None:
        found.append(reply)
    return found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"250 ok\r\n", [(250, "ok")]),
        (b"250 ok\n", [(250, "ok")]),  # some servers leave out the CR
        (b"250\r\n", [(250, "")]),
        (b"354 \r\n", [(354, "")]),
        (b"250-one\r\n250-two\r\n250 three\r\n", [(250, "one\ntwo\nthree")]),
        (b"250-one\r\n250\r\n", [(250, "one\n")]),
        (b"550-5.1.1 no\r\n550 5.1.1 such user\r\n250 ok\r\n", [(550, "5.1.1 no\n5.1.1 such user"), (250, "ok")]),
        ("250 größer\r\n".encode(), [(250, "größer")]),
        (b"250 \xff\xfe\r\n", [(250, "��")]),
        (b"250 ok", []),
        (b"250-ok\r\n", []),
        (b"", []),
    ],
)
def test_replies_are_read(data: bytes, expected: list[tuple[int, str]]) -> None:
    """RFC 5321 §4.2: three digits, a space or a hyphen, text; the hyphen says that more lines follow."""
    assert read(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"hello\r\n", b"25 ok\r\n", b"2500 ok\r\n", b"250+ok\r\n", b"\r\n", b"150 ok\r\n", b"650 ok\r\n",
        b" 250 ok\r\n", b"250-one\r\n251 two\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"250 " + b"x" * 9000,
        b"250-x\r\n" * 1000, b"250 " + b"x" * 9000 + b"\r\n",
    ],
)  # fmt: skip
def test_what_is_no_reply_is_none(data: bytes) -> None:
    """It is never guessed at: what follows it would be taken for the answer to something else."""
    with pytest.raises(MalformedReplyError):
        read(data)


def test_a_server_that_talks_without_end_fills_no_memory() -> None:
    """Unread replies are bounded."""
    replies = Replies()
    for _ in range(2000):
        replies.feed(b"250 " + b"x" * 100 + b"\r\n")
    with pytest.raises(MalformedReplyError):
        replies.feed(b"250 " + b"x" * 60_000 + b"\r\n")


@given(st.lists(st.sampled_from([b"250 ok\r\n", b"250-a\r\n250 b\r\n", b"354 go\r\n", b"550\n"])), st.data())
def test_it_does_not_matter_how_bytes_arrive(said: list[bytes], data: st.DataObject) -> None:
    """Cut anywhere, the replies are the same, and nothing is pending after the last."""
    whole = b"".join(said)
    replies, found, rest = Replies(), list[Reply](), whole
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        replies.feed(rest[:size])
        rest = rest[size:]
        while (reply := replies.next()) is not None:
            found.append(reply)
    assert found == read(whole)
    assert not replies.pending
