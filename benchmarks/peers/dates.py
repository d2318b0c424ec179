"""Peers that find dates, over sentences as ``digest lab dates`` takes them.

python dates.py dateparser|recognizers < ROWS

A row a sentence, with ``dates`` of ``start``, ``end`` and ``days``: every [first, last] that the peer offers, since
recognizers leaves open whether the last or the next is meant. The last row says the milliseconds that all took.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

Found = Iterator[tuple[int, int, list[list[str]]]]


def dateparser() -> Callable[[str, dt.datetime], Found]:
    """Its ``search_dates``, told the language and the day."""
    from dateparser.search import search_dates

    def find(text: str, day: dt.datetime) -> Found:
        at = 0
        for words, moment in search_dates(text, languages=["en"], settings={"RELATIVE_BASE": day}) or ():
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                yield start, at, [[moment.date().isoformat()] * 2]

    return find


def recognizers() -> Callable[[str, dt.datetime], Found]:
    """Microsoft's recognizers; times of day alone and durations are left out, as they name no day."""
    from recognizers_date_time import Culture, DateTimeRecognizer

    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def find(text: str, day: dt.datetime) -> Found:
        for one in model.parse(text, day):
            kind = one.type_name.rpartition(".")[2]
            if kind in ("time", "timerange", "duration", "set"):
                continue
            days = []
            for value in (one.resolution or {}).get("values", ()):
                first, last = value.get("start", value.get("value")), value.get("end", value.get("value"))
                if first and last and first[:4].isdigit() and last[:4].isdigit():
                    final = dt.date.fromisoformat(last[:10]) - dt.timedelta(days="end" in value and kind == "daterange")
                    days.append([first[:10], final.isoformat()])
            yield one.start, one.end + 1, days

    return find


find = {"dateparser": dateparser, "recognizers": recognizers}[sys.argv[1]]()
asked: list[dict[str, Any]] = [json.loads(line) for line in sys.stdin]
list(find("It was on Monday.", dt.datetime.fromisoformat("2025-04-01")))  # what the first sentence loads is not counted
taken = 0.0
for row in asked:
    moment = dt.datetime.fromisoformat(row["published"])
    begun = time.perf_counter()
    try:
        found = list(find(row["text"], moment))
    except Exception as error:  # noqa: BLE001  # whatever a peer raises is its answer
        print(f"{row['id']}: {type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
        found = []
    taken += time.perf_counter() - begun
    print(json.dumps({"dates": [{"start": s, "end": e, "days": days} for s, e, days in found]}))
print(json.dumps({"ms": 1000 * taken}))
