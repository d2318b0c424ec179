"""Fields of a lab row, each of the kind it must be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]


class BadRowError(ValueError):
    """A row that a stage cannot read; the message says why."""


def text_of(row: Row, field: str = "text") -> str:
    """A field that must be a string. Raises ``BadRowError`` where it is not."""
    value = row.get(field)
    if not isinstance(value, str):
        raise BadRowError(f"{field!r} must be a string")
    return value


def lang_of(row: Row, text: str) -> str:
    """The row's language, else the one its text is found to be in."""
    from digest.text import language

    given = row.get("lang")
    return given if isinstance(given, str) and given else language(text)


def published_of(row: Row) -> datetime | date | None:
    """``published`` as a day, or an aware time in the zone that it states, else UTC; None where absent.

    Raises ``BadRowError`` where it is neither.
    """
    value = row.get("published")
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str):
            raise ValueError("not a string")
        if len(value) == 10:
            return date.fromisoformat(value)
        found = datetime.fromisoformat(value)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)  # the first and the last day of the calendar are beyond it in some zones
        return found
    except (ValueError, OverflowError) as error:
        raise BadRowError(f"'published' is not an ISO day or time: {value!r}") from error
