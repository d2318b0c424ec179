"""Which articles tell of one event: what that costs for many, and how well it is done, beside scikit-learn.

    python benchmarks/stories.py DATA [--few 10000] [--many 50000]

DATA holds ``clusters/*.jsonl``, ``newsroom/*.jsonl``, ``days/DATE/OUTLET.xml`` and ``summaries/*.jsonl``. The many
articles of three days are DATA's own and, from there on, the same told of other worlds (measuring/worlds.py). The peer
is dense agglomerative clustering, average link on the cosine of TF-IDF, with the threshold that suits it best over the
labelled sets. Every program runs on one core. docs/benchmarks.md says how to install the peer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measuring import labelled, programs, table
from measuring.cost import Cost, least, measure

THRESHOLDS = [round(0.5 + 0.025 * step, 3) for step in range(18)]  # cosine distances that the peer is tried at
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SEEDS = (1, 2, 3)  # of the orders that a day is read in
# Pair F1 and B-cubed that are to be reached; of the real days pair F1 and precision.
TARGETS = {
    "gva": (0.74, 0.925), "allsides": (0.74, 0.86), "ecb": (0.90, 0.93), "neus": (0.60, 0.80), "uci": (0.82, 0.83),
    labelled.NEWSROOM: (0.65, 0.75),
}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--few", type=int, default=10_000, help="articles that the peer takes too (default 10000)")
    parser.add_argument("--many", type=int, default=50_000, help="articles that only ours takes (default 50000)")
    programs.options(parser)
    given = parser.parse_args()
    if not given.data.is_dir():
        table.skipped("Stories", f"there is no {given.data}")
        return
    found = programs.find(given)
    if not found.has("sklearn"):
        sys.exit("the peers have no scikit-learn: install benchmarks/peers/requirements.txt again")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        threshold = quality(found, given.data, place)
        order(given.data, place)
        scale(found, given, place, threshold)


def ours(file: Path, most: int, *seed: int) -> Cost:
    """A run of ours over the first so many articles of a file."""
    command = [sys.executable, "-m", "measuring.grouping", file, str(most), *map(str, seed)]
    return measure(command, folder=programs.BENCHMARKS, environment=ONE_CORE)


def theirs(found: programs.Programs, file: Path, most: int, *thresholds: float) -> Cost:
    """A run of the peer's."""
    command = found.peer("agglomerative.py", file, str(most), *map(str, thresholds))
    return measure(command, folder=programs.BENCHMARKS, environment=ONE_CORE)


