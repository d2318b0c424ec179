"""Peers that answer as ``digest lab STAGE`` does, so that one scorer scores both.

python lab.py trafilatura|trafilatura+metadata lab extract < ROWS
python lab.py feedparser|fastfeedparser lab entries FILE…
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def extracted(metadata: bool) -> Iterator[dict[str, Any]]:
    """trafilatura as it comes, asked for the text alone or for what the page says of itself too."""
    from trafilatura import bare_extraction, extract

    for line in sys.stdin:
        row = json.loads(line)
        if metadata:
            found = bare_extraction(row["html"], url=row.get("url"), with_metadata=True)
            made = found.as_dict() if found else {}
            said = {"headline": "title", "byline": "author", "published": "date", "lang": "language", "image": "image"}
            yield {
                "id": row["id"],
                "text": made.get("text") or "",
                **{ours: made.get(its) for ours, its in said.items()},
            }
        else:
            yield {"id": row["id"], "text": extract(row["html"]) or ""}


def entries(peer: str, files: list[str]) -> Iterator[dict[str, Any]]:
    """The entries of feed files. A file that a peer raises on is named on standard error."""
    import fastfeedparser
    import feedparser

    parse = {"feedparser": feedparser.parse, "fastfeedparser": fastfeedparser.parse}[peer]
    for file in files:
        try:
            found = parse(Path(file).read_bytes()).entries
        except Exception as error:  # noqa: BLE001  # whatever a peer raises is its answer
            print(f"{file}: {type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
            continue
        for entry in found:
            yield {"file": file, "title": entry.get("title"), "url": entry.get("link")}


peer, _, stage, *files = sys.argv[1:]
answers = entries(peer, files) if stage == "entries" else extracted(metadata=peer.endswith("+metadata"))
for answer in answers:
    sys.stdout.write(json.dumps(answer) + "\n")
