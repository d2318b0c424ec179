"""Entries held, followed, and asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest.errors import StorageError
from digest.model import Enclosure
from digest.storage.entries import _NAMED


def test_an_entry_comes_back_as_it_was_stored(world: Any) -> None:
    """Every field, microseconds included."""
    full = world.entry(
        7,
        content="<p>The ferry — “Möwe” 🚢 — left.</p>",
        content_kind="html",
        authors=("A. Pilot", "B. Mate"),
        updated=world.noon + timedelta(microseconds=1),
        lang="de",
        section="Sea",
        tags=("a", "b"),
        position=3,
        embargo_until=world.noon,
        expires=world.noon + timedelta(days=1),
        image="https://harbour.example/7.jpg",
        enclosure=Enclosure("https://harbour.example/7.mp3", "audio", 61),
    )
    bare = world.entry(8, url="", published=None)
    world.record(full, bare)
    world.reopen()
    assert world.held(7).entry == full
    assert world.held(8).entry == bare
    assert world.held(9) is None


def test_recording_again_finds_nothing_new_and_keeps_first_seen(world: Any) -> None:
    """The same entry tomorrow is the same article, first seen today."""
    assert world.record(world.entry(1), world.entry(2)) == 2
    later = world.noon + timedelta(days=1)
    assert world.record(world.entry(1), world.entry(3), at=later) == 1
    assert world.held(1).first_seen == world.noon
    assert world.held(3).first_seen == later


def test_an_entry_follows_its_source(world: Any) -> None:
    """A corrected headline, a new date and a new place in the feed are those that count from now on."""
    world.record(world.entry(1))
    corrected = world.entry(1, title="Ferry late", published=world.noon, position=9)
    world.record(corrected, at=world.noon + timedelta(hours=1))
    assert (world.held(1).entry, world.held(1).first_seen) == (corrected, world.noon)


def test_one_entry_twice_in_a_feed_is_one(world: Any) -> None:
    """The last of two with one id stands."""
    assert world.record(world.entry(1), world.entry(1, title="Second")) == 1
    assert world.held(1).entry.title == "Second"


def test_many_sources_in_one_transaction(world: Any) -> None:
    """Each is told how many of its own were new."""
    world.record(world.entry(1))
    quay = replace(world.entry(2), source="quay")
    given = [world.given(world.entry(1), world.entry(3)), world.given(quay, source="quay")]
    assert world.archive.record(given, at=world.noon) == (1, 1)
    assert world.archive.record([], at=world.noon) == ()


def test_many_thousand_entries_in_one_record(world: Any) -> None:
    """More than SQLite takes as separate parameters."""
    many = [world.entry(number) for number in range(40_000)]
    assert world.record(*many) == 40_000
    assert world.record(*many) == 0


def test_lone_surrogates_cost_one_character_each(world: Any) -> None:
    """UTF-8 cannot hold them."""
    world.record(world.entry(1, summary="a\ud800b", title="\udfff", tags=("\udc00",)))
    held = world.held(1).entry
    assert (held.summary, held.title, held.tags) == ("a\ufffdb", "\ufffd", ("\ufffd",))


def test_a_naive_datetime_is_refused(world: Any) -> None:
    """A moment without a zone is no moment; nothing of the record is kept."""
    with pytest.raises(StorageError, match="without a zone"):
        world.record(world.entry(1), world.entry(2, published=world.noon.replace(tzinfo=None)))
    assert world.held(1) is None
    assert world.archive.states() == {}


def numbers(found: Any) -> list[int]:
    """Which entries were found, in order of their numbers."""
    return sorted(int(held.entry.id.removeprefix("entry-")) for held in found)


def test_asking_for_any_time_takes_the_window_and_the_undated(world: Any) -> None:
    """Without an earlier issue the window alone decides."""
    for number, age in {1: 1, 2: 50, 3: 100}.items():
        world.record(world.entry(number, published=world.noon - timedelta(hours=age)))
    world.record(world.entry(4, published=None))
    found = world.archive.entries(seen_after=None, published_after=world.noon - timedelta(hours=72))
    assert numbers(found) == [1, 2, 4]
    assert [held.entry.article for held in found] == sorted(held.entry.article for held in found)


def test_asking_since_the_last_issue(world: Any) -> None:
    """What was seen since then, whatever its date, and what came out or was released since then; the rest is old."""
    last, before, after = world.noon, world.noon - timedelta(hours=2), world.noon + timedelta(hours=2)
    old = world.noon - timedelta(days=30)
    world.record(
        world.entry(1, published=before),
        world.entry(2, published=None),
        world.entry(6, published=after),
        world.entry(7, published=None, embargo_until=after),
        at=before,
    )
    world.record(world.entry(8, published=before), at=last)
    world.record(
        world.entry(3, published=before), world.entry(4, published=None), world.entry(5, published=old), at=after
    )
    found = world.archive.entries(seen_after=last, published_after=world.noon - timedelta(hours=72))
    assert numbers(found) == [3, 4, 5, 6, 7]


def test_the_latest_of_each_source(world: Any) -> None:
    """So many of each, those seen last first; of no other source."""
    for number in range(6):
        world.record(world.entry(number), at=world.noon + timedelta(hours=number))
    world.record(replace(world.entry(20), source="quay"), source="quay")
    world.record(replace(world.entry(30), source="pier"), source="pier")
    found = world.archive.latest(["quay", "harbour", "nowhere"], each=3)
    assert [held.entry.id for held in found] == ["entry-5", "entry-4", "entry-3", "entry-20"]


def test_entries_are_found_by_the_keys_of_their_articles(world: Any) -> None:
    """The address, whichever source has it, else the article's id; nothing else, and each once."""
    linked, bare, other = world.entry(1), world.entry(2, url=""), world.entry(3)
    copy = replace(linked, source="quay")
    world.record(linked, bare, other)
    world.record(copy, source="quay")
    found = world.archive.find([linked.url, bare.article, linked.url, other.article, "", "https://else.example/"])
    assert sorted(held.entry.article for held in found) == sorted([linked.article, copy.article, bare.article])
    assert [held.entry.article for held in found] == sorted(held.entry.article for held in found)
    assert world.archive.find([]) == ()


def test_an_entry_whose_address_changed_is_found_by_the_new_one(world: Any) -> None:
    """It follows its source in this too."""
    world.record(world.entry(1))
    world.record(world.entry(1, url="https://harbour.example/moved"))
    assert world.archive.find([world.entry(1).url]) == ()
    assert len(world.archive.find(["https://harbour.example/moved"])) == 1


def test_entries_are_found_without_reading_all_of_them(world: Any) -> None:
    """Both halves of the question have an index."""
    with world.database.reading() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {_NAMED}", {"keys": "[]"}).fetchall()
    assert [step[3] for step in plan if step[3].startswith("SCAN") and "json_each" not in step[3]] == []
