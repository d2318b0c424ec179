"""Which story a person means, and what the commands say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

import digest.wiring
from digest.cli import common, looking
from digest.cli.stories import command
from digest.codec import encode
from digest.model import (
    ISSUE_FORMAT,
    Budget,
    Candidate,
    Coverage,
    Entry,
    Given,
    Issue,
    Listed,
    PrintedArticle,
    PrintedStory,
    Publication,
    SourceReport,
    SourceState,
)
from digest.testing import MemoryArchive

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def listed(letter: str, **changes: Any) -> Listed:
    """The article of a letter."""
    url = f"https://{letter}.example/{letter}"
    return replace(Listed(id=letter * 16, source=f"Paper {letter}", url=url, headline=f"Ferry {letter}"), **changes)


def candidate(story: str, *articles: Listed) -> Candidate:
    """A story of these articles."""
    return Candidate(
        story=story,
        thread=story,
        day=1,
        headline=articles[0].headline,
        articles=articles,
        copies=tuple((one.id,) for one in articles),
        links=(),
        score=1.0,
        terms={},
        rank=None,
        section=None,
        verdict="News is full",
    )


class Room:
    """A newsroom of one archive, with the publication's settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = MemoryArchive()
        self.config = SimpleNamespace(publication=Publication(title="The Quay"))
        self.today: Budget | None = None  # what is foreseen

    def budget(self, *candidates: Candidate, days_ago: int = 0, **dropped: Listed) -> Budget:
        """A budget, which stands where the issue is not made."""
        moment = NOON - timedelta(days=days_ago)
        return Budget(
            date=moment.date(),
            as_of=moment,
            candidates=candidates,
            dropped={reason: (one,) for reason, one in dropped.items()},
        )

    def freeze(self, budget: Budget | None, number: int = 1, days_ago: int = 1, *printed: PrintedStory) -> None:
        """An issue made from that."""
        moment = NOON - timedelta(days=days_ago)
        cited = [listed(letter) for letter in "xy"] if printed else []
        issue = Issue(
            format=ISSUE_FORMAT,
            number=number,
            date=moment.date(),
            as_of=moment,
            since=None,
            publication=self.config.publication,
            subject="",
            preheader="",
            lead=printed[0] if printed else None,
            sections=(),
            developing=(),
            whats_next=(),
            articles=tuple(
                PrintedArticle(id=one.id, source=one.source, url=one.url, headline=one.headline, sha256="")
                for one in cited
            ),
            coverage=Coverage(),
        )
        self.archive.freeze(issue, encode(issue), (), budget)

    def hold(self, entry: Entry) -> None:
        """What a source gave."""
        state = SourceState(key=entry.source, url="")
        report = SourceReport(source=entry.source, state="read")
        self.archive.record([Given(state=state, report=report, entries=(entry,))], at=NOON)

    def say(self, *words: str, at: str = "2026-03-03T12:00", status: int = 0) -> Result:
        """Run ``digest stories`` with these words."""
        done = CliRunner().invoke(command, [*words, "--at", at])
        assert done.exit_code == status or (status and done.exception), done.output
        return done

    def refuse(self, *words: str) -> str:
        """What is said where the words cannot be."""
        done = self.say(*words, status=2)
        assert getattr(done.exception, "status", None) == 2, done.output
        return str(done.exception)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room(tmp_path)

    @contextmanager
    def newsroom(config: Any) -> Iterator[Room]:
        yield made

    def foreseen(*_: Any) -> Any:
        return SimpleNamespace(budget=made.today)

    monkeypatch.setattr(digest.wiring, "Newsroom", newsroom)
    monkeypatch.setattr(common.Given, "load", lambda self: made.config)
    monkeypatch.setattr(looking, "foreseen", foreseen)
    return made


A, B, C, D = (listed(letter) for letter in "abcd")


@pytest.fixture
def desk(room: Room) -> Room:
    """A room with two stories today."""
    room.today = room.budget(candidate("aaaa11112222", A, B), candidate("aaaa33334444", C), opinion=D)
    return room


def sides(room: Room) -> tuple[str, str]:
    """Of the last correction, as letters."""
    last = room.archive.corrections()[-1]
    found = tuple("".join(key.removeprefix("https://")[0] for key in side) for side in (last.articles, last.others))
    return found[0], found[1]


