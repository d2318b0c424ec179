"""SMTP as it is: servers that go away, fall silent, lose their place or talk nonsense, at every step."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

import mailservers as servers
import pytest
from rawmail import AT, Book, HangUpError, RawServer, Said, SilenceError, at, crowd, message, raw, to

from digest.delivery import SmtpTransport
from digest.errors import MailError
from digest.model import Delivery, Limits, Message, SmtpServer

ONE = Limits(connections=1)


async def gather(sent: AsyncIterator[Delivery], made: list[Delivery]) -> None:
    async for each in sent:
        made.append(each)  # noqa: PERF401 - what came before an exception counts


async def carry(
    server: RawServer,
    messages: Sequence[Message],
    *,
    book: Book | None = None,
    limits: Limits = ONE,
    within: float = 60.0,
    patience: float = 60.0,
    **settings: Any,
) -> list[Delivery]:
    async with raw(server) as port:
        smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=within, **settings)
        transport = SmtpTransport(smtp, limits=limits, patience=patience)
        return [each async for each in transport.send(messages, record=(book or Book()).record, at=lambda: AT)]


def outcomes(deliveries: Sequence[Delivery]) -> list[tuple[str, str, int | None]]:
    return [(each.recipient.partition("@")[0], each.state, each.code) for each in deliveries]


ALL = [("ann", "accepted", 250), ("bob", "accepted", 250), ("cid", "accepted", 250)]


def test_the_next_envelope_goes_along_with_a_message() -> None:
    """Where the server takes commands ahead (RFC 2920), each message costs one round trip."""
    server = RawServer()
    assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL
    assert [bool(waiting) for waiting in server.ahead] == [True, True, False]
    assert server.sessions == 1


def test_a_server_without_pipelining_is_asked_one_thing_at_a_time() -> None:
    """Nothing is said before the last thing was answered."""
    server = RawServer(extensions=())
    assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL
    assert server.ahead == [0, 0, 0]


def test_a_server_of_before_esmtp_is_greeted_in_its_own_way() -> None:
    """HELO where EHLO is unknown."""
    server = RawServer(at("EHLO", b"500 what?\r\n"))
    assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL
    assert server.verbs()[:4] == ["CONNECT", "EHLO", "HELO", "MAIL"]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize(
    "does", [HangUpError, SilenceError, b"421 4.3.2 closing\r\n", b"what?\r\n", b"2\r\n", b"199 x\r\n"]
)
def test_trouble_before_a_message_costs_nobody_anything(verb: str, nth: int, does: Any) -> None:
    """Gone, silent, closing or raving before it had the message: a fresh connection takes it, and none comes twice."""
    server = RawServer(at(verb, does, nth=nth))
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), within=0.2))
    assert outcomes(made) == ALL
    assert server.recipients == ["ann@example.net", "bob@example.net", "cid@example.net"]
    assert server.sessions == 2
    assert [each.attempts for each in made] == [2 if place == nth - 1 else 1 for place in range(3)]


@pytest.mark.parametrize("does", [HangUpError, SilenceError, b"what?\r\n", b"550-so\r\n350 far\r\n", b"354 more?\r\n"])
def test_trouble_after_a_message_is_doubt_about_that_one(does: Any) -> None:
    """No reply, or none that means anything: only the server knows, and the next message is not in doubt."""
    server = RawServer(at(".", does, nth=2))
    book = Book()
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), book=book, within=1.5, patience=1.5))
    assert outcomes(made) == [("ann", "accepted", 250), ("bob", "unknown", None), ("cid", "accepted", 250)]
    assert server.recipients == ["ann@example.net", "cid@example.net"]
    assert [each.state for each in book.changes if each.recipient.startswith("cid")] == ["sending", "accepted"]
    assert made[2].attempts == 1


def test_421_after_a_message_puts_that_one_off() -> None:
    """It is a refusal that says when to come back, and the next message gets a new session."""
    server = RawServer(at(".", b"421 4.3.2 closing\r\n", nth=2))
    made = asyncio.run(carry(server, to("ann", "bob", "cid")))
    assert outcomes(made) == [("ann", "accepted", 250), ("bob", "deferred", 421), ("cid", "accepted", 250)]
    assert server.sessions == 2


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO"])
@pytest.mark.parametrize("does", [HangUpError, SilenceError, b"421 4.3.2 not now\r\n", b"what?\r\n"])
def test_a_server_that_does_not_begin_is_told(verb: str, does: Any) -> None:
    """Trouble before any message is the whole send's, in words, and nobody's delivery."""
    book = Book()
    server = RawServer(at(verb, does, session=None))
    with pytest.raises(MailError, match=r"turned us away: 421|no answer from|cannot reach"):
        asyncio.run(carry(server, to("ann"), book=book, within=0.2))
    assert book.changes == []


def test_a_farewell_that_fails_matters_to_nobody() -> None:
    """Every message has its reply by then."""
    server = RawServer(at("QUIT", HangUpError))
    assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL


def test_data_taken_for_nobody_gets_an_empty_message() -> None:
    """A server that refuses the recipient and waits for a message all the same is handed nothing (RFC 2920 §3.1)."""
    server = RawServer(at("RCPT", b"550 5.1.1 no such user\r\n", nth=2))
    book = Book()
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), book=book))
    assert outcomes(made) == [("ann", "accepted", 250), ("bob", "failed", 550), ("cid", "accepted", 250)]
    assert server.recipients == ["ann@example.net", "cid@example.net"]
    assert server.sessions == 1
    assert [each.state for each in book.changes if each.recipient.startswith("bob")] == ["failed"]
    verbs = server.verbs()
    assert verbs[verbs.index("RSET") - 1] == "."  # the empty message was over before the next began


def test_a_refusal_counts_though_the_server_goes_away_after_it() -> None:
    """What it said of the recipient is said."""

    def answer(said: Said) -> bytes | None:
        if said.session == 1 and said.verb == "RCPT":
            return b"550 5.1.1 no such user\r\n"
        if said.session == 1 and said.verb == "DATA":
            raise HangUpError
        return None

    made = asyncio.run(carry(RawServer(answer), to("ann", "bob")))
    assert outcomes(made) == [("ann", "failed", 550), ("bob", "accepted", 250)]


def test_a_server_that_holds_on_to_a_refused_message_is_made_to_let_go() -> None:
    """Where the envelope that went along is out of place, it is offered again after RSET."""

    def answer(said: Said) -> bytes | None:
        if said.verb == "." and said.nth == 1:
            return b"554 5.7.1 not wanted\r\n"
        if said.verb in ("MAIL", "RCPT", "DATA") and said.nth == 2:
            return b"503 5.5.1 nested MAIL\r\n"
        return None

    server = RawServer(answer)
    made = asyncio.run(carry(server, to("ann", "bob", "cid")))
    assert outcomes(made) == [("ann", "failed", 554), ("bob", "accepted", 250), ("cid", "accepted", 250)]
    assert server.sessions == 1
    assert made[1].attempts == 1


def test_nobody_gets_an_empty_message_of_an_envelope_from_before() -> None:
    """A server that held on to an envelope adds the next recipient to it, and waits for a message: it gets none."""

    def answer(said: Said) -> bytes | None:
        if said.verb == "." and said.session == said.nth == 1:
            return b"554 5.7.1 not wanted\r\n"
        if said.verb == "MAIL" and (said.session, said.nth) == (1, 2):
            return b"503 5.5.1 nested MAIL\r\n"
        return None

    server = RawServer(answer)
    made = asyncio.run(carry(server, to("ann", "bob", "cid")))
    assert outcomes(made) == [("ann", "failed", 554), ("bob", "accepted", 250), ("cid", "accepted", 250)]
    assert [text for _, text in server.taken] == [message("x").body] * 2


@pytest.mark.parametrize(
    "words",
    [
        "554 5.7.1 <ann@example.net>: Relay access denied",
        "550 5.7.1 Relaying denied. Proper authentication required.",
        "550 relay not permitted",
        "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
    ],
)
def test_a_server_that_does_not_know_us_refuses_nobody_for_good(words: str) -> None:
    """Without the name and password it wants it refuses everybody: one is put off, the rest wait."""
    server = RawServer(lambda said: f"{words}\r\n".encode() if said.verb == "RCPT" else None)
    book = Book()
    with pytest.raises(MailError, match="does not pass on mail of ours"):
        asyncio.run(carry(server, to("ann", "bob", "cid"), book=book))
    assert book.states == {"ann": "deferred"}

    def late(said: Said) -> bytes | None:
        return f"{words}\r\n".encode() if said.verb == "RCPT" and "bob" in said.argument else None

    made = asyncio.run(carry(RawServer(late), to("ann", "bob", "cid")))
    assert [each.state for each in made] == ["accepted", "failed", "accepted"]


def test_replies_out_of_step_send_nothing() -> None:
    """A reply too many could be taken for the acceptance of a message: such a connection carries none."""
    server = RawServer(at("DATA", b"354 go\r\n250 2.0.0 taken\r\n"))
    made = asyncio.run(carry(server, to("ann", "bob", "cid")))
    assert outcomes(made) == ALL
    assert server.sessions == 2
    assert "." not in server.verbs(1)


def test_a_reply_that_belongs_elsewhere_sends_nothing() -> None:
    """354 to RCPT, or 250 to DATA, says that the two sides are not at the same place."""
    for verb, reply in (("RCPT", b"354 go\r\n"), ("DATA", b"250 ok\r\n"), ("MAIL", b"354 go\r\n")):
        server = RawServer(at(verb, reply))
        assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL
        assert server.sessions == 2


def test_trouble_without_end_stops_the_send() -> None:
    """Two messages put off in a row for the server's sake: the rest wait, untouched."""
    book = Book()
    server = RawServer(at("DATA", b"421 4.3.2 closing\r\n", session=None, nth=None))
    with pytest.raises(MailError, match="two messages in a row"):
        asyncio.run(carry(server, to("ann", "bob", "cid", "dee"), book=book))
    assert [(each.recipient[:3], each.state, each.code) for each in book.changes] == [
        ("ann", "deferred", 421), ("bob", "deferred", 421),
    ]  # fmt: skip


