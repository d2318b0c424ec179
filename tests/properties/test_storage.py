"""What goes into the archive comes out of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article, Block, Fetched, FetchRequest, SourceReport
from digest.storage import Database, SqliteArchive
from digest.storage.schema import Moment

text = st.text(max_size=60)
moments = st.datetimes(timezones=st.just(UTC))
blocks = st.builds(
    Block,
    st.sampled_from(["paragraph", "heading", "boilerplate", "related"]),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)
articles = st.builds(
    Article,
    id=st.text("0123456789abcdef", min_size=16, max_size=16),
    source=text,
    source_name=text,
    entry_id=text,
    url=text,
    headline=text,
    text=text,
    blocks=st.lists(blocks, max_size=3).map(tuple),
    dek=st.none() | text,
    byline=st.none() | text,
    published=st.none() | moments,
    updated=st.none() | moments,
    first_seen=moments,
    lang=text,
    origin=st.sampled_from(["teaser", "content", "page", "seed"]),
    section=st.none() | text,
    tags=st.lists(text, max_size=3).map(tuple),
    position=st.none() | st.integers(1, 10**6),
    related=st.lists(text, max_size=3).map(tuple),
    embargo_until=st.none() | moments,
    expires=st.none() | moments,
    image=st.none() | text,
)


@pytest.fixture(scope="module")
def archive() -> Iterator[SqliteArchive]:
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder)) as database:
        yield SqliteArchive(database)


@given(given_articles=st.lists(articles, max_size=4, unique_by=lambda article: article.id))
def test_articles_come_back_exactly(archive: SqliteArchive, given_articles: list[Article]) -> None:
    """Every text that UTF-8 can hold, every moment, NUL and all; again and again."""
    request = FetchRequest(key="k", url="/k")
    fetched = Fetched(request=request, state="read", url="/k")
    report = SourceReport(source="K", state="read", entries=len(given_articles))
    with archive._database.writing(durable=False) as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    at = datetime(2024, 5, 1, tzinfo=UTC)
    assert archive.record(fetched, report, given_articles, at=at) == len(given_articles)
    assert archive.record(fetched, report, given_articles, at=at) == 0
    for article in given_articles:
        assert archive.article(article.id) == article
    everything = archive.articles(seen_after=None, published_after=datetime.min.replace(tzinfo=UTC))
    ordered = sorted(given_articles, key=lambda article: article.id)
    assert list(everything) == [a for a in ordered if a.published != datetime.min.replace(tzinfo=UTC)]


@given(moments)
def test_moments_are_exact(moment: datetime) -> None:
    """To the microsecond, from year 1 to year 9999, in any zone."""
    column = Moment()
    stored = column.process_bind_param(moment, None)  # type: ignore[arg-type]  # every dialect stores it alike
    assert column.process_result_value(stored, None) == moment  # type: ignore[arg-type]  # the same