def quality(found: programs.Programs, data: Path, place: Path) -> float:
    """Every labelled set, grouped by ours and by the peer. Returns the threshold that suits the peer best."""
    made: dict[str, labelled.Score] = {}
    tried: dict[str, list[labelled.Score]] = {}
    costs: dict[str, tuple[Cost, Cost]] = {}
    for name in labelled.names():
        rows = labelled.rows(data, name)
        if not rows:
            table.skipped(name, f"it is not in {data}")
            continue
        file = written(rows, place / f"{name}.jsonl")
        costs[name] = one, other = ours(file, len(rows)), theirs(found, file, len(rows), *THRESHOLDS)
        made[name] = labelled.score(rows, named(one))
        ids = [row["id"] for row in rows]
        tried[name] = [
            labelled.score(rows, dict(zip(ids, map(str, labels), strict=True))) for labels in json.loads(other.out)
        ]
    if not made:
        return THRESHOLDS[len(THRESHOLDS) // 2]
    best = max(range(len(THRESHOLDS)), key=lambda at: sum(scores[at].f1 for scores in tried.values()))
    peer = f"scikit-learn {found.version('scikit-learn')}"
    print(f"\nPairs of one event, precision/recall/F1: digest; {peer} cut at {THRESHOLDS[best]:g}, its best over all")
    for name, score in made.items():
        cpu, rss = ([getattr(cost, what) for cost in costs[name]] for what in ("cpu", "rss"))
        told = f"{cpu[0]:.1f} and {cpu[1]:.1f} s, {rss[0]:.0f} and {rss[1]:.0f} MB"
        print(f"  {name:<12}{score!s:<40}{tried[name][best]!s:<40}{told}")
    print("  ours are learnt from these sets; out of fold, by event: benchmarks/train_pairs.py DATA prints them")
    for name, (f1, beside) in TARGETS.items():
        if name in made:
            table.reach(f"{name}: pair F1", made[name].f1, f1)
            cubed = made[name].cubed
            if cubed is None:
                table.reach(f"{name}: precision", made[name].precision, beside)
            else:
                table.reach(f"{name}: B-cubed", cubed, beside)
    behind = max(tried[name][best].f1 / max(score.f1, 1e-9) for name, score in made.items())
    table.claim("pair F1 of scikit-learn / ours, the worst set", behind, 1)
    return THRESHOLDS[best]


def order(data: Path, place: Path) -> None:
    """The same articles in other orders."""
    rows = labelled.rows(data, labelled.NEWSROOM)
    if not rows:
        table.skipped("Order", f"no real days in {data}")
        return
    file = written(rows, place / "order.jsonl")
    straight = groups_of(ours(file, len(rows)))
    others = sum(groups_of(ours(file, len(rows), seed)) != straight for seed in SEEDS)
    print(f"\n{len(rows)} entries of real days in {len(SEEDS)} other orders (in several runs: benchmarks/days.py)")
    table.claim("orders that make other groups", others, 0, "")


def scale(found: programs.Programs, given: argparse.Namespace, place: Path, threshold: float) -> None:
    """Ours over few and over many articles, the peer over the few."""
    file = place / "articles.jsonl"
    maker = [sys.executable, "-m", "measuring.worlds", given.data.absolute(), str(given.many), file]
    if not int(measure(maker, folder=programs.BENCHMARKS).out):
        table.skipped("Scale", f"no articles in {given.data}")
        return
    few = least(given.repeat, lambda: ours(file, given.few))
    many = least(given.repeat, lambda: ours(file, given.many))
    peer = theirs(found, file, given.few, threshold)
    name = f"scikit-learn {found.version('scikit-learn')}, dense"
    table.costs(
        "Articles of three days",
        [
            (f"digest, {given.few}", few, str(len(groups_of(few)))),
            (f"{name}, {given.few}", peer, str(len(set(json.loads(peer.out)[0])))),
            (f"digest, {given.many}", many, str(len(groups_of(many)))),
        ],
        "groups",
    )
    print(f"  {name} over {given.many}: its distances alone take {given.many**2 * 8 / 1e9:.0f} GB")
    for number, cost in ((given.few, few), (given.many, many)):
        parts = (f"{part} {cpu:.1f} s, peak {peak:.0f} MB" for part, cpu, peak in json.loads(cost.out)[1])
        print(f"  {number}: {'; '.join(parts)}")
    table.claim(f"CPU / that of {given.few}", many.cpu / few.cpu, 6)
    table.claim("CPU", many.cpu, 60, "s")
    table.claim("peak memory", many.rss, 1000, "MB")
    table.claim(f"CPU / scikit-learn, {given.few}", few.cpu / peer.cpu, 1)
    table.claim(f"peak memory / scikit-learn, {given.few}", few.rss / peer.rss, 1)


def written(rows: Sequence[dict[str, Any]], file: Path) -> Path:
    """The file, with a row a line; without labels."""
    asked = ("id", "title", "text", "source", "url", "published", "lang", "position")
    lines = (json.dumps({key: row.get(key) for key in asked}) + "\n" for row in rows)
    file.write_text("".join(lines), encoding="utf-8")
    return file


def groups_of(cost: Cost) -> list[list[str]]:
    """The groups that a run of ours made."""
    groups: list[list[str]] = json.loads(cost.out)[0]
    return groups


def named(cost: Cost) -> dict[str, str]:
    """The group of each id, named for its first."""
    return {id: group[0] for group in groups_of(cost) for id in group}


if __name__ == "__main__":
    main()
