"""Frozen issues and the history they make."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from digest.codec import encode
from digest.errors import StorageError
from digest.urls import page


def test_a_frozen_issue_comes_back_byte_for_byte(world: Any) -> None:
    """The file of the day, the issue, and its place among the others."""
    one = world.article(1)
    body = world.freeze(1, one)
    world.reopen()
    day = world.noon.date()
    assert world.archive.frozen(day) == body
    assert world.archive.issue(day) == world.issue(1, one)
    assert world.archive.issues() == ((1, day),)
    assert world.archive.frozen(date(1999, 1, 1)) is None
    assert world.archive.issue(date(1999, 1, 1)) is None


def test_freezing_the_same_bytes_again_changes_nothing(world: Any) -> None:
    """A run that was killed after it froze may freeze again."""
    world.freeze(1)
    world.freeze(1)
    assert len(world.archive.issues()) == 1


@pytest.mark.parametrize(("number", "days"), [(1, 0), (1, 5), (2, 0)])
def test_a_number_or_date_is_given_once(world: Any, number: int, days: int) -> None:
    """Other bytes for a taken number, a taken date or both are refused, and nothing changes."""
    body = world.freeze(1)
    other = world.issue(number, as_of=world.noon + timedelta(days=days, seconds=1))
    with pytest.raises(StorageError, match="is frozen"):
        world.archive.freeze(other, encode(other), ())
    assert world.archive.frozen(world.noon.date()) == body
    assert len(world.archive.issues()) == 1


def test_an_issue_cannot_cite_what_is_not_held(world: Any) -> None:
    """There would be no evidence for its words; nothing is frozen."""
    issue = world.issue(1, world.article(1))
    with pytest.raises(StorageError, match="not held"):
        world.archive.freeze(issue, encode(issue), ())
    assert world.archive.issues() == ()


def test_history_is_what_earlier_issues_printed(world: Any) -> None:
    """The newest issues whole and oldest first; the highest number of all."""
    linked, bare, late = world.article(1), world.article(2, url=""), world.article(3)
    for number, cited in ((1, linked), (2, bare), (3, late)):
        world.freeze(number, cited)
    history = world.archive.history(before=world.noon + timedelta(days=2), issues=1)
    assert [issue.number for issue in history.issues] == [2]
    assert history.number == 3
    assert [i.number for i in world.archive.history(before=world.noon + timedelta(days=9), issues=2).issues] == [2, 3]


def test_an_empty_archive_has_an_empty_history(world: Any) -> None:
    """Number 0: the first issue is 1."""
    history = world.archive.history(before=world.noon, issues=5)
    assert (history.issues, history.number) == ((), 0)
    assert world.archive.printed(["x"], before=world.noon) == frozenset()


def test_what_was_printed_is_known_by_every_name(world: Any) -> None:
    """Its address, what all addresses of its page share, and its id; of earlier issues alone, and of no other name."""
    linked, bare, late = world.article(1), world.article(2, url=""), world.article(3)
    for number, cited in ((1, linked), (2, bare), (3, late)):
        world.freeze(number, cited)
    names = {key for one in (linked, bare, late) for key in (one.key, page(one.url), one.id) if key}
    asked = [*sorted(names), "https://elsewhere.example/"]
    printed = world.archive.printed(asked, before=world.noon + timedelta(days=2))
    assert printed == {linked.url, page(linked.url), linked.id, bare.id}
    assert world.archive.printed(asked, before=world.noon + timedelta(days=9)) == names
    assert world.archive.past_printed(2, asked, before=world.noon + timedelta(days=9)) == printed - {bare.id}
    assert world.archive.printed([], before=world.noon + timedelta(days=9)) == frozenset()


def test_a_frozen_issue_that_was_tampered_with_is_not_served(world: Any) -> None:
    """The hash kept beside the bytes must agree."""
    world.freeze(1)
    with world.database.writing(durable=True) as connection:
        connection.execute("UPDATE issues SET body = CAST(replace(body, 'Quay', 'Pier') AS BLOB)")
    with pytest.raises(StorageError, match="not what was frozen"):
        world.archive.frozen(world.noon.date())
    with pytest.raises(StorageError, match="not what was frozen"):
        world.archive.issue(world.noon.date())


def test_cited_articles_cannot_be_deleted(world: Any) -> None:
    """Foreign keys are on: evidence outlives any clearing up."""
    world.freeze(1, world.article(1))
    with pytest.raises(StorageError, match="FOREIGN KEY"), world.database.writing(durable=False) as connection:
        connection.execute("DELETE FROM articles")
    assert list(world.archive.articles([world.article(1).id])) == [world.article(1).id]
