"""What the whole daily run costs, on a real day replayed.

    python benchmarks/daily.py DATA [--day 2020-05-04]

DATA holds ``days/DATE/OUTLET.xml``. The day's feeds are served on this machine by a process of its own; mail goes to
another that takes everything. Each program runs as a whole process, its start and imports on its bill; of ``--repeat``
runs the one with the least CPU counts. docs/benchmarks.md says how to install the peers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from measuring import programs, table
from measuring.cost import least, measure
from measuring.mailing import compare
from measuring.publication import Publication, entries
from measuring.server import serving

HELD = Path(__file__).parent / "measuring/held.py"
SENTENCES, STORIES = 3, 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--day", default="2020-05-04", help="which of DATA/days (default 2020-05-04)")
    programs.options(parser)
    given = parser.parse_args()
    found = programs.find(given)
    files = sorted((given.data / "days" / given.day).glob("*.xml"))
    if not files:
        parser.error(f"no day {given.day} in {given.data / 'days'}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "feeds").mkdir()
        for number, path in enumerate(files):
            shutil.copyfile(path, place / f"feeds/{number:04}")
        with serving(place / "feeds") as server:
            urls = server.urls(len(files), len(files))
            sources = [(path.stem, url) for path, url in zip(files, urls, strict=True)]
            ours = Publication(found.digest, place / "digest")
            ours.write(sources)
            issue(ours, found, given.day, given.repeat)
            compare("The same feeds to mail", sources, found=found, place=place, day=given.day, repeat=given.repeat)


def issue(ours: Publication, found: programs.Programs, day: str, repeat: int) -> None:
    """The issue and its pages, and the run that finds it made; beside summaries of the same articles alone."""
    run = ("run", "--at", f"{day}T23:00:00Z", "--no-send", "--json")
    made = least(repeat, lambda: ours.run(*run), before=ours.forget)
    again = least(repeat, lambda: ours.run(*run))
    held = measure([sys.executable, HELD, ours.folder / "feeds.yml"], folder=ours.folder).out.encode()
    each = found.peer("sumy_lexrank.py", "each", SENTENCES)
    together = found.peer("sumy_lexrank.py", "together", STORIES * SENTENCES)
    alone = least(repeat, lambda: measure(each, folder=ours.folder, given=held))
    whole = measure(together, folder=ours.folder, given=held)
    sumy = f"sumy {found.version('sumy')} LexRank"
    table.costs(
        f"The whole run of {day}",
        [
            ("digest run", made, f"an issue of {entries(made)} entries"),
            ("digest run, nothing new", again, "nothing"),
            (f"{sumy}, each", alone, f"{alone.out.strip()} sentences of {len(held.splitlines())} articles"),
            (f"{sumy}, together", whole, f"{whole.out.strip()} sentences of the same as one text"),
        ],
        "made",
    )
    table.claim(f"CPU / {sumy}, each for itself", made.cpu / alone.cpu, 1)
    table.claim(f"CPU / {sumy}, all as one text", made.cpu / whole.cpu, 1)
    table.claim("peak memory", made.rss, 250, "MB")
    table.claim("CPU with nothing new", again.cpu, 1, "s")


if __name__ == "__main__":
    main()
