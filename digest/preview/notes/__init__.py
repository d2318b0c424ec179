"""What there is to know of an issue before it is sent: one file a judge, each returns a ``Panel``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "plain", "warn", "bad", "wait"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was found; ``where`` says of what, a line each."""

    level: Level
    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What one judge says. ``level`` is that of its gravest note; ``short`` stands in the strip."""

    title: str
    short: str
    level: Level
    notes: tuple[Note, ...] = ()


def gravest(notes: tuple[Note, ...], otherwise: Level = "good") -> Level:
    """The level of the gravest note."""
    grave: tuple[Level, ...] = ("bad", "warn")
    return next((level for level in grave if any(note.level == level for note in notes)), otherwise)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 story", "12 stories"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def size(bytes_: int) -> str:
    """ "62.4 KB": decimal, as mail services count."""
    return f"{bytes_ / 1000:.1f} KB"
