"""Errata as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.codec import encode, sha256
from digest.model import (
    Article,
    Earlier,
    Entry,
    Erratum,
    Given,
    Issue,
    PrintedErratum,
    SourceReport,
    SourceState,
)
from digest.storage import Database, SqliteArchive

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> SqliteArchive:
    """An empty one."""
    return SqliteArchive(Database.open(tmp_path))


def article(entry: Entry) -> Article:
    """The article of an entry."""
    return Article(
        id=entry.article,
        source=entry.source,
        source_name="Gazette",
        entry_id=entry.id,
        url=entry.url,
        headline=entry.title,
        text=entry.summary,
        blocks=(),
        first_seen=NOW,
    )


def record(archive: SqliteArchive, *entries: Entry) -> None:
    """What a feed gave."""
    report = SourceReport(source="Gazette", state="read")
    archive.record([Given(state=SourceState(key="gazette", url="x"), report=report, entries=entries)], at=NOW)


def frozen(archive: SqliteArchive, newsroom: ModuleType, entry: Entry, **changes: object) -> Issue:
    """An issue that cites the article of an entry alone."""
    made = article(entry)
    sample: Issue = newsroom.sample_issue()
    cited = replace(sample.articles[0], id=made.id, sha256=sha256(made.text.encode()))
    issue = replace(sample, articles=(cited,), as_of=NOW, date=NOW.date(), number=1, **changes)
    archive.freeze(issue, encode(issue), [made])
    return issue


ENTRY = Entry(source="gazette", id="bridge", url="https://gazette.example/b", title="Bridge closes", position=1)


def test_a_change_of_words_is_seen_until_it_was_looked_at(archive: SqliteArchive, newsroom: ModuleType) -> None:
    """Another place in its feed is none; an issue of the past is not followed; what was looked at comes no more."""
    record(archive, ENTRY)
    issue = frozen(archive, newsroom, ENTRY)
    hours = timedelta(hours=1)

    def changed(since: datetime = NOW - hours) -> list[str]:
        return [each.held.entry.title for each in archive.followed(since=since, until=NOW + 9 * hours)]

    assert changed() == []
    record(archive, replace(ENTRY, position=7, tags=("new",)))
    assert changed() == []
    record(archive, replace(ENTRY, title="Bridge shut"))
    assert changed() == ["Bridge shut"]
    assert changed(since=NOW + hours) == []
    (follow,) = archive.followed(since=NOW - hours, until=NOW + hours)
    assert (follow.issue, follow.day) == (issue.number, issue.date)
    archive.err([], looked=[replace(follow, etag='"2"')])
    assert changed() == []
    record(archive, ENTRY)
    (follow,) = archive.followed(since=NOW - hours, until=NOW + hours)
    assert follow.etag == '"2"'


def test_what_is_kept_is_numbered_proved_and_told_once(archive: SqliteArchive, newsroom: ModuleType) -> None:
    """The article that proves it is kept under the hash of its bytes; an issue that is frozen with it has told it."""
    record(archive, ENTRY)
    issue = frozen(archive, newsroom, ENTRY)
    one = Erratum(number=0, kind="withdrawn", issue=issue.number, article=ENTRY.article, at=NOW + timedelta(hours=1))
    later = article(replace(ENTRY, title="WITHDRAWN: Bridge closes"))
    made = archive.err([(one, None), (replace(one, kind="changed"), later)])
    assert [each.number for each in made] == [1, 2]
    assert made[0].evidence == ""
    body = archive.revisions([made[1].evidence, "0" * 64])
    assert {sha256(kept) for kept in body.values()} == {made[1].evidence}
    assert archive.errata() == archive.errata(issue.number) == made
    assert archive.errata(99) == ()
    assert archive.untold(until=NOW) == ()
    assert archive.untold(until=NOW + timedelta(hours=2)) == made
    assert archive.corrected([issue.number], until=NOW + timedelta(hours=2)) == made
    archive.err([(Erratum(number=0, kind="revoked", issue=1, at=NOW, revokes=2), None)])
    assert archive.untold(until=NOW + timedelta(hours=2)) == made[:1]

    told = PrintedErratum(
        number=1,
        kind="withdrawn",
        article=ENTRY.article,
        flagged=Earlier(issue.date, issue.number, "x"),
        thread="t",
        at=one.at,
    )
    next_ = replace(issue, number=2, date=issue.date + timedelta(1), as_of=NOW + timedelta(1), corrections=(told,))
    archive.freeze(next_, encode(next_), [])
    assert archive.told() == {1: 2}
    assert archive.untold(until=NOW + timedelta(days=2)) == ()
    assert archive.corrected([issue.number, 2], until=NOW + timedelta(days=2)) == made[:1]
    assert archive.corrected([2], until=NOW + timedelta(days=2)) == archive.corrected([1], until=NOW) == ()


def test_an_issue_that_corrects_nothing_has_the_bytes_it_always_had(newsroom: ModuleType) -> None:
    """The field is left out; with corrections it is there, and read."""
    assert b'"corrections"' not in encode(newsroom.sample_issue())
