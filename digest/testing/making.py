"""Articles and stories from a few words."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from digest.model import Article, Block, Story


def article(
    headline: str,
    text: str = "",
    *,
    id: str | None = None,
    source: str = "Gazette",
    at: str = "2026-03-02T05:00:00Z",
    published: bool = True,
    **fields: Any,
) -> Article:
    """An article of one source, its paragraphs parted by blank lines; first seen, and published, at ``at``."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    blocks, place = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph:
            blocks.append(Block("paragraph", place, place + len(paragraph)))
        place += len(paragraph) + 2
    id = id or hashlib.sha256(f"{source}\n{headline}".encode()).hexdigest()[:16]
    made: dict[str, Any] = {
        "source": source,
        "source_name": source,
        "entry_id": id,
        "url": f"https://{source.lower()}.example/{id}",
        "blocks": tuple(blocks),
        "first_seen": moment,
        "published": moment if published else None,
    }
    return Article(id=id, headline=headline, text=text, **{**made, **fields})


def story(*articles: Article, **fields: Any) -> Story:
    """A story of these articles, the first its lead, each an independent report."""
    made: dict[str, Any] = {"id": articles[0].id[:12], "copies": tuple((a.id,) for a in articles)}
    return Story(articles=articles, **{**made, **fields})
