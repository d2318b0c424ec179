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

from digest.articles import make
from digest.config import load
from digest.wiring import Newsroom

with Newsroom(load(Path(sys.argv[1]), os.environ)) as room:
    sources = {source.key: source for source in room.config.sources}
    for held in room.archive.entries(seen_after=None, published_after=datetime(1970, 1, 1, tzinfo=UTC)):
        article = make(held.entry, source=sources[held.entry.source], first_seen=held.first_seen)
        print(json.dumps({"text": f"{article.headline}.\n{article.text}"}))
