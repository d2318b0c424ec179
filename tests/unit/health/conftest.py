"""A made-up source, its days, and what came of asking it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest import health
from digest.model import Entry, Fetched, FetchRequest, Notice, Source, SourceReport, SourceState

URL = "https://news.example.org/feed"
START = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)


class Days:
    """One source asked morning after morning: ``now`` moves, ``state`` is remembered, ``said`` gathers notices."""

    def __init__(self) -> None:
        self.source = Source(key="news", name="News", url=URL)
        self.request = FetchRequest(key="news", url=URL)
        self.state: SourceState | None = None
        self.now = START
        self.said: list[Notice] = []
        self.entries: tuple[Entry, ...] = ()

    def asked(self) -> FetchRequest | Fetched:
        """What would be asked now."""
        return health.ask(self.request, self.state, self.now)

    def give(self, entries: Sequence[Entry] | None = None, *, hours: float = 24, **answer: Any) -> list[str]:
        """It answers with a feed; then ``hours`` pass. Returns the kinds of what was said."""
        if entries is not None:
            self.entries = tuple(entries)
        answer = {"state": "read", "etag": '"1"', "status": 200} | answer
        return self._answer(self.entries, "read", None, hours, answer)

    def same(self, *, hours: float = 24, **answer: Any) -> list[str]:
        """It answers that nothing changed."""
        return self._answer((), "unchanged", None, hours, {"state": "unchanged", "status": 304} | answer)

    def fail(self, reason: str = "HTTP 500: server error", *, hours: float = 24, **answer: Any) -> list[str]:
        """It fails."""
        return self._answer((), "failed", reason, hours, {"state": "failed", "reason": reason, "status": 500} | answer)

    def nonsense(self, *, hours: float = 24, **answer: Any) -> list[str]:
        """It answers with what is no feed."""
        return self._answer((), "failed", "an HTML page", hours, {"state": "read", "status": 200} | answer)

    def _answer(
        self, entries: Sequence[Entry], state: Any, reason: str | None, hours: float, answer: dict[str, Any]
    ) -> list[str]:
        asked = self.asked()
        assert isinstance(asked, FetchRequest), "it was not to be asked"
        fetched = Fetched(**{"request": asked, "url": answer.get("moved") or asked.url} | answer)
        report = SourceReport(source="News", state=state, entries=len(entries), reason=reason)
        learnt = health.after(self.state, self.request, fetched, report, entries, "sha", self.now)
        said, self.state = health.notices(learnt, self.source, self.now)
        self.said += said
        self.now += timedelta(hours=hours)
        return [notice.kind for notice in said]

    def stands(self) -> health.Standing:
        """How it stands now."""
        return health.standing(self.state, self.source, self.now)

    def dated(self, *ages: float) -> tuple[Entry, ...]:
        """Entries of so many hours ago."""
        return tuple(
            entry(f"{self.now - timedelta(hours=age):%m%dT%H%M%S}", self.now - timedelta(hours=age)) for age in ages
        )

    def set(self, **known: Any) -> None:
        """Remember something else."""
        self.state = replace(self.state or SourceState(key="news", url=URL), **known)


SUMMARY = "The ferry left at noon, said the harbour."


def entry(id: str, published: datetime | None = None) -> Entry:
    """An entry."""
    return Entry(
        source="news", id=id, url=f"https://news.example.org/{id}", title=id, summary=SUMMARY, published=published
    )


@pytest.fixture
def days() -> Days:
    """A source that was never asked."""
    return Days()


@pytest.fixture
def make() -> Callable[..., Entry]:
    """Makes an entry of an id and a publication time."""
    return entry
