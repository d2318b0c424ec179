"""``SmtpTransport``: messages over one SMTP connection, each reply told before the next byte goes out (RFC 5321)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.delivery.connection import Connection, one_line
from digest.errors import MailError
from digest.model import Delivery, DeliveryState, Message, SmtpServer

if TYPE_CHECKING:
    from aiosmtplib import SMTP

# Two in a row mean that the server, not the message, is in trouble: the rest wait for the next run.
_TROUBLES = 2
_UNFIT = re.compile(r"[\x00-\x20\x7f<>\ud800-\udfff]")
_NEWLINE = re.compile(rb"\r\n|\r|\n")


class _LostError(Exception):
    """The connection went away before the message did: it has certainly not been taken."""


class _InDoubtError(Exception):
    """The message went out and no reply came: only the server knows."""


@dataclass(frozen=True, slots=True)
class _Reply:
    code: int | None
    text: str
    state: DeliveryState
    busy: bool = False  # the server is in trouble: it closed the session, or went away


class SmtpTransport:
    """Hands messages to one mail server over one connection, one after the other.

    The order that matters: MAIL, RCPT and DATA are agreed; the ledger commits ``sending``; only then the message goes
    out; its reply is committed before the next message begins. Killed at any point, at most the one message that is
    ``sending`` is in doubt.
    """

    def __init__(self, server: SmtpServer, *, patience: float = 600.0) -> None:
        """``patience``: seconds to wait for the reply to a message that went out.

        RFC 5321 §4.5.3.2.6 asks for ten minutes: whoever waits less turns a slow server's mail into doubt.
        """
        self._server = server
        self._patience = max(patience, server.timeout)

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
    ) -> AsyncIterator[Delivery]:
        """What became of each message, in order; ``attempts`` counts this call's own.

        4xx is ``deferred``, 5xx ``failed``; ``unknown`` where the connection was lost between the message and its
        reply. Raises ``MailError`` where the server cannot be used at all (connection, TLS, log-in, the sender refused,
        trouble with two messages in a row); the messages not yet yielded were not sent then, and no change was reported
        for them.
        """
        connection = Connection(self._server)
        troubles = 0
        try:
            for message in messages:
                if troubles >= _TROUBLES:
                    raise MailError(
                        "the mail server broke off with two messages in a row; the others were not sent",
                        where=f"{self._server.host}:{self._server.port}",
                        fix="run again later",
                    )
                reply, attempts = await self._deliver(connection, message, record, at)
                delivery = Delivery(
                    issue=message.issue,
                    recipient=message.recipient,
                    state=reply.state,
                    code=reply.code,
                    reply=reply.text,
                    attempts=attempts,
                    at=at(),
                )
                await record((delivery,))
                troubles = troubles + 1 if reply.busy else 0
                yield delivery
            await connection.leave()
        finally:
            connection.drop()

    async def _deliver(
        self,
        connection: Connection,
        message: Message,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
    ) -> tuple[_Reply, int]:
        """The reply that counts, and how many attempts it took."""
        if _UNFIT.search(message.recipient) or _UNFIT.search(message.sender):
            return _Reply(None, "not an address that SMTP can carry", "failed"), 0
        attempts = 0
        while True:
            smtp = await connection.ready()
            attempts += 1
            try:
                refusal = await self._envelope(smtp, message)
                if refusal is not None:
                    await self._forget(connection, smtp)
                    return refusal, attempts
                going = Delivery(
                    issue=message.issue, recipient=message.recipient, state="sending", attempts=attempts, at=at()
                )
                await record((going,))
                return await self._hand_over(smtp, message), attempts
            except _LostError as error:
                # An idle server may close a session between two messages; a fresh one gets the same message once more.
                connection.drop()
                if attempts > 1:
                    return _Reply(None, one_line(str(error)), "deferred", busy=True), attempts
            except _InDoubtError as error:
                connection.drop()
                return _Reply(None, one_line(str(error)), "unknown", busy=True), attempts

    async def _envelope(self, smtp: SMTP, message: Message) -> _Reply | None:
        """None where the server now waits for the message; else its refusal."""
        from aiosmtplib import SMTPException  # heavy, and loaded by the connection

        utf8 = not (message.sender.isascii() and message.recipient.isascii())
        if utf8 and not smtp.supports_extension("smtputf8"):
            return _Reply(None, "the mail server takes no address in another script (SMTPUTF8)", "failed")
        options = [b"SMTPUTF8"] if utf8 else []
        if smtp.supports_extension("size"):
            options.append(b"SIZE=%d" % len(_wire(message.body)))  # RFC 1870: refused now rather than after it all
        try:
            for command, argument, *rest in (
                (b"MAIL", b"FROM:<" + message.sender.encode() + b">", *options),
                (b"RCPT", b"TO:<" + message.recipient.encode() + b">"),
            ):
                code, text = await smtp.execute_command(command, argument, *rest)
                if not 200 <= code < 300:
                    return self._refusal(command, message, code, text)
            code, text = await smtp.execute_command(b"DATA")
        except (SMTPException, OSError) as error:
            raise _LostError(f"connection lost before the message was sent: {error}") from error
        return None if code == 354 else self._refusal(b"DATA", message, code, text)

    def _refusal(self, command: bytes, message: Message, code: int, text: str) -> _Reply:
        said = f"{code} {one_line(text)}"
        where = f"{self._server.host}:{self._server.port}"
        if code in (530, 535, 538):
            raise MailError(
                f"the mail server wants more first: {said}",
                where=where,
                fix="set mail.smtp.username and password, and mail.smtp.security",
            )
        if code == 552 and command == b"MAIL":
            raise MailError(f"the mail server takes no message of this size: {said}", where=where)
        if command == b"MAIL" and 500 <= code < 600:
            raise MailError(
                f"the mail server does not let {message.sender} send: {said}", where=where, fix="check mail.from"
            )
        if 500 <= code < 600:
            return _Reply(code, one_line(text), "failed")
        # 421 (RFC 5321 §3.8) ends the session; a reply of no meaning at this point is as good a reason to come back
        # later.
        return _Reply(code, one_line(text), "deferred", busy=code == 421 or not 400 <= code < 500)

    async def _hand_over(self, smtp: SMTP, message: Message) -> _Reply:
        """The message and its final reply."""
        from aiosmtplib import SMTPException  # heavy, and loaded by the connection

        protocol = smtp.protocol
        if protocol is None:
            raise _LostError("connection lost before the message was sent")
        # The two halves of DATA apart, where aiosmtplib's own data() would not say which of them a lost connection
        # broke.
        try:
            protocol.write(_wire(message.body) + b".\r\n")
        except SMTPException as error:
            raise _LostError(f"connection lost before the message was sent: {error}") from error
        try:
            code, text = await protocol.read_response(timeout=self._patience)
        except (SMTPException, OSError) as error:
            raise _InDoubtError(f"no reply after the message was sent: {error}") from error
        if 200 <= code < 300:
            return _Reply(code, one_line(text), "accepted")
        if 500 <= code < 600:
            return _Reply(code, one_line(text), "failed")
        if 400 <= code < 500:
            if code == 421:
                smtp.close()
            return _Reply(code, one_line(text), "deferred", busy=code == 421)
        raise _InDoubtError(f"a reply of no meaning after the message was sent: {code} {text}")

    async def _forget(self, connection: Connection, smtp: SMTP) -> None:
        """Clear the envelope that the server refused; a server that cannot gets a new session."""
        from aiosmtplib import SMTPException  # heavy, and loaded by the connection

        if not smtp.is_connected:
            connection.drop()
            return
        try:
            await smtp.rset()
        except (SMTPException, OSError):
            connection.drop()


def _wire(body: bytes) -> bytes:
    """The message as it travels, but for the closing dot: every line ends in CRLF, none begins with a lone dot.

    A bare CR or LF is made CRLF too: servers differ in what they take it for, and mail has been smuggled through the
    gap.
    """
    body = _NEWLINE.sub(b"\r\n", body)
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed
