"""What proves a frozen issue is kept with it, and given back as it is."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from digest.codec import seal, sha256
from digest.errors import StorageError
from digest.model import Evidence
from digest.storage import Database, SqliteArchive
from digest.testing import World as Played


def tamper(world: Any, statement: str) -> None:
    """As somebody with the file in hand may do, who is held by no foreign key."""
    connection = sqlite3.connect(world.folder / "digest.db")
    with connection:
        assert connection.execute(statement).rowcount == 1
    connection.close()


def test_an_issue_is_sealed_with_its_evidence(world: Any) -> None:
    """The file, each cited article as stored, and the seal of both; nothing where there is no such issue."""
    one, two = world.article(1), world.article(2)
    body = world.freeze(1, two, one)
    held = world.archive.proof(1)
    assert (held.number, held.date, held.as_of) == (1, world.noon.date(), world.noon)
    assert (held.body, held.sha256) == (body, sha256(body))
    assert [exhibit.id for exhibit in held.articles] == sorted((one.id, two.id))
    assert {exhibit.article for exhibit in held.articles} == {one, two}
    assert all(exhibit.sha256 == sha256(exhibit.body) for exhibit in held.articles)
    known = [(exhibit.id, exhibit.sha256) for exhibit in held.articles]
    assert held.seal == seal("", 1, world.noon.date(), sha256(body), known)
    assert (held.previous, held.before, held.after) == ("", "", None)
    assert world.archive.proof(2) is None


def test_seals_make_a_chain(world: Any) -> None:
    """Each holds the one before, and is held by the next."""
    for number in (1, 2, 3):
        world.freeze(number, world.article(number))
    one, two, three = (world.archive.proof(number) for number in (1, 2, 3))
    assert (two.previous, two.before, two.after) == (one.seal, one.seal, two.seal)
    assert (three.previous, three.after) == (two.seal, None)
    assert world.archive.sealed() == (1, 2, 3)


def test_freezing_again_seals_nothing_anew(world: Any) -> None:
    """A run that was killed after it froze may freeze again."""
    world.freeze(1, world.article(1))
    before = world.archive.proof(1)
    world.freeze(1, world.article(1))
    assert world.archive.proof(1) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issues SET body = x'ff00'",
        "UPDATE issues SET sha256 = x'ff'",
        "UPDATE issues SET as_of = 'noon'",
        "UPDATE issues SET as_of = 9223372036854775807",
        "UPDATE articles SET body = x'ff'",
        "UPDATE articles SET body = 'no json'",
        "UPDATE articles SET id = 'another'",
        "DELETE FROM articles",
        "UPDATE issue_articles SET sha256 = x'ff'",
        "UPDATE seals SET seal = x'ff'",
        "UPDATE seals SET previous = 7",
        "DELETE FROM seals",
    ],
)
def test_what_was_tampered_with_is_given_as_it_is(world: Any, statement: str) -> None:
    """To judge it is not the archive's part, and no value of a column makes it fail."""
    world.freeze(1, world.article(1))
    whole = world.archive.proof(1)
    tamper(world, statement)
    given = world.archive.proof(1)
    assert isinstance(given, Evidence)
    assert given != whole


def test_a_day_that_is_none_is_said_to_be(world: Any) -> None:
    """Without it the issue cannot even be listed."""
    world.freeze(1)
    tamper(world, "UPDATE issues SET date = 'May Day'")
    for ask in (world.archive.issues, lambda: world.archive.proof(1)):
        with pytest.raises(StorageError, match=r"the row of issue 1 has no day but 'May Day' — restore"):
            ask()


def test_the_number_of_an_issue_that_is_gone_is_not_given_again(world: Any) -> None:
    """Its seal is still there, and says so."""
    world.freeze(1)
    world.freeze(2)
    tamper(world, "DELETE FROM issues WHERE number = 2")
    assert world.archive.history(before=world.noon + timedelta(days=9), issues=9).number == 2
    assert (world.archive.issues(), world.archive.sealed()) == (((1, world.noon.date()),), (1, 2))


def test_what_was_published_is_remembered(world: Any) -> None:
    """What was put there last; what was put instead of it, or of its folder, is forgotten."""
    world.archive.publish({"issues/1/a": "1", "issues/1/b": "2", "index.html": "3", "old.html": "4"}, instead_of=[])
    world.archive.publish({"issues/10/a": "5", "index.html": "6"}, instead_of=["issues/10", "old.html"])
    world.archive.publish({"issues/1/a": "7", "index.html": "8"}, instead_of=["issues/1"])
    wanted = {"index.html": "8", "issues/1/a": "7", "issues/10/a": "5"}
    assert world.archive.published() == wanted
    world.reopen()
    assert world.archive.published() == wanted
    assert world.archive.published("issues/1") == {"issues/1/a": "7"}  # and nothing of issues/10
    assert world.archive.published("issues") == {"issues/1/a": "7", "issues/10/a": "5"}
    assert world.archive.published("nowhere") == {}


def test_an_issue_of_an_earlier_program_has_no_seal(tmp_path: Path) -> None:
    """The step from 3 to 4 seals nothing; what is frozen then is chained to nothing, and the first that is sealed."""
    (tmp_path / "old").mkdir(mode=0o700)
    connection = sqlite3.connect(tmp_path / "old" / "digest.db")
    connection.executescript((Path(__file__).parent / "first_schema.sql").read_text())
    connection.close()
    with Database.open(tmp_path / "old") as database:
        archive = SqliteArchive(database)
        held = archive.proof(1)
        assert held is not None
        assert (held.seal, held.previous, held.before, held.after) == (None, None, "", None)
        assert held.articles
        assert all(exhibit.article is not None and exhibit.sha256 is None for exhibit in held.articles)
        assert (archive.sealed(), archive.published()) == ((), {})


def test_the_played_archive_keeps_the_same(world: Any) -> None:
    """The little world's archive proves an issue as this one does."""
    played = Played().archive
    for number in (1, 2):
        article = world.article(number)
        body = world.freeze(number, article)
        played.freeze(world.issue(number, article), body, [article])
    assert played.sealed() == world.archive.sealed()
    for number in (1, 2):
        assert msgspec.to_builtins(played.proof(number)) == msgspec.to_builtins(world.archive.proof(number))
    for archive in (played, world.archive):
        archive.publish({"issues/1/a": "1", "issues/1/b": "2", "index.html": "3"}, instead_of=[])
        archive.publish({"issues/2/a": "4", "index.html": "5"}, instead_of=["issues/1", "index.html"])
    assert played.published() == world.archive.published()
