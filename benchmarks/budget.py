"""How near the ranking of a day's stories comes to what editors would lead with.

    python benchmarks/budget.py DATA

DATA holds ``days/DATE/OUTLET.xml``, and may hold ``newsroom/DATE.jsonl`` with ``DATE.top.json``. Of each day that is
labelled, ``digest lab budget`` ranks the entries; an editor's twelve events are looked for among its first fifteen
stories, and five loud ones that they would not lead with among its first twelve. Beside it stand the same stories in
plainer orders. docs/benchmarks.md says what each figure means.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from measuring import leads, table

FIRST, LEADING = 15, 12
ENOUGH = 8  # of an editor's twelve

Rows = Sequence[dict[str, Any]]
_LAST = 10**6  # the place of an entry that its feed gives none

# What orders stories instead; the first comes first. A story is its entries.
ORDERS: dict[str, Callable[[Rows], Any]] = {
    "most outlets": lambda rows: (-len({row["source"] for row in rows}), -len(rows), _place(rows)),
    "most entries": lambda rows: (-len(rows), _place(rows)),
    "place in feed": lambda rows: (_place(rows), -len(rows)),
    "newest": lambda rows: _Descending(max(row["published"] or "" for row in rows)),
}


class _Descending(str):
    """A string that comes before smaller ones."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def main() -> None:
    """Rank, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="labelled material; without it nothing is measured")
    parser.add_argument(
        "--digest",
        default=str(Path(sys.executable).with_name("digest")),
        help="the digest command (default: this one's)",
    )
    given = parser.parse_args()
    choices = list(leads.choices(given.data)) if given.data else []
    if not choices:
        table.skipped("Ranking", f"no labelled days in {given.data}" if given.data else "no DATA is given")
        return
    names = ["digest", *ORDERS]
    print(f"\nAn editor's {LEADING} among the first {FIRST}, and not to lead among the first {LEADING}")
    print(f"  {'':<22}" + "".join(f"{name:>16}" for name in names))
    found = []
    for choice in choices:
        told, ranks = ranked(given.digest, choice.rows)
        orders = {"digest": ranks, **{name: placed(told, key) for name, key in ORDERS.items()}}
        found.append({name: counted(choice, told, ranks) for name, ranks in orders.items()})
        line(f"{choice.day} {choice.of}", [found[-1][name] for name in names])
    line("all", [(sum(day[name][0] for day in found), sum(day[name][1] for day in found)) for name in names])
    short = sum(day["digest"][0] < ENOUGH for day in found)
    table.claim(f"days with fewer than {ENOUGH} of an editor's {LEADING}", short, 0, "")
    table.claim("not to lead, among our first", sum(day["digest"][1] for day in found), 0, "")


def ranked(digest: str, rows: Rows) -> tuple[dict[str, Rows], dict[str, int]]:
    """The stories of ``digest lab budget``, by name, and the ranks of those that are printed."""
    asked = ("id", "title", "text", "published", "source", "position", "url", "lang")
    given = "".join(json.dumps({key: row.get(key) for key in asked}) + "\n" for row in rows)
    said = subprocess.run([digest, "lab", "budget"], input=given, capture_output=True, text=True, check=True).stdout
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ranks: dict[str, int] = {}
    for row, answer in zip(rows, map(json.loads, said.splitlines()), strict=True):
        told[answer["cluster"]].append(row)
        if answer["rank"]:
            ranks[answer["cluster"]] = answer["rank"]
    return dict(told), ranks


def placed(told: dict[str, Rows], key: Callable[[Rows], Any]) -> dict[str, int]:
    """The ranks of the same stories in another order; equals go by name."""
    names = sorted(told)
    return {name: rank for rank, name in enumerate(sorted(names, key=lambda name: key(told[name])), start=1)}


def counted(choice: leads.Choice, told: dict[str, Rows], ranks: dict[str, int]) -> tuple[int, int]:
    """How many of the editor's events are told by the first stories, and how many not to lead by the leading ones."""

    def within(events: Sequence[frozenset[str]], most: int) -> int:
        first = {row["id"] for name, rank in ranks.items() if rank <= most for row in told[name]}
        return sum(not first.isdisjoint(event) for event in events)

    return within(choice.top, FIRST), within(choice.not_top, LEADING)


def line(title: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Print a row."""
    print(f"  {title:<22}" + "".join(f"{f'{top}  {loud}':>16}" for top, loud in pairs), flush=True)


def _place(rows: Rows) -> int:
    return min(row.get("position") or _LAST for row in rows)


if __name__ == "__main__":
    main()
