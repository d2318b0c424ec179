"""Print for each row of standard input, a sentence with its day of publication, whether dateparser finds a day to come.

Without a day of publication, or where the peer raises, the answer is no.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

from dateparser.search import search_dates

for line in sys.stdin:
    row = json.loads(line)
    ahead = False
    if row["published"]:
        day = dt.datetime.fromisoformat(row["published"])
        try:
            found = search_dates(row["text"], languages=["en"], settings={"RELATIVE_BASE": day}) or []
        except Exception as error:  # noqa: BLE001  # whatever a peer raises is its answer
            print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
            found = []
        ahead = any(one.date() > day.date() for _, one in found)
    print(json.dumps(ahead))
