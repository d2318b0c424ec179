"""What time it is where an answer comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_DIGITS = 9  # of an age in seconds: thirty years


def http_date(text: str) -> datetime | None:
    """An HTTP date (RFC 9110 §5.6.7); where it names no zone, it is UTC as all of them are."""
    try:
        moment = parsedate_to_datetime(text[:64])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def served(date: str, age: str) -> datetime | None:
    """The moment by its server's clock at which an answer came; None where that is not told.

    ``date`` and ``age`` are the headers' own text: what a cache gives bears the date at which the server wrote it, and
    its age in seconds since (RFC 9110 §6.6.1, RFC 9111 §5.1).
    """
    written, age = http_date(date), age.strip()
    if written is None or not (age.isascii() and age.isdecimal() and len(age) <= _DIGITS):
        return written
    try:
        return written + timedelta(seconds=int(age))
    except OverflowError:
        return None
