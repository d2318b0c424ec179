"""A mail server on loopback that a test can make say anything, for what no server library will say."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digest.model import Delivery, Message

AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)
BODY = b"Subject: x\r\n\r\nhello\r\n"


def message(recipient: str, body: bytes = BODY) -> Message:
    return Message(issue=7, recipient=recipient, sender="news@example.org", message_id=f"<{recipient}>", body=body)


def to(*names: str) -> list[Message]:
    return [message(f"{name}@example.net") for name in names]


def crowd(size: int) -> list[Message]:
    return to(*(f"reader{number}" for number in range(size)))


class Book:
    """A ledger on paper: the batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[Delivery]] = []

    async def record(self, changes: Sequence[Delivery]) -> None:
        await asyncio.sleep(0)
        self.batches.append(list(changes))

    @property
    def changes(self) -> list[Delivery]:
        return [change for batch in self.batches for change in batch]

    @property
    def states(self) -> dict[str, str]:
        return {change.recipient.partition("@")[0]: change.state for change in self.changes}


class HangUpError(Exception):
    """The server closes the connection without a word."""


class SilenceError(Exception):
    """The server never answers, and reads on."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the server hears: "MAIL", its argument, in which session, and how many of its kind there were in that."""

    verb: str  # CONNECT for the connection itself, "." for a message that has come whole
    argument: str
    session: int
    nth: int


@dataclass
class RawServer:
    """Behaves well, but where ``answer`` says otherwise: bytes to say instead, or one of the exceptions above."""

    answer: Callable[[Said], bytes | None] = lambda said: None
    extensions: Sequence[str] = ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 10000000")
    knows_chunks: bool = True
    heard: list[Said] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)  # recipient and message, in order
    ahead: list[int] = field(default_factory=list)  # bytes that waited already when a message was answered
    sessions: int = 0
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]

    def verbs(self, session: int = 1) -> list[str]:
        return [said.verb for said in self.heard if said.session == session]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.talks.add(task)
        self.sessions += 1
        session, counts, recipient, chunks = self.sessions, Counter[str](), "", b""

        def say(verb: str, argument: str, usual: bytes) -> bytes:
            counts[verb] += 1
            said = Said(verb, argument, session, counts[verb])
            self.heard.append(said)
            reply = self.answer(said)
            reply = usual if reply is None else reply
            writer.write(reply)
            return reply

        try:
            say("CONNECT", "", b"220 raw.test\r\n")
            while line := await reader.readline():
                verb, _, argument = line.decode("utf-8", "replace").strip().partition(" ")
                verb = verb.upper()
                if verb == "EHLO":
                    lines = ["raw.test", *self.extensions]
                    ends = ["-"] * (len(lines) - 1) + [" "]
                    usual = "".join(f"250{end}{text}\r\n" for end, text in zip(ends, lines, strict=True)).encode()
                    say(verb, argument, usual)
                elif verb == "RCPT":
                    if say(verb, argument, b"250 2.1.5 ok\r\n").startswith(b"250"):
                        recipient = argument.partition("<")[2].partition(">")[0]
                elif verb == "DATA":
                    if not say(verb, argument, b"354 go\r\n").startswith(b"354"):
                        continue
                    body = b""
                    while not (body + b"").endswith(b"\r\n.\r\n") and body != b".\r\n":
                        piece = await reader.readline()
                        if not piece:
                            return
                        body += piece
                    await asyncio.sleep(0.01)
                    self.ahead.append(len(reader._buffer))  # type: ignore[attr-defined]  # what has come too soon
                    text = b"\r\n".join(
                        line[1:] if line.startswith(b".") else line
                        for line in body.removesuffix(b".\r\n").split(b"\r\n")
                    )
                    if say(".", recipient, b"250 2.0.0 taken\r\n").startswith(b"250") and recipient:
                        self.taken.append((recipient, text))
                    recipient = ""
                elif verb == "BDAT" and self.knows_chunks:
                    size, _, last = argument.partition(" ")
                    chunks += await reader.readexactly(int(size))
                    if say(verb, argument, b"250 2.0.0 chunk\r\n").startswith(b"250") and last and recipient:
                        self.taken.append((recipient, chunks))
                    if last:
                        recipient, chunks = "", b""
                elif verb == "QUIT":
                    say(verb, argument, b"221 bye\r\n")
                    return
                else:
                    if verb in ("RSET", "MAIL"):
                        recipient, chunks = "", b""
                    known = verb in ("MAIL", "RSET", "HELO", "NOOP")
                    say(verb, argument, b"250 ok\r\n" if known else b"502 5.5.2 what?\r\n")
        except HangUpError:
            writer.transport.abort()
        except SilenceError:
            while await reader.read(65536):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone, which some tests are about
        finally:
            writer.close()


@asynccontextmanager
async def raw(server: RawServer) -> AsyncIterator[int]:
    """The port where it listens."""
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, limit=1 << 20)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        await asyncio.sleep(0.01)
        for task in server.talks:
            task.cancel()
        await asyncio.gather(*server.talks, return_exceptions=True)


def at(
    verb: str, does: bytes | type[Exception], *, session: int | None = 1, nth: int | None = 1
) -> Callable[[Said], bytes | None]:
    """An answer: at that command, in that session and for the nth time (None: any), it says this or does that."""

    def answer(said: Said) -> bytes | None:
        if said.verb == verb and session in (None, said.session) and nth in (None, said.nth):
            if isinstance(does, bytes):
                return does
            raise does
        return None

    return answer