@pytest.mark.parametrize("one", ["aaaa1", "aaaa11112222", "AAAA1111", A.url, f"{B.url}?utm_source=mail#top", B.id])
def test_a_story_is_named_by_id_address_or_article(desk: Room, one: str) -> None:
    """The article that was named comes first; the story's others are meant with it."""
    said = desk.say("merge", one, "aaaa3").output
    first = "ba" if one in (f"{B.url}?utm_source=mail#top", B.id) else "ab"
    assert sides(desk) == (first, "c")
    assert said.splitlines() == [
        "Correction 1: merge",
        "  “Ferry a”",
        f"      2 articles: Paper {first[0]} and 1 other source",
        "  “Ferry c”",
        "      1 article: Paper c",
        "  To take it back: digest stories undo 1",
    ]
    assert desk.archive.corrections()[0].about == "“Ferry a” with “Ferry c”"


def test_each_command_keeps_its_own_kind(desk: Room) -> None:
    """With the sides as they were named."""
    desk.say("never-merge", "aaaa1", C.url)
    assert sides(desk) == ("ab", "c")
    desk.say("undo", "1")
    desk.say("split", "aaaa1", A.url)
    assert sides(desk) == ("a", "b")
    desk.say("pin", C.url)
    desk.say("kill", "aaaa3")
    assert [each.kind for each in desk.archive.corrections()] == ["never-merge", "split", "pin", "kill"]
    assert {each.at for each in desk.archive.corrections()} == {NOON}


def test_json_has_every_fact(desk: Room) -> None:
    """What was understood, by articles; and that no issue stands in the way."""
    said = json.loads(desk.say("pin", "aaaa1", "--json").output)
    assert said["correction"]["kind"] == "pin"
    assert said["correction"]["articles"] == [A.url, B.url]
    assert [side["story"] for side in said["sides"]] == ["aaaa11112222"]
    assert (said["frozen"], said["status"]) == (None, 0)


def test_an_article_that_no_story_holds_stands_for_itself(desk: Room) -> None:
    """One that was dropped, one that was never considered; one that nobody gave is refused."""
    desk.hold(Entry(source="Paper z", id="z", url="https://z.example/z", title="Ferry z"))
    assert "“Ferry d”" in desk.say("merge", D.url, "https://z.example/z").output
    assert sides(desk) == ("d", "z")
    assert desk.refuse("kill", "https://nobody.example/").startswith("no article https://nobody.example/ is held — it")


def test_an_article_is_named_by_any_address_of_its_page(desk: Room) -> None:
    """As `digest explain` takes it: what a browser shows is seldom what the feed said."""
    desk.say("pin", "http://www.a.example/a/")
    assert "2 articles: Paper a" in desk.say("pin", "https://m.a.example/amp/a").output
    assert "2 articles: Paper a" in desk.say("pin", "www.a.example/a").output
    desk.say("split", "aaaa1", "http://www.b.example/b")
    assert sides(desk) == ("b", "a")


def test_what_names_nothing_is_refused_with_what_to_do(desk: Room) -> None:
    """Nothing is corrected."""
    assert "begins the ids of 2 stories — say which: aaaa11112222 “Ferry a”, aaaa33334444" in desk.refuse("pin", "aaaa")
    assert "no story beef among today's and those of the last 14 issues — `digest budget`" in desk.refuse("pin", "beef")
    assert "'aaa' is too short to name a story — give at least 4 digits of its id" in desk.refuse("pin", "aaa")
    assert "'ferry' is neither a story's id nor an article's URL" in desk.refuse("pin", "ferry")
    assert "both are one story already: “Ferry a”" in desk.refuse("merge", A.url, "aaaa1")
    assert "digest stories split aaaa11112222 URL…" in desk.refuse("never-merge", A.url, B.url)
    assert "is not among the 2 articles of “Ferry a” — `digest explain" in desk.refuse("split", "aaaa1", C.url)
    assert "nothing would be left" in desk.refuse("split", "aaaa1", A.url, B.url)
    assert "there is no correction 7" in desk.refuse("undo", "7")
    assert desk.archive.corrections() == ()


def test_nothing_can_be_corrected_before_anything_is_held(room: Room) -> None:
    """And the list is empty, not an error."""
    room.folder = room.folder / "none"
    assert "nothing is held yet" in room.refuse("pin", "aaaa")
    assert "there is no correction 1" in room.refuse("undo", "1")
    assert room.say().output == "There is no correction; `digest budget` shows the stories.\n"


def test_where_today_is_made_the_next_issue_is_the_first_to_heed(room: Room) -> None:
    """It is said, and what is foreseen is not asked: an issue is made once a day."""
    room.today = room.budget(candidate("bbbb00000000", D))
    room.freeze(room.budget(candidate("aaaa11112222", A, B)), 3, 0)
    assert "No. 3 of today is frozen: that holds from the next issue on." in room.say("kill", "aaaa").output
    assert "No. 3 of today is frozen" in room.say("undo", "1").output
    assert "no story bbbb" in room.refuse("kill", "bbbb")


