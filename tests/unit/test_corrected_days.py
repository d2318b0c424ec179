"""What an editor corrected, over the days after it: the whole newsroom runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.codec import encode
from digest.model import Issue
from digest.testing import World

BRIDGE = (
    "Kelmar Bridge closed after crack is found in main cable",
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. "
    "Lorries are sent over the pass at Sorn, which takes two hours more.",
)
BRIDGE_TOO = (
    "Cracked main cable shuts Kelmar Bridge",
    "The Kelmar Bridge was shut on Monday when inspectors found a crack in its main cable. "
    "The ferry at Lower Kelmar sails through the night.",
)
BRIDGE_LATER = (
    "Kelmar Bridge cable to be replaced by June",
    "The cracked main cable of the Kelmar Bridge will be replaced by June, engineers said on Tuesday after their "
    "inspection. The roads office puts the price at nine million.",
)
BAKERY = (
    "Sorn bakery wins the rye prize",
    "A bakery in Sorn won the national prize for rye bread for the third time on Sunday, before two hundred others.",
)
WHALE = (
    "Whale returns to the Ostrel estuary",
    "A humpback whale was seen in the Ostrel estuary for the third time this winter, wardens said on Monday.",
)


def correct(world: World, kind: Any, one: str, other: str = "") -> int:
    """Correct by the links of articles."""
    others = [other] if other else []
    return world.archive.correct(kind, articles=[one], others=others, about="", at=world.now).number


def adds_up(issue: Issue) -> bool:
    """Whether every candidate is printed, merged or dropped."""
    found = issue.coverage
    return found.candidates == found.printed + found.merged + sum(found.dropped.values())


def headlines(issue: Issue | None) -> list[str]:
    """In rank order."""
    return [story.headline for story in sorted(issue.stories, key=lambda story: story.rank)] if issue else []


def test_remembered_articles_lead_to_a_correction_and_count_for_nothing() -> None:
    """Tomorrow's article meets yesterday's kill; the killed one is no candidate, and the coverage adds up."""
    world = World()
    gazette, wire = world.source("Gazette"), world.source("Wire")
    killed = gazette.entry(*BRIDGE)
    wire.entry(*WHALE)
    world.fetch()
    number = correct(world, "kill", killed)
    assert headlines(world.run()) == [WHALE[0]]
    world.tomorrow()
    wire.entry(*BRIDGE_LATER)
    gazette.entry(*BAKERY)
    issue = world.run()
    assert issue is not None
    assert headlines(issue) == [BAKERY[0]]
    assert issue.coverage.candidates == 2
    assert issue.coverage.dropped == {f"killed by correction {number}": 1}
    assert adds_up(issue)


def test_a_story_goes_on_by_what_is_remembered_without_printing_it() -> None:
    """Its outlets, reports and articles are today's alone."""
    world = World()
    gazette, wire = world.source("Gazette"), world.source("Wire")
    pinned = gazette.entry(*BRIDGE)
    wire.entry(*WHALE)
    world.fetch()
    correct(world, "pin", pinned)
    first = world.run()
    assert first is not None
    assert headlines(first)[0] == BRIDGE[0]
    world.tomorrow()
    later = wire.entry(*BRIDGE_LATER)
    gazette.entry(*BAKERY)
    issue = world.run()
    assert issue is not None
    assert headlines(issue)[0] == BRIDGE_LATER[0]
    story = next(each for each in issue.stories if each.headline == BRIDGE_LATER[0])
    assert (story.day, story.thread) == (2, first.stories[0].thread)
    assert (story.outlets, story.reports) == (("Wire",), 1)
    assert [each.url for each in issue.articles if each.id in story.articles] == [later]
    assert adds_up(issue)


def test_nothing_new_is_printed_of_a_pin_that_has_nothing_new() -> None:
    """A story of remembered articles alone is none."""
    world = World()
    gazette = world.source("Gazette")
    pinned = gazette.entry(*BRIDGE)
    world.fetch()
    correct(world, "pin", pinned)
    assert headlines(world.run()) == [BRIDGE[0]]
    world.tomorrow()
    gazette.entry(*BAKERY)
    assert headlines(world.run()) == [BAKERY[0]]


def test_a_pin_that_has_nothing_new_leaves_its_place_to_the_next() -> None:
    """Somebody tells it again without a word of news: the story after it leads, first of its issue and at length."""
    world = World()
    gazette, wire, post = (world.source(name) for name in ("Gazette", "Wire", "Post"))
    pinned = gazette.entry(*BRIDGE)
    post.entry(*WHALE)
    world.fetch()
    correct(world, "pin", pinned)
    assert headlines(world.run()) == [BRIDGE[0], WHALE[0]]
    world.tomorrow()
    wire.entry(
        "Kelmar Bridge closed, crack found in main cable",
        "The Kelmar Bridge was closed on Monday by engineers: inspection found crack in its main cable.",
    )
    gazette.entry(*BAKERY)
    issue = world.run()
    assert issue is not None
    assert issue.lead is not None
    assert [(story.headline, story.rank) for story in issue.stories] == [(BAKERY[0], 1)]
    assert issue.coverage.dropped == {"nothing new since it was printed": 1}
    assert adds_up(issue)
    budget = world.archive.budget(issue.date)
    assert budget is not None
    assert [one.verdict for one in budget.candidates if one.rank is None] == ["nothing new since it was printed"]


