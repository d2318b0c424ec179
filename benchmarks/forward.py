"""Which sentences look ahead of their publication: ours, a plain rule, and dateparser, in one run.

    python benchmarks/forward.py DATA [--errors]

DATA holds ``language/forward.jsonl``, and the ``days``, ``summaries`` and ``clusters`` whose sentences
benchmarks/labels/forward.json names. Half of the first lot of these labels is held out, and the second lot whole:
``--errors`` names the wrong ones of the other half alone, by reference. The plain rule is a list of words of the
future; dateparser's answer is that a date after the publication, or the rule. Intervals are Wilson's, at 95 %.
docs/benchmarks.md says how the peer is installed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import programs, table
from measuring.forward import Sentence, gold, labelled, plain, shares

PRECISION, RECALL = 0.80, 0.75  # to be reached on each set
MILLISECONDS = 1.0  # of CPU: a sentence may cost so much


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--errors", action="store_true", help="name the wrong ones of the development half")
    programs.options(parser)
    given = parser.parse_args()
    if not given.data.is_dir():
        table.skipped("Sentences that look ahead", f"there is no {given.data}")
        return
    dateparser = _has_dateparser(given.peers)
    if not dateparser:
        table.skipped("dateparser", "the peers' environment has it not")
    sets: list[tuple[str, list[Sentence], int]] = [("wikinews", gold(given.data), 0)]
    sets += [(half, *labelled(given.data, half)) for half in ("development", "held-out", "second")]
    took = total = 0.0
    for name, sentences, gone in sets:
        if not sentences:
            table.skipped(name, f"it is not in {given.data}")
            continue
        lost = f", {gone} more are gone" if gone else ""
        print(f"\n{name}: {len(sentences)} sentences, {sum(one.forward for one in sentences)} look ahead{lost}")
        ours(sentences)  # reads the grammar, once a process
        begun = time.process_time()
        said = ours(sentences)
        took, total = took + time.process_time() - begun, total + len(sentences)
        words = [plain(one) for one in sentences]
        _line("digest", sentences, said)
        _line("words of the future", sentences, words)
        if dateparser:
            dated = theirs(given.peers, sentences)
            _line("… or dateparser finds a day to come", sentences, [a or b for a, b in zip(words, dated, strict=True)])
        precision, recall = shares(sentences, said)
        table.reach("precision", precision.value, PRECISION)
        table.reach("recall", recall.value, RECALL)
        if given.errors and name == "development":
            _name_errors(sentences, said)
    if total:
        print()
        table.claim("a sentence", 1000 * took / total, MILLISECONDS, "ms")


def ours(sentences: Sequence[Sentence]) -> list[bool]:
    """What digest says of each."""
    from digest.issues.forward import look

    return [look(one.text, published=_day(one)).forward for one in sentences]


def _day(sentence: Sentence) -> dt.date | None:
    return dt.date.fromisoformat(sentence.published) if sentence.published else None


def theirs(python: str, sentences: Sequence[Sentence]) -> list[bool]:
    """Whether dateparser finds a day to come in each."""
    rows = "".join(json.dumps({"text": one.text, "published": one.published}) + "\n" for one in sentences)
    command = [python, str(programs.PEERS / "dateparser_ahead.py")]
    said = subprocess.run(command, input=rows, capture_output=True, text=True, check=True)
    return [bool(json.loads(line)) for line in said.stdout.splitlines()]


def _has_dateparser(python: str) -> bool:
    if not Path(python).exists():
        return False
    return subprocess.run([python, "-c", "import dateparser"], capture_output=True, check=False).returncode == 0


def _line(who: str, sentences: Sequence[Sentence], said: Sequence[bool]) -> None:
    precision, recall = shares(sentences, said)
    print(f"  {who:<40}precision {precision!s:<24} recall {recall}", flush=True)


def _name_errors(sentences: Sequence[Sentence], said: Sequence[bool]) -> None:
    for one, told in zip(sentences, said, strict=True):
        if one.forward != told:
            print(f"    {'missed' if one.forward else 'wrong '} {one.reference}", file=sys.stderr)


if __name__ == "__main__":
    main()
