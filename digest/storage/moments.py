"""How a column holds a moment: as microseconds since 1970 in UTC, exact, sortable, never naive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_column(moment: datetime | None) -> int | None:
    """Microseconds. Raises ``ValueError`` for a naive datetime."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a datetime without a zone: {moment!r}")
    return (moment - _EPOCH) // _MICROSECOND


def from_column(value: int | None) -> datetime | None:
    """The moment, in UTC."""
    return None if value is None else _EPOCH + value * _MICROSECOND


def moment(value: int) -> datetime:
    """The moment of a column that is never null."""
    return _EPOCH + value * _MICROSECOND
