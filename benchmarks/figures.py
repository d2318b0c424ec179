"""How well figures are found in texts that a reader labelled, beside quantulum3.

    python benchmarks/figures.py DATA [--misses]

DATA holds the texts that ``labels/figures.json`` refers to: teasers of real days, news articles, article pages. The
labels stand in two halves, told apart by a hash of the text's id: rules were tuned on one, the other was labelled when
they stood. A row a program and half, each share with its 95 % interval: of what is found, how much is a figure at all
(no age, date, score, name …), has the right value, span (hedge included) and unit, and is right in every way; and how
many are found of those that an editor would list. quantulum3 looks for every quantity, not for figures that matter:
its precision is what comes of printing them all.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from measuring import figured, table

from digest.issues.figures import find
from digest.text import language

LABELS = Path(__file__).with_name("labels") / "figures.json"


def ours(text: str) -> Iterator[figured.Found]:
    """The program's."""
    for one in find(text, language(text)):
        yield one.start, one.end, one.value, one.unit


def theirs(text: str) -> Iterator[figured.Found]:
    """quantulum3's, whose units are names of its own and not the text's."""
    from quantulum3 import parser

    for one in parser.parse(text):
        start, end = one.span
        yield start, end, one.value, None


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is wrong and what is missed, by offset")
    parser.add_argument(
        "--digest",
        default=str(Path(sys.executable).with_name("digest")),
        help="the digest command (default: this one's)",
    )
    given = parser.parse_args()
    texts, missing = figured.read(LABELS, given.data, given.digest)
    if not texts:
        table.skipped("Figures", f"none of the labelled texts are in {given.data}")
        return
    print(
        f"Figures: {len(texts)} labelled texts" + (f", {missing} are not there or other than labelled" * bool(missing))
    )
    print(f"  {'':<26}{'found':>6}  {'a figure':<17}{'value':<17}{'span':<17}{'unit':<17}{'all':<17}recall")
    for name, program in programs():
        for half in ("tuned on", "held out"):
            tally = figured.Tally()
            for text in texts:
                if text.tuned == (half == "tuned on"):
                    tally.add(text, program)
            line(f"{name}, {half}", tally)
    if given.misses:
        misses(texts)


def programs() -> Iterator[tuple[str, figured.Finder]]:
    """The program and its peer, where that is installed."""
    yield "digest", ours
    try:
        # It warns that it does without a classifier of units, which is not asked for.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import quantulum3.parser  # noqa: F401 – only whether it is there
    except ImportError:
        table.skipped("quantulum3", "not installed")
    else:
        yield "quantulum3", theirs


def line(name: str, tally: figured.Tally) -> None:
    """Print one row."""
    shares = [tally.figures, tally.values, tally.spans, *((tally.units, tally.right) if tally.judged else (0, 0))]
    wholes = [tally.found, tally.found, tally.found, tally.judged, tally.judged]
    cells = "".join(f"{figured.interval(part, whole):<17}" for part, whole in zip(shares, wholes, strict=True))
    print(f"  {name:<26}{tally.found:>6}  {cells}{figured.interval(tally.listed, tally.must)}", flush=True)


def misses(texts: list[figured.Text]) -> None:
    """Print where the program and the labels differ."""
    for text in texts:
        found = list(ours(text.text))
        labelled = [(one.start, one.end, one.value, one.unit) for one in text.figures]
        for start, end, value, unit in found:
            if (start, end, value, unit) not in labelled:
                print(f"  found   {text.id} {start}–{end} {value:g}")
        for one in text.figures:
            if one.must and not any(start < one.end and one.start < end for start, end, _, _ in found):
                print(f"  missed  {text.id} {one.start}–{one.end} {one.value:g}")


if __name__ == "__main__":
    main()
