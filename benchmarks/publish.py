"""What it costs to publish the five-hundredth issue, beside the fifth and the fortieth.

By the fortieth all that is bounded is full: ten issues in the feeds, four weeks of dates, a page of each section.

    .venv/bin/python benchmarks/publish.py [--issues 500] [--rounds 9]

Synthetic issues, one a day: a real edition of a newsroom in memory, dated anew, with stories that go on across days and
dates ahead. They are frozen in a database on the disk and published into a folder there, one after the other, as
`digest run` does; these are then published again and again, each time with its own pages gone from the
folder, in turn, so that none has the warmer machine. Prints medians and their ratio: on
the clock most of it is the disk, which is asked to keep each file.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from digest.codec import encode
from digest.editions import JinjaRenderer, environment
from digest.model import Article, Issue, IssueSection, PrintedStory, Publication, Rules, Site
from digest.pipeline.publish import folder, publish
from digest.publishing import FolderPublisher
from digest.storage import Database, SqliteArchive, SqliteCatalogue
from digest.testing import Unwatched, World

SECTIONS = ("Home", "World", "Business", "Science", "Sport", "Arts")
STORIES = 18


def issue() -> tuple[Issue, tuple[Article, ...]]:
    """An issue of one story with a date ahead, and its evidence."""
    world = World(rules=Rules(), publication=Publication(title="The Bench", url="https://bench.example"))
    for name in ("Gazette", "Courier", "Herald"):
        world.source(name).entry(
            "Council closes the harbour bridge",
            f"The harbour bridge was closed on Monday, the {name} has learnt, after 3,200 people had asked for "
            "it. The council said that repairs would cost 12 million. “Nobody was hurt,” said the mayor, Ada Quay.\n\n"
            "The council will vote on the bridge on 14 March, and ferries will run every hour until then.",
        )
    made = world.run()
    assert made is not None
    assert made.whats_next
    return made, tuple(world.archive.evidence.values())


def of_day(first: Issue, number: int) -> Issue:
    """The issue of another day, the story many times over: a third go on from days before, the others are new."""
    day = date(2020, 1, 1) + timedelta(days=number)
    moved = timedelta(days=(day - first.date).days)
    base = first.lead
    assert base is not None

    def told(place: int) -> PrintedStory:
        again = place % 3 == 0
        return replace(
            base,
            id=f"{place:04x}{number:08x}",
            thread=f"{place:04x}{number // 4 if again else number:08x}",
            day=number % 4 + 1 if again else 1,
            rank=place + 1,
            headline=f"{base.headline}, {place} of day {number}",
            section=SECTIONS[place % len(SECTIONS)],
        )

    lead, *others = (told(place) for place in range(STORIES))
    return replace(
        first,
        number=number,
        date=day,
        as_of=first.as_of + moved,
        lead=lead,
        sections=tuple(
            IssueSection(name=name, stories=tuple(story for story in others if story.section == name))
            for name in SECTIONS
        ),
        whats_next=tuple(
            replace(
                item,
                story=lead.id,
                first=item.first and item.first + moved,
                last=item.last and item.last + moved,
                event=f"{number:024x}",
            )
            for item in first.whats_next
        ),
        subject=f"{first.subject}, {number}",
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--issues", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    first, evidence = issue()
    with tempfile.TemporaryDirectory() as place:
        rooms = {count: _Room(Path(place) / f"room{count}", first, evidence, count) for count in (5, 40, given.issues)}
        times: dict[int, list[tuple[float, float]]] = {count: [] for count in rooms}
        for _ in range(given.rounds):
            for count, room in rooms.items():
                times[count].append(room.again())
        pages = {count: sum(1 for _ in room.output.rglob("*.html")) for count, room in rooms.items()}
    print(f"{STORIES} stories an issue; {pages[5]} and {pages[given.issues]} pages of HTML in output/")
    for at, name in enumerate(("CPU", "wall")):
        medians = {count: statistics.median(one[at] for one in times[count]) for count in rooms}
        many = medians.pop(given.issues)
        told = (f"issue {n} {took * 1000:.0f} ms (ratio {many / took:.2f})" for n, took in medians.items())
        print(f"{name}: issue {given.issues} {many * 1000:.0f} ms; {'; '.join(told)}")


class _Room:
    """A newsroom with so many issues, all published."""

    def __init__(self, place: Path, first: Issue, evidence: tuple[Article, ...], count: int) -> None:
        self._database = Database.open(place / "state")
        self.output = place / "output"
        self._parts = {
            "archive": SqliteArchive(self._database),
            "catalogue": SqliteCatalogue(self._database),
            "renderer": JinjaRenderer(environment(None), Site(output=str(self.output))),
            "publisher": FolderPublisher(self.output),
            "progress": Unwatched(),
        }
        for number in range(1, count + 1):
            self._last = of_day(first, number)
            self._parts["archive"].freeze(self._last, encode(self._last), evidence)  # type: ignore[attr-defined]
            if number > 1 and number % 50 == 0:
                print(f"  {number} issues", flush=True)
            publish(self._last, **self._parts)  # type: ignore[arg-type]

    def again(self) -> tuple[float, float]:
        """Seconds of CPU, and on the clock, that it takes to publish the newest issue, whose pages are gone."""
        shutil.rmtree(self.output / folder(self._last.date))
        for path in ("index.html", "feed.xml", "sections/index.html"):
            (self.output / path).unlink()
        cpu, clock = time.process_time(), time.perf_counter()
        publish(self._last, **self._parts)  # type: ignore[arg-type]
        return time.process_time() - cpu, time.perf_counter() - clock


if __name__ == "__main__":
    main()
