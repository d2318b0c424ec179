"""A stretch of a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Python string indexes into a text, end exclusive."""

    start: int
    end: int


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without its outer white space; None where nothing else is in it."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    if left == len(inner):
        return None
    return Span(start + left, end - (len(inner) - len(inner.rstrip())))
