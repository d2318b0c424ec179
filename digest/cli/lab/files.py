"""The stages that read files: feeds to entries, seeds to articles."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.errors import DataError
from digest.model import Fetched, FetchRequest, Source

UNSEEN = datetime(1970, 1, 1, tzinfo=UTC)


def _fetched(path: Path) -> Fetched:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", where=str(path)) from error
    return Fetched(request=FetchRequest(key=str(path), url=str(path)), state="read", url=str(path), body=body)


def _print(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _stamp(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def entries(files: Sequence[Path]) -> int:
    """Print a row an entry. Returns how many files yielded none."""
    from digest.sources import FeedParser

    parser = FeedParser()
    faults = 0
    for path in files:
        source = Source(key=str(path), name=path.name, url=str(path))
        try:
            found = parser.parse(source, _fetched(path))
            if not found:
                raise DataError("a feed without entries", where=str(path))
        except DataError as error:
            faults += 1
            print(f"digest: {error}", file=sys.stderr)
            continue
        for entry in found:
            _print(
                {
                    "file": str(path),
                    "id": entry.id,
                    "url": entry.url,
                    "title": entry.title,
                    "summary": entry.summary,
                    "published": _stamp(entry.published),
                    "updated": _stamp(entry.updated),
                    "authors": list(entry.authors),
                    "tags": list(entry.tags),
                }
            )
    return faults


def article(files: Sequence[Path]) -> int:
    """Print a row a seed file. Returns how many could not be read."""
    from digest.articles import lede, make
    from digest.sources import seeds

    faults = 0
    for path in files:
        source = Source(key=str(path), name=path.name, url=str(path), kind="seeds")
        try:
            entry = seeds.parse(source, str(path), _fetched(path).body)
        except DataError as error:
            faults += 1
            print(f"digest: {error}", file=sys.stderr)
            continue
        made = make(entry, source=source, first_seen=UNSEEN)
        blocks = {
            kind: [made.text[b.start : b.end] for b in made.blocks if b.kind in kinds]
            for kind, kinds in (
                ("paragraphs", ("paragraph",)),
                ("headings", ("heading",)),
                ("boilerplate", ("boilerplate", "related")),
            )
        }
        _print(
            {
                "file": str(path),
                "headline": made.headline,
                "dek": made.dek,
                "lede": lede(made),
                **blocks,
                "related": list(made.related),
                "published": _stamp(made.published),
                "lang": made.lang,
            }
        )
    return faults


STAGES: dict[str, Callable[[Sequence[Path]], int]] = {"entries": entries, "article": article}