def test_the_newest_story_of_an_id_or_address_is_meant(room: Room) -> None:
    """Of today's, then of the newest issues', those without a budget among them; the oldest are not looked at."""
    story = PrintedStory(
        id="cccc00000000",
        thread="cccc00000000",
        headline="Ferry x",
        article="x" * 16,
        articles=("x" * 16, "y" * 16),
        outlets=(),
        reports=2,
        section="News",
        rank=1,
        score=1.0,
        terms={},
    )
    room.freeze(room.budget(candidate("dddd00000000", D)), 1, 20)
    room.freeze(room.budget(candidate("aaaa11112222", A)), 2, 19)
    for number in range(3, 15):
        room.freeze(None, number, 18 - (number - 3))
    room.freeze(None, 15, 1, story)
    room.today = room.budget(candidate("aaaa11112222", A, B))
    room.say("pin", A.url)
    assert sides(room) == ("ab", "")
    assert "  2 articles: Paper x and 1 other source (No. 15 of " in room.say("pin", "cccc").output
    assert sides(room) == ("xy", "")
    room.say("pin", "https://y.example/y")
    assert sides(room) == ("yx", "")
    assert "no story dddd" in room.refuse("pin", "dddd")


def test_what_was_split_off_goes_its_own_way(desk: Room) -> None:
    """Though the newest budget still has it in the old story: it is merged with another, or split again."""
    desk.today = desk.budget(candidate("aaaa11112222", A, B, D), candidate("aaaa33334444", C))
    desk.say("split", "aaaa1", B.url, D.url)
    assert sides(desk) == ("bd", "a")
    assert "“Ferry b”" in desk.say("merge", B.url, C.url).output
    assert sides(desk) == ("bd", "c")
    desk.say("split", B.url, D.url)
    assert sides(desk) == ("d", "b")
    desk.say("kill", "aaaa1")
    assert sides(desk) == ("a", "")


def test_the_list_says_what_holds(desk: Room) -> None:
    """The newest first; what is undone only when asked for; what a later one overrides."""
    desk.say("never-merge", "aaaa1", "aaaa3")
    desk.say("pin", "aaaa3", at="2026-03-03T12:01")
    desk.say("kill", D.url)
    desk.say("merge", "aaaa1", "aaaa3")
    desk.say("undo", "3", at="2026-03-04T07:30")
    assert desk.say().output.splitlines() == [
        "   4  merge        2026-03-03 12:00",
        "      “Ferry a” with “Ferry c”",
        "   2  pin          2026-03-03 12:01",
        "      “Ferry c”",
        "   1  never-merge  2026-03-03 12:00  does nothing: a later one says otherwise",
        "      “Ferry a” and “Ferry c”",
        "      Times are of UTC.",
    ]
    assert desk.say("list", "--all").output.splitlines()[2:4] == [
        "   3  kill         2026-03-03 12:00  undone 2026-03-04 07:30",
        "      “Ferry d”",
    ]
    assert f"      {C.url}" in desk.say("list", "--verbose").output
    said = json.loads(desk.say("list", "--all", "--json").output)
    assert [(each["number"], each["holds"]) for each in said["corrections"]] == [
        (4, True),
        (3, False),
        (2, True),
        (1, False),
    ]
    for number in "421":
        desk.say("undo", number)
    assert desk.say().output.startswith("There is no correction (4 undone: `--all` shows them)")


def test_what_was_said_twice_is_not_called_a_contradiction(desk: Room) -> None:
    """The earlier of two that say the same does nothing, but nothing speaks against it."""
    desk.say("kill", "aaaa3")
    desk.say("kill", "aaaa3")
    assert "   1  kill         2026-03-03 12:00  does nothing: a later one says the same" in desk.say().output
    desk.say("pin", "aaaa3")
    lines = desk.say().output.splitlines()
    assert [line[-14:] for line in lines if "kill" in line] == ["says otherwise", "says otherwise"]


@pytest.mark.parametrize("name", ["merge", "split", "never-merge", "pin", "kill"])
def test_help_says_what_a_story_is(name: str) -> None:
    """Of each command, not of the group alone."""
    shown = " ".join(CliRunner().invoke(command, [name, "--help"]).output.split())
    assert "STORY is a story's id as `digest budget` prints it" in shown


def test_the_list_of_commands_is_not_cut() -> None:
    """Each is told in one line."""
    shown = CliRunner().invoke(command, ["--help"]).output
    assert "never-merge" in shown
    assert "..." not in shown.partition("Commands:")[2]
