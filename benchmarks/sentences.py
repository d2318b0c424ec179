"""How well the ends of sentences are found in paragraphs of scraped news, beside two peers.

    python benchmarks/sentences.py DATA [--misses]

DATA holds the texts that ``labels/sentences.json`` refers to: by file, offsets and hash, never by their words. A row a
splitter: precision, recall and F1 of the boundaries between sentences, white space left out of the count, with the 95 %
interval of the F1 (bootstrap over paragraphs).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.text import sentences

LABELS = Path(__file__).with_name("labels") / "sentences.json"
RESAMPLED = 2_000
_PLAIN = re.compile(r"[.!?…]+[\"'”’)]*(?=\s)")

Ends = Callable[[str], Sequence[int]]
Counts = tuple[int, int, int]  # boundaries found and right, found, labelled


def ours(text: str) -> list[int]:
    """The program's."""
    return [span.end for span in sentences(text, "en")]


def plain(text: str) -> list[int]:
    """A terminator, what closes after it, and white space."""
    return [found.end() for found in _PLAIN.finditer(text)]


def sentencex(text: str) -> list[int]:
    """The library that the program uses for other languages."""
    from sentencex import get_sentence_boundaries  # a peer, needed only when it is measured

    return [int(found["end_index"]) for found in get_sentence_boundaries("en", text)]


@lru_cache
def _rows(path: Path) -> dict[str, Any]:
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            return {row["id"]: row for row in map(json.loads, lines) if "id" in row}
    return dict(json.loads(path.read_text(encoding="utf-8")))


def paragraph(data: Path, label: dict[str, Any]) -> str | None:
    """The paragraph that a label refers to; None where the data does not hold the words that were labelled."""
    path = data / label["file"]
    if not path.exists():
        return None
    if "id" not in label:
        text = path.read_text(encoding="utf-8", errors="replace")
    else:
        row = _rows(path).get(label["id"], {})
        text = row["docs"][label.get("doc", 0)] if row.get("docs") else row.get("text") or row.get("articleBody", "")
    found = text[label["start"] : label["end"]]
    return found if hashlib.sha256(found.encode()).hexdigest().startswith(label["sha256"]) else None


def boundaries(text: str, ends: Sequence[int]) -> set[int]:
    """Ends as counts of the characters before them that are no white space; the paragraph's own end left out."""
    whole = len("".join(text.split()))
    return {len("".join(text[:end].split())) for end in ends} - {0, whole}


def f1(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1, each of 100."""
    right, found, labelled = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = right / max(1, found), right / max(1, labelled)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="where the program's ends differ from the labels")
    arguments = parser.parse_args()
    labels = json.loads(LABELS.read_text(encoding="utf-8"))["paragraphs"]
    held = [(label, text) for label in labels if (text := paragraph(arguments.data, label)) is not None]
    print(f"{len(held)} of {len(labels)} paragraphs held")
    for splitter in (ours, sentencex, plain):
        counts: list[Counts] = []
        for label, text in held:
            gold, got = boundaries(text, label["ends"]), boundaries(text, splitter(text))
            counts.append((len(gold & got), len(got), len(gold)))
            if arguments.misses and splitter is ours and gold != got:
                print(f"  {label['file']} {label['start']}: missed {len(gold - got)}, wrong {len(got - gold)}")
        lot = random.Random(1)
        spread = sorted(f1(lot.choices(counts, k=len(counts)))[2] for _ in range(RESAMPLED))
        precision, recall, mean = f1(counts)
        low, high = spread[RESAMPLED // 40], spread[-RESAMPLED // 40]
        print(f"{splitter.__name__:10} P {precision:5.1f}  R {recall:5.1f}  F1 {mean:5.1f} ({low:.1f}-{high:.1f})")


if __name__ == "__main__":
    main()
