"""What a mail server answers: bytes → replies (RFC 5321 §4.2), and nothing taken for a reply that is none."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = 4096  # bytes; RFC 5321 §4.5.3.1.5 allows 512, and servers write more
_REPLY = 128  # lines
_AHEAD = 256 * 1024  # bytes that a server may say before anybody reads them
_SHAPE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)


class MalformedReplyError(Exception):
    """Bytes that are no reply: what follows cannot be understood either."""


class Reply(NamedTuple):
    """A whole reply; ``text`` has its lines, an enhanced status code (RFC 3463) first where the server gives one."""

    code: int
    text: str

    @property
    def positive(self) -> bool:
        """Whether the server did what it was asked (2xx)."""
        return 200 <= self.code < 300

    @property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.text.split("\n")


class Replies:
    """Takes bytes as they come, and gives replies as they are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._code = b""
        self._lines: list[str] = []

    def feed(self, data: bytes) -> None:
        """Raises ``MalformedReplyError`` where a server talks on and on without being read."""
        self._buffer += data
        if len(self._buffer) > _AHEAD:
            self._buffer.clear()
            raise MalformedReplyError("the server talks without end")

    @property
    def pending(self) -> bool:
        """Whether anything was said that no reply has been made of."""
        return bool(self._buffer) or bool(self._lines)

    def next(self) -> Reply | None:
        """The next whole reply, None where more has to come. Raises ``MalformedReplyError``."""
        while True:
            end = self._buffer.find(b"\n")
            if end < 0:
                if len(self._buffer) > _LINE:
                    raise MalformedReplyError("a line without end")
                return None
            if end > _LINE:
                raise MalformedReplyError("a line without end")
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            if line.endswith(b"\r"):
                line = line[:-1]
            shape = _SHAPE.fullmatch(line)
            if shape is None:
                raise MalformedReplyError(f"not a reply: {one_line(line.decode('utf-8', 'replace'))[:80]}")
            code, between, text = shape.groups()
            if self._code and code != self._code:
                raise MalformedReplyError(f"a reply of two codes: {self._code.decode()} and {code.decode()}")
            self._lines.append((text or b"").decode("utf-8", "replace"))
            if between == b"-":
                if len(self._lines) >= _REPLY:
                    raise MalformedReplyError("a reply without end")
                self._code = code
                continue
            lines, self._lines, self._code = self._lines, [], b""
            return Reply(int(code), lines[0] if len(lines) == 1 else "\n".join(lines))


def one_line(reply: str) -> str:
    """A server's words as they may be stored and shown: one line of printable text, 500 characters at most."""
    if reply.isascii() and reply.isprintable():
        return " ".join(reply.split())[:500]
    text = reply.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]
