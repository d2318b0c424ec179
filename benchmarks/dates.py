"""How many dates in the news are found, how many of those are right, and how long a sentence takes.

    python benchmarks/dates.py DATA [--faults] [--peers PYTHON]

DATA holds ``language/tempex.jsonl`` and the files that ``labels/dates.json`` names sentences of. Beside ours, in the
same run, stand dateparser's ``search_dates`` and Microsoft's recognizers-text, where they are installed.
docs/benchmarks.md says what each figure means.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from measuring import dated, programs, table
from measuring.dated import Days, Sentence

Found = tuple[int, int, list[Days]]  # where it stands, and the days that it may mean: more than one where left open


@dataclass(slots=True)
class Tally:
    """What is counted over sentences."""

    found: int = 0  # of the dates known
    known: int = 0
    sound: int = 0  # of the dates found, those that meet a known one
    all: int = 0
    right: int = 0  # of the known ones with days: begins within them
    same: int = 0  # and: the very same days
    datable: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, sentence: Sentence, found: Sequence[Found]) -> None:
        """Count a sentence's."""
        for start, end, _ in found:
            sound = any(one.meets(start, end) for one in sentence.known)
            self.all += 1
            self.sound += sound
            if not sound:
                self.faults.append(f"none     {sentence.text[start:end]!r} in {sentence.text!r}")
        for known in sentence.known:
            if known.optional:
                continue
            over = [days for start, end, days in found if known.meets(start, end)]
            self.known += 1
            self.found += bool(over)
            label = f"{sentence.text[known.start : known.end]!r} {sentence.published:%a %Y-%m-%d} {sentence.text!r}"
            if not over:
                self.faults.append(f"missed   {label}")
            if known.days is None:
                continue
            self.datable += 1
            offered = [days for several in over for days in several]
            right = any(_right(known.days, days) for days in offered)
            self.right += right
            self.same += known.days in offered
            if over and known.days not in offered:
                told = ", ".join(f"{first}..{last}" for first, last in offered) or "open"
                self.faults.append(f"{'other' if right else 'wrong'}    {told} for {label}")


def _right(known: Days, found: Days) -> bool:
    return known[0] <= found[0] <= known[1] or (known[0] == known[1] == found[1])


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle, wide = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - wide) / (1 + z * z / of), (middle + wide) / (1 + z * z / of)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--faults", action="store_true", help="print ours, but of the half kept aside")
    parser.add_argument(
        "--peers", default=str(programs.PEERS.parent / ".venv/bin/python"), help="the Python that has them"
    )
    given = parser.parse_args()
    labelled = list(dated.study(given.data))
    here = [one for one in labelled if one]
    sets = {
        "study, one half": [one for one in here if not one.held_out],
        "study, kept aside": [one for one in here if one.held_out],
    }
    if (given.data / "language/tempex.jsonl").exists():
        sets |= {name: dated.rows(given.data, name) for name in ("gum", "hand")}
    print(f"{len(here)} of {len(labelled)} labelled sentences are in {given.data} as they were")
    every = [one for group in sets.values() for one in group]
    heads = "".join(f"{head:>9}{'':>15}" for head in ("precision", "recall", "right"))
    print(f"\n{'':<34}{heads}{'same days':>10}{'ms a sentence':>15}")
    for name in ("digest", "dateparser", "recognizers"):
        answers, ms = ours(every) if name == "digest" else theirs(given.peers, name, every)
        if answers is None:
            table.skipped(name, "it is not installed")
            continue
        at = 0
        for group, sentences in sets.items():
            tally = Tally()
            for sentence, found in zip(sentences, answers[at : at + len(sentences)], strict=True):
                tally.add(sentence, found)
            at += len(sentences)
            printed(f"{name}, {group}", tally, ms / len(every))
            if given.faults and name == "digest" and group != "study, kept aside":
                print("\n".join(tally.faults))


def printed(title: str, tally: Tally, ms: float) -> None:
    """A row of figures, in per cent, each with its interval."""
    shares = ((tally.sound, tally.all), (tally.found, tally.known), (tally.right, tally.datable))
    cells = ""
    for hits, of in shares:
        low, high = wilson(hits, of)
        cells += f"{100 * hits / max(1, of):>9.1f} {f'({100 * low:.1f}-{100 * high:.1f})':<14}"
    print(f"  {title:<32}{cells}{100 * tally.same / max(1, tally.datable):>10.1f}{ms:>15.2f}", flush=True)


def ours(sentences: Sequence[Sentence]) -> tuple[list[list[Found]], float]:
    """Our dates, and the milliseconds that all took once every form was read."""
    from digest.dates import find

    answers: list[list[Found]] = []
    for count in (0, 1):  # the first time over, the forms that the texts need are compiled
        answers.clear()
        begun = time.perf_counter()
        for sentence in sentences:
            found = find(sentence.text, published=sentence.published)
            answers.append([(d.start, d.end, [(d.first, d.last)] if d.first and d.last else []) for d in found])
        taken = 1000 * (time.perf_counter() - begun)
        if not count:
            print(f"  digest, first time over: {taken / max(1, len(sentences)):.2f} ms a sentence")
    return answers, taken


def theirs(python: str, peer: str, sentences: Sequence[Sentence]) -> tuple[list[list[Found]] | None, float]:
    """A peer's dates; None where it is not installed."""
    script = Path(__file__).parent / "peers/dates.py"
    asked = "".join(
        json.dumps({"id": n, "text": one.text, "published": one.published.isoformat()}) + "\n"
        for n, one in enumerate(sentences)
    )
    try:
        done = subprocess.run([python, str(script), peer], input=asked, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None, 0.0
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None, 0.0
    *rows, last = map(json.loads, done.stdout.splitlines())
    day = dt.date.fromisoformat
    return [
        [(one["start"], one["end"], [(day(a), day(b)) for a, b in one["days"]]) for one in row["dates"]] for row in rows
    ], last["ms"]


if __name__ == "__main__":
    main()