def test_chunks_carry_a_message_as_it_is() -> None:
    """With CHUNKING (RFC 3030) no dot is doubled and no DATA is waited for; a session's first chunk is a line."""
    server = RawServer(extensions=("PIPELINING", "CHUNKING"))
    body = b"Subject: x\r\n\r\n.one\r\n.\r\n..two\r\n"
    made = asyncio.run(carry(server, [message("ann@example.net", body), message("bob@example.net", body)]))
    assert outcomes(made) == ALL[:2]
    assert server.taken == [("ann@example.net", body), ("bob@example.net", body)]
    assert "DATA" not in server.verbs()
    sizes = [said.argument for said in server.heard if said.verb == "BDAT"]
    assert sizes == ["12", f"{len(body) - 12} LAST", f"{len(body)} LAST"]


def test_chunks_that_are_not_known_after_all_are_not_sent() -> None:
    """A server that would take a message's lines for commands never gets them so."""
    server = RawServer(extensions=("PIPELINING", "CHUNKING"), knows_chunks=False)
    made = asyncio.run(carry(server, to("ann", "bob", "cid")))
    assert outcomes(made) == ALL
    assert server.sessions == 2
    assert [said.verb for said in server.heard if said.verb in ("BDAT", "SUBJECT:", "HELLO")] == ["BDAT", "SUBJECT:"]
    assert all(each.attempts == 1 for each in made)


