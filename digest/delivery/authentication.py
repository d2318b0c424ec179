"""Logging in (RFC 4954): PLAIN, LOGIN, CRAM-MD5, and XOAUTH2 with a token that a command prints.

No reply of a server to a log-in is ever told: it may echo what it was sent.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import shlex
from contextlib import suppress

from digest.delivery.replies import Reply
from digest.delivery.session import LostError, Session
from digest.errors import MailError
from digest.model import SmtpServer

_TOKEN_TIME = 60.0  # seconds that the command for a token gets
_TOKEN_SIZE = 64 * 1024  # bytes


class Credentials:
    """Who logs in, and how; one for all connections, so that they share a token."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._where = f"{server.host}:{server.port}"
        self._token: str | None = None
        self._asking = asyncio.Lock()

    async def log_in(self, session: Session) -> None:
        """Raises ``MailError`` in words that hold no secret."""
        try:
            await self._log_in(session)
        except LostError:
            session.close()
            raise MailError(
                "the connection was lost at the log-in",
                where=self._where,
                fix="check mail.smtp.port and mail.smtp.security",
            ) from None
        except MailError:
            session.close()
            raise

    async def _log_in(self, session: Session) -> None:
        known = self._mechanisms(session)
        if not known:
            raise MailError(
                "the server offers no way to log in that is known here",
                where=self._where,
                fix="check mail.smtp.port, mail.smtp.security and mail.smtp.auth",
            )
        for mechanism in known:
            reply = await self._try(session, mechanism)
            if reply.code == 535 and mechanism == "XOAUTH2":
                # A token lives for an hour or so, and a send may last longer.
                self._token = None
                reply = await self._try(session, mechanism)
            if reply.positive:
                return
            if reply.code == 421 or 400 <= reply.code < 500:
                raise MailError(f"the server put off the log-in (reply {reply.code})", where=self._where)
            if reply.code == 535:
                break  # they are wrong in another mechanism too, and some servers lock out who keeps guessing
        token = self._server.auth == "xoauth2"
        raise MailError(
            f"the server refuses the {'access token' if token else 'user name and password'} (reply {reply.code})",
            where=self._where,
            fix="check mail.smtp.username and what mail.smtp.token_command prints"
            if token
            else "check mail.smtp.username and the password; some services want a password made for this program",
        )

    def _mechanisms(self, session: Session) -> list[str]:
        """Those that both sides know, the best first."""
        offered = session.extensions.get("AUTH", "").upper().split()
        if self._server.auth != "auto":
            wanted = [self._server.auth.upper()]
        elif session.secure:
            wanted = ["PLAIN", "LOGIN", "CRAM-MD5"]  # TLS hides the password, and this way the server can keep a hash
        else:
            wanted = ["CRAM-MD5", "PLAIN", "LOGIN"]
        return [mechanism for mechanism in wanted if mechanism in offered]

    async def _try(self, session: Session, mechanism: str) -> Reply:
        user = (self._server.username or "").encode()
        password = (self._server.password or "").encode()
        within = self._server.timeout
        if mechanism == "PLAIN":
            return await session.ask(b"AUTH PLAIN " + _base64(b"\0" + user + b"\0" + password), within)
        if mechanism == "XOAUTH2":
            token = await self._current()
            said = b"user=" + user + b"\1auth=Bearer " + token.encode() + b"\1\1"
            reply = await session.ask(b"AUTH XOAUTH2 " + _base64(said), within)
            # 334 holds why it is refused; the refusal itself comes after an empty line.
            return await session.ask(b"", within) if reply.code == 334 else reply
        if mechanism == "CRAM-MD5":
            reply = await session.ask(b"AUTH CRAM-MD5", within)
            if reply.code != 334:
                return reply
            try:
                challenge = base64.b64decode(reply.text)
            except ValueError:
                await session.ask(b"*", within)
                return Reply(535, "")
            answer = user + b" " + hmac.new(password, challenge, "md5").hexdigest().encode()
            return await session.ask(_base64(answer), within)
        reply = await session.ask(b"AUTH LOGIN", within)
        for said in (user, password):
            if reply.code != 334:
                return reply
            reply = await session.ask(_base64(said), within)
        return reply

    async def _current(self) -> str:
        async with self._asking:
            if self._token is None:
                self._token = await token(self._server.token_command or "")
            return self._token


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data)


async def token(command: str) -> str:
    """What the command prints, run without a shell. Raises ``MailError`` that tells nothing of what it printed."""
    where = "mail.smtp.token_command"
    fix = "run the command by hand: it must print an access token, and nothing else"
    try:
        words = shlex.split(command)
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, ValueError, TypeError, IndexError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no command"
        raise MailError(f"the command for an access token cannot be run: {why}", where=where, fix=fix) from None
    assert process.stdout is not None
    printed = b""
    try:
        async with asyncio.timeout(_TOKEN_TIME):
            while len(printed) <= _TOKEN_SIZE and (piece := await process.stdout.read(_TOKEN_SIZE)):
                printed += piece
            if len(printed) > _TOKEN_SIZE:
                process.kill()
            status = await process.wait()
    except TimeoutError:
        raise MailError(
            f"the command for an access token did not end within {_TOKEN_TIME:g} seconds", where=where, fix=fix
        ) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    text = printed.decode("ascii", "replace").strip()
    if status != 0:
        raise MailError(f"the command for an access token ended with status {status}", where=where, fix=fix)
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise MailError("the command for an access token printed something else", where=where, fix=fix)
    return text
