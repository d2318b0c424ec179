"""Write many articles of three days, a JSON object a line: DATA's own, and then the same told of other worlds.

python -m measuring.worlds DATA HOW_MANY ARTICLES

DATA has too few articles for a busy newsroom. In another world each rare word has a suffix, so that the people, places
and things are others, and the common language is the same: other events, told as news is. What is common, the table of
``digest.stories`` says. An event's reports lie within half a day of each other. Prints how many articles there are.
Run by the Python that has digest.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

from digest.stories.background import commonness
from digest.text import stems
from measuring import days, labelled

COMMON = 0.01  # share of all news articles from which a word is the language's and no event's
BEGINS, SPREAD, EVENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC), 2.5, 0.5  # days
SEED = 7

_WORD = re.compile(r"[^\W\d_]+")


def real(data: Path) -> Iterator[labelled.Row]:
    """Every article that DATA has; ``event`` is what is known to tell of one, else its id."""
    for name in labelled.CLUSTERS:
        for row in labelled.rows(data, name):
            yield _row(f"{name}:{row['id']}", row["title"], row.get("text"), row.get("source") or name, row["cluster"])
    seen = set()
    for path in sorted((data / "days").glob("????-??-??")):
        for row in days.rows(data, path.name):
            if row["url"] not in seen:
                seen.add(row["url"])
                yield _row("day:" + row["url"], row["title"], row["text"], row["source"], row["url"], row["url"])
    for name in ("bbc", "cnndm", "dmtrain", "multinews", "xsum"):
        path = data / f"summaries/{name}.jsonl"
        for row in labelled.rows_of(path) if path.exists() else ():
            for at, text in enumerate(row.get("docs") or [row["text"]]):
                title = row.get("title") or text[:60].partition("\n")[0]
                yield _row(f"{name}:{row['id']}:{at}", title, text, name, f"{name}:{row['id']}")


def _row(id: str, title: str, text: str | None, source: str, event: str, url: str = "") -> labelled.Row:
    return {"id": id, "title": title, "text": text or "", "source": source, "url": url, "event": event}


@cache
def _rare(word: str) -> bool:
    found = stems(word)
    return bool(found) and commonness(found[0]) < COMMON


def elsewhere(row: labelled.Row, world: int) -> labelled.Row:
    """The row, told of another world."""
    suffix = "zq" + chr(ord("a") + world)

    def told(text: str) -> str:
        return _WORD.sub(lambda match: match[0] + suffix if _rare(match[0].lower()) else match[0], text)

    return row | {
        "id": f"{row['id']}#{world}",
        "title": told(row["title"]),
        "text": told(row["text"]),
        "url": f"{row['url']}?world={world}" if row["url"] else "",
        "event": f"{row['event']}#{world}",
    }


def many(data: Path, wanted: int) -> list[labelled.Row]:
    """So many articles in an order drawn by lot, with their moments; none where DATA has none."""
    ours = list(real(data))
    told: list[labelled.Row] = []
    for world in count() if ours else ():
        told += [elsewhere(row, world) if world else row for row in ours]
        if len(told) >= wanted:
            break
    lot = random.Random(SEED)
    lot.shuffle(told)
    began: dict[str, float] = {}
    for row in told[:wanted]:
        day = began.setdefault(row["event"], lot.random() * SPREAD) + lot.random() * EVENT
        row["published"] = (BEGINS + dt.timedelta(days=day)).isoformat()
    return told[:wanted]


if __name__ == "__main__":
    rows = many(Path(sys.argv[1]), int(sys.argv[2]))
    with Path(sys.argv[3]).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    print(len(rows))
