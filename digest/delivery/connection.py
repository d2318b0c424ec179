"""One connection to a mail server: made, secured and logged in; or why not, in words a person can act on."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from contextlib import suppress

from digest.delivery.authentication import Credentials
from digest.delivery.following import facts
from digest.delivery.replies import Reply, one_line
from digest.delivery.session import LostError, Session, SilentError
from digest.errors import MailError
from digest.model import SmtpServer
from digest.ports import Spans

_FAREWELL = 5.0  # seconds that a server gets to answer QUIT; every message has its reply by then


class Line:
    """What it takes to make connections to one server, again and again."""

    def __init__(self, server: SmtpServer, spans: Spans | None = None) -> None:
        self.server = server
        self.where = f"{server.host}:{server.port}"
        self.chunking = True  # False once the server has shown that it does not know what it offers
        self.known = False  # whether it has taken a recipient from us
        self.in_step = True  # False once a reply was left out, or said twice: nothing goes ahead of its reply any more
        self._credentials = Credentials(server)
        self._tls: ssl.SSLContext | None = None
        self._name = _own_name()
        self._spans = spans

    async def connect(self) -> Session:
        """A fresh connection, secured and logged in.

        Raises ``MailError`` that says what failed and what to do; never with a password or token in it.
        """
        if self._spans is None:
            return await self._connect()
        with self._spans.span("mail connection", facts(self.server), asks=True) as span:
            session = await self._connect()
            span.tell({"digest.smtp.logged_in": self.server.username is not None})
            return session

    async def _connect(self) -> Session:
        server = self.server
        _refuse_what_leaks(server, self.where)
        if server.security != "none" and self._tls is None:
            self._tls = _context(server)
        session: Session | None = None
        try:
            session = await self._open()
            greeting = await session.reply(server.timeout)
            if not greeting.positive:
                raise self._refused(greeting)
            await self._greet(session)
            if server.security == "starttls":
                await self._secure(session)
        except (LostError, OSError, ValueError) as error:
            if session is not None:
                session.close()
            raise self._unreachable(error) from error
        except BaseException:
            if session is not None:
                session.close()
            raise
        if server.username is not None:
            await self._credentials.log_in(session)
        return session

    async def _open(self) -> Session:
        """A connection to the first of the host's addresses that takes one, within TLS where it begins so."""
        server, loop = self.server, asyncio.get_running_loop()
        context = self._tls if server.security == "tls" else None
        failures: list[Exception] = []
        async with asyncio.timeout(server.timeout):
            found = await loop.getaddrinfo(server.host.strip("[]"), server.port, type=socket.SOCK_STREAM)
        for family, _, _, _, address in found:
            try:
                async with asyncio.timeout(server.timeout):
                    _, session = await loop.create_connection(
                        Session,
                        str(address[0]),
                        server.port,
                        family=family,
                        ssl=context,
                        server_hostname=server.host.strip("[]") if context else None,
                    )
            except OSError as error:
                failures.append(error)
                continue
            session.secure = context is not None
            return session
        raise failures[0] if failures else socket.gaierror("no address")

    async def _greet(self, session: Session) -> None:
        """EHLO, or HELO where the server knows no extensions; afterwards ``extensions`` tells what it offers."""
        reply = await session.ask(b"EHLO " + self._name, self.server.timeout)
        if reply.positive:
            for line in reply.lines[1:]:
                keyword, _, parameters = line.replace("=", " ", 1).partition(" ")  # "AUTH=LOGIN" is of old servers
                known = session.extensions.get(keyword.upper())
                session.extensions[keyword.upper()] = f"{known} {parameters}" if known else parameters
            if not self.chunking:
                session.extensions.pop("CHUNKING", None)
            return
        if reply.code < 500:
            raise self._refused(reply)
        reply = await session.ask(b"HELO " + self._name, self.server.timeout)
        if not reply.positive:
            raise self._refused(reply)

    async def _secure(self, session: Session) -> None:
        if "STARTTLS" not in session.extensions:
            raise MailError(
                "the server offers no STARTTLS, or something on the way hides it; nothing was sent",
                where=self.where,
                fix="try `security: tls` (usually port 465), or ask whoever runs the server",
            )
        reply = await session.ask(b"STARTTLS", self.server.timeout)
        if reply.code != 220:
            raise MailError(
                f"the server offers STARTTLS and does not begin it: {reply.code} {one_line(reply.text)};"
                " nothing was sent",
                where=self.where,
                fix="try `security: tls` (usually port 465), or ask whoever runs the server",
            )
        assert self._tls is not None
        await session.secured(self._tls, self.server.host.strip("[]"), self.server.timeout)
        await self._greet(session)

    def _refused(self, reply: Reply) -> MailError:
        return MailError(
            f"the mail server turned us away: {reply.code} {one_line(reply.text)}".rstrip(), where=self.where
        )

    def _unreachable(self, error: Exception) -> MailError:
        """What went wrong before anything was sent, and what to do about it."""
        where = self.where
        if isinstance(error, ssl.SSLCertVerificationError):
            return MailError(
                f"the server's certificate is not trusted: {error.verify_message}; nothing was sent",
                where=where,
                fix="if mail.smtp.host is the name the certificate is for and its authority is your own, "
                "name that authority's PEM file in mail.smtp.ca_file",
            )
        if isinstance(error, ssl.SSLError):
            return MailError(
                f"no TLS with the server: {error.reason or 'the handshake failed'}",
                where=where,
                fix="security tls is for port 465, starttls for 587 and 25",
            )
        if isinstance(error, socket.gaierror | UnicodeError):
            return MailError("no such mail server: its name is not known", where=where, fix="check mail.smtp.host")
        if isinstance(error, ConnectionRefusedError):
            return MailError("the mail server refuses connections", where=where, fix="check mail.smtp.port")
        if isinstance(error, SilentError | TimeoutError):
            return MailError(
                f"no answer from the mail server within {self.server.timeout:g} seconds",
                where=where,
                fix="check mail.smtp.port and mail.smtp.security;"
                " security tls is for port 465, starttls for 587 and 25",
            )
        return MailError(f"cannot reach the mail server: {one_line(str(error))}", where=where)


async def leave(session: Session, within: float) -> None:
    """Say QUIT, then close."""
    if not session.over:
        with suppress(LostError):  # it owes us nothing more
            await session.ask(b"QUIT", min(_FAREWELL, within))
    session.close()


def _refuse_what_leaks(server: SmtpServer, where: str) -> None:
    if server.username is None:
        return
    if server.auth == "xoauth2":
        if server.token_command is None:
            raise MailError(
                f"there is no access token for {server.username!r}", where=where, fix="set mail.smtp.token_command"
            )
    elif server.password is None:
        raise MailError(
            f"there is no password for {server.username!r}",
            where=where,
            fix="set the environment variable that mail.smtp.password names, or mail.smtp.password_file",
        )
    if server.security == "none" and not is_loopback(server.host):
        raise MailError(
            "the password would go over the network in the clear; nothing was sent",
            where=where,
            fix="set mail.smtp.security to starttls or tls",
        )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine, without asking a name server."""
    if host.lower() in ("localhost", "localhost."):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _context(server: SmtpServer) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca_file is not None:
        try:
            context.load_verify_locations(cafile=server.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise MailError(
                f"mail.smtp.ca_file holds no certificate: {error.strerror or error}", where=server.ca_file
            ) from error
    return context


def _own_name() -> bytes:
    """The name to greet with: this host's full one, else an address literal (RFC 5321 §4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii() and all(character.isalnum() or character in "-." for character in name):
        return name.encode()
    return b"[127.0.0.1]"
