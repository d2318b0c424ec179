"""Which parser reads a feed, for those who ask what a source would give."""

from __future__ import annotations

from digest.html import decode
from digest.model import Fetched, Source
from digest.sources import fast
from digest.sources.repairing import repaired


def reader(source: Source, fetched: Fetched) -> str:
    """The name of the parser that ``FeedParser`` takes the entries of these bytes from."""
    text = decode(fetched.body, fetched.content_type)
    if text.lstrip()[:1] in ("{", "["):
        return "JSON Feed"
    document = repaired(text)
    if source.parser == "auto" and fast.can_read(document):
        try:
            if fast.read(document).entries:
                return "fastfeedparser"
        except Exception:  # noqa: BLE001, S110 - as in FeedParser: hostile bytes can bring anything out of a parser
            pass
    return "feedparser"
