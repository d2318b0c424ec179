"""Figures that a reader labelled, and how a program's answer is held against them."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest.html import plain

Found = tuple[int, int, float, str | None]  # start, end, value, unit; a unit of None is not judged
Finder = Callable[[str], Iterable[Found]]
NEAR = 1e-6  # of a value: two that differ by less are one


@dataclass(frozen=True, slots=True)
class Figure:
    """A labelled figure."""

    start: int
    end: int
    value: float
    unit: str  # in the text's own words; "" where nothing says
    must: bool  # an editor would list it


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text, as far as it was read."""

    id: str
    text: str
    figures: tuple[Figure, ...]

    @property
    def tuned(self) -> bool:
        """Whether it is of the half that rules were tuned on, which a hash of its id decides."""
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:8], 16) % 2 == 0


@dataclass(slots=True)
class Tally:
    """What came of one program on some texts."""

    found: int = 0
    figures: int = 0  # of these: labelled ones
    values: int = 0  # of these: with the value right
    spans: int = 0
    units: int = 0
    right: int = 0  # in every way
    judged: int = 0  # with a unit to be judged
    must: int = 0  # labelled figures that an editor would list
    listed: int = 0  # of these: found

    def add(self, text: Text, find: Finder) -> None:
        """Count one text."""
        met: set[Figure] = set()
        for start, end, value, unit in find(text.text):
            self.found += 1
            gold = next((one for one in text.figures if start < one.end and one.start < end and one not in met), None)
            self.judged += unit is not None
            if gold is None:
                continue
            met.add(gold)
            self.figures += 1
            self.values += (valued := abs(value - gold.value) <= NEAR * max(1.0, abs(gold.value)))
            self.spans += (spanned := (start, end) == (gold.start, gold.end))
            self.units += (named := unit == gold.unit)
            self.right += valued and spanned and named
        self.must += sum(one.must for one in text.figures)
        self.listed += sum(one.must for one in met)


def interval(part: int, whole: int) -> str:
    """A share in percent with its 95 % interval (Wilson's)."""
    if not whole:
        return "–"
    z, share = 1.96, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{100 * share:5.1f} [{100 * (middle - half):.0f}–{min(100.0, 100 * (middle + half)):.0f}]"


def read(labels: Path, data: Path, digest: str) -> tuple[list[Text], int]:
    """The labelled texts that DATA holds, word for word, and how many it does not."""
    texts: list[Text] = []
    missing = 0
    rows = json.loads(labels.read_text("utf-8"))["texts"]
    feeds = entries(tuple(sorted({str(data / row["file"]) for row in rows if row["file"].endswith(".xml")})), digest)
    for row in rows:
        path = data / row["file"]
        text = (feeds.get((str(path), row["id"])) if path.suffix == ".xml" else texts_of(path).get(row["id"])) or ""
        text = text[: row["length"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
            missing += 1
            continue
        figures = tuple(
            Figure(
                one["start"], one["end"], one["value"], text[slice(*one["unit"])] if one["unit"] else "", one["must"]
            )
            for one in row["figures"]
        )
        texts.append(Text(row["id"], text, figures))
    return texts, missing


@cache
def texts_of(path: Path) -> dict[str, str]:
    """The texts of a file of articles, by id."""
    if not path.exists():
        return {}
    if path.suffix == ".json":
        return {key: page["articleBody"] for key, page in json.loads(path.read_text("utf-8")).items()}
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def entries(files: Sequence[str], digest: str) -> dict[tuple[str, str], str]:
    """The summaries of feeds' entries as plain text, by file and id."""
    there = [file for file in files if Path(file).exists()]
    if not there:
        return {}
    made = subprocess.run([digest, "lab", "entries", *there], capture_output=True, text=True, check=False)
    rows = (json.loads(line) for line in made.stdout.splitlines())
    return {(row["file"], row["id"]): plain(row["summary"]) for row in rows}
