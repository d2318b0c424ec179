"""Print the articles that a publication of ours holds, a JSON object with "text" a line.

python held.py FEEDS.YML

Run by the Python that has digest; the peers are given what it prints.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from digest.config import load
from digest.wiring import Newsroom

with Newsroom(load(Path(sys.argv[1]), os.environ)) as room:
    for article in room.archive.articles(seen_after=None, published_after=datetime(1970, 1, 1, tzinfo=UTC)):
        print(json.dumps({"text": f"{article.headline}.\n{article.text}"}))
