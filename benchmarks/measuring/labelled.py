"""Articles with the event they tell of, and how well a grouping finds those events."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measuring import days

if TYPE_CHECKING:  # the programs that only score stay small
    from digest.model import Article

Row = dict[str, Any]

CLUSTERS = ("gva", "allsides", "ecb", "neus", "uci")
NEWSROOM = "newsroom"  # real days labelled whole, as those of benchmarks/labels are

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_UNSEEN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def names() -> list[str]:
    """Every labelled set: those of DATA, and the days that labels are held for here."""
    return [*CLUSTERS, NEWSROOM, *days.days()]


def rows_of(path: Path) -> list[Row]:
    """The rows of a file, what it says of itself left out."""
    with path.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if "_meta" not in row]


def rows(data: Path, name: str) -> list[Row]:
    """The rows of a set, none where DATA has it not."""
    if name in CLUSTERS:
        path = data / f"clusters/{name}.jsonl"
        return [{**row, "published": _date(row.get("date"), name)} for row in rows_of(path)] if path.exists() else []
    if name == NEWSROOM:
        return [row for path in sorted((data / "newsroom").glob("????-??-??.jsonl")) for row in rows_of(path)]
    return days.labelled(data, name) if (data / "days" / name).is_dir() else []


def _date(date: str | None, name: str) -> str | None:
    """Two sets' dates give the answer away: allsides dates roundups, uci stamps the reports of a story together."""
    return None if name == "allsides" or not date else date[:10] if name == "uci" else date


def article(row: Row) -> Article:
    """The article of a row, with the row's id."""
    from digest.model import Article, Block

    text, source = row.get("text") or "", sys.intern(row.get("source") or "")
    published = dt.datetime.fromisoformat(row["published"]) if row.get("published") else None
    if published and not published.tzinfo:
        published = published.replace(tzinfo=dt.UTC)
    return Article(
        id=row["id"],
        source=source,
        source_name=source,
        entry_id=row["id"],
        url=row.get("url") or "",
        headline=row["title"],
        text=text,
        blocks=tuple(Block("paragraph", match.start(), match.end()) for match in _PARAGRAPH.finditer(text)),
        published=published,
        first_seen=_UNSEEN,
        lang=sys.intern(row.get("lang") or "en"),
        position=row.get("position"),
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How well a grouping finds the events. ``cubed`` is the F1 of B-cubed (Bagga and Baldwin 1998), by article."""

    precision: float  # of pairs
    recall: float
    cubed: float | None  # None where pairs of one affair count neither way

    @property
    def f1(self) -> float:
        """Of pairs."""
        return _f1(self.precision, self.recall)

    def __str__(self) -> str:
        cubed = "" if self.cubed is None else f"  B-cubed {self.cubed:.3f}"
        return f"pairs {self.precision:.3f}/{self.recall:.3f}/{self.f1:.3f}{cubed}"


def score(rows: Sequence[Row], group: Mapping[str, str]) -> Score:
    """The score of a grouping; ``group`` names the group of each row's id."""
    return (_of_clusters if "cluster" in rows[0] else _of_day)(rows, group)


def _of_clusters(rows: Sequence[Row], group: Mapping[str, str]) -> Score:
    gold = Counter(row["cluster"] for row in rows)
    got = Counter(group[row["id"]] for row in rows)
    both = Counter((row["cluster"], group[row["id"]]) for row in rows)
    together, ours, theirs = (sum(v * (v - 1) // 2 for v in counted.values()) for counted in (both, got, gold))
    precision = sum(v * v / got[key[1]] for key, v in both.items()) / len(rows)
    recall = sum(v * v / gold[key[0]] for key, v in both.items()) / len(rows)
    return Score(together / max(1, ours), together / max(1, theirs), _f1(precision, recall))


def _of_day(rows: Sequence[Row], group: Mapping[str, str]) -> Score:
    """Pairs of one thread but two events count neither way; copies are rightly together, event or none."""
    groups: dict[str, list[Row]] = defaultdict(list)
    events: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[group[row["id"]]].append(row)
        if row["event"]:
            events[row["event"]].append(row)
    hit = wrong = missed = 0
    for members in groups.values():
        for at, a in enumerate(members):
            for b in members[:at]:
                same = (a["event"] and a["event"] == b["event"]) or a["copy_of"] == b["id"] or b["copy_of"] == a["id"]
                hit += bool(same)
                wrong += not same and not (a["thread"] and a["thread"] == b["thread"])
    for members in events.values():
        missed += sum(group[a["id"]] != group[b["id"]] for at, a in enumerate(members) for b in members[:at])
    return Score(hit / max(1, hit + wrong), hit / max(1, hit + missed), None)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
