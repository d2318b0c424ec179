"""Which issues wait to be published, and what was recorded by a clock that was ahead."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

from digest.model import Given, SourceReport, SourceState
from digest.storage import Database, SqliteArchive


def put(world: Any, number: int) -> None:
    """Say that the issue of that number was published."""
    day = (world.noon + timedelta(days=number - 1)).date()
    world.archive.publish({f"issues/{day}/index.html": "0" * 64, "index.html": "1" * 64}, instead_of=(f"issues/{day}",))


def test_what_was_frozen_after_the_last_that_was_published_waits(world: Any) -> None:
    """Oldest first, and whatever was published of the years before."""
    assert world.archive.unpublished() == ()
    for number in (1, 2, 3):
        world.freeze(number, world.article(number))
    days = [(world.noon + timedelta(days=number)).date() for number in range(4)]
    assert world.archive.unpublished() == tuple(days[:3])
    put(world, 1)
    assert world.archive.unpublished() == tuple(days[1:3])
    put(world, 3)
    assert world.archive.unpublished() == ()  # No. 2 is older than what was published: that was somebody's choice
    world.freeze(4, world.article(4))
    world.reopen()
    assert world.archive.unpublished() == (days[3],)


def test_what_an_earlier_program_froze_does_not_wait(world: Any) -> None:
    """It kept no hashes of what it published, and no seals."""
    for number in (1, 2):
        world.freeze(number, world.article(number))
    world.database.close()
    with sqlite3.connect(world.folder / "digest.db") as connection:
        connection.execute("DELETE FROM seals")
    world.database = Database.open(world.folder)
    world.archive = SqliteArchive(world.database)
    assert world.archive.unpublished() == ()
    world.freeze(3, world.article(3))
    assert world.archive.unpublished() == ((world.noon + timedelta(days=2)).date(),)


def test_nothing_was_first_seen_later_than_now(world: Any) -> None:
    """What a clock that was ahead recorded is of now; what is older stays as it is."""
    for number, days in ((1, 0), (2, 900)):
        given = Given(
            state=SourceState(key="harbour", url="https://harbour.example/feed"),
            report=SourceReport(source="Harbour", state="read"),
            entries=(world.entry(number),),
        )
        world.archive.record([given], at=world.noon + timedelta(days=days))
    now = world.noon + timedelta(days=1)
    world.archive.seen_by(now)
    found = world.archive.entries(seen_after=None, published_after=world.noon - timedelta(days=2))
    assert sorted(held.first_seen for held in found) == [world.noon, now]
