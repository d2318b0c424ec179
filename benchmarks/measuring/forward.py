"""Labelled sentences that look ahead of their publication or do not; and what a plain rule makes of them."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent.parent / "labels" / "forward.json"
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_PLAIN = re.compile(
    r"\bwill\b|\bplans? to\b|\b(?:is|are) (?:expected|set|due|scheduled|going) to\b"
    r"|\b(?:tomorrow|next (?:week|month|year))\b"
)
_SURE = 1.96  # standard deviations that hold 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its day of publication (ISO) where it is known, and whether it looks ahead."""

    text: str
    published: str | None
    forward: bool
    reference: str


def gold(data: Path) -> list[Sentence]:
    """The sentences of ``DATA/language/forward.jsonl``."""
    path = data / "language/forward.jsonl"
    if not path.is_file():
        return []
    rows = [row for row in map(json.loads, path.read_text("utf-8").splitlines()) if "text" in row]
    return [Sentence(row["text"], row["ref"], bool(row["label"]), row["origin"]) for row in rows]


def labelled(data: Path, half: str) -> tuple[list[Sentence], int]:
    """The labelled sentences of a half or a lot, and how many of it DATA no longer has where the labels say.

    A lot that has a name is whole; of the first, which has none, the last digit of a sentence's hash tells its half:
    odd is held out.
    """
    told = json.loads(LABELS.read_text("utf-8"))["sentences"]
    told = [one for one in told if one.get("lot", _half(one["sha256"])) == half]
    texts = _texts(data, told)
    found: list[Sentence] = []
    for one in told:
        text = texts.get((one["file"], one["entry"]), "")[one["start"] : one["end"]]
        if sha256(text.encode()).hexdigest()[:16] == one["sha256"]:
            reference = f"{one['file']} {one['entry']} {one['start']}"
            found.append(Sentence(text, one.get("published"), one["forward"], reference))
    return found, len(told) - len(found)


def _half(digest: str) -> str:
    return "held-out" if int(digest[-1], 16) % 2 else "development"


def _texts(data: Path, told: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The texts that labels name: an article's own, an entry's teaser without its markup."""
    texts: dict[tuple[str, str], str] = {}
    for file in sorted({one["file"] for one in told}):
        path = data / file
        if not path.is_file():
            continue
        if path.suffix == ".jsonl":
            rows = map(json.loads, path.read_text("utf-8").splitlines())
            texts.update({(file, row["id"]): row["text"] for row in rows if "text" in row})
        else:
            texts.update({(file, url): text for url, text in _teasers(path)})
    return texts


def _teasers(path: Path) -> list[tuple[str, str]]:
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

    source = Source(key=path.stem, name=path.stem, url=str(path))
    request = FetchRequest(key=path.stem, url=str(path))
    fetched = Fetched(request=request, state="read", url=str(path), body=path.read_bytes())
    found: dict[str, str] = {}
    for entry in FeedParser().parse(source, fetched):
        if entry.url:
            text = html.unescape(_TAG.sub(" ", entry.summary or entry.content))
            found.setdefault(entry.url, _SPACE.sub(" ", text).strip())
    return list(found.items())


def plain(sentence: Sentence) -> bool:
    """What a plain rule makes of a sentence: a word or two of the future."""
    return _PLAIN.search(sentence.text) is not None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's interval (1927) at 95 %."""

    hit: int
    of: int

    def __str__(self) -> str:
        if not self.of:
            return "-"
        share = self.hit / self.of
        low, high = self.interval
        return f"{100 * share:.1f} [{100 * low:.1f}, {100 * high:.1f}]"

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.hit / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Its bounds, which are never outside 0 and 1."""
        share, square = self.hit / self.of, _SURE * _SURE / self.of
        middle = share + square / 2
        spread = _SURE * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return (middle - spread) / (1 + square), (middle + spread) / (1 + square)


def shares(sentences: Sequence[Sentence], said: Sequence[bool]) -> tuple[Share, Share]:
    """Precision and recall."""
    hit = sum(one.forward and told for one, told in zip(sentences, said, strict=True))
    return Share(hit, sum(said)), Share(hit, sum(one.forward for one in sentences))
