"""How well the stages do on labelled data, and how well their peers do, by one scorer in one run.

    python benchmarks/quality.py DATA SCORER [--only summaries,pages] [--limit 50]

SCORER is a program that drives ``digest lab STAGE`` over DATA and prints a figure a line; where there is none, nothing
is scored, and that is said. Peers are scored in the same way: sumy's methods by ``--method``, trafilatura's extraction
and the feed parsers' entries through programs that answer as ``digest lab`` does. docs/benchmarks.md says how they are
installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shlex
import sys
from pathlib import Path

from measuring import programs, table
from measuring.cost import least, measure

STAGES = ("sentences", "summaries", "stories", "newsroom", "pages", "dates", "forward", "quotes", "feeds")
METHODS = "lead,sumy:lexrank,sumy:lsa,sumy:luhn,sumy:textrank"


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--only", default=",".join(STAGES), help="stages, by commas")
    parser.add_argument("--limit", type=int, help="the first N rows of each set")
    parser.add_argument("--methods", default=METHODS, help=f"summarizers beside ours, by commas (default {METHODS})")
    programs.options(parser)
    given = parser.parse_args()
    if not given.scorer.is_file():
        table.skipped("quality", f"there is no {given.scorer}")
        return
    found = programs.find(given)
    for stage in given.only.split(","):
        said = [score(f"{stage}: digest", found, given, stage, shlex.quote(found.digest))]
        for name, command, options in rivals(found, given, stage):
            said.append(score(f"{stage}: {name}", found, given, stage, command, *options))
        if stage == "pages":
            extraction(found, given)
            ours, theirs = map(f1, said)
            table.claim("F1 of trafilatura - F1 of digest", theirs - ours, 0.002, "")


def rivals(found: programs.Programs, given: argparse.Namespace, stage: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, command that stands for digest, options of the scorer) of each peer of a stage."""
    if stage == "summaries":
        return [(name, shlex.quote(found.digest), ("--method", name)) for name in given.methods.split(",") if name]
    names = {"pages": ("trafilatura",), "feeds": ("feedparser", "fastfeedparser")}.get(stage, ())
    return [(name, shlex.join(found.peer("lab.py", name)), ()) for name in names]


def score(
    title: str, found: programs.Programs, given: argparse.Namespace, stage: str, command: str, *options: str
) -> str:
    """Print what the scorer says of one program in one stage, and return it."""
    limit = ("--limit", str(given.limit)) if given.limit else ()
    scorer = [found.python, given.scorer.absolute(), given.data.absolute(), "--digest", command, "--only", stage]
    cost = measure([*scorer, *limit, *options], folder=Path.cwd())
    print(f"\n{title}\n{cost.out.rstrip()}", flush=True)
    return cost.out


def f1(said: str) -> float:
    """The F1 that the scorer gives an extraction. Ends the benchmark where it gives none."""
    given = re.search(r"P/R/F1\s+\S+/(\d\.\d+)", said)
    return float(given[1]) if given else sys.exit("the scorer says nothing of F1")


def extraction(found: programs.Programs, given: argparse.Namespace) -> None:
    """Print what extraction costs beside trafilatura with metadata, which does what ours does."""
    pages = given.data / "pages"
    truth = json.loads((pages / "ground-truth.json").read_text(encoding="utf-8"))
    rows = []
    for id in sorted(truth)[: given.limit]:
        html = gzip.decompress((pages / f"html/{id}.html.gz").read_bytes()).decode("utf-8")
        rows.append(json.dumps({"id": id, "url": truth[id]["url"], "html": html}))
    stdin = "\n".join(rows).encode()
    commands = {
        "digest lab extract": [found.digest],
        f"trafilatura {found.version('trafilatura')} with metadata": found.peer("lab.py", "trafilatura+metadata"),
    }
    costs = {
        name: least(
            given.repeat, lambda command=command: measure([*command, "lab", "extract"], folder=Path.cwd(), given=stdin)
        )
        for name, command in commands.items()
    }
    table.costs(
        f"{len(rows)} pages", ((name, cost, fields(cost.out)) for name, cost in costs.items()), "pages that give"
    )
    ours, theirs = costs.values()
    table.claim("CPU / trafilatura with metadata", ours.cpu / theirs.cpu, 1)


def fields(out: str) -> str:
    """On how many pages each field was found."""
    answers = [json.loads(line) for line in out.splitlines()]
    names = ("text", "headline", "byline", "published", "lang", "image")
    return ", ".join(f"{name} {sum(bool(answer.get(name)) for answer in answers)}" for name in names)


if __name__ == "__main__":
    main()
