"""How well returned mail is read, beside flufl.bounce (Mailman's), on the samples of the tests.

    .venv/bin/python benchmarks/bounces.py [--peer PYTHON] [--samples FOLDER]

PYTHON is one that has flufl.bounce (docs/benchmarks.md says how to install the peers). Counted are mails: those that
bounced whose failed recipients are all found, and no other; those among them that are told hard from the rest as the
table has it; and those that did not bounce in which none is found. flufl.bounce tells permanent from temporary, has no
word for blocks and none for complaints, answers and requests: those it is only asked to leave alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from digest import bounces

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "tests/unit/bounces/samples"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    given = parser.parse_args()
    wanted = tomllib.loads((given.samples / "expected.toml").read_text("utf-8"))
    print(f"{'':<14}{'recipients':>12}{'hard or not':>13}{'no bounce':>11}{'ms a mail':>11}")
    _row("digest", wanted, *_ours(given.samples))
    peer = subprocess.run(
        [given.peer, HERE / "peers/bounces_flufl.py", given.samples], capture_output=True, text=True, check=False
    )
    if peer.returncode:
        print("flufl.bounce  not installed there")
        return
    told = json.loads(peer.stdout)
    found = {
        name: {**dict.fromkeys(each.get("temporary", ()), False), **dict.fromkeys(each.get("permanent", ()), True)}
        for name, each in told["found"].items()
    }
    _row("flufl.bounce", wanted, found, told["ms"])


def _ours(samples: Path) -> tuple[dict[str, dict[str, bool]], float]:
    """Name -> failed recipients, and whether each failed for good; CPU milliseconds a mail."""
    bodies = {path.stem: path.read_bytes() for path in sorted(samples.glob("*.eml"))}
    began = time.process_time()
    read = {name: bounces.read(body) for name, body in bodies.items()}
    spent = (time.process_time() - began) * 1000 / len(bodies)
    return {
        name: {one.recipient: one.verdict == "hard" for one in reading.failures} if reading.what == "bounce" else {}
        for name, reading in read.items()
    }, spent


def _row(name: str, wanted: dict[str, Any], found: dict[str, dict[str, bool]], spent: float) -> None:
    returned = {each: row for each, row in wanted.items() if row["what"] == "bounce"}
    others = [each for each in wanted if each not in returned]
    exact = told = 0
    for each, row in returned.items():
        hard = {recipient.casefold(): verdict == "hard" for recipient, verdict, *_ in row["failures"]}
        got = {recipient.casefold(): for_good for recipient, for_good in found[each].items()}
        exact += got.keys() == hard.keys()
        told += got == hard
    left = sum(not found[each] for each in others)
    total = len(returned)
    print(f"{name:<14}{exact:>6} / {total:<3}{told:>7} / {total:<3}{left:>6} / {len(others):<3}{spent:>9.2f}")


if __name__ == "__main__":
    main()
