"""Whatever days are missed, and wherever a run dies: nothing is printed twice, and nothing is lost without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.codec import decode
from digest.locales import local_day
from digest.model import Issue, Publication, Rules
from digest.scheduling import due
from digest.testing import World

PLACES = ("Alder", "Brack", "Corran", "Dunmere", "Ellon", "Farrow", "Garrick", "Hythe", "Innis", "Jarrow", "Kelso")
DEEDS = (
    "The harbour of {place} closed on Monday after {n} ships ran aground in the fog.",
    "A fire in {place} destroyed {n} houses, the mayor said.",
    "Voters in {place} rejected the new bridge by {n} votes.",
    "The hospital of {place} treated {n} people for burns.",
)


@dataclass(frozen=True)
class Morning:
    """What one day brings."""

    does: Literal["nothing", "fetch", "dies", "runs"]
    after: int  # issues that a run which dies has frozen
    late: int  # minutes after the usual hour
    entries: tuple[tuple[int | None, int], ...]  # hours since each was published (None: nobody says), which deed


MORNINGS = st.builds(
    Morning,
    does=st.sampled_from(["runs", "runs", "dies", "fetch", "nothing", "nothing"]),
    after=st.integers(0, 3),
    late=st.integers(-600, 900),
    entries=st.lists(
        st.tuples(st.one_of(st.none(), st.integers(1, 30), st.integers(-30, 200)), st.integers(0, len(DEEDS) - 1)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
RULES = st.builds(
    Rules,
    schedule=st.sampled_from([due.DAILY, due.DAILY, (0, 1, 2, 3, 4), (2,), (0, 3)]),
    catch_up=st.sampled_from(["merge", "each", "skip"]),
    catch_up_days=st.integers(1, 14),
    window_hours=st.sampled_from([24, 72, 192]),
    fewest_stories=st.sampled_from([1, 1, 2]),
)
ZONES = st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles"])


class Paper:
    """A newsroom that runs as ``digest run`` does, but for the mail."""

    def __init__(self, rules: Rules, zone: str) -> None:
        self.world = World(
            at="2028-02-25T06:30:00Z", rules=rules, publication=Publication(title="The Test", timezone=zone)
        )
        self.feed = self.world.source("Gazette")
        self.count = 0

    @property
    def issues(self) -> list[Issue]:
        """Every issue, by its number."""
        return [decode(body) for _, body in sorted(self.world.archive.bodies.values())]

    def morning(self, morning: Morning) -> None:
        """Let a day go by."""
        world, rules = self.world, self.world.rules
        for hours, deed in morning.entries:
            place = f"{PLACES[self.count % len(PLACES)]} {self.count}"
            text = DEEDS[deed].format(place=place, n=self.count + 17)
            self.feed.entry(f"{place}: {text.partition(' ')[2][:40]}", text, hours_ago=hours)
            self.count += 1
        if morning.does == "nothing":
            return
        fetched = world.fetch().sources
        if morning.does == "fetch":
            return
        left = morning.after if morning.does == "dies" else 99
        zone = world.publication.timezone
        today = local_day(world.now, world.publication)
        if self.issues and world.archive.issue(today) is None:
            last = self.issues[-1]
            days = due.missed(rules.schedule, last.date, today, zone, back=rules.catch_up_days)
            for moment in due.owed(days, last.as_of, world.now, zone) if rules.catch_up == "each" else ():
                if left == 0:
                    return
                left -= world.edit(fetched, as_of=moment).made
        if left and due.due_today(rules.schedule, today):
            world.edit(fetched)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RULES, ZONES, st.lists(MORNINGS, min_size=4, max_size=10))
def test_nothing_is_printed_twice_and_nothing_lost(rules: Rules, zone: str, mornings: list[Morning]) -> None:
    """Each entry that was fetched is printed once, or an issue says why not, or it waits for the next."""
    paper = Paper(rules, zone)
    world = paper.world
    for morning in mornings:
        usual = world.now
        world.now += timedelta(minutes=morning.late)
        paper.morning(morning)
        world.now = usual + timedelta(days=1)
    made = paper.issues
    assert [issue.number for issue in made] == list(range(1, len(made) + 1))
    assert all(one.date < two.date and one.as_of < two.as_of for one, two in pairwise(made))
    assert all(due.due_today(rules.schedule, issue.date) for issue in made)
    assert all(issue.as_of.astimezone(ZoneInfo(zone)).date() == issue.date for issue in made)
    printed = Counter(id_ for issue in made for story in issue.stories for id_ in {story.article, *story.articles})
    assert all(times == 1 for times in printed.values())
    told: set[str] = set(printed)
    for issue in made:
        found = issue.coverage
        assert found.candidates == found.printed + found.merged + sum(found.dropped.values())
        budget = world.archive.budget(issue.date)
        assert budget is not None
        told |= {listed.id for each in budget.dropped.values() for listed in each}
        told |= {listed.id for each in budget.candidates for listed in each.articles}
    waits = {id_ for id_, held in world.archive.held.items() if not made or held.first_seen > made[-1].as_of}
    assert set(world.archive.held) <= told | waits
