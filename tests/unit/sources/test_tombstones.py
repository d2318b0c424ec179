"""What a feed takes back (RFC 6721)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.model import Entry, Fetched, FetchRequest, Given, Source, SourceReport, SourceState
from digest.sources import FeedParser
from digest.storage import Database, SqliteArchive
from digest.testing import World

SOURCE = Source(key="gazette", name="Gazette", url="https://gazette.example/feed")


def fetched(inside: str, *, namespace: str = "http://purl.org/atompub/tombstones/1.0") -> Fetched:
    """A feed with this in it."""
    body = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="{namespace}"><id>x</id><title>x</title>{inside}</feed>'
    return Fetched(
        request=FetchRequest(key="gazette", url=SOURCE.url), state="read", url=SOURCE.url, body=body.encode()
    )


def test_each_id_and_when() -> None:
    """In whatever quotation marks, with entities; one that is an address also in its canonical form."""
    found = FeedParser().taken(
        SOURCE,
        fetched(
            "<at:deleted-entry ref='tag:a&amp;b' when='2026-03-02T20:00:00+01:00'/>"
            '<at:deleted-entry when="2026-03-02T20:00:00Z" ref="HTTPS://Gazette.example/bridge">'
            "<at:comment>Wrong.</at:comment></at:deleted-entry>"
        ),
    )
    assert [entry.id for entry in found] == [
        "tag:a&b",
        "HTTPS://Gazette.example/bridge",
        "https://gazette.example/bridge",
    ]
    assert found[0].withdrawn == datetime(2026, 3, 2, 19, tzinfo=UTC)
    assert {entry.title for entry in found} == {""}


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<at:deleted-entry ref="tag:a"/>',
        '<at:deleted-entry when="2026-03-02T20:00:00Z"/>',
        '<at:deleted-entry ref="tag:a" when="soon"/>',
        "<at:deleted-entry ref=",
        "<at:deleted-entry " * 3000,
    ],
)
def test_what_says_too_little_takes_nothing_back(inside: str) -> None:
    """Both are required; and nothing hangs."""
    assert FeedParser().taken(SOURCE, fetched(inside)) == ()


def test_another_namespace_means_something_else() -> None:
    """The name alone is no tombstone."""
    deleted = '<at:deleted-entry ref="tag:a" when="2026-03-02T20:00:00Z"/>'
    assert FeedParser().taken(SOURCE, fetched(deleted, namespace="urn:other")) == ()


def test_what_is_taken_back_before_it_is_printed_is_not_printed() -> None:
    """And one that no issue could print is nothing at all: a tombstone makes no entry."""
    world = World(at="2026-03-02T06:00:00Z")
    gazette = world.source("Gazette")
    gazette.entry("Ferry sails to Isola again", "The ferry to Isola sailed again on Monday.")
    gazette.entry("Harbour bridge closes", "The bridge closed on Monday.", guid="tag:bridge")
    world.fetch()
    (bridge,) = (held for held in world.archive.held.values() if held.entry.id == "tag:bridge")
    tombstone = FeedParser().taken(
        Source(key=bridge.entry.source, name="Gazette", url="x"),
        fetched(
            '<at:deleted-entry ref="tag:bridge" when="2026-03-02T05:30:00Z"/>'
            '<at:deleted-entry ref="tag:never" when="2026-03-02T05:30:00Z"/>'
        ),
    )
    given = next(iter(world.archive.states().values()))
    report = SourceReport(source="Gazette", state="read")
    assert world.archive.record([Given(state=given, report=report, entries=tombstone)], at=world.now) == (0,)
    assert len(world.archive.held) == 2
    made = world.edit().issue
    assert made is not None
    assert [story.headline for story in made.stories] == ["Ferry sails to Isola again"]
    assert made.coverage.dropped == {"taken back by its source": 1}


def test_a_database_keeps_what_was_taken_back_as_it_was(tmp_path: Path) -> None:
    """With when; and forgets that where the entry comes again."""
    now = datetime(2026, 3, 2, 6, tzinfo=UTC)
    with Database.open(tmp_path) as database:
        archive = SqliteArchive(database)

        def record(*entries: Entry) -> None:
            state = SourceState(key="gazette", url="x")
            archive.record([Given(state=state, report=SourceReport(source="G", state="read"), entries=entries)], at=now)

        live = Entry(source="gazette", id="tag:bridge", url="https://gazette.example/b", title="Bridge closes")
        record(live)
        record(Entry(source="gazette", id="tag:bridge", url="", title="", withdrawn=now))
        (held,) = archive.find([live.url])
        assert (held.entry.title, held.entry.withdrawn) == ("Bridge closes", now)
        record(live)
        (held,) = archive.find([live.url])
        assert held.entry.withdrawn is None
