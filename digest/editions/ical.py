"""Calendar files as bytes (RFC 5545), as far as all-day events go.

Written by hand, as header fields of mail are: a library for all of the standard takes longer to import than an issue to
render.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

_LINE = 75  # octets of a line, its end not counted (§3.1)

Property = tuple[str, str]  # a name with its parameters, and a value as the functions below make it


def component(name: str, properties: Iterable[Property], parts: Sequence[bytes] = ()) -> bytes:
    """A component: its properties, then the components within."""
    lines = [("BEGIN", name), *properties]
    return b"".join([*(_folded(f"{key}:{value}") for key, value in lines), *parts, _folded(f"END:{name}")])


def text(value: str) -> str:
    """A value of type TEXT (§3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def day(value: date) -> str:
    """A value of type DATE (§3.3.4)."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def moment(value: datetime) -> str:
    """A value of type DATE-TIME, in UTC (§3.3.5)."""
    at = value.astimezone(UTC)
    return f"{day(at)}T{at:%H%M%S}Z"


def _folded(line: str) -> bytes:
    """The line, in pieces that are short enough, no character and no escape in two of them."""
    lines, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if piece and size + octets >= _LINE:  # one less than there is room for: a space comes before the next piece
            kept = "\\" if piece.endswith("\\") and len(piece) > 1 else ""
            lines.append(piece.removesuffix(kept))
            piece, size = kept, len(kept)
        piece += character
        size += octets
    return "\r\n ".join([*lines, piece]).encode("utf-8", "replace") + b"\r\n"
