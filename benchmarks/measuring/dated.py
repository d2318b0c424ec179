"""Sentences whose dates are known: the labels of ``labels/dates.json``, whose texts are others', and labelled rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from measuring.days import LABELS

Days = tuple[dt.date, dt.date]

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """A date expression, as a reader has it."""

    start: int
    end: int
    days: Days | None  # None where it names none that could be told: "recently", "the previous day"
    optional: bool  # neither to find it nor to miss it is a fault

    def meets(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and all its dates."""

    text: str
    published: dt.date
    known: tuple[Known, ...]
    held_out: bool  # of the half that no rule was made on


def study(data: Path) -> Iterator[Sentence | None]:
    """The labelled sentences; None for one that is not in DATA as it was when it was labelled."""
    for row in json.loads((LABELS / "dates.json").read_text("utf-8"))["sentences"]:
        sentence = _texts(data, row["file"]).get(row["id"], "")[row["start"] : row["end"]]
        digest = hashlib.sha256(sentence.encode()).hexdigest()
        if not digest.startswith(row["sha256"]):
            yield None
            continue
        known = tuple(
            Known(one["start"], one["end"], _days(one["from"], one["to"]), one.get("optional", False))
            for one in row["dates"]
        )
        yield Sentence(sentence, dt.date.fromisoformat(row["published"][:10]), known, held_out(row["sha256"]))


def held_out(digest: str) -> bool:
    """Whether a sentence is of the half kept aside: by its hash alone."""
    return int(digest[0], 16) % 2 == 1


def rows(data: Path, kind: str) -> list[Sentence]:
    """The rows of one set of DATA/language/tempex.jsonl: ``gum`` or ``hand``."""
    found = []
    with (data / "language/tempex.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("set") == kind:
                known = tuple(map(_of_tempex, row["dates"]))
                published = dt.date.fromisoformat(row["ref"][:10])
                found.append(Sentence(row["text"], published, known, held_out=False))
    return found


@lru_cache(maxsize=512)
def _texts(data: Path, name: str) -> dict[str, str]:
    return dict(_read(data / name)) if (data / name).exists() else {}


def _read(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if "id" in row:
                    yield row["id"], row.get("text", "")
        return
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

    request = FetchRequest(key=path.stem, url=str(path))
    source = Source(key=path.stem, name=path.stem, url=str(path))
    fetched = Fetched(request=request, state="read", url=str(path), body=path.read_bytes())
    for entry in FeedParser().parse(source, fetched):
        yield entry.url, _SPACE.sub(" ", html.unescape(_TAG.sub(" ", entry.summary or entry.content))).strip()


def _days(first: str | None, last: str | None) -> Days | None:
    return (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first and last else None


def _of_tempex(row: dict[str, Any]) -> Known:
    """A row's date, as the scorer of these sets reads it."""
    days = None
    for first, last in (("when", "when"), ("from", "to"), ("notBefore", "notAfter")):
        if row.get(first) and row.get(last):
            one, other = _stretch(str(row[first])), _stretch(str(row[last]))
            days = (one[0], other[1]) if one and other else None
            break
    optional = row.get("kind") == "time" or (days is None and "timex" not in row)
    return Known(row["start"], row["end"], days, optional)


def _stretch(text: str) -> Days | None:
    """The days of 2017, 201, 2017-05, 2017-Q2, 2017-W20, 2017-W20-WE or 2017-05-03; None for anything else."""
    try:
        if day := re.match(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(day[0]), dt.date.fromisoformat(day[0])
        if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", text):
            monday = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return monday + dt.timedelta(5 if week[3] else 0), monday + dt.timedelta(6)
    except ValueError:
        return None
    if found := re.fullmatch(r"(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]))?", text):
        year, part = int(found[1]), found[2] or ""
        first, count = (3 * int(part[1]) - 2, 3) if part[:1] == "Q" else (int(part), 1) if part else (1, 12)
        after = first + count
        end = dt.date(year + (after > 12), (after - 1) % 12 + 1, 1) - dt.timedelta(days=1)
        return dt.date(year, first, 1), end
    if re.fullmatch(r"\d{3}", text):
        return dt.date(10 * int(text), 1, 1), dt.date(10 * int(text) + 9, 12, 31)
    return None
