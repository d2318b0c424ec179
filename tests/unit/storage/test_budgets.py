"""What issues were made from: kept with them, for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.codec import encode
from digest.errors import StorageError
from digest.model import Budget, Candidate, Link, Listed
from digest.storage.budgets import KEPT


def budget(world: Any, number: int, **changes: Any) -> Budget:
    """What issue ``number`` was made from."""
    listed = Listed(id="a1", source="Harbour News", url="https://harbour.example/1", headline=f"Ferry {number} leaves")
    candidate = Candidate(
        story="0123456789ab",
        thread="0123456789ab",
        day=1,
        headline=listed.headline,
        articles=(listed,),
        copies=(("a1",),),
        links=(Link("a1", "a2", 0.9, 0.8, ("ferri",)),),
        score=1.5,
        terms={"outlets": 1.5},
        rank=1,
        section="Sea",
        verdict="leads",
    )
    moment = world.noon + timedelta(days=number - 1)
    made = {"date": moment.date(), "as_of": moment, "candidates": (candidate,), "dropped": {"an opinion": (listed,)}}
    return Budget(**{**made, **changes})


def freeze(world: Any, number: int, of: Budget | None) -> None:
    """Freeze an issue of nothing, made from that."""
    issue = world.issue(number)
    world.archive.freeze(issue, encode(issue), (), of)


def test_a_budget_comes_back_as_it_was_kept(world: Any) -> None:
    """By its day; a day without one has none."""
    freeze(world, 1, budget(world, 1))
    freeze(world, 2, None)
    world.reopen()
    day = world.noon.date()
    assert world.archive.budget(day) == budget(world, 1)
    assert world.archive.budget(day + timedelta(days=1)) is None
    assert world.archive.budget(day + timedelta(days=2)) is None


def test_the_newest_budgets_are_kept(world: Any) -> None:
    """Every issue stays; what the oldest was made from goes."""
    for number in range(1, KEPT + 3):
        freeze(world, number, budget(world, number))
    day = world.noon.date()
    held = [world.archive.budget(day + timedelta(days=days)) is not None for days in range(KEPT + 2)]
    assert held == [False, False] + [True] * KEPT
    assert len(world.archive.issues()) == KEPT + 2


def test_an_issue_frozen_again_keeps_its_budget(world: Any) -> None:
    """The same bytes change nothing; other bytes are refused, and their budget with them."""
    freeze(world, 1, budget(world, 1))
    freeze(world, 1, budget(world, 1, candidates=()))
    assert world.archive.budget(world.noon.date()) == budget(world, 1)
    other = world.issue(1, as_of=world.noon + timedelta(seconds=1))
    with pytest.raises(StorageError, match="is frozen"):
        world.archive.freeze(other, encode(other), (), budget(world, 1, candidates=()))
    assert world.archive.budget(world.noon.date()) == budget(world, 1)


def test_halves_of_characters_do_not_stop_an_issue(world: Any) -> None:
    """They are in reasons and terms too."""
    half = Listed(id="a1", source="\ud83d", url="", headline="Ferry \ud83d")
    freeze(world, 1, budget(world, 1, candidates=(), dropped={"holds \ud83d": (half,)}))
    made = world.archive.budget(world.noon.date())
    assert made.dropped == {"holds \ufffd": (Listed(id="a1", source="\ufffd", url="", headline="Ferry \ufffd"),)}


@pytest.mark.parametrize("body", ["'rubbish'", "x'789c030000000001'"])
def test_a_budget_that_cannot_be_read_is_named(world: Any, body: str) -> None:
    """Neither the compressor's exception nor the decoder's."""
    freeze(world, 1, budget(world, 1))
    with world.database.writing(durable=True) as connection:
        connection.execute(f"UPDATE budgets SET body = CAST({body} AS BLOB)")
    with pytest.raises(StorageError, match=r"digest\.db: .*udget.* cannot be read back"):
        world.archive.budget(world.noon.date())
