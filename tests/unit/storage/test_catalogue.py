"""The tables of contents: what they are gathered from, and how little is asked for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.codec import encode
from digest.editions.contents import VERSION, contents
from digest.model import Earlier, Issue, Lengths, Publication, Rules
from digest.storage import Database, SqliteArchive, SqliteCatalogue
from digest.testing import World

SHORT = Lengths(latest=2, recent=3, running=2, stories=3, lately=2, kept=timedelta(days=3))


def newsroom() -> tuple[World, Issue]:
    """A day's issue with sections and a date ahead."""
    world = World(rules=Rules(), publication=Publication(title="The Test"))
    world.source("Gazette", section="Home").entry(
        "Council closes the harbour bridge",
        "The harbour bridge was closed on Monday.\n\nThe council will vote on it on 9 March.",
    )
    world.source("Courier", section="Away").entry(
        "Wheat prices fall in the south", "Farmers sold less wheat last week."
    )
    made = world.run()
    assert made is not None
    assert made.whats_next[0].first
    assert len(made.stories) == 2
    return world, made


WORLD, FIRST = newsroom()


def of_day(back: int, number: int, threads: list[int], *, withdrawn: bool, dated: bool) -> Issue:
    """An issue of another day whose stories go on with earlier threads, or begin."""
    day = FIRST.date + timedelta(days=back)

    def told(story, place):  # type: ignore[no-untyped-def]
        thread = threads[place % len(threads)]
        went = thread % 3
        earlier = (Earlier(day - timedelta(days=1), number - 1, story.headline),) if went else ()
        return replace(story, thread=f"thread-{thread}", day=went + 1, earlier=earlier)

    stories = {story.id: told(story, place) for place, story in enumerate(FIRST.stories)}
    return replace(
        FIRST,
        number=number,
        date=day,
        as_of=FIRST.as_of + timedelta(days=back),
        lead=FIRST.lead and stories[FIRST.lead.id],
        sections=tuple(replace(s, stories=tuple(stories[x.id] for x in s.stories)) for s in FIRST.sections),
        whats_next=FIRST.whats_next if dated else (),
        withdrawn=tuple(item.name for item in FIRST.whats_next) if withdrawn else (),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("catalogues")


DAYS = st.lists(
    st.tuples(
        st.integers(-400, 400), st.lists(st.integers(0, 5), min_size=1, max_size=3), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda day: day[0],
)


@settings(max_examples=25, deadline=None)
@given(days=DAYS, data=st.data())
def test_the_database_gathers_what_all_contents_give(folder: Path, days: list, data: st.DataObject) -> None:
    """For whichever issue changed, and in whatever order they were frozen, the shelf is that of all contents."""
    world = World()
    with Database.open(folder / f"{len(list(folder.iterdir()))}") as database:
        archive, catalogue = SqliteArchive(database), SqliteCatalogue(database)
        for number, (back, threads, withdrawn, dated) in enumerate(days, 1):
            issue = of_day(back, number, threads, withdrawn=withdrawn, dated=dated)
            evidence = tuple(WORLD.archive.evidence.values())
            archive.freeze(issue, encode(issue), evidence)
            world.archive.freeze(issue, encode(issue), evidence)
            for each in (catalogue, world.catalogue):
                assert issue.date in each.missing(VERSION)
                each.keep(contents(issue))
                assert each.missing(VERSION) == ()
                assert each.contents(number) == contents(issue)
        changed = FIRST.date + timedelta(days=data.draw(st.sampled_from([back for back, *_ in days])))
        assert catalogue.shelf(changed, SHORT) == world.catalogue.shelf(changed, SHORT)


def test_contents_of_another_version_are_missing(tmp_path: Path) -> None:
    """So that a newer program makes them anew, in the place of the old."""
    with Database.open(tmp_path) as database:
        archive, catalogue = SqliteArchive(database), SqliteCatalogue(database)
        archive.freeze(FIRST, encode(FIRST), tuple(WORLD.archive.evidence.values()))
        catalogue.keep(contents(FIRST))
        assert catalogue.missing(VERSION + 1) == (FIRST.date,)
        catalogue.keep(replace(contents(FIRST), version=VERSION + 1))
        assert catalogue.missing(VERSION + 1) == ()
        assert catalogue.contents(99) is None
