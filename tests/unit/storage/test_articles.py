"""Articles held, followed, kept as evidence, and asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from digest.errors import StorageError
from digest.model import Block


def test_an_article_comes_back_as_it_was_stored(world: Any) -> None:
    """Every field, offsets and microseconds included."""
    full = world.article(
        7,
        text="Head\n\nThe ferry — “Möwe” 🚢 — left.",
        blocks=(Block("heading", 0, 4), Block("paragraph", 6, 32)),
        dek="The ferry",
        byline="A. Pilot",
        updated=world.noon + timedelta(microseconds=1),
        lang="de",
        origin="seed",
        section="Sea",
        tags=("a", "b"),
        position=3,
        related=("Another ferry",),
        embargo_until=world.noon,
        expires=world.noon + timedelta(days=1),
        image="https://harbour.example/7.jpg",
    )
    bare = world.article(8, url="", published=None)
    world.record(full, bare)
    world.reopen()
    assert world.archive.article(full.id) == full
    assert world.archive.article(bare.id) == bare
    assert world.archive.article("0" * 16) is None


def test_recording_again_finds_nothing_new_and_keeps_first_seen(world: Any) -> None:
    """The same entry tomorrow is the same article, first seen today."""
    one, two = world.article(1), world.article(2)
    assert world.record(one, two) == 2
    later = world.noon + timedelta(days=1)
    assert world.record(replace(one, first_seen=later), world.article(3, first_seen=later), at=later) == 1
    assert world.archive.article(one.id) == one


def test_a_text_follows_its_source_until_an_issue_cites_it(world: Any) -> None:
    """What is printed is evidence: neither the feed nor the page changes it any more."""
    one = world.article(1)
    world.record(one)
    corrected = replace(one, text="The ferry left late.", headline="Ferry late")
    world.record(corrected)
    assert world.archive.article(one.id) == corrected
    world.freeze(1, corrected)
    world.record(replace(one, text="The ferry never left."))
    world.archive.replace(replace(one, text="A whole page about the ferry.", origin="page"))
    assert world.archive.article(one.id) == corrected


def test_the_text_of_a_page_is_not_undone_by_the_teaser(world: Any) -> None:
    """The feed still corrects the headline and dates of an article whose own page was read."""
    teaser = world.article(1, text="The ferry left…")
    world.record(teaser)
    page = replace(
        teaser, text="The ferry left at noon, full.", origin="page", first_seen=world.noon + timedelta(days=9)
    )
    world.archive.replace(page)
    world.record(replace(teaser, headline="Ferry gone", position=9))
    held = world.archive.article(teaser.id)
    assert held == replace(page, headline="Ferry gone", position=9, first_seen=teaser.first_seen)


def test_replacing_an_article_that_is_not_held_stores_it(world: Any) -> None:
    """The better text may come first."""
    world.archive.replace(world.article(5))
    assert world.archive.article(world.article(5).id) == world.article(5)


def test_one_article_twice_in_a_feed_is_one(world: Any) -> None:
    """The last of two with one id stands."""
    assert world.record(world.article(1), world.article(1, headline="Second")) == 1
    held = world.archive.article(world.article(1).id)
    assert held is not None
    assert held.headline == "Second"


def test_many_thousand_articles_in_one_record(world: Any) -> None:
    """More than SQLite takes as separate parameters."""
    many = [world.article(number) for number in range(40_000)]
    assert world.record(*many) == 40_000
    assert world.record(*many) == 0


def test_lone_surrogates_cost_one_character_each(world: Any) -> None:
    """UTF-8 cannot hold them; offsets stay true."""
    world.record(world.article(1, text="a\ud800b", headline="\udfff", url="https://h.example/\ud800", tags=("\udc00",)))
    held = world.archive.article(world.article(1).id)
    assert held is not None
    assert (held.text, held.headline, held.url, held.tags) == (
        "a\ufffdb",
        "\ufffd",
        "https://h.example/\ufffd",
        ("\ufffd",),
    )


def test_a_naive_datetime_is_refused(world: Any) -> None:
    """A moment without a zone is no moment; nothing of the record is kept."""
    with pytest.raises(StorageError, match="without a zone"):
        world.record(world.article(1), world.article(2, published=world.noon.replace(tzinfo=None)))
    assert world.archive.article(world.article(1).id) is None
    assert world.archive.validators() == {}


def test_asking_for_any_time_takes_the_window_and_the_undated(world: Any) -> None:
    """Without an earlier issue the window alone decides."""
    hours = {1: 1, 2: 50, 3: 100}
    for number, age in hours.items():
        world.record(world.article(number, published=world.noon - timedelta(hours=age)))
    world.record(world.article(4, published=None))
    found = world.archive.articles(seen_after=None, published_after=world.noon - timedelta(hours=72))
    assert [int(article.id, 16) for article in found] == [1, 2, 4]


def test_asking_since_the_last_issue(world: Any) -> None:
    """What was seen since then, whatever its date, and what came out or was released since then; the rest is old."""
    last, before, after = world.noon, world.noon - timedelta(hours=2), world.noon + timedelta(hours=2)
    old = world.noon - timedelta(days=30)
    world.record(
        world.article(1, first_seen=before, published=before),
        world.article(2, first_seen=before, published=None),
        world.article(3, first_seen=after, published=before),
        world.article(4, first_seen=after, published=None),
        world.article(5, first_seen=after, published=old),
        world.article(6, first_seen=before, published=after),
        world.article(7, first_seen=before, published=None, embargo_until=after),
        world.article(8, first_seen=last, published=before),
    )
    found = world.archive.articles(seen_after=last, published_after=world.noon - timedelta(hours=72))
    assert [int(article.id, 16) for article in found] == [3, 4, 5, 6, 7]
