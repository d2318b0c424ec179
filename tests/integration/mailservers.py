"""Mail servers on loopback for the tests of delivery: real ones by aiosmtpd, each misbehaving by name."""

from __future__ import annotations

import asyncio
import queue
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USERNAME, PASSWORD = "press", "correct horse battery"


@dataclass
class Certificates:
    """An authority of the test's own, and a server it vouches for."""

    authority: trustme.CA = field(default_factory=trustme.CA)

    def context(self, *names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*names).configure_cert(context)
        return context


@dataclass
class Inbox:
    """Takes everything, and remembers it. ``sessions`` counts connections, ``log`` what each was asked."""

    envelopes: list[Envelope] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    sessions: int = 0

    @property
    def recipients(self) -> list[str]:
        return [address for envelope in self.envelopes for address in envelope.rcpt_tos]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        reply = await self.answer(server, envelope)
        if reply.startswith("2"):
            self.envelopes.append(envelope)
        return reply

    async def answer(self, server: SMTP, envelope: Envelope) -> str:
        return "250 OK"


@dataclass
class Refuses(Inbox):
    """Answers the RCPT of some addresses with a reply of its own."""

    replies: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"


@dataclass
class RefusesTheSender(Inbox):
    """Answers every MAIL with a reply of its own."""

    reply: str = "553 5.7.1 not yours"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        return self.reply


@dataclass
class RefusesAfterData(Inbox):
    """Answers the messages to some addresses with a reply of its own, after it has read them."""

    replies: dict[str, str] = field(default_factory=dict)

    async def answer(self, server: SMTP, envelope: Envelope) -> str:
        return self.replies.get(envelope.rcpt_tos[0], "250 OK")


@dataclass
class HangsUpAfterData(Inbox):
    """Takes the messages to some addresses, and goes away without a word."""

    addresses: frozenset[str] = frozenset()
    taken: list[str] = field(default_factory=list)

    async def answer(self, server: SMTP, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0] in self.addresses:
            self.taken.append(envelope.rcpt_tos[0])
            server.transport.abort()
        return "250 OK"


@dataclass
class HangsUpAtRcpt(Inbox):
    """Goes away at RCPT, as many times as it is told."""

    times: int = 1

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.times > 0:
            self.times -= 1
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"


@dataclass
class HangsUpAfter(Inbox):
    """Takes so many messages, then goes away at every RCPT."""

    messages: int = 1

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(self.envelopes) >= self.messages:
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"


@dataclass
class FallsSilentAfterData(Inbox):
    """Takes a message and never answers."""

    async def answer(self, server: SMTP, envelope: Envelope) -> str:
        await asyncio.sleep(60)
        return "250 OK"


@asynccontextmanager
async def serve(
    inbox: Inbox, *, tls: ssl.SSLContext | None = None, implicit: bool = False, **options: Any
) -> AsyncIterator[int]:
    """The port of a server that hands its mail to ``inbox``; ``tls`` by STARTTLS, or ``implicit``, at once."""
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        inbox.sessions += 1
        return SMTP(inbox, loop=loop, hostname="mail.test", tls_context=None if implicit else tls, **options)

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=tls if implicit else None)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.sleep(0)


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """``serve`` in a thread of its own, for a test that runs the program."""
    ready: queue.Queue[int] = queue.Queue()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        async with serve(inbox, **options) as port:
            ready.put(port)
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    try:
        yield ready.get(timeout=60)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def authenticator(*_: Any) -> AuthResult:
    """Lets ``USERNAME`` in with ``PASSWORD``."""
    login = _[4]
    return AuthResult(handled=False, success=(login.login, login.password) == (USERNAME.encode(), PASSWORD.encode()))


@asynccontextmanager
async def script(talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[int]:
    """The port of a server that says just what it is told to, for what no server library will say."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