def test_a_refused_chunk_is_followed_by_a_fresh_start() -> None:
    """After it the server may hold anything."""

    def answer(said: Said) -> bytes | None:
        if said.verb == "BDAT" and said.nth == 2:
            return b"452 4.3.1 disk full\r\n"
        return b"503 5.5.1 out of place\r\n" if said.verb in ("MAIL", "RCPT") and said.nth == 2 else None

    server = RawServer(answer, extensions=("PIPELINING", "CHUNKING"))
    made = asyncio.run(carry(server, to("ann", "bob")))
    assert outcomes(made) == [("ann", "deferred", 452), ("bob", "accepted", 250)]
    assert "RSET" in server.verbs()


def test_what_a_message_needs_is_asked_for() -> None:
    """SIZE, BODY=8BITMIME and SMTPUTF8 stand in MAIL where the message needs them, and nowhere else."""
    server = RawServer()
    eight = message("ann@example.net", "Subject: x\r\n\r\nüber\r\n".encode())
    made = asyncio.run(carry(server, [eight, message("jürgen@bücher.example"), message("jane@bücher.example")]))
    assert [each.state for each in made] == ["accepted"] * 3
    assert [said.argument.partition("> ")[2] for said in server.heard if said.verb == "MAIL"] == [
        "SIZE=21 BODY=8BITMIME SMTPUTF8", "SIZE=21 SMTPUTF8", "SIZE=21",
    ]  # fmt: skip
    assert server.recipients == ["ann@example.net", "jürgen@xn--bcher-kva.example", "jane@xn--bcher-kva.example"]


def test_what_the_server_cannot_carry_fails_in_words() -> None:
    """Neither bytes of eight bits nor another script's address is forced on a server that takes none."""
    server = RawServer(extensions=("PIPELINING",))
    eight = message("ann@example.net", "Subject: x\r\n\r\nüber\r\n".encode())
    made = asyncio.run(carry(server, [eight, message("jürgen@example.net"), *to("cid")]))
    assert [each.state for each in made] == ["failed", "failed", "accepted"]
    assert "8BITMIME" in made[0].reply
    assert "another script" in made[1].reply
    assert server.recipients == ["cid@example.net"]


