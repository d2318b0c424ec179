"""What a publication costs that has made its issues for years.

    python benchmarks/years.py DATA [--issues 1 30 90 365] [--place FOLDER]

DATA holds ``days/DATE/OUTLET.xml``. One publication lives as long as it takes: each day is a run of digest with its
clock set (measuring/clocked.py), on the feeds of one of DATA's days, which are told of other worlds as soon as they are
used up (measuring/retelling.py). When it has made so many issues, ``--repeat`` days are measured, each the same real
day told of a world of its own, as whole processes, and so are the commands that a user runs by hand. The peer, reader,
holds as many entries. 365 issues take some ten minutes of CPU. ``--place`` keeps the publication, and goes on with
one that is kept there.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from measuring import programs, table
from measuring.cost import Cost, measure
from measuring.publication import SOURCES_FAILED
from measuring.server import serving

CLOCKED = Path(__file__).parent / "measuring/clocked.py"
RETELLING = [sys.executable, "-m", "measuring.retelling"]
LIKE = "2020-05-12"  # a weekday of 21 feeds and 662 entries
HOUR = "T23:00:00+00:00"
_MAIL = """mail:
  from: The Years <news@example.org>
  to: [ada@example.org]
  smtp: {host: 127.0.0.1, port: 25, security: none}
