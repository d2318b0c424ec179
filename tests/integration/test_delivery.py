"""Delivery against real mail servers on loopback, well-behaved and not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mailservers as servers
import pytest
from msgspec.structs import replace

from digest.delivery import SmtpTransport
from digest.errors import MailError, StorageError
from digest.model import Delivery, Message, SmtpServer

# The test's own servers stand on loopback; aiosmtpd warns of what they allow.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificates() -> Any:
    return servers.Certificates()


@pytest.fixture
def ca_file(certificates: Any, tmp_path: Path) -> str:
    path = tmp_path / "authority.pem"
    certificates.authority.cert_pem.write_to_path(path)
    return str(path)


def message(recipient: str, body: bytes = b"Subject: x\r\n\r\nhello\r\n") -> Message:
    return Message(issue=7, recipient=recipient, sender="news@example.org", message_id=f"<{recipient}>", body=body)


def plain(port: int, **changes: Any) -> SmtpServer:
    return replace(SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0), **changes)


async def send(
    server: SmtpServer,
    *messages: Message,
    on_change: Callable[[Delivery], None] = lambda _: None,
    patience: float = 60.0,
) -> list[Delivery]:
    async def record(changes: Sequence[Delivery]) -> None:
        for change in changes:
            on_change(change)

    transport = SmtpTransport(server, patience=patience)
    return [each async for each in transport.send(messages, record=record, at=lambda: AT)]


def to(*names: str) -> list[Message]:
    return [message(f"{name}@example.net") for name in names]


def outcomes(deliveries: Sequence[Delivery]) -> list[tuple[str, str, int | None]]:
    return [(each.recipient.partition("@")[0], each.state, each.code) for each in deliveries]


def test_every_message_goes_over_one_connection() -> None:
    """Each subscriber gets one message, each change is told in order, and one connection carries all."""

    async def run() -> None:
        inbox = servers.Inbox()
        changes: list[Delivery] = []
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob", "cid"), on_change=changes.append)
        assert outcomes(made) == [("ann", "accepted", 250), ("bob", "accepted", 250), ("cid", "accepted", 250)]
        assert inbox.recipients == ["ann@example.net", "bob@example.net", "cid@example.net"]
        assert inbox.sessions == 1
        assert [each.state for each in changes] == ["sending", "accepted"] * 3
        assert all(each.at == AT and each.attempts == 1 for each in changes)

    asyncio.run(run())


def test_no_message_makes_no_connection() -> None:
    """With nobody to send to, the server is left alone."""
    assert asyncio.run(send(plain(1))) == []


def test_sending_is_committed_before_the_message_leaves() -> None:
    """Where the ledger cannot record that a message is going out, it does not go out."""

    def full(delivery: Delivery) -> None:
        raise StorageError("the disk is full")

    async def run() -> None:
        inbox = servers.Inbox()
        async with servers.serve(inbox) as port:
            with pytest.raises(StorageError):
                await send(plain(port), *to("ann"), on_change=full)
            await asyncio.sleep(0.05)
        assert inbox.envelopes == []

    asyncio.run(run())


def test_the_ledger_hears_of_an_acceptance_before_the_next_message_begins() -> None:
    """When a message is going out, every earlier one is settled at the server and in the ledger."""

    async def run() -> None:
        inbox = servers.Inbox()
        at_server: list[int] = []
        told: list[str] = []

        def note(delivery: Delivery) -> None:
            if delivery.state == "sending":
                at_server.append(len(inbox.envelopes))
                assert "sending" not in told[-1:]
            told.append(delivery.state)

        async with servers.serve(inbox) as port:
            await send(plain(port), *to("ann", "bob", "cid"), on_change=note)
        assert at_server == [0, 1, 2]

    asyncio.run(run())


def test_a_refused_recipient_spoils_no_other() -> None:
    """4xx is deferred, 5xx failed, with the server's reply; the others are sent on the same connection."""

    async def run() -> None:
        inbox = servers.Refuses(
            replies={"bob@example.net": "450 4.2.0 greylisted", "cid@example.net": "550 5.1.1 no such user"}
        )
        changes: list[Delivery] = []
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob", "cid", "dee"), on_change=changes.append)
        assert outcomes(made) == [
            ("ann", "accepted", 250),
            ("bob", "deferred", 450),
            ("cid", "failed", 550),
            ("dee", "accepted", 250),
        ]
        assert made[2].reply == "5.1.1 no such user"
        assert inbox.recipients == ["ann@example.net", "dee@example.net"]
        assert inbox.sessions == 1
        assert [each.state for each in changes if each.recipient.startswith("cid")] == ["failed"]

    asyncio.run(run())


