"""What many days show and one cannot: nothing printed twice, the same bytes again, one event one story, one thread.

    python benchmarks/days.py DATA [--days 25] [--again 3] [--agree 3]

DATA holds ``days/DATE/OUTLET.xml``. The days are replayed in order by the real program, a process a day, in a folder of
their own; ``--days`` takes the first so many. ``--again`` of them (0: none) are made a second time from the same bytes.
``--agree`` of them are fetched in 1, 3 and 8 runs before they are edited, by feed and by the hour of publication.
Labels of the same days, where there are any, say which stories of an issue tell one event, and which of several days
one thread. docs/benchmarks.md says what each figure means.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from measuring import agreement, replaying, table
from measuring.replaying import Replay, by_feed, by_hour

SPLITS = (3, 8)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--days", type=int, default=25, help="how many of DATA/days, the first (default 25)")
    parser.add_argument("--again", type=int, default=3, help="how many of them are made twice (default 3, the last)")
    parser.add_argument(
        "--agree", type=int, default=3, help="how many are fetched in several runs (default 3, the last)"
    )
    parser.add_argument(
        "--digest",
        default=str(Path(sys.executable).with_name("digest")),
        help="the digest command (default: this one's)",
    )
    given = parser.parse_args()
    found = sorted(path for path in (given.data / "days").glob("????-??-??") if path.is_dir())[: given.days]
    if not found:
        table.skipped("Days", f"no days in {given.data / 'days'}")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        replay = Replay(given.digest, place / "replay", found)
        made = [replay.run(day, keep=day in found[len(found) - given.again :]) for day in found]
        replayed(replay, made)
        if given.again:
            again(replay, found[len(found) - given.again :], place / "again")
        same_event(given.data, made)
        if given.agree:
            split(given.digest, found[len(found) - given.agree :], place)
        threads(replay, given.data, found)


def replayed(replay: Replay, made: Sequence[replaying.Day]) -> None:
    """What the issues printed, and what that took."""
    print(
        f"\n{'Days replayed':<14}{'stories':>9}{'going on':>10}{'one line':>10}{'reports > 1':>13}"
        f"{'CPU s':>8}{'wall s':>8}"
    )
    for day in made:
        print(
            f"  {day.date:<12}{len(day.stories):>9}{len(day.going_on):>10}{day.one_line:>10}{day.confirmed:>13}"
            f"{day.cost.cpu:>8.2f}{day.cost.wall:>8.2f}"
        )
    print(f"  {len(made)} days, {sum(len(day.stories) for day in made)} stories", flush=True)
    addresses = Counter(address for day in made for address in day.addresses)
    table.claim("addresses printed more than once", sum(n - 1 for n in addresses.values()), 0, "")
    pages = Counter(page for day in made for page in day.pages)
    table.claim("pages printed more than once, however addressed", sum(n - 1 for n in pages.values()), 0, "")
    table.claim("passages that are not verbatim", replay.altered(), 0, "")
    table.claim("sentences printed twice in one thread", replaying.repeated(made), 0, "")


def again(replay: Replay, last: Sequence[Path], folder: Path) -> None:
    """Whether the same bytes give the same issue."""
    other = sum(replay.again(day, folder) != replay.issue(day) for day in last)
    print(f"\nMade again: {len(last)} days")
    table.claim("issues of other bytes", other, 0, "")


def same_event(data: Path, made: Sequence[replaying.Day]) -> None:
    """How often two stories of one issue tell one event, as far as labels know."""
    labelled = [(day, events) for day in made if (events := day.events(data))]
    if not labelled:
        table.skipped("Two stories of one event", "no day of these is labelled")
        return
    pairs = told = known = 0
    for day, events in labelled:
        twice, shared, of_labels = day.of_one_event(events)
        pairs, told, known = pairs + twice, told + shared, known + of_labels
    print(f"\nTwo stories of one event, by labels: {len(labelled)} days, {known} of their stories labelled")
    table.claim("pairs an issue", pairs / len(labelled), 0.5, "")
    table.claim("share of stories in such a pair", 100 * told / max(known, 1), 4, "%")


def split(digest: str, last: Sequence[Path], place: Path) -> None:
    """Whether an issue is the same when its entries came in several runs."""
    print("\nFetched in several runs, then edited: pairs of articles in one story, beside one run")
    whole = {day: told(digest, place / "whole", day, by_feed(day, 1)) for day in last}
    for name, cut in (("outlet", by_feed), ("hour", by_hour)):
        for runs in SPLITS:
            scores = [agreement.pairs(told(digest, place / "parts", day, cut(day, runs)), whole[day]) for day in last]
            agreement.line(f"{runs} runs, by {name}", scores)


def told(digest: str, folder: Path, day: Path, parts: Sequence[dict[str, bytes]]) -> list[list[str]]:
    """The stories of a day, as the ids of their articles, its feeds fetched in these parts."""
    replay = Replay(digest, folder, [day])
    replay.fetch(day, parts)
    return [candidate["articles"] for candidate in replay.candidates(day)]


def threads(replay: Replay, data: Path, found: Sequence[Path]) -> None:
    """Threads made day by day: beside one clustering of three days, and beside labels."""
    print("\nThreads made day by day")
    scores = [agreement.with_batch(replay, found[at : at + 3]) for at in range(0, len(found) - 2, 3)]
    agreement.line(f"beside one clustering of 3 days, {len(scores)} times", scores)
    score = agreement.with_labels(replay, data, found)
    if score is None:
        table.skipped("Threads by labels", "no two days in a row are labelled")
    else:
        agreement.line("what goes on from the day before, by labels", [score])


if __name__ == "__main__":
    main()