"""
BACKUP = "../backup"  # it is not written over
_ANY = (0, 3, 4)  # doctor finds no schedule on a machine that measures, and some feed is silent
# What each costs once the issues are there; the clock is set for those that ask how long ago something was.
COMMANDS = {
    "publish": ("publish",),
    "send --dry-run": ("send", "--dry-run"),
    "verify": ("verify",),
    "verify --all": ("verify", "--all"),
    "doctor --offline": ("doctor", "--offline"),
    "backup": ("backup", BACKUP),
    "stories list": ("stories", "list"),
    "issues list": ("issues", "list"),
    "runs": ("runs",),
    "db check": ("db", "check"),
}


@dataclass(slots=True)
class Age:
    """What was measured after so many issues."""

    issues: int
    costs: dict[str, Cost] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)


class Life:
    """A publication in a folder, a day at a time."""

    def __init__(self, digest: str, data: Path, folder: Path) -> None:
        self.folder, self._digest, self._data = folder, digest, data.absolute()
        self._python = str(Path(digest).with_name("python"))
        if not (folder / "feeds.yml").exists():
            (folder / "today").mkdir(parents=True)
            outlets = sorted({path.name for path in (data / "days").glob("*/*.xml")})
            sources = "".join(f"  - feed: today/{name}\n    name: {name.removesuffix('.xml')}\n" for name in outlets)
            head = "publication:\n  title: The Years\n  url: https://years.example\nkeep_articles: 400d\n"
            (folder / "feeds.yml").write_text(f"{head}{_MAIL}sources:\n{sources}", encoding="utf-8")

    @property
    def issues(self) -> int:
        """How many it has made: each day one."""
        return len(list(self.folder.glob("output/issues/????-??-??")))

    def live(self, until: int) -> None:
        """Live until there are so many issues, every day but those that are measured in one process."""
        if self.issues < until:
            command = [self._python, CLOCKED, "--days", self.issues, until, self._data]
            measure(list(map(str, command)), folder=self.folder)

    def day(self) -> tuple[Cost, Cost]:
        """The cost of the next day, and of a second run of it, which finds nothing new."""
        told = measure(
            [*RETELLING, self._data, str(self.issues), LIKE, self.folder / "today"], folder=CLOCKED.parent.parent
        )
        moment = f"{told.out.strip()}{HOUR}"
        return self._run(moment), self._run(moment)

    def command(self, *arguments: str) -> Cost:
        """The cost of a command at the hour of the last issue."""
        (self.folder / BACKUP).unlink(missing_ok=True)
        last = max(path.name for path in self.folder.glob("output/issues/????-??-??"))
        return measure([self._python, CLOCKED, f"{last}{HOUR}", *arguments], folder=self.folder, good=_ANY)

    def keep(self, days: int) -> None:
        """Drop articles that are older than so many days from now on."""
        file = self.folder / "feeds.yml"
        text = re.sub(r"keep_articles: \d+d", f"keep_articles: {days}d", file.read_text("utf-8"))
        file.write_text(text, encoding="utf-8")

    def after(self, work: Callable[[], Cost]) -> tuple[Cost, str]:
        """What some work costs, and what is kept after it."""
        cost, kept = work(), self.sizes()
        return cost, f"{kept['entries held']:,.0f} entries, digest.db of {kept['digest.db, MB']:,.0f} MB"

    def sizes(self) -> dict[str, float]:
        """MB of what it keeps."""
        state, output = self.folder / ".digest", self.folder / "output"
        with closing(sqlite3.connect(state / "digest.db")) as connection:
            entries = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
        return {
            "entries held": entries,
            "digest.db, MB": (state / "digest.db").stat().st_size / 1e6,
            "the rest of .digest/, MB": (_size(state) - (state / "digest.db").stat().st_size) / 1e6,
            "output/, MB": _size(output) / 1e6,
            "files in output/": sum(path.is_file() for path in output.rglob("*")),
        }

    def _run(self, moment: str) -> Cost:
        command = [self._python, str(CLOCKED), moment, "run", "--quiet", "--no-send"]
        return measure(command, folder=self.folder, good=(0, SOURCES_FAILED))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--issues", type=int, nargs="+", default=[1, 30, 90, 365], help="after how many to measure")
    parser.add_argument("--place", type=Path, help="where to keep the publication (default: a folder that goes)")
    programs.options(parser)
    given = parser.parse_args()
    if not list((given.data / "days").glob("*/*.xml")):
        table.skipped("Years", f"no days in {given.data}")
        return
    found = programs.find(given)
    with tempfile.TemporaryDirectory() as folder:
        place = given.place or Path(folder)
        life = Life(found.digest, given.data, place / "years")
        ages = [aged(life, issues, given.repeat) for issues in sorted(given.issues)]
        told(ages)
        pruned(life, given.repeat)
        peer(found, given, place / "peer", [age.sizes["entries held"] for age in (ages[0], ages[-1])])


def aged(life: Life, issues: int, repeat: int) -> Age:
    """Live until there are so many issues, and measure."""
    life.live(issues)
    age = Age(issues, sizes=life.sizes())
    days = [life.day() for _ in range(repeat)]
    age.costs["run"] = _least([made for made, _ in days])
    age.costs["run, nothing new"] = _least([again for _, again in days])
    for name, arguments in COMMANDS.items():
        age.costs[name] = _least([life.command(*arguments) for _ in range(repeat)])
    print(f"  {issues} issues", file=sys.stderr, flush=True)
    return age


def told(ages: Sequence[Age]) -> None:
    """Print what was measured, an age a column, and the last beside the first."""
    first, last = ages[0], ages[-1]
    parts: tuple[tuple[str, Callable[[Cost], float], str], ...] = (
        ("CPU s", lambda cost: cost.cpu, ".2f"),
        ("peak MB", lambda cost: cost.rss, ".0f"),
    )
    for title, of, form in parts:
        _head(f"{title} after so many issues", ages)
        for name in first.costs:
            cells = "".join(f"{of(age.costs[name]):>9{form}}" for age in ages)
            print(f"  digest {name:<23}{cells}{of(last.costs[name]) / of(first.costs[name]):>11.2f} ×")
    _head("What is kept", ages)
    for name in first.sizes:
        cells = "".join(f"{age.sizes[name]:>9,.0f}" for age in ages)
        print(f"  {name:<30}{cells}{last.sizes[name] / max(first.sizes[name], 1e-9):>11.2f} ×")
    print()
    run, again = last.costs["run"], last.costs["run, nothing new"]
    table.claim(f"CPU of a run after {last.issues} / after {first.issues}", run.cpu / first.costs["run"].cpu, 1.5)
    table.claim(f"peak memory of a run after {last.issues}", run.rss, 250, "MB")
    table.claim(f"CPU with nothing new after {last.issues}", again.cpu, 1, "s")


def pruned(life: Life, repeat: int) -> None:
    """What it costs when articles have come of age: a day's share on a run, and all there is by hand."""
    keep = max(31, life.issues // 3)
    life.keep(keep)
    before = life.sizes()
    rows = [(f"digest run, keep_articles: {keep}d", *life.after(lambda: life.day()[0])) for _ in range(repeat)]
    rows.append(("digest db vacuum", *life.after(lambda: life.command("db", "vacuum"))))
    rows.append(("digest run, the day after", *life.after(lambda: life.day()[0])))
    table.costs(f"Articles older than {keep} days go, of {before['entries held']:,.0f}", rows, "left")


def peer(found: programs.Programs, given: argparse.Namespace, place: Path, held: Sequence[float]) -> None:
    """What reader's update of the same day costs that holds as many entries; it makes nothing of them."""
    files = sorted((given.data / "days" / LIKE).glob("*.xml"))
    shutil.rmtree(place, ignore_errors=True)
    (place / "feeds").mkdir(parents=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, place / f"feeds/{number:04}")
    name, rows = f"reader {found.version('reader')}", []
    with serving(place / "feeds") as server:
        urls = "\n".join(server.urls(len(files), len(files))).encode()
        for entries in map(int, held):
            database = place / f"{entries}.db"
            update = found.peer("reader_feeds.py", "update", database)
            measure(found.peer("reader_feeds.py", "add", database), folder=place, given=urls)
            measure(found.peer("reader_filled.py", database, str(entries)), folder=place)
            rows.append((f"{name}, {entries:,} held", measure(update, folder=place), "a day's entries stored"))
            rows.append((f"{name}, nothing new", measure(update, folder=place), "nothing"))
    table.costs("The same day, as many entries held", rows, "made")
    print(f"  {'CPU of the last day / of the first':<50}{rows[-2][1].cpu / rows[0][1].cpu:>8.2f} ×")


def _head(title: str, ages: Sequence[Age]) -> None:
    columns = "".join(f"{age.issues:>9}" for age in ages)
    print(f"\n{title:<32}{columns}{f'{ages[-1].issues} / {ages[0].issues}':>13}")


def _least(costs: Sequence[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
