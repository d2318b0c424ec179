"""One connection to a mail server: made, secured and logged in; or why not, in words a person can act on."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.errors import MailError
from digest.model import SmtpServer

if TYPE_CHECKING:
    from aiosmtplib import SMTP

_FAREWELL = 5.0  # seconds that a server gets to answer QUIT; every message has its reply by then


class Connection:
    """The connection that a send uses for message after message, made when first needed and again after a loss."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: SMTP | None = None

    async def ready(self) -> SMTP:
        """The connection, secured and logged in.

        Raises ``MailError`` that says what failed and what to do; never with the password in it.
        """
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        self._smtp = await connect(self._server)
        return self._smtp

    def drop(self) -> None:
        """Close without a word; the server discards what it has not taken."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    async def leave(self) -> None:
        """Say QUIT, then close."""
        from aiosmtplib import SMTPException  # loaded by now wherever there is a connection

        if self._smtp is not None and self._smtp.is_connected:
            with suppress(SMTPException, OSError):  # it owes us nothing more
                await self._smtp.quit(timeout=min(_FAREWELL, self._server.timeout))
        self.drop()


async def connect(server: SmtpServer) -> SMTP:
    """A fresh connection, secured and logged in. Raises ``MailError``."""
    # aiosmtplib takes a tenth of a second to import, and only sending needs it.
    from aiosmtplib import SMTP, SMTPException, SMTPHeloError

    where = f"{server.host}:{server.port}"
    _refuse_what_leaks(server, where)
    smtp = SMTP(
        hostname=server.host,
        port=server.port,
        timeout=server.timeout,
        use_tls=server.security == "tls",
        start_tls=False,  # done below, where its failures can be told apart
        tls_context=_tls(server),
        local_hostname=_own_name(),
    )
    try:
        await smtp.connect()
        try:
            await smtp.ehlo()
        except SMTPHeloError:
            await smtp.helo()
        if server.security == "starttls":
            if not smtp.supports_extension("starttls"):
                raise MailError(
                    "the server offers no STARTTLS, or something on the way hides it; nothing was sent",
                    where=where,
                    fix="try `security: tls` (usually port 465), or ask whoever runs the server",
                )
            await smtp.starttls()
            await smtp.ehlo()
    except (SMTPException, OSError, ValueError) as error:
        smtp.close()
        raise _unreachable(error, server, where) from error
    except MailError:
        smtp.close()
        raise
    if server.username is not None:
        await _log_in(smtp, server, where)
    return smtp


async def _log_in(smtp: SMTP, server: SmtpServer, where: str) -> None:
    from aiosmtplib import SMTPAuthenticationError, SMTPException

    assert server.username is not None
    assert server.password is not None
    try:
        await smtp.login(server.username, server.password)
    except SMTPAuthenticationError as error:
        smtp.close()
        # Without its cause and its words: a server may echo what it was sent.
        if error.code < 500:
            raise MailError(f"the server put off the log-in (reply {error.code})", where=where) from None
        raise MailError(
            f"the server refuses the user name and password (reply {error.code})",
            where=where,
            fix="check mail.smtp.username and the password; some services want a password made for this program",
        ) from None
    except (SMTPException, OSError, UnicodeError) as error:
        smtp.close()
        lost = isinstance(error, OSError)
        raise MailError(
            "the connection was lost at the log-in"
            if lost
            else "the server offers no way to log in that is known here",
            where=where,
            fix="check mail.smtp.port and mail.smtp.security",
        ) from None


def _refuse_what_leaks(server: SmtpServer, where: str) -> None:
    if server.username is None:
        return
    if server.password is None:
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


def _tls(server: SmtpServer) -> ssl.SSLContext | None:
    if server.security == "none":
        return None
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


def _own_name() -> str:
    """The name to greet with: this host's full one, else an address literal (RFC 5321 §4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii() and all(character.isalnum() or character in "-." for character in name):
        return name
    return "[127.0.0.1]"


def _unreachable(error: Exception, server: SmtpServer, where: str) -> MailError:
    """What went wrong before anything was sent, and what to do about it."""
    from aiosmtplib import SMTPResponseException, SMTPTimeoutError

    causes = [error]
    while (cause := causes[-1].__cause__) is not None and isinstance(cause, Exception) and len(causes) < 8:
        causes.append(cause)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return MailError(
                f"the server's certificate is not trusted: {cause.verify_message}; nothing was sent",
                where=where,
                fix="if mail.smtp.host is the name the certificate is for and its authority is your own, "
                "name that authority's PEM file in mail.smtp.ca_file",
            )
        if isinstance(cause, ssl.SSLError):
            return MailError(
                f"no TLS with the server: {cause.reason or 'the handshake failed'}",
                where=where,
                fix="security tls is for port 465, starttls for 587 and 25",
            )
        if isinstance(cause, socket.gaierror):
            return MailError("no such mail server: its name is not known", where=where, fix="check mail.smtp.host")
        if isinstance(cause, ConnectionRefusedError):
            return MailError("the mail server refuses connections", where=where, fix="check mail.smtp.port")
    if isinstance(error, SMTPResponseException):
        return MailError(f"the mail server turned us away: {error.code} {one_line(error.message)}", where=where)
    if isinstance(error, SMTPTimeoutError | TimeoutError):
        return MailError(
            f"no answer from the mail server within {server.timeout:g} seconds",
            where=where,
            fix="check mail.smtp.port and mail.smtp.security; security tls is for port 465, starttls for 587 and 25",
        )
    return MailError(f"cannot reach the mail server: {one_line(str(error))}", where=where)


def one_line(reply: str) -> str:
    """A server's words as they may be stored and shown: one line of printable text, 500 characters at most."""
    text = reply.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]
