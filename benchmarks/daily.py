"""What the whole daily run costs, on real days replayed.

    python benchmarks/daily.py DATA [--day 2020-05-06]… [--history 14 24 90] [--profile]

DATA holds ``days/DATE/OUTLET.xml``. A day's feeds are served on this machine by a process of its own; mail goes to
another that takes everything. Each program runs as a whole process, its start and imports on its bill; of ``--repeat``
runs the one with the least CPU counts. ``--history`` measures the last day after so many earlier issues. ``--profile``
says where the time of the first day goes. docs/benchmarks.md says how to install the peers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measuring import programs, table
from measuring.cost import Cost, measure
from measuring.mailing import compare
from measuring.profiling import profile
from measuring.publication import Publication, entries
from measuring.seasons import Season
from measuring.server import serving

HELD = Path(__file__).parent / "measuring/held.py"
SENTENCES, STORIES = 3, 20
DAYS = ("2020-05-05", "2020-05-12", "2020-05-04")  # weekdays of 21 feeds
AS_OF = "T23:00:00Z"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--day", action="append", help=f"one of DATA/days; several may be given (default {DAYS})")
    parser.add_argument("--history", type=int, nargs="*", default=(), help="issues before the last of DATA/days")
    parser.add_argument("--profile", action="store_true", help="where the time of the first day goes")
    parser.add_argument("--only-profile", action="store_true", help="that alone")
    programs.options(parser)
    given = parser.parse_args()
    found = programs.find(given)
    days = given.day or list(DAYS)
    for day in days:
        if not sorted((given.data / "days" / day).glob("*.xml")):
            parser.error(f"no day {day} in {given.data / 'days'}")
    with tempfile.TemporaryDirectory() as folder:
        for number, day in enumerate(days):
            first = number == 0
            one_day(given, found, Path(folder) / day, day, whole=first, profiled=first and given.profile)
        for issues in () if given.only_profile else given.history:
            history(given, found, Path(folder) / f"after {issues}", issues)


def one_day(
    given: argparse.Namespace, found: programs.Programs, place: Path, day: str, *, whole: bool, profiled: bool
) -> None:
    """Everything about a day; ``whole``: what takes long or says the same each day, too."""
    files = sorted((given.data / "days" / day).glob("*.xml"))
    (place / "feeds").mkdir(parents=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, place / f"feeds/{number:04}")
    with serving(place / "feeds") as server:
        urls = server.urls(len(files), len(files))
        sources = [(path.stem, url) for path, url in zip(files, urls, strict=True)]
        ours = Publication(found.digest, place / "digest")
        ours.write(sources)
        run = ("run", "--at", f"{day}{AS_OF}", "--no-send")
        if not given.only_profile:
            issue(ours, found, day, run, given.repeat, whole=whole)
        if profiled or given.only_profile:
            runs = max(5, given.repeat)
            profile(f"digest run of {day}", run, folder=ours.folder, found=found, runs=runs, before=ours.forget)
            profile("nothing new", run, folder=ours.folder, found=found, runs=runs, before=lambda: None)
        if whole and not given.only_profile:
            # rss2email reads and mails, and makes nothing of what it read: there is no target for it.
            compare(
                "The same feeds to mail",
                sources,
                found=found,
                place=place,
                day=day,
                repeat=given.repeat,
                target=None,
            )


def issue(
    ours: Publication, found: programs.Programs, day: str, run: Sequence[str], repeat: int, *, whole: bool
) -> None:
    """The issue and its pages, and the run that finds it made; beside summaries of the same articles alone."""
    sumy = f"sumy {found.version('sumy')} LexRank"
    made, again, alone = [], [], []
    held = b""
    each = found.peer("sumy_lexrank.py", "each", SENTENCES)
    for _ in range(repeat):  # in turn, so that both see the same of what else the machine does
        ours.forget()
        made.append(ours.run(*run, "--json"))
        again.append(ours.run(*run, "--json"))
        held = held or measure([sys.executable, HELD, ours.folder / "feeds.yml"], folder=ours.folder).out.encode()
        alone.append(measure(each, folder=ours.folder, given=held))
    first, second, peer = _least(made), _least(again), _least(alone)
    rows = [
        ("digest run", first, f"an issue of {entries(first)} entries"),
        ("digest run, nothing new", second, "nothing"),
        (f"{sumy}, each", peer, f"{peer.out.strip()} sentences of {len(held.splitlines())} articles"),
    ]
    if whole:
        together = found.peer("sumy_lexrank.py", "together", STORIES * SENTENCES)
        one = measure(together, folder=ours.folder, given=held)
        rows.append((f"{sumy}, together", one, f"{one.out.strip()} sentences of the same as one text"))
    table.costs(f"The whole run of {day}", rows, "made")
    table.claim(f"CPU / {sumy}, each for itself", first.cpu / peer.cpu, 1)
    if whole:
        table.claim(f"CPU / {sumy}, all as one text", first.cpu / rows[-1][1].cpu, 1)
    table.claim("peak memory", first.rss, 250, "MB")
    table.claim("CPU with nothing new", second.cpu, 1, "s")


def history(given: argparse.Namespace, found: programs.Programs, place: Path, issues: int) -> None:
    """The last day after so many earlier issues, and with nothing new then."""
    days = sorted(path for path in (given.data / "days").glob("????-??-??") if path.is_dir())
    made, again = Season(found.digest, place, days, issues).run(given.repeat)
    table.costs(
        f"{days[-1].name} after {issues} issues",
        [("digest run", made, "an issue"), ("digest run, nothing new", again, "nothing")],
        "made",
    )


def _least(costs: Sequence[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu)


if __name__ == "__main__":
    main()
