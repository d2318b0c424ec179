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
    Fetched,
    FetchRequest,
    Issue,
    PrintedArticle,
    Publication,
    SourceReport,
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

    def article(self, number: int, **changes: Any) -> Article:
        """An article that tells its number."""
        text = changes.pop("text", f"The ferry left at {number} o'clock.")
        return Article(
            **{
                "id": f"{number:016x}",
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

    def record(
        self,
        *articles: Article,
        source: str = "harbour",
        state: str = "read",
        understood: bool = True,
        etag: str | None = '"1"',
        at: datetime = NOON,
        entries: int | None = None,
    ) -> int:
        """Record what a source gave."""
        request = FetchRequest(key=source, url=f"https://{source}.example/feed")
        fetched = Fetched(request=request, state=state, url=request.url, etag=etag, status=200)  # type: ignore[arg-type]  # a state by name
        report = SourceReport(
            source=f"{source.title()} News",
            state=state if understood else "failed",  # type: ignore[arg-type]  # a state by name
            entries=len(articles) if entries is None else entries,
            reason=None if state != "failed" and understood else "no such host",
        )
        return self.archive.record(fetched, report, articles, at=at)

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
        self.archive.freeze(issue, body)
        return body


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / ".digest")
    yield world
    world.database.close()
