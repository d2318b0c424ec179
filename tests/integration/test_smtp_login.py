"""Logging in to real and scripted servers: every mechanism, and no secret in anything that is told."""

from __future__ import annotations

import asyncio
import base64
import hmac
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import mailservers as servers
import pytest
from msgspec.structs import replace
from rawmail import AT, Book, message, to

from digest.delivery import SmtpTransport
from digest.delivery.connection import Line
from digest.errors import MailError
from digest.model import Delivery, Limits, SmtpServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
SECRET = "hunter2-of-the-press"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def account(port: int, **changes: Any) -> SmtpServer:
    server = SmtpServer(host="127.0.0.1", port=port, security="none", timeout=60.0, username="press", password=SECRET)
    return replace(server, **changes)


async def sent(server: SmtpServer, *, book: Book | None = None, limits: Limits | None = None) -> list[Delivery]:
    transport = SmtpTransport(server, limits=limits or Limits(connections=1))
    return [each async for each in transport.send(to("ann", "bob"), record=(book or Book()).record, at=lambda: AT)]


class Door:
    """A server that asks for a log-in by one mechanism, and remembers what it was told."""

    def __init__(self, mechanisms: str, *exchanges: list[tuple[bytes | None, bytes]]) -> None:
        """For each AUTH, what is said, and the answer; None takes whatever is said."""
        self.mechanisms = mechanisms
        self.exchanges = list(exchanges)
        self.told: list[bytes] = []
        self.tried = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 door.test\r\n")
        while line := (await reader.readline()).strip():
            if line.startswith(b"EHLO"):
                writer.write(f"250-door.test\r\n250 AUTH {self.mechanisms}\r\n".encode())
            elif line.startswith(b"AUTH"):
                exchange = self.exchanges[self.tried]
                self.tried += 1
                for place, (expected, answer) in enumerate(exchange):
                    if place:
                        line = (await reader.readline()).strip()
                    self.told.append(line)
                    if expected is not None and line != expected:
                        writer.write(b"535 5.7.8 no: " + line + b"\r\n")
                        break
                    writer.write(answer)
            elif line == b"DATA":
                writer.write(b"354 go\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")
            elif line == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                writer.write(b"250 ok\r\n")


def b64(text: str | bytes) -> bytes:
    return base64.b64encode(text.encode() if isinstance(text, str) else text)


WELCOME = b"235 2.7.0 welcome\r\n"
PLAIN = [(b"AUTH PLAIN " + b64(f"\0press\0{SECRET}"), WELCOME)]
LOGIN = [
    (b"AUTH LOGIN", b"334 VXNlcm5hbWU6\r\n"),
    (b64("press"), b"334 UGFzc3dvcmQ6\r\n"),
    (b64(SECRET), WELCOME),
]
CRAM = [
    (b"AUTH CRAM-MD5", b"334 " + b64("<1.2@door.test>") + b"\r\n"),
    (b64(b"press " + hmac.new(SECRET.encode(), b"<1.2@door.test>", "md5").hexdigest().encode()), WELCOME),
]


@pytest.mark.parametrize(
    ("offered", "auth", "exchange"),
    [
        ("PLAIN LOGIN", "auto", PLAIN),
        ("LOGIN", "auto", LOGIN),
        ("LOGIN PLAIN CRAM-MD5", "auto", CRAM),  # without TLS, on loopback, the password itself is not shown
        ("LOGIN PLAIN CRAM-MD5", "login", LOGIN),
        ("LOGIN PLAIN CRAM-MD5", "plain", PLAIN),
        ("cram-md5", "cram-md5", CRAM),
    ],
)
def test_each_mechanism_logs_in(offered: str, auth: Any, exchange: Any) -> None:
    """The best that both sides know, or the one that feeds.yml names."""

    async def run() -> None:
        door = Door(offered, exchange)
        async with servers.script(door.talk) as port:
            made = await sent(account(port, auth=auth))
        assert [each.state for each in made] == ["accepted", "accepted"]
        assert door.tried == 1

    asyncio.run(run())


