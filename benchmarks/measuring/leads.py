"""What editors would lead a day with, and what they would not: of days that are labelled whole, and of leads alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import days

LEADS = days.LABELS / "leads"


@dataclass(frozen=True, slots=True)
class Choice:
    """A day's rows and an editor's choice of its events, each as the ids of the rows that tell of it."""

    day: str
    of: str  # whose
    rows: Sequence[dict[str, Any]]
    top: Sequence[frozenset[str]]
    not_top: Sequence[frozenset[str]]


def choices(data: Path) -> Iterator[Choice]:
    """Every day that an editor chose from and that ``data`` has."""
    for day in days.days():
        if (data / "days" / day).is_dir():
            labels = json.loads((days.LABELS / f"{day}.json").read_text("utf-8"))
            yield _named(day, "labels", days.labelled(data, day), labels)
    for path in sorted((data / "newsroom").glob("????-??-??.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        yield _named(path.stem, "newsroom", rows, json.loads(path.with_suffix(".top.json").read_text("utf-8")))
    for path in sorted(LEADS.glob("????-??-??.json")):
        if (data / "days" / path.stem).is_dir():
            given = json.loads(path.read_text("utf-8"))
            linked = {key: [frozenset(links) for links in given[key]] for key in ("top", "not_top")}
            yield Choice(path.stem, "leads", days.rows(data, path.stem), linked["top"], linked["not_top"])


def _named(day: str, of: str, rows: Sequence[dict[str, Any]], given: dict[str, list[str]]) -> Choice:
    """A choice that names events, which the rows carry."""
    told = {
        key: [frozenset(row["id"] for row in rows if row["event"] == event) for event in given[key]]
        for key in ("top", "not_top")
    }
    return Choice(day, of, rows, told["top"], told["not_top"])
