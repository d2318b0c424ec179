"""The account of every issue adds up: what came in, counted apart from what became of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Held, Rules, SectionRule
from digest.testing import World

_TEXTS = (
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.",
    "The Kelmar Bridge was shut on Monday when inspectors found a crack in its main cable.",
    "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
    "A new ferry will sail between Tarsk and Oden from March, the harbour council said on Tuesday.",
    "Fishermen in Oden landed the largest catch of cod in thirty years, the ministry said.",
    "",
)
_ENTRY = st.tuples(
    st.sampled_from(("Gazette", "Wire", "Post")),
    st.sampled_from(_TEXTS),
    st.one_of(st.none(), st.integers(min_value=-30, max_value=120)),  # hours ago; some are of tomorrow
    st.integers(min_value=0, max_value=9),  # which address
)


class Counting:
    """An archive that remembers what an edit was given to consider."""

    def __init__(self, world: World) -> None:
        self.held: tuple[Held, ...] = ()
        self._entries = world.archive.entries
        world.archive.entries = self.entries  # type: ignore[method-assign]  # listens, and changes nothing

    def entries(self, **given: object) -> tuple[Held, ...]:
        """The same."""
        self.held = self._entries(**given)  # type: ignore[arg-type]  # as they came
        return self.held


@settings(max_examples=60, deadline=None)
@given(days=st.lists(st.lists(_ENTRY, max_size=7), min_size=1, max_size=4), room=st.integers(min_value=1, max_value=3))
def test_every_account_adds_up(days: list[list[tuple[str, str, int | None, int]]], room: int) -> None:
    """Whatever comes in is considered once: printed, merged, or dropped for a reason that counts; nothing is lost.

    From the second issue on, all that is new is considered, and the rest of what is considered waited from before; of
    the first issue alone some may be older than it reaches back.
    """
    world = World(rules=Rules(sections=(SectionRule(name="Coast", stories=room),)))
    for name in ("Gazette", "Wire", "Post"):
        world.source(name)
    counting = Counting(world)
    issues = 0
    for day in days:
        for source, text, hours, page in day:
            world.feeds[source].entry(f"{text[:40]} {page}", text, hours_ago=hours, link=f"https://x.example/{page}")
        fetched = world.fetch()
        report = world.edit(fetched.sources)
        coverage = report.coverage
        if coverage is not None:
            assert coverage.candidates == len(counting.held)
            assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values())
            assert all(count > 0 for count in coverage.dropped.values())
            assert sum(each.first_seen == world.now for each in counting.held) == report.fresh
            if issues:
                assert report.fresh == fetched.new
            else:
                assert report.fresh <= fetched.new
        issues += report.made
        world.tomorrow()
