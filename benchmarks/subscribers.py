"""What a long list costs: imported, imported again, walked through, exported, one of it shown, one erased.

    .venv/bin/python benchmarks/subscribers.py [--people N]

Each row is a run of the installed command on a list of N made-up people, with its CPU time and the most memory that it
held; beside it the same list of 1,000, so that what grows is seen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("digest")
FEEDS = """publication: {title: A Long List, timezone: Europe/Oslo}
sources:
  - feed: https://gazette.example/feed
"""
STEPS = (
    ("import", "people.csv"),
    ("import", "people.csv"),
    ("list", "--limit", "5"),
    ("export", "out.csv"),
    ("import", "out.csv", "--update"),
    ("show", "reader7@example7.org"),
    ("erase", "reader7@example7.org", "--yes"),
)


def run(folder: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    """CPU seconds of the command, and MB of memory at most."""
    with (folder / "said").open("w") as said:
        child = subprocess.Popen([PROGRAM, "subscribers", *arguments], cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit((folder / "said").read_text())
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(people: int) -> list[tuple[float, float]]:
    """Each step on a list of so many."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "feeds.yml").write_text(FEEDS)
        with (folder / "people.csv").open("w") as out:
            out.write("email,name,language,timezone,rhythm,city\n")
            for number in range(people):
                zone = ("", "Europe/Oslo", "Asia/Tokyo")[number % 3]
                host = f"example{number % 500}.org"
                out.write(f"reader{number}@{host},Reader Number {number},de,{zone},weekly,City {number % 1000}\n")
        return [run(folder, step) for step in STEPS]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    people = parser.parse_args().people
    few, many = measure(1_000), measure(people)
    print(f"{'':40}{'1,000':>16}{people:>16,}")
    for step, (seconds, memory), (more_seconds, more_memory) in zip(STEPS, few, many, strict=True):
        small, large = f"{seconds:.1f} s {memory:5.0f} MB", f"{more_seconds:.1f} s {more_memory:5.0f} MB"
        print(f"{' '.join(step):40}{small:>16}{large:>16}")


if __name__ == "__main__":
    main()
