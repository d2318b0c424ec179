"""One connection to a mail server: bytes out, replies in, each within its time."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress

from digest.delivery.replies import MalformedReplyError, Replies, Reply


class LostError(Exception):
    """The connection cannot be used any more: it went away, fell silent, or no longer answers what it is asked."""


class SilentError(LostError):
    """No answer came within the time."""


class Session(asyncio.Protocol):
    """A connection. ``asyncio`` calls the methods of ``asyncio.Protocol``; the rest is for whoever holds it."""

    def __init__(self) -> None:
        self.extensions: dict[str, str] = {}  # what EHLO offered: keyword in upper case -> its parameters
        self.secure = False
        self.messages = 0  # that went over it
        self.chunking: bool | None = None  # whether BDAT is used; None where that is not known yet
        self.envelopes: frozenset[str] = frozenset()  # what the server says to envelopes (``steps.shape``)
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._replies = Replies()
        self._waiter: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
        self._over: str | None = None  # why it cannot be used any more

    # ------------------------------------------------------------------------------------------ called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        try:
            self._replies.feed(data)
        except MalformedReplyError as error:
            self._end(str(error))
            self.close()
        self._wake()

    def eof_received(self) -> bool:
        self._end("the server closed the connection")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(f"the connection was lost: {exc}" if exc else "the connection was closed")

    def pause_writing(self) -> None:
        self._drained = self._loop.create_future()

    def resume_writing(self) -> None:
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)

    # -------------------------------------------------------------------------------------------- for its holder

    @property
    def over(self) -> bool:
        """Whether it went away, or something was said that nobody asked for: either way nothing may be sent on it."""
        return self._over is not None or self._replies.pending

    @property
    def pipelining(self) -> bool:
        """Whether several commands may go out before the first is answered (RFC 2920)."""
        return "PIPELINING" in self.extensions

    def write(self, data: bytes) -> None:
        """Raises ``LostError`` where the connection is known to be gone."""
        if self._over is not None:
            raise LostError(self._over)
        assert self._transport is not None
        self._transport.write(data)

    async def drained(self, within: float) -> None:
        """Wait until what was written has left this process, but for less than asyncio's low-water mark."""
        if self._over is not None:
            raise LostError(self._over)
        if self._drained is not None:
            try:
                async with asyncio.timeout(within):
                    await self._drained
            except TimeoutError:
                raise SilentError(f"the server read nothing for {within:g} seconds") from None
            if self._over is not None:
                raise LostError(self._over)

    async def reply(self, within: float) -> Reply:
        """The next reply. Raises ``SilentError`` after so many seconds, ``LostError`` where none can come."""
        while True:
            try:
                reply = self._replies.next()
            except MalformedReplyError as error:
                self._end(str(error))
                self.close()
                raise LostError(str(error)) from None
            if reply is not None:
                return reply
            if self._over is not None:
                raise LostError(self._over)
            waiter = self._waiter = self._loop.create_future()
            timer = self._loop.call_later(within, self._expire, waiter, within)
            try:
                await waiter
            finally:
                timer.cancel()
                self._waiter = None

    def said(self) -> Reply | None:
        """A reply that has come already; None where there is none, or nothing that is one."""
        with suppress(MalformedReplyError):
            return self._replies.next()
        return None

    async def ask(self, command: bytes, within: float) -> Reply:
        """The reply to one command, written with its line end."""
        self.write(command + b"\r\n")
        return await self.reply(within)

    async def secured(self, context: ssl.SSLContext, name: str, within: float) -> None:
        """Begin TLS. What the server said in the clear counts for nothing from here on (RFC 3207 §4.2).

        Raises ``LostError`` where it said more than the reply to STARTTLS: that could be somebody else's, put in so
        as to be read as if it had come through TLS.
        """
        if self._replies.pending:
            raise LostError("something was said in the clear after TLS had been agreed; perhaps somebody put it in")
        assert self._transport is not None
        transport = await self._loop.start_tls(
            self._transport, self, context, server_hostname=name, ssl_handshake_timeout=within
        )
        assert transport is not None
        self._transport = transport
        self.extensions = {}
        self.secure = True

    @property
    def tls(self) -> ssl.SSLObject | None:
        """What TLS agreed on; None where the connection is in the clear."""
        found: ssl.SSLObject | None = self._transport.get_extra_info("ssl_object") if self._transport else None
        return found

    def close(self) -> None:
        """Go without a word; the server discards what it has not taken."""
        self._end("the connection was closed")
        if self._transport is not None:
            self._transport.abort()

    def _expire(self, waiter: asyncio.Future[None], within: float) -> None:
        if not waiter.done():
            waiter.set_exception(SilentError(f"no answer from the mail server within {within:g} seconds"))

    def _end(self, why: str) -> None:
        if self._over is None:
            self._over = why
        self.resume_writing()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