def test_a_mechanism_that_does_not_work_gives_way_to_the_next() -> None:
    """504 and 534 are of the mechanism; 535 is of the password, and a server may lock out who keeps guessing."""

    async def run(first: bytes) -> tuple[Door, list[Delivery]]:
        door = Door("CRAM-MD5 PLAIN", [(None, first)], PLAIN)
        async with servers.script(door.talk) as port:
            return door, await sent(account(port))

    door, made = asyncio.run(run(b"504 5.5.4 not that one\r\n"))
    assert (door.tried, made[0].state) == (2, "accepted")
    with pytest.raises(MailError, match="refuses the user name and password"):
        asyncio.run(run(b"535 5.7.8 no\r\n"))


def test_a_server_that_knows_no_mechanism_of_ours_is_told() -> None:
    """Nothing is sent without the log-in that was asked for."""

    async def run(server: SmtpServer, offered: str) -> None:
        async with servers.script(Door(offered).talk) as port:
            await sent(replace(server, port=port))

    with pytest.raises(MailError, match="no way to log in that is known here"):
        asyncio.run(run(account(0), "GSSAPI NTLM"))
    with pytest.raises(MailError, match="no way to log in that is known here"):
        asyncio.run(run(account(0, auth="cram-md5"), "PLAIN LOGIN"))


def test_a_refused_log_in_is_tried_once_whatever_the_connections() -> None:
    """Eight connections do not guess eight times."""

    async def run() -> None:
        door = Door("PLAIN", *[[(None, b"535 5.7.8 no\r\n")]] * 8)
        async with servers.script(door.talk) as port:
            with pytest.raises(MailError, match="refuses the user name and password"):
                await sent(account(port), limits=Limits(connections=8))
        assert door.tried == 1

    asyncio.run(run())


def command(folder: Path, *lines: str, status: int = 0) -> str:
    """A command that prints each of the lines in turn, one a call, and errors with the secret on stderr."""
    script = folder / "token.py"
    script.write_text(
        "import pathlib, sys\n"
        f"count = pathlib.Path({str(folder / 'count')!r})\n"
        "n = int(count.read_text()) if count.exists() else 0\n"
        "count.write_text(str(n + 1))\n"
        f"print({list(lines)!r}[n])\n"
        f"print({SECRET!r}, file=sys.stderr)\n"
        f"sys.exit({status})\n"
    )
    return f"'{sys.executable}' '{script}' '$(touch {folder / 'shell'})'"


def bearer(token: str) -> bytes:
    return b"AUTH XOAUTH2 " + b64(f"user=press\1auth=Bearer {token}\1\1")


def oauth(port: int, token_command: str) -> SmtpServer:
    return account(port, auth="xoauth2", password=None, token_command=token_command)


def test_a_token_comes_from_a_command_that_no_shell_runs(tmp_path: Path) -> None:
    """It is asked for once for all connections, and what the command line holds is taken as words."""

    async def run() -> None:
        door = Door("XOAUTH2", *[[(bearer("token-1"), WELCOME)]] * 3)
        async with servers.script(door.talk) as port:
            line = Line(oauth(port, command(tmp_path, "token-1")))
            for _ in range(3):
                (await line.connect()).close()

    asyncio.run(run())
    assert (tmp_path / "count").read_text() == "1"
    assert not (tmp_path / "shell").exists()