def test_a_message_refused_after_data_is_settled_by_its_reply() -> None:
    """The reply to the message itself counts as the one to RCPT does."""

    async def run() -> None:
        inbox = servers.RefusesAfterData(
            replies={"ann@example.net": "452 4.3.1 disk full", "bob@example.net": "554 5.7.1 not wanted"}
        )
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob", "cid"))
        assert outcomes(made) == [("ann", "deferred", 452), ("bob", "failed", 554), ("cid", "accepted", 250)]

    asyncio.run(run())


def test_a_lost_reply_is_unknown_and_the_rest_go_on() -> None:
    """A connection lost between message and reply leaves that one in doubt, and no other."""

    async def run() -> None:
        inbox = servers.HangsUpAfterData(addresses=frozenset({"bob@example.net"}))
        changes: list[Delivery] = []
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob", "cid"), on_change=changes.append)
        assert outcomes(made) == [("ann", "accepted", 250), ("bob", "unknown", None), ("cid", "accepted", 250)]
        assert inbox.taken == ["bob@example.net"]  # it had come: to send it again would be to send it twice
        assert [each.state for each in changes if each.recipient.startswith("bob")] == ["sending", "unknown"]

    asyncio.run(run())


def test_a_reply_that_never_comes_is_unknown() -> None:
    """A server that falls silent after a message is not waited for without end."""

    async def run() -> None:
        async with servers.serve(servers.FallsSilentAfterData()) as port:
            made = await send(plain(port, timeout=1.5), *to("ann"), patience=1.5)
        assert outcomes(made) == [("ann", "unknown", None)]

    asyncio.run(run())


def test_a_connection_lost_before_the_message_is_tried_once_more() -> None:
    """What was never sent is not in doubt: a new connection takes it."""

    async def run() -> None:
        inbox = servers.HangsUpAtRcpt(times=1)
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob"))
        assert outcomes(made) == [("ann", "accepted", 250), ("bob", "accepted", 250)]
        assert made[0].attempts == 2
        assert inbox.recipients == ["ann@example.net", "bob@example.net"]

    asyncio.run(run())


def test_a_server_in_trouble_is_left_alone() -> None:
    """After trouble with two messages in a row the rest wait: nothing is recorded for them."""

    async def run() -> None:
        inbox = servers.HangsUpAtRcpt(times=1000)
        changes: list[Delivery] = []
        async with servers.serve(inbox) as port:
            with pytest.raises(MailError, match="two messages in a row"):
                await send(plain(port), *to("ann", "bob", "cid", "dee"), on_change=changes.append)
        assert outcomes(changes) == [("ann", "deferred", None), ("bob", "deferred", None)]

    asyncio.run(run())


def test_421_ends_the_session_and_the_next_message_gets_a_new_one() -> None:
    """A server that closes in mid-session (RFC 5321 §3.8) is asked once more, and puts off one message alone."""

    async def run() -> None:
        inbox = servers.Refuses(replies={"bob@example.net": "421 4.3.2 going down"})
        async with servers.serve(inbox) as port:
            made = await send(plain(port), *to("ann", "bob", "cid"))
        assert outcomes(made) == [("ann", "accepted", 250), ("bob", "deferred", 421), ("cid", "accepted", 250)]
        assert made[1].reply == "4.3.2 going down"
        assert inbox.sessions == 3

    asyncio.run(run())


def test_a_refused_sender_fails_nobody() -> None:
    """A wrong `from` is the publisher's mistake: no subscriber is marked as failed for it."""

    async def run() -> None:
        changes: list[Delivery] = []
        async with servers.serve(servers.RefusesTheSender()) as port:
            with pytest.raises(MailError, match=r"does not let news@example\.org send: 553 5\.7\.1 not yours"):
                await send(plain(port), *to("ann", "bob"), on_change=changes.append)
        assert changes == []

    asyncio.run(run())


def test_a_message_over_the_servers_size_fails_nobody() -> None:
    """The size is told before the message (RFC 1870), and what is too large for one is so for all."""

    async def run() -> None:
        changes: list[Delivery] = []
        async with servers.serve(servers.Inbox(), data_size_limit=1000) as port:
            with pytest.raises(MailError, match="no message of this size"):
                await send(plain(port), message("ann@example.net", b"x\r\n" * 700), on_change=changes.append)
        assert changes == []

    asyncio.run(run())