@pytest.mark.parametrize("body", [b"x" * 999 + b"\r\n", b"Subject: x\r\n\r\n" + b"y" * 4000, b"a\0b\r\n"])
def test_a_message_that_mail_cannot_carry_fails_in_words(body: bytes) -> None:
    """A line of more than 998 bytes is cut by some servers, which breaks its signature; it is not sent."""
    server = RawServer()
    made = asyncio.run(carry(server, [message("ann@example.net", body), *to("bob")]))
    assert [(each.state, each.code) for each in made] == [("failed", None), ("accepted", 250)]
    assert "it was not sent" in made[0].reply
    longest = asyncio.run(carry(RawServer(), [message("ann@example.net", b"x" * 998 + b"\r\n")]))
    assert longest[0].state == "accepted"


def test_a_size_that_the_server_announced_is_kept_to() -> None:
    """Nothing is begun that it says it would refuse, and nobody's delivery fails for it."""
    book = Book()
    server = RawServer(extensions=("PIPELINING", "SIZE 20"))
    with pytest.raises(MailError, match="no message of this size: 21 bytes, and it takes 20"):
        asyncio.run(carry(server, to("ann", "bob"), book=book))
    assert book.changes == []
    assert "MAIL" not in server.verbs()


def test_too_large_for_the_server_and_too_much_for_a_mailbox_are_two_things() -> None:
    """552 5.3.4 after the message is the same for all, and puts this one off; 552 5.2.2 is one reader's."""
    book = Book()
    with pytest.raises(MailError, match=r"no message of this size: 552 5\.3\.4 too big"):
        asyncio.run(carry(RawServer(at(".", b"552 5.3.4 too big\r\n")), to("ann", "bob"), book=book))
    assert book.states == {"ann": "deferred"}
    full = RawServer(at(".", b"552 5.2.2 mailbox full\r\n"))
    assert outcomes(asyncio.run(carry(full, to("ann", "bob")))) == [("ann", "failed", 552), ("bob", "accepted", 250)]


