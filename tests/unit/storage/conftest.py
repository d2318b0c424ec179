"""A little archive and what goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.codec import encode
from digest.model import (
    ISSUE_FORMAT,
    Article,
    Block,
    Coverage,
    Entry,
    Given,
    Issue,
    PrintedArticle,
    Publication,
    SourceReport,
    SourceState,
)
from digest.storage import Database, SqliteArchive

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


class World:
    """An archive on the disk, with verbs."""

    noon = NOON

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Database.open(folder)
        self.archive = SqliteArchive(self.database)

    def reopen(self) -> None:
        """As the next run would."""
        self.database.close()
        self.database = Database.open(self.folder)
        self.archive = SqliteArchive(self.database)

    def entry(self, number: int, **changes: Any) -> Entry:
        """An entry that tells its number."""
        return Entry(
            **{
                "source": "harbour",
                "id": f"entry-{number}",
                "url": f"https://harbour.example/{number}",
                "title": f"Ferry {number} leaves",
                "summary": f"The ferry left at {number} o'clock.",
                "published": NOON - timedelta(hours=1),
                **changes,
            }
        )

    def article(self, number: int, **changes: Any) -> Article:
        """The article of such an entry."""
        text = changes.pop("text", f"The ferry left at {number} o'clock.")
        return Article(
            **{
                "id": self.entry(number).article,
                "source": "harbour",
                "source_name": "Harbour News",
                "entry_id": f"entry-{number}",
                "url": f"https://harbour.example/{number}",
                "headline": f"Ferry {number} leaves",
                "text": text,
                "blocks": (Block("paragraph", 0, len(text)),),
                "first_seen": NOON,
                "published": NOON - timedelta(hours=1),
                **changes,
            }
        )

    def given(
        self, *entries: Entry, source: str = "harbour", state: str = "read", name: str | None = None, **remembered: Any
    ) -> Given:
        """What a source gave."""
        return Given(
            state=SourceState(key=source, url=f"https://{source}.example/feed", **remembered),
            report=SourceReport(
                source=name or f"{source.title()} News",
                state=state,  # type: ignore[arg-type]  # a state by name
                entries=len(entries),
                reason="no such host" if state == "failed" else None,
            ),
            entries=entries,
            status=200,
        )

    def record(self, *entries: Entry, at: datetime = NOON, **given: Any) -> int:
        """Record what a source gave."""
        [new] = self.archive.record([self.given(*entries, **given)], at=at)
        return new

    def held(self, number: int) -> Any:
        """The entry as it is held."""
        wanted = self.entry(number).article
        every = self.archive.entries(seen_after=None, published_after=datetime.min.replace(tzinfo=UTC))
        return next((held for held in every if held.entry.article == wanted), None)

    def issue(self, number: int, *articles: Article, day: date | None = None, as_of: datetime | None = None) -> Issue:
        """An issue that cites the articles."""
        moment = as_of or NOON + timedelta(days=number - 1)
        return Issue(
            format=ISSUE_FORMAT,
            number=number,
            date=day or moment.date(),
            as_of=moment,
            since=None,
            publication=Publication(title="The Quay"),
            subject=f"Issue {number}",
            preheader="",
            lead=None,
            sections=(),
            developing=(),
            whats_next=(),
            articles=tuple(
                PrintedArticle(id=a.id, source=a.source_name, url=a.url, headline=a.headline, sha256="")
                for a in articles
            ),
            coverage=Coverage(),
        )

    def freeze(self, number: int, *articles: Article, day: date | None = None, as_of: datetime | None = None) -> bytes:
        """Freeze an issue that cites the articles."""
        issue = self.issue(number, *articles, day=day, as_of=as_of)
        body = encode(issue)
        self.archive.freeze(issue, body, articles)
        return body


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / ".digest")
    yield world
    world.database.close()
