"""The tables, and how their columns hold a moment and a day.

A change here needs a migration: a new file in ``migrations/versions`` and a new ``HEAD``. A test holds the three
together.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

# The revision a database must be at; the newest file in migrations/versions.
HEAD = "0001"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970 in UTC: exact, sortable, never naive."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Raises ``ValueError`` for a naive datetime."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a zone: {value!r}")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """In UTC."""
        del dialect
        return None if value is None else _EPOCH + value * _MICROSECOND


class Day(TypeDecorator[date]):
    """A day as its ISO text, which sorts as the days do."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """ISO 8601, as in 2024-02-29."""
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """The day."""
        del dialect
        return None if value is None else date.fromisoformat(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What is known of a source, by the key of its request.
sources = Table(
    "sources",
    metadata,
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),  # as asked, when last read
    Column("final_url", Text, nullable=False),  # after redirects, when last read
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_success", Moment),  # when it last answered with a feed or "unchanged"
    Column("last_new", Moment),  # when it last gave something new
    Column("failures", Integer, nullable=False),  # in a row
)

# What became of each time a source was asked; rows of one run share its number.
checks = Table(
    "checks",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("source", Text, primary_key=True),  # sources.key
    Column("name", Text, nullable=False),  # what readers see
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("reason", Text),
    Column("status", Integer),  # HTTP
)

# The columns are for asking; ``body`` is the whole article as JSON, from which it comes back exactly.
articles = Table(
    "articles",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("published", Moment),
    Column("embargo_until", Moment),
    Column("body", LargeBinary, nullable=False),
    Index(None, "first_seen"),
    Index(None, "published"),
    Index(None, "embargo_until", sqlite_where=Column("embargo_until").isnot(None)),
)

issues = Table(
    "issues",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("date", Day, nullable=False, unique=True),
    Column("as_of", Moment, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# The articles whose words an issue prints: they are evidence, and never change again.
issue_articles = Table(
    "issue_articles",
    metadata,
    Column("issue", Integer, ForeignKey("issues.number"), primary_key=True),
    Column("article", String(16), ForeignKey("articles.id"), primary_key=True, index=True),
)

# Canonical URL, else id, of each article an issue prints: what "already printed" is decided by.
printed = Table(
    "printed",
    metadata,
    Column("issue", Integer, ForeignKey("issues.number"), primary_key=True),
    Column("key", Text, primary_key=True),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("issue", Integer, primary_key=True, autoincrement=False),
    Column("recipient", Text, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("code", Integer),
    Column("reply", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", Moment),
)

# Every change of a delivery, oldest first: what the ledger said at each moment.
delivery_changes = Table(
    "delivery_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue", Integer, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", Integer),
    Column("reply", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", Moment),
)