def test_dots_and_bare_line_ends_arrive_whole() -> None:
    """A line of one dot ends no message, and a bare LF makes no second one."""

    async def run() -> None:
        inbox = servers.Inbox()
        body = b".first\r\n.\r\n..two\r\nbare\n.\nMAIL FROM:<evil@example.com>\rlast"
        async with servers.serve(inbox) as port:
            made = await send(plain(port), message("ann@example.net", body))
        assert outcomes(made) == [("ann", "accepted", 250)]
        assert inbox.envelopes[0].content == (
            b".first\r\n.\r\n..two\r\nbare\r\n.\r\nMAIL FROM:<evil@example.com>\r\nlast\r\n"
        )

    asyncio.run(run())


def test_an_address_that_would_break_out_of_its_command_is_not_sent() -> None:
    """No recipient can add a command or a parameter of its own."""

    async def run() -> None:
        inbox = servers.Inbox()
        async with servers.serve(inbox) as port:
            made = await send(plain(port), message("a@example.net>\r\nRCPT TO:<b@example.net"), *to("ann"))
        assert [each.state for each in made] == ["failed", "accepted"]
        assert inbox.recipients == ["ann@example.net"]

    asyncio.run(run())


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    """SMTPUTF8 (RFC 6531) is used where offered; elsewhere that one delivery fails, in words."""

    async def run(**options: Any) -> list[Delivery]:
        async with servers.serve(servers.Inbox(), **options) as port:
            return await send(plain(port), message("δοκιμή@example.net"), *to("ann"))

    assert [each.state for each in asyncio.run(run(enable_SMTPUTF8=True))] == ["accepted", "accepted"]
    made = asyncio.run(run(enable_SMTPUTF8=False))
    assert [each.state for each in made] == ["failed", "accepted"]
    assert "another script" in made[0].reply


@pytest.mark.parametrize("implicit", [False, True])
def test_mail_and_log_in_go_over_tls(certificates: Any, ca_file: str, implicit: bool) -> None:
    """STARTTLS and TLS both carry log-in and mail, the certificate checked against the given authority."""

    async def run() -> None:
        inbox = servers.Inbox()
        tls = certificates.context("localhost", "127.0.0.1")
        options: dict[str, Any] = {"authenticator": servers.authenticator, "auth_required": True}
        if implicit:
            options["auth_require_tls"] = False  # aiosmtpd knows only of TLS that STARTTLS began
        async with servers.serve(inbox, tls=tls, implicit=implicit, require_starttls=not implicit, **options) as port:
            server = plain(
                port,
                security="tls" if implicit else "starttls",
                username=servers.USERNAME,
                password=servers.PASSWORD,
                ca_file=ca_file,
            )
            made = await send(server, *to("ann", "bob"))
        assert [each.state for each in made] == ["accepted", "accepted"]
        assert inbox.sessions == 1

    asyncio.run(run())


def refused(server: SmtpServer, inbox: Any, match: str, **options: Any) -> MailError:
    """The error of a send that never begins: nothing is recorded, nothing arrives, and no secret is told."""

    async def run() -> MailError:
        changes: list[Delivery] = []
        async with servers.serve(inbox, **options) as port:
            with pytest.raises(MailError, match=match) as caught:
                await send(replace(server, port=port), *to("ann", "bob"), on_change=changes.append)
        assert changes == []
        assert inbox.envelopes == []
        return caught.value

    return asyncio.run(run())


def test_stripped_starttls_is_refused() -> None:
    """Where STARTTLS was asked for and is not offered, neither password nor mail leaves."""
    inbox = servers.Inbox()
    error = refused(plain(0, security="starttls", username="press", password="secret"), inbox, "offers no STARTTLS")
    assert "security: tls" in str(error)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_an_unknown_authority_is_refused(certificates: Any, security: str) -> None:
    """Without the authority's file, a private certificate is not trusted, and the error says what to set."""
    tls = certificates.context("127.0.0.1")
    error = refused(
        plain(0, security=security), servers.Inbox(), "certificate is not trusted", tls=tls, implicit=security == "tls"
    )
    assert "mail.smtp.ca_file" in str(error)


def test_a_certificate_for_another_name_is_refused(certificates: Any, ca_file: str) -> None:
    """A trusted authority is not enough: the certificate must be the server's own."""
    tls = certificates.context("mail.example.com")
    refused(plain(0, security="starttls", ca_file=ca_file), servers.Inbox(), "certificate is not trusted", tls=tls)


