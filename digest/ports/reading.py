"""What is asked of the world: requests, bytes, entries, text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from digest.model import Article, Entry, Fetched, FetchRequest, Issue, Source


class Fetcher(Protocol):
    """Asks servers and the disk."""

    def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """One ``Fetched`` a request, as each comes; never raises for one that fails."""
        ...


class Pictures(Protocol):
    """Holds the picture of each issue's lead story."""

    def held(self, issue: Issue) -> bytes:
        """Its bytes; b"" where none are held."""
        ...

    def keep(self, issue: Issue, body: bytes) -> None:
        """Hold it from now on."""
        ...


class Locator(Protocol):
    """Knows where a source's bytes lie."""

    def locate(self, source: Source) -> tuple[FetchRequest, ...]:
        """One request for a feed, one for each seed file its glob names, in name order."""
        ...


class SourceParser(Protocol):
    """Reads what a source served."""

    def parse(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """Its entries in feed order. Raises ``FeedError`` where the bytes hold no feed."""
        ...

    def taken(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """What it says of entries that it took back: their ids, and when (``Entry.withdrawn``)."""
        ...


class Extractor(Protocol):
    """Finds the article in a web page."""

    def extract(
        self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime, content_type: str = ""
    ) -> Article | None:
        """The article, or None where the page holds none. ``content_type`` is the header's own text."""
        ...
