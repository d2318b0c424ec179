"""Corrections are appended, undone once, and never deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.errors import StorageError, UsageError
from digest.model import Correction


def made(world: Any, number: int = 1, **changes: Any) -> Correction:
    """What the archive should hold."""
    fields = {
        "kind": "merge",
        "articles": ("https://harbour.example/1", "0123456789abcdef"),
        "others": ("https://harbour.example/2",),
        "about": "“Ferry 1 leaves” with “Fähre 2 🚢 leaves”",
        "at": world.noon,
    }
    return Correction(number=number, **{**fields, **changes})


def correct(world: Any, **changes: Any) -> Correction:
    """Make that correction."""
    wanted = made(world, **changes)
    correction: Correction = world.archive.correct(
        wanted.kind, articles=wanted.articles, others=wanted.others, about=wanted.about, at=wanted.at
    )
    return correction


def test_corrections_come_back_as_they_were_made(world: Any) -> None:
    """Oldest first, numbered from 1, in the next run too."""
    assert world.archive.corrections() == ()
    assert correct(world) == made(world)
    assert correct(world, kind="pin", others=()) == made(world, 2, kind="pin", others=())
    world.reopen()
    assert world.archive.corrections() == (made(world), made(world, 2, kind="pin", others=()))


def test_one_undone_stays_and_its_number_is_not_given_again(world: Any) -> None:
    """The list is what happened, in order."""
    correct(world)
    later = world.noon + timedelta(hours=1)
    assert world.archive.undo(1, at=later) == made(world, undone=later)
    assert correct(world).number == 2
    world.reopen()
    assert world.archive.corrections() == (made(world, undone=later), made(world, 2))


@pytest.mark.parametrize("number", [0, -1, 2, 2**70])
def test_what_was_never_made_cannot_be_undone(world: Any, number: int) -> None:
    """It says which number, and where the numbers are."""
    correct(world)
    with pytest.raises(UsageError, match=rf"no correction {number} — .digest stories list --all. shows them"):
        world.archive.undo(number, at=world.noon)
    assert world.archive.corrections() == (made(world),)


def test_what_is_undone_cannot_be_undone_again(world: Any) -> None:
    """It says when it was, and the first time stands."""
    correct(world)
    world.archive.undo(1, at=world.noon)
    with pytest.raises(UsageError, match=r"undone already, on 2024-05-01 12:00 UTC"):
        world.archive.undo(1, at=world.noon + timedelta(days=1))
    assert world.archive.corrections() == (made(world, undone=world.noon),)


def test_halves_of_characters_are_told_as_such(world: Any) -> None:
    """A headline may hold what UTF-8 cannot."""
    correct(world, about="Ferry \ud83d leaves")
    assert world.archive.corrections()[0].about == "Ferry \ufffd leaves"


def test_a_correction_that_cannot_be_read_is_named(world: Any) -> None:
    """Not a decoder's own exception."""
    correct(world)
    with world.database.writing(durable=True) as connection:
        connection.execute("UPDATE corrections SET body = '{'")
    with pytest.raises(StorageError, match=r"digest\.db: a stored Correction cannot be read back"):
        world.archive.corrections()


def test_a_database_that_cannot_be_written_says_so(world: Any) -> None:
    """And nothing is corrected."""
    with world.database.reading() as connection:
        connection.execute("PRAGMA query_only=ON")
    with pytest.raises(StorageError, match="the database cannot be written — check who owns the file"):
        correct(world)
    assert world.archive.corrections() == ()
