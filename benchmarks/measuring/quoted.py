"""Direct speech that a reader labelled, and how a program's answer is held against it."""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

Quote = tuple[int, int, str | None]  # start, end, speaker
FEWEST = 4  # words of a labelled quotation; a shorter answer counts neither way
Finder = Callable[[str], Iterable[Quote]]


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text."""

    id: str
    text: str  # as far as it was read
    speech: tuple[tuple[int, int, tuple[str, ...]], ...]  # start, end, names of its speaker; none where nobody is named
    unsure: tuple[tuple[int, int], ...]
    lot: int = 1  # in which drawing it was chosen

    @property
    def tuned(self) -> bool:
        """Whether it is of the half that rules may be tuned on, which a hash of its id decides."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0


@dataclass(slots=True)
class Tally:
    """What came of one program on some texts."""

    speech: int = 0  # labelled
    found: int = 0  # labelled ones that an answer overlaps
    named: int = 0  # labelled with a speaker
    said: int = 0  # of these, found with a speaker
    right: int = 0  # of these, with the right one
    spurious: int = 0  # answers with a speaker where nobody speaks, or nobody is named

    @property
    def precision(self) -> tuple[int, int]:
        """Right ones of all that have a speaker."""
        return self.right, self.said + self.spurious

    @property
    def recall(self) -> tuple[int, int]:
        """Right ones of all that should have."""
        return self.right, self.named


def texts(labels: Path, data: Path) -> Iterator[Text]:
    """The labelled texts; one that is no longer what was labelled is an error."""
    for label in json.loads(labels.read_text("utf-8"))["texts"]:
        full = _rows(data / label["file"])[label["id"]]
        if not hashlib.sha256(full.encode()).hexdigest().startswith(label["sha256"]):
            raise ValueError(f"{label['file']}: {label['id']} is not the text that was labelled")
        yield Text(
            id=label["id"],
            text=full[: label["reach"]],
            speech=tuple(
                (row["start"], row["end"], tuple(full[a:b] for a, b in row["speaker"] or ())) for row in label["speech"]
            ),
            unsure=tuple((start, end) for start, end in label["unsure"]),
            lot=label.get("lot", 1),
        )


@cache
def _rows(path: Path) -> Mapping[str, str]:
    """The texts of a file by id: JSON lines, the pages' true texts, or a feed's teasers by their links."""
    if path.suffix == ".jsonl":
        return {row["id"]: row["text"] for row in map(json.loads, path.read_text("utf-8").splitlines())}
    if path.suffix == ".json":
        return {key: row.get("articleBody") or "" for key, row in json.loads(path.read_text("utf-8")).items()}
    found = {}
    for entry in ElementTree.parse(path).iter("item"):
        teaser = html.unescape(re.sub(r"<[^>]+>", "", entry.findtext("description") or "")).strip()
        found[entry.findtext("link") or ""] = teaser
    return found


def tally(labelled: Sequence[Text], finder: Finder) -> Tally:
    """Answers over the texts, by span overlap; a name is right where it holds the label's, or the reverse."""
    sums = Tally()
    for text in labelled:
        answers = [a for a in finder(text.text) if len(text.text[a[0] : a[1]].split()) >= FEWEST]
        for start, end, names in text.speech:
            over = [answer for answer in answers if answer[0] < end and start < answer[1]]
            sums.speech += 1
            sums.found += bool(over)
            given = next((speaker for _, _, speaker in over if speaker), None)
            sums.named += bool(names)
            if names and given:
                sums.said += 1
                sums.right += any(same(given, name) for name in names)
            elif given:
                sums.spurious += 1
        known = [(start, end) for start, end, _ in text.speech] + list(text.unsure)
        for start, end, speaker in answers:
            sums.spurious += bool(speaker) and not any(start < b and a < end for a, b in known)
    return sums


def same(one: str, two: str) -> bool:
    """Whether two names are of one speaker, as far as words tell."""
    a, b = (re.sub(r"[^\w]+", " ", name).strip().lower() for name in (one, two))
    return bool(a and b) and (f" {a} " in f" {b} " or f" {b} " in f" {a} ")


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z = 1.96
    share, spread = right / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return middle - half, middle + half