def test_a_wrong_password_is_told_without_the_password(
    certificates: Any, ca_file: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The error names what to check; the password is in no error, no cause of one, and no log."""
    caplog.set_level(logging.DEBUG)
    tls = certificates.context("127.0.0.1")
    server = plain(0, security="starttls", username=servers.USERNAME, password="hunter2hunter2", ca_file=ca_file)
    options = {"tls": tls, "authenticator": servers.authenticator, "auth_required": True}
    error = refused(server, servers.Inbox(), "refuses the user name and password", **options)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail")]
    told = [str(error), repr(error), repr(error.__cause__), repr(server), *ours]
    assert not any("hunter2" in text for text in told)


def test_no_password_goes_in_the_clear_off_this_machine() -> None:
    """Without TLS a log-in is for loopback alone; the refusal needs no connection."""
    server = SmtpServer(host="mail.example.com", port=25, security="none", username="press", password="secret")
    with pytest.raises(MailError, match="in the clear"):
        asyncio.run(send(server, *to("ann")))


def test_a_missing_password_is_told_before_any_connection() -> None:
    """A log-in that was asked for is never left out."""
    server = SmtpServer(host="mail.example.com", port=587, username="press")
    with pytest.raises(MailError, match="there is no password for 'press'"):
        asyncio.run(send(server, *to("ann")))


def test_a_server_that_wants_a_log_in_fails_nobody() -> None:
    """530 is told as what it is, whoever it is said to."""
    refused(
        plain(0), servers.Inbox(), "wants more first: 530", authenticator=servers.authenticator, auth_required=True,
        auth_require_tls=False,
    )  # fmt: skip


def test_a_closed_port_is_told() -> None:
    """Nobody listening is said in words."""

    async def run() -> None:
        async with servers.serve(servers.Inbox()) as port:
            pass
        with pytest.raises(MailError, match="refuses connections"):
            await send(plain(port), *to("ann"))

    asyncio.run(run())


@pytest.mark.parametrize(
    ("greeting", "security", "match"),
    [
        (b"554 5.3.2 no service for you\r\n", "none", "turned us away: 554 5.3.2 no service for you"),
        (b"", "none", "cannot reach the mail server"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "none", "cannot reach|turned us away"),
        (b"220 plain.test\r\n", "tls", "no TLS with the server"),
    ],
)
def test_what_is_no_mail_server_is_told(greeting: bytes, security: str, match: str) -> None:
    """A refusal, a hang-up, another protocol, and TLS to a port that speaks none: each an error in words."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await writer.drain()
        await reader.read(100)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        return

    async def run() -> None:
        async with servers.script(talk if greeting else silent) as port:
            with pytest.raises(MailError, match=match):
                await send(plain(port, security=security), *to("ann"))

    asyncio.run(run())


def test_a_server_that_never_greets_is_not_waited_for() -> None:
    """The time limit holds from the first byte on."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)

    async def run() -> None:
        async with servers.script(talk) as port:
            with pytest.raises(MailError, match=r"no answer from the mail server within 1\.5 seconds"):
                await send(plain(port, timeout=1.5), *to("ann"))

    asyncio.run(run())


def test_garbage_after_the_message_is_doubt() -> None:
    """A reply that means nothing is no acceptance and no refusal."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 odd.test\r\n")
        for reply in (b"250 odd.test\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
            await reader.readline()
            writer.write(reply)
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"what was that?\r\n")
        await writer.drain()

    async def run() -> None:
        async with servers.script(talk) as port:
            made = await send(plain(port), *to("ann"))
        assert outcomes(made) == [("ann", "unknown", None)]

    asyncio.run(run())


def test_a_reply_is_stored_as_one_printable_line() -> None:
    """Neither control characters nor bytes that are no text reach the ledger."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 odd.test\r\n")
        for reply in (b"250 odd.test\r\n", b"250 ok\r\n", b"550-no\x1b[31m\r\n550 \xff\xfe" + b"x" * 900 + b"\r\n"):
            await reader.readline()
            writer.write(reply)
        await reader.readline()

    async def run() -> None:
        async with servers.script(talk) as port:
            (made,) = await send(plain(port), *to("ann"))
        assert made.state == "failed"
        assert made.reply.isprintable()
        assert len(made.reply) <= 500
        made.reply.encode()

    asyncio.run(run())
