"""Limits of a sender, kept by the transport against a real server."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rawmail import AT, Book, RawServer, message, raw

from digest.delivery import SmtpTransport
from digest.errors import MailError
from digest.model import Delivery, Limits, Message, SmtpServer


def sending(
    server: RawServer,
    messages: Iterator[Message],
    limits: Limits,
    *,
    book: Book | None = None,
    recent: list[tuple[datetime, str]] | None = None,
    wanted: Callable[[Message], bool] | None = None,
) -> list[Delivery]:
    async def run() -> list[Delivery]:
        async with raw(server) as port:
            transport = SmtpTransport(
                SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0),
                limits=limits,
                recent=lambda since: [each for each in recent or [] if each[0] >= since],
                zone=ZoneInfo("Asia/Tokyo"),
            )
            sent = transport.send(messages, record=(book or Book()).record, at=lambda: AT, wanted=wanted)
            return [each async for each in sent]

    return asyncio.run(run())


def to(*addresses: str) -> Iterator[Message]:
    return (message(address) for address in addresses)


def test_a_domain_that_has_to_wait_holds_up_no_other() -> None:
    """Two went there 58 seconds ago, and two a minute are allowed: the others go first."""
    server = RawServer()
    before = [(AT - timedelta(seconds=58), "old@slow.example")] * 2
    made = sending(
        server,
        to("a@slow.example", "b@SLOW.example", "c@quick.example", "d@slow.example".replace("slow", "other")),
        Limits(per_domain=2),
        recent=before,
    )
    assert {each.state for each in made} == {"accepted"}
    assert [each.partition("@")[0] for each in server.recipients] == ["c", "d", "a", "b"]


def test_who_leaves_while_a_domain_waits_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their message was made; it is asked for once more before it goes, and the ledger never hears of it."""
    monkeypatch.setattr("digest.delivery.desk._FRESH", 0.1)
    server, book, asked = RawServer(), Book(), list[str]()

    def wanted(message: Message) -> bool:
        asked.append(message.recipient)
        return not message.recipient.startswith("b")

    made = sending(
        server,
        to("a@slow.example", "b@slow.example", "c@quick.example", "e@slow.example"),
        Limits(per_domain=3),
        book=book,
        recent=[(AT - timedelta(seconds=58), "old@slow.example")] * 3,
        wanted=wanted,
    )
    assert sorted(each.recipient[0] for each in made) == ["a", "c", "e"]
    assert [each[0] for each in server.recipients] == ["c", "a", "e"]
    assert "b" not in book.states
    assert [each[0] for each in asked] == ["a", "b", "e"]


def test_a_minutes_share_is_waited_for() -> None:
    """What earlier runs sent counts."""
    server = RawServer()
    before = [(AT - timedelta(seconds=58), "x@example.net")] * 3
    began = time.monotonic()
    made = sending(server, to("a@example.net", "b@example.net"), Limits(per_minute=3), recent=before)
    assert {each.state for each in made} == {"accepted"}
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("limits", "match"),
    [
        (Limits(per_hour=10), r"per_hour is reached: 10 messages have gone out within an hour; the others wait"),
        (Limits(per_day=10, connections=2), r"per_day is reached: 10 messages have gone out today; the others wait"),
    ],
)
def test_an_hours_or_a_days_share_ends_the_sending(limits: Limits, match: str) -> None:
    """The rest is untouched, for the next run; what went out has its answers."""
    server, book = RawServer(), Book()
    before = [(AT - timedelta(minutes=50), "x@example.net")] * 3
    with pytest.raises(MailError, match=match) as caught:
        sending(server, to(*(f"reader{n}@example.net" for n in range(30))), limits, book=book, recent=before)
    assert caught.value.status == 75
    assert len(server.taken) == 7
    assert Counter(book.states.values()) == {"accepted": 7}


def test_a_share_that_is_just_enough_ends_nothing() -> None:
    """Nobody is left to wait."""
    made = sending(RawServer(), to("a@example.net", "b@example.net"), Limits(per_hour=2, per_day=2, per_minute=2))
    assert {each.state for each in made} == {"accepted"}


def test_a_day_is_the_publications_own() -> None:
    """AT is 15:00 in Tokyo: what went out at 23:00 the evening before does not count."""
    yesterday = [(AT - timedelta(hours=16), "x@example.net")] * 5
    today = [(AT - timedelta(hours=14), "x@example.net")] * 5
    assert len(sending(RawServer(), to("a@example.net"), Limits(per_day=5), recent=yesterday)) == 1
    with pytest.raises(MailError, match="per_day"):
        sending(RawServer(), to("a@example.net"), Limits(per_day=5), recent=today)


def test_messages_are_made_as_they_go() -> None:
    """However many wait for one domain, only so many are held; so memory does not grow with the list."""
    made = 0

    def messages() -> Iterator[Message]:
        nonlocal made
        for number in range(5000):
            made += 1
            yield message(f"reader{number}@slow.example")

    async def run() -> None:
        server = RawServer()
        async with raw(server) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)
            sent = SmtpTransport(smtp, limits=Limits(per_domain=3)).send(
                messages(), record=Book().record, at=lambda: AT
            )
            for _ in range(3):
                await anext(sent)
            await asyncio.sleep(0.1)
            await sent.aclose()
        assert len(server.taken) == 3
        assert made <= 250

    asyncio.run(run())