@pytest.mark.parametrize("asks", [True, False])
def test_a_token_that_has_run_out_is_renewed_once(tmp_path: Path, asks: bool) -> None:
    """At 535, with or without the server's reasons first (334), the command is asked again; then it is refused."""
    no = b"535 5.7.8 no\r\n"
    refusal: list[tuple[bytes | None, bytes]] = [(None, b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"), (b"", no)]
    refused = refusal if asks else [(None, no)]

    async def run(*exchanges: Any) -> list[Delivery]:
        door = Door("XOAUTH2", *exchanges)
        async with servers.script(door.talk) as port:
            return await sent(oauth(port, command(tmp_path, "stale", "fresh", "more")))

    made = asyncio.run(run(refused, [(bearer("fresh"), WELCOME)]))
    assert [each.state for each in made] == ["accepted", "accepted"]
    (tmp_path / "count").unlink()
    with pytest.raises(MailError, match="refuses the access token"):
        asyncio.run(run(refused, refused))
    assert (tmp_path / "count").read_text() == "2"


@pytest.mark.parametrize(
    ("lines", "status", "match"),
    [
        ((SECRET,), 3, "ended with status 3"),
        (("",), 0, "printed something else"),
        ((f"two words {SECRET}",), 0, "printed something else"),
        ((SECRET * 10_000,), 0, "ended with status|printed something else"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_printed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: Any, lines: tuple[str, ...], status: int, match: str
) -> None:
    """Neither its output nor its errors reach a message, a log or the terminal."""
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        async with servers.script(Door("XOAUTH2").talk) as port:
            await sent(oauth(port, command(tmp_path, *lines, status=status)))

    with pytest.raises(MailError, match=match) as caught:
        asyncio.run(run())
    out, err = capfd.readouterr()
    told = [str(caught.value), repr(caught.value), repr(caught.value.__cause__), caplog.text, out, err]
    assert not any(SECRET in text for text in told)


@pytest.mark.parametrize("line", ["/nowhere/at/all", "", "'unclosed"])
def test_a_command_that_cannot_be_run_is_told(line: str) -> None:
    """In words, with what to look at."""

    async def run() -> None:
        async with servers.script(Door("XOAUTH2").talk) as port:
            await sent(oauth(port, line))

    with pytest.raises(MailError, match="access token cannot be run"):
        asyncio.run(run())


def test_no_reply_to_a_log_in_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """A server may echo what it was sent, as this one does."""
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        door = Door("PLAIN", [(b"something else", b"")])
        async with servers.script(door.talk) as port:
            await sent(account(port))

    with pytest.raises(MailError) as caught:
        asyncio.run(run())
    sent_ = b64(f"\0press\0{SECRET}").decode()
    told = [str(caught.value), repr(caught.value), repr(caught.value.__context__), caplog.text, repr(account(1))]
    assert not any(secret in text for text in told for secret in (SECRET, sent_))


def starttls(extra: bytes, *, reply: bytes = b"220 go ahead\r\n") -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 odd.test\r\n")
        await reader.readline()
        writer.write(b"250-odd.test\r\n250 STARTTLS\r\n")
        await reader.readline()
        writer.write(reply + extra)
        await reader.read(1000)

    return talk


@pytest.mark.parametrize(
    ("talk", "match"),
    [
        (starttls(b"250-odd.test\r\n250 AUTH PLAIN\r\n"), "in the clear after TLS had been agreed"),
        (starttls(b"235 half a li"), "in the clear after TLS had been agreed"),
        (starttls(b"", reply=b"454 4.7.0 not now\r\n"), "does not begin it: 454 4.7.0 not now"),
    ],
)
def test_what_is_said_in_the_clear_after_starttls_is_never_taken_for_the_servers(talk: Talk, match: str) -> None:
    """Somebody on the way could put it in, to be read as if it had come through TLS (RFC 3207 §6)."""
    book = Book()

    async def run() -> None:
        async with servers.script(talk) as port:
            await sent(account(port, security="starttls"), book=book)

    with pytest.raises(MailError, match=match):
        asyncio.run(run())
    assert book.changes == []


def test_what_was_offered_before_tls_counts_for_nothing_within(tmp_path: Path) -> None:
    """The greeting is made anew, and a log-in that was offered in the clear alone is not there."""
    certificates = servers.Certificates()
    certificates.authority.cert_pem.write_to_path(tmp_path / "authority.pem")

    async def run() -> None:
        inbox = servers.Inbox()
        tls = certificates.context("localhost", "127.0.0.1")
        options: dict[str, Any] = {"authenticator": servers.authenticator, "auth_exclude_mechanism": ["PLAIN"]}
        async with servers.serve(inbox, tls=tls, **options) as port:
            server = account(
                port,
                security="starttls",
                username=servers.USERNAME,
                password=servers.PASSWORD,
                ca_file=str(tmp_path / "authority.pem"),
            )
            line = Line(server)
            session = await line.connect()
            assert session.secure
            assert session.extensions["AUTH"] == "LOGIN"
            assert "STARTTLS" not in session.extensions
            session.close()
            transport = SmtpTransport(server, limits=Limits(connections=3))
            crowd = [message(f"reader{number}@example.net") for number in range(30)]
            made = [each async for each in transport.send(crowd, record=Book().record, at=lambda: AT)]
        assert {each.state for each in made} == {"accepted"}
        assert len(inbox.recipients) == 30

    asyncio.run(run())
