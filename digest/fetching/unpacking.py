"""Undoes a body's Content-Encoding a piece at a time, so that a bomb goes off no further than the cap.

A few kilobytes can unpack to gigabytes. ``zlib`` is asked for a bounded piece each time, and the count is of what comes
out; what goes in is counted too, since members that unpack to nothing can go on for ever.
"""

from __future__ import annotations

import zlib

ENCODINGS = "gzip, deflate"  # what to ask for: what the standard library unpacks piece by piece

_PIECE = 65_536
_MEMBERS = 1_000  # each costs a copy of what follows it


class TooLargeError(Exception):
    """More than the cap came out."""


class PackingError(Exception):
    """The body is not packed as its header says; ``str()`` says how."""


class Unpacker:
    """Feed it what arrives; it keeps what that unpacks to."""

    def __init__(self, encoding: str, *, max_bytes: int, cut: bool = False) -> None:
        """``encoding`` is the Content-Encoding header. Raises ``PackingError`` for one that was not asked for.

        ``cut``: what is beyond the cap is left out and no error.
        """
        names = [name for part in encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
            raise PackingError(f"packed as {', '.join(names)[:40]}, which was not asked for")
        self._name = names[0].removeprefix("x-") if names else None
        self._max = max_bytes
        self._cut = cut
        self.full = False  # cut off at the cap: nothing more is taken
        self._pieces: list[bytes] = []
        self._arrived = 0
        self.size = 0  # unpacked so far
        self._zlib: zlib._Decompress | None = None
        self._wbits = 0
        self._members = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body. Raises ``TooLargeError``, ``PackingError``."""
        if not data or self.full:
            return
        self._arrived += len(data)
        if self._arrived > self._max and not self._cut:
            raise TooLargeError
        if self._arrived == len(data):
            self._choose(data)
        if self._name is None:
            self._keep(data)
            return
        while data and not self.full:
            data = self._unpack(data)

    def _unpack(self, data: bytes) -> bytes:
        """Unpack some of ``data``. Returns what of it is left to do."""
        if self._zlib is None or self._zlib.eof:
            # gzip may hold several members one after another (RFC 1952 §2.2); what else follows the end is padding.
            if self._zlib is not None and not (self._name == "gzip" and data.startswith(b"\x1f")):
                return b""
            self._members += 1
            if self._members > _MEMBERS:
                raise PackingError("a gzip body in too many parts")
            self._zlib = zlib.decompressobj(self._wbits)
        try:
            piece = self._zlib.decompress(data, _PIECE)
            self._keep(piece)
            # All of the input is in, and some of its output may still wait inside.
            while len(piece) == _PIECE and not self.full and not self._zlib.unconsumed_tail and not self._zlib.eof:
                piece = self._zlib.decompress(b"", _PIECE)
                self._keep(piece)
        except zlib.error as error:
            raise PackingError(f"a damaged {self._name} body") from error
        return self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail

    def end(self) -> bytes:
        """The whole body. Raises ``PackingError`` where it stops in the middle."""
        if self._zlib is not None and not self._zlib.eof and not self.full:
            raise PackingError(f"the {self._name} body is cut short")
        return b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        if self.size + len(piece) > self._max:
            if not self._cut:
                self._pieces.clear()
                raise TooLargeError
            self.full = True
            piece = piece[: self._max - self.size]
        self.size += len(piece)
        if piece:
            self._pieces.append(piece)

    def _choose(self, start: bytes) -> None:
        """Tell the packing by the first byte: servers name it wrongly."""
        if self._name == "gzip":
            self._wbits = 16 + zlib.MAX_WBITS
            if not start.startswith(b"\x1f"):
                self._name = None  # plain, whatever the header says
        elif self._name == "deflate":
            # RFC 9110 §8.4.1.2 means zlib's format (its method is 8); some send the bare stream.
            self._wbits = zlib.MAX_WBITS if start[0] & 0x0F == 8 else -zlib.MAX_WBITS