def test_a_large_message_refused_half_way_is_refused_and_not_in_doubt() -> None:
    """The answer came before the end went out, so the server cannot have taken it."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 raw.test\r\n")
        for reply in (b"250-raw.test\r\n250 PIPELINING\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            await reader.readline()
            writer.write(reply)
        await reader.readexactly(1_000_000)
        writer.write(b"552 5.2.3 enough\r\n")
        while await reader.read(1 << 20):
            pass

    async def run() -> list[Delivery]:
        async with servers.script(talk) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)
            messages = [message("ann@example.net", (b"x" * 76 + b"\r\n") * 400_000)]
            made = [each async for each in SmtpTransport(smtp).send(messages, record=Book().record, at=lambda: AT)]
            await asyncio.sleep(0.05)
        return made

    assert outcomes(asyncio.run(run())) == [("ann", "failed", 552)]


def test_several_connections_share_the_work() -> None:
    """Each message goes once, over no more connections than the limit."""
    server, book = RawServer(), Book()
    made = asyncio.run(carry(server, crowd(60), limits=Limits(connections=4), book=book))
    assert Counter(each.state for each in made) == {"accepted": 60}
    assert sorted(server.recipients) == sorted(each.recipient for each in crowd(60))
    assert 1 < server.sessions <= 4
    assert max(map(len, book.batches)) > 2  # one transaction serves several connections
    order = [(change.recipient, change.state) for change in book.changes]
    for recipient in {recipient for recipient, _ in order}:
        assert [state for who, state in order if who == recipient] == ["sending", "accepted"]


def test_a_short_list_needs_one_connection() -> None:
    """A refused sender or log-in is heard once, too."""
    server = RawServer()
    asyncio.run(carry(server, crowd(5), limits=Limits(connections=8)))
    assert server.sessions == 1
    server = RawServer(at("MAIL", b"553 5.7.1 not yours\r\n", session=None, nth=None))
    with pytest.raises(MailError, match=r"does not let news@example\.org send"):
        asyncio.run(carry(server, crowd(50), limits=Limits(connections=8)))
    assert server.sessions == 1


def test_a_connection_carries_no_more_than_its_share() -> None:
    """Then a fresh one is made."""
    server = RawServer()
    made = asyncio.run(carry(server, crowd(10), limits=Limits(connections=1, messages_per_connection=3)))
    assert Counter(each.state for each in made) == {"accepted": 10}
    shares = Counter(said.session for said in server.heard if said.verb == ".")
    assert shares == {1: 3, 2: 3, 3: 3, 4: 1}
    assert server.verbs(1)[-1] == "QUIT"


def test_a_server_that_takes_but_one_connection_gets_everything_over_it() -> None:
    """A connection that cannot be made is not the end of those that can."""
    server = RawServer(lambda said: b"421 4.7.0 too many\r\n" if said.verb == "CONNECT" and said.session > 1 else None)
    made = asyncio.run(carry(server, crowd(40), limits=Limits(connections=4)))
    assert Counter(each.state for each in made) == {"accepted": 40}
    assert sorted(server.recipients) == sorted(each.recipient for each in crowd(40))


def test_a_server_that_goes_down_leaves_one_doubt_a_connection() -> None:
    """What had not gone out is untouched or put off; what had its answer keeps it; nothing is told twice."""
    taken = 0

    def answer(said: Said) -> bytes | None:
        nonlocal taken
        taken += said.verb == "."
        if taken > 20:
            raise HangUpError
        return None

    async def run() -> None:
        server, book, made = RawServer(answer), Book(), list[Delivery]()
        async with raw(server) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)
            transport = SmtpTransport(smtp, limits=Limits(connections=4))
            with pytest.raises(MailError):
                await gather(transport.send(crowd(200), record=book.record, at=lambda: AT), made)
        states = Counter(book.states.values())
        assert states["accepted"] == len(server.taken) == 20
        assert states["sending"] == 0
        assert 1 <= states["unknown"] <= 4
        assert Counter(each.state for each in made) == states

    asyncio.run(run())


def test_a_message_that_certainly_did_not_go_out_is_in_no_doubt() -> None:
    """The server closed after all was agreed, and takes no other connection: the ledger has the message as pending."""

    def answer(said: Said) -> bytes | None:
        if said.verb == "DATA":
            return b"354 go\r\n421 4.3.2 closing\r\n"
        return b"421 4.3.2 closed\r\n" if said.verb == "CONNECT" and said.session > 1 else None

    async def run() -> None:
        server, book, made = RawServer(answer), Book(), list[Delivery]()
        async with raw(server) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)
            with pytest.raises(MailError):
                await gather(SmtpTransport(smtp).send(to("ann", "bob"), record=book.record, at=lambda: AT), made)
        assert (server.taken, made) == ([], [])
        assert [(each.recipient, each.state) for each in book.changes] == [
            ("ann@example.net", "sending"),
            ("ann@example.net", "pending"),
        ]

    asyncio.run(run())


def test_sending_is_on_the_disk_before_any_message_is_whole() -> None:
    """Whatever the server has, the ledger knew of it first; and where the ledger fails, nothing more goes out."""

    async def run() -> None:
        known: set[str] = set()
        early: list[str] = []

        def answer(said: Said) -> bytes | None:
            if said.verb == "." and said.argument not in known:
                early.append(said.argument)
            return None

        async def record(changes: Sequence[Delivery]) -> None:
            await asyncio.sleep(0.005)
            known.update(change.recipient for change in changes)
            if len(known) > 30:
                raise OSError("the disk is full")

        server = RawServer(answer)
        async with raw(server) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)
            transport = SmtpTransport(smtp, limits=Limits(connections=4))
            with pytest.raises(OSError, match="disk is full"):
                async for _ in transport.send(crowd(200), record=record, at=lambda: AT):
                    pass
            await asyncio.sleep(0.1)
        assert early == []
        assert len(server.taken) <= 30

    asyncio.run(run())


def test_what_the_messages_are_made_of_may_fail() -> None:
    """An exception of the composer comes through when what had gone out has its answer."""

    def messages() -> Any:
        yield from crowd(10)
        raise ValueError("a template with a fault")

    server, book = RawServer(), Book()
    with pytest.raises(ValueError, match="a template with a fault"):
        asyncio.run(carry(server, messages(), book=book, limits=Limits(connections=4)))
    assert set(book.states.values()) == {"accepted"}
    assert len(server.taken) == len(book.states)


def test_stopped_from_outside_it_waits_for_the_answers_it_is_owed() -> None:
    """No message is begun any more, and one that is out is not left in doubt for want of a second."""

    async def run() -> None:
        book = Book()
        out = asyncio.Event()

        def answer(said: Said) -> bytes | None:
            if said.verb == "." and said.nth == 3:
                out.set()
            return None

        server = RawServer(answer)
        async with raw(server) as port:
            smtp = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0)

            async def send() -> None:
                async for _ in SmtpTransport(smtp, limits=ONE).send(crowd(200), record=book.record, at=lambda: AT):
                    pass

            task = asyncio.create_task(send())
            await out.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert set(book.states.values()) == {"accepted"}
        assert len(server.taken) == len(book.states) < 10

    asyncio.run(run())
