"""How far two groupings of the same articles agree, pair by pair."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from measuring.replaying import Replay, labels


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that both groupings join, and those that one of them alone does."""

    both: int
    first: int  # the first grouping alone
    second: int

    @property
    def precision(self) -> float:
        """The share of the first one's pairs that the second joins too; 1 where it joins none."""
        return self.both / (self.both + self.first) if self.both + self.first else 1.0

    @property
    def recall(self) -> float:
        """The share of the second one's pairs that the first joins too; 1 where it joins none."""
        return self.both / (self.both + self.second) if self.both + self.second else 1.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.both + other.both, self.first + other.first, self.second + other.second)


def pairs(first: Iterable[Iterable[str]], second: Iterable[Iterable[str]]) -> Score:
    """The agreement of two groupings."""
    one, two = _pairs(first), _pairs(second)
    return compared(one, two)


def compared(one: set[Any], two: set[Any]) -> Score:
    """The agreement of two sets of pairs."""
    return Score(len(one & two), len(one - two), len(two - one))


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def line(what: str, scores: Sequence[Score]) -> None:
    """Print the sum of several."""
    total = sum(scores, Score(0, 0, 0))
    print(
        f"  {what:<50}precision {total.precision:.4f}  recall {total.recall:.4f}  F1 {total.f1:.4f}"
        f"  ({total.both} pairs in both, {total.first} and {total.second} in one)",
        flush=True,
    )


def with_batch(replay: Replay, days: Sequence[Path]) -> Score:
    """Threads made day by day beside the stories that the articles of these days make all at once.

    Of pairs of articles of two different days, both printed: those in one thread, and those in one story of the batch.
    """
    from digest import stories
    from digest.articles import make
    from digest.config import load
    from digest.storage import Database, SqliteArchive

    sources = {source.key: source for source in load(replay.folder / "feeds.yml", {}).sources}
    told = {day.name: replay.candidates(day) for day in days}
    on = {one: (name, each) for name, all_of in told.items() for each in all_of for one in each["articles"]}
    with Database.open(replay.folder / ".digest") as database:
        held = SqliteArchive(database).entries(seen_after=None, published_after=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    known = [
        make(each.entry, source=sources[each.entry.source], first_seen=each.first_seen)
        for each in held
        if each.entry.article in on
    ]
    batch = stories.tell(known)
    printed = {one for one, (_, each) in on.items() if each["printed"]}

    def across(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
        return {
            pair
            for group in groups
            for pair in combinations(sorted(one for one in group if one in printed), 2)
            if on[pair[0]][0] != on[pair[1]][0]
        }

    threads: dict[str, list[str]] = {}
    for one in sorted(printed):
        threads.setdefault(on[one][1]["thread"], []).append(one)
    return compared(across(threads.values()), across([[a.id for a in story.articles] for story in batch]))


def with_labels(replay: Replay, data: Path, days: Sequence[Path]) -> Score | None:
    """Stories of a labelled day that go on from the labelled day before: as the program has it, and as labels do.

    A label's thread is a running affair. Pairs are a candidate of the day and a thread printed the day before. None
    where no two days in a row carry labels that name threads alike.
    """
    from digest.urls import page

    total = Score(0, 0, 0)
    found = False
    for before, day in pairwise(days):
        one, two = labels(data, before.name), labels(data, day.name)
        named = {row["thread"] for row in one.values()} & {row["thread"] for row in two.values()} - {None}
        if not named:
            continue
        found = True

        def affair(candidate: dict[str, Any], known: dict[str, dict[str, Any]]) -> str | None:
            told = Counter(row["thread"] for url in candidate["urls"] if (row := known.get(page(url))))
            return max(sorted(told, key=str), key=told.__getitem__) if told else None

        printed = [(each["thread"], affair(each, one)) for each in replay.candidates(before) if each["printed"]]
        ours, theirs = set(), set()
        for candidate in replay.candidates(day):
            if not any(page(url) in two for url in candidate["urls"]):
                continue
            label = affair(candidate, two)
            for thread, earlier in printed:
                pair = (candidate["articles"][0], thread)
                if candidate["thread"] == thread and candidate["day"] > 1:
                    ours.add(pair)
                if label is not None and label == earlier:
                    theirs.add(pair)
        total += compared(ours, theirs)
    return total if found else None
