"""What goes into the archive comes out of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article, Block, Enclosure, Entry, Given, SourceReport, SourceState
from digest.storage import Database, SqliteArchive
from digest.storage.moments import from_column, to_column

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


entries = st.builds(
    Entry,
    source=text,
    id=text,
    url=text,
    title=text,
    summary=text,
    content=text,
    content_kind=st.sampled_from(["html", "text"]),
    published=st.none() | moments,
    updated=st.none() | moments,
    authors=st.lists(text, max_size=3).map(tuple),
    tags=st.lists(text, max_size=3).map(tuple),
    lang=st.none() | text,
    position=st.none() | st.integers(1, 10**6),
    section=st.none() | text,
    embargo_until=st.none() | moments,
    expires=st.none() | moments,
    image=st.none() | text,
    enclosure=st.none() | st.builds(Enclosure, text, st.sampled_from(["audio", "video"]), st.none() | st.integers(0)),
)


@pytest.fixture(scope="module")
def archive() -> Iterator[SqliteArchive]:
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder)) as database:
        yield SqliteArchive(database)


@given(some=st.lists(entries, max_size=4, unique_by=lambda entry: entry.article))
def test_entries_come_back_exactly(archive: SqliteArchive, some: list[Entry]) -> None:
    """Every text that UTF-8 can hold, every moment, NUL and all; again and again."""
    with archive._database.writing(durable=False) as connection:
        connection.execute("DELETE FROM entries")
    at = datetime(2024, 5, 1, tzinfo=UTC)
    state = SourceState(key="k", url="/k")
    report = SourceReport(source="K", state="read", entries=len(some))
    given_ = [Given(state=state, report=report, entries=tuple(some))]
    assert archive.record(given_, at=at) == (len(some),)
    assert archive.record(given_, at=at) == (0,)
    everything = archive.entries(seen_after=None, published_after=datetime.min.replace(tzinfo=UTC))
    ordered = sorted(some, key=lambda entry: entry.article)
    assert [held.entry for held in everything] == [
        entry for entry in ordered if entry.published != datetime.min.replace(tzinfo=UTC)
    ]


@given(article=articles)
def test_articles_come_back_exactly(archive: SqliteArchive, article: Article) -> None:
    """The same for what was read from a page."""
    archive.keep(article)
    assert archive.articles([article.id]) == {article.id: article}


@given(moments)
def test_moments_are_exact(moment: datetime) -> None:
    """To the microsecond, from year 1 to year 9999, in any zone."""
    assert from_column(to_column(moment)) == moment
