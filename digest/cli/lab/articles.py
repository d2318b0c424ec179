"""Articles out of lab rows: the row's own text, untouched, so that offsets point into it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from digest.cli.lab.fields import BadRowError, Row, lang_of, published_of
from digest.model import Article, Block

# Texts without a date are all as old as each other.
UNSEEN = datetime(1970, 1, 1, tzinfo=UTC)


def as_article(row: Row, id: str, *, empty: bool = False) -> Article:
    """The article that a row tells of. Raises ``BadRowError`` where a field is of the wrong kind.

    ``empty``: it may be without title and text, as one of several.
    """
    from digest.urls import canonical

    text, title = row.get("text") or "", row.get("title") or ""
    for name, value in (("text", text), ("title", title)):
        if not isinstance(value, str):
            raise BadRowError(f"{name!r} must be a string")
    if not (text or title or empty):
        raise BadRowError("neither a title nor a text")
    position = row.get("position")
    published = published_of(row)
    if isinstance(published, date) and not isinstance(published, datetime):
        published = datetime.combine(published, time(), UTC)
    if published is not None:
        published = published.astimezone(UTC)
    source = str(row.get("source") or "")
    return Article(
        id=id,
        source=source,
        source_name=source,
        entry_id=id,
        url=canonical(str(row.get("url") or "")),
        headline=title,
        text=text,
        blocks=_blocks(text),
        published=published,
        first_seen=published or UNSEEN,
        lang=lang_of(row, f"{title}\n{text}"[:2000]),
        position=position if isinstance(position, int) else None,
    )


def _blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs: blank lines part them, and single line ends too where lines end as sentences do."""
    lines = [line for line in text.split("\n") if line.strip()]
    ended = sum(line.rstrip()[-1] in '.!?…"”’)' for line in lines)
    pattern = r"[^\n]+" if lines and ended >= 0.8 * len(lines) else r"(?:[^\n]|\n(?!\s*\n))+"
    blocks = []
    for match in re.finditer(pattern, text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if start < end:
            blocks.append(Block("paragraph", start, end))
    return tuple(blocks)