def test_what_is_remembered_is_forgotten_after_a_fortnight() -> None:
    """And where its source is gone from feeds.yml."""
    for days, gone, printed in ((13, False, []), (15, False, [BRIDGE_LATER[0]]), (1, True, [BRIDGE_LATER[0]])):
        world = World()
        gazette, wire = world.source("Gazette"), world.source("Wire")
        killed = gazette.entry(*BRIDGE)
        world.fetch()
        correct(world, "kill", killed)
        world.now += timedelta(days=days)
        if gone:
            del world.feeds["Gazette"]
        wire.entry(*BRIDGE_LATER)
        assert headlines(world.run()) == printed


def test_what_is_remembered_is_so_on_replay() -> None:
    """Where days are made afterwards all was first held after them; what was published by then was there."""
    world = World()
    gazette, wire = world.source("Gazette"), world.source("Wire")
    first = world.now
    killed = gazette.entry(*BRIDGE)
    wire.entry(*WHALE)
    world.now += timedelta(days=5)
    second = world.now
    wire.entry(*BRIDGE_LATER)
    gazette.entry(*BAKERY)
    world.now += timedelta(days=1)
    world.fetch()
    correct(world, "kill", killed)
    assert headlines(world.edit(as_of=first).issue) == [WHALE[0]]
    assert headlines(world.edit(as_of=second).issue) == [BAKERY[0]]


def test_corrections_that_were_undone_leave_the_same_bytes() -> None:
    """As if they had never been made."""
    made = []
    for corrected in (False, True):
        world = World()
        one = world.source("Gazette").entry(*BRIDGE)
        other = world.source("Wire").entry(*BRIDGE_TOO)
        world.source("Post").entry(*WHALE)
        world.fetch()
        if corrected:
            for kind, second in (("split", other), ("kill", ""), ("pin", ""), ("merge", other)):
                world.archive.undo(correct(world, kind, one, second), at=world.now)
        issue = world.run()
        assert issue is not None
        made.append(encode(issue))
    assert made[0] == made[1]


def test_a_merge_joins_and_a_split_parts_what_the_next_issue_prints() -> None:
    """Of today's articles; the later of the two holds."""
    world = World()
    bridge = world.source("Gazette").entry(*BRIDGE)
    crack = world.source("Wire").entry(*BRIDGE_TOO)
    whale = world.source("Post").entry(*WHALE)
    world.fetch()
    correct(world, "merge", whale, bridge)
    correct(world, "split", crack, bridge)
    issue = world.run()
    assert issue is not None
    urls = {each.id: each.url for each in issue.articles}
    assert {frozenset(urls[id_] for id_ in story.articles) for story in issue.stories} == {
        frozenset({bridge, whale}),
        frozenset({crack}),
    }
    assert adds_up(issue)


@pytest.mark.parametrize("kind", ["merge", "split"])
def test_what_was_decided_holds_for_tomorrows_articles(kind: str) -> None:
    """Each goes where the article that it is nearest to went."""
    world = World()
    gazette, wire, post = (world.source(name) for name in ("Gazette", "Wire", "Post"))
    bridge, whale = gazette.entry(*BRIDGE), wire.entry(*WHALE)
    post.entry(*BAKERY)
    first = world.run()
    assert first is not None
    assert len(first.stories) == 3
    correct(world, kind, bridge, whale)
    world.tomorrow()
    gazette.entry(*BRIDGE_LATER)
    wire.entry(
        "Ostrel estuary whale leaves for the open sea",
        "The humpback whale that was seen in the Ostrel estuary this winter left for the open sea on Tuesday, wardens "
        "said. Four boats had come too near.",
    )
    issue = world.run()
    assert issue is not None
    assert len(issue.stories) == (1 if kind == "merge" else 2)
    assert {story.day for story in issue.stories} == {2}
    assert adds_up(issue)


def test_a_killed_story_keeps_its_promise_to_itself() -> None:
    """What it said was to come on a day does not come back on it, by whatever article the story was killed."""
    promised = (
        "Ferries between Sorn and Kelmar",
        "Extra ferries will start to run between Sorn and Kelmar on Thursday, the Kelmar harbour office said. "
        "They carry forty lorries each and sail through the night.",
    )
    due = []
    for killed in (False, True):
        world = World()
        gazette, wire = world.source("Gazette"), world.source("Wire")
        link = gazette.entry(*promised)
        issue = world.run()
        assert issue is not None
        first = next(item.first for item in issue.whats_next if item.first)
        if killed:
            correct(world, "kill", link)
        while world.now.date() < first:
            world.tomorrow()
        wire.entry(*WHALE)
        issue = world.run()
        assert issue is not None
        due.append(len(issue.due))
    assert due == [1, 0]
