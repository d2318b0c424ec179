"""Feeds: bytes → entries, through the fastest parser that reads them rightly."""

from __future__ import annotations

from digest.errors import FeedError
from digest.html import decode
from digest.model import Entry, Fetched, Source
from digest.sources import fast, jsonfeed, reference
from digest.sources.entries import entries
from digest.sources.looks import is_page, looks_like
from digest.sources.raw import RawFeed
from digest.sources.recordings import with_recordings
from digest.sources.repairing import Document, as_it_is, repaired
from digest.sources.tombstones import taken

# Who may have read a feed.
FAST, REFERENCE, JSON_FEED = "fastfeedparser", "feedparser", "JSON Feed"


class FeedParser:
    """Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed; answers ``ports.SourceParser``.

    fastfeedparser first; feedparser, the reference and thirty times slower, where that raises, finds nothing, or would
    lose something; always feedparser where the source says so.
    """

    def parse(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """Its entries in feed order; none where it is a feed without entries.

        Raises ``FeedError``, with what the bytes look like instead, where they hold no feed.
        """
        found, base, _ = self._read(source, fetched)
        return entries(found, source=source, url=_address(fetched), base=base)

    def taken(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """What the feed says of entries that it took back."""
        return taken(source, fetched)

    def reader(self, source: Source, fetched: Fetched) -> str:
        """The name of the parser that reads these bytes. Raises ``FeedError`` as ``parse`` does."""
        return self._read(source, fetched)[2]

    def _read(self, source: Source, fetched: Fetched) -> tuple[RawFeed, str, str]:
        """The feed, the base of its links, and who read it."""
        if source.parser == "auto" and (sound := self._sound(fetched)) is not None:
            return *sound, FAST
        text = decode(fetched.body, fetched.content_type)
        if text.lstrip()[:1] in ("{", "["):
            found, base, by = self._json(text), "", JSON_FEED
        else:
            document = repaired(text)
            found, by = self._xml(source, fetched.body, text, document)
            found, base = with_recordings(found, document.xml) if found else None, document.base
        if found is None:
            what, fix = looks_like(fetched.body, text, _address(fetched))
            raise FeedError(what, where=fetched.url or source.url, fix=fix)
        return found, base, by

    def _sound(self, fetched: Fetched) -> tuple[RawFeed, str] | None:
        """The feed and its base where nothing has to be repaired, as in most; None to go the longer way."""
        document = as_it_is(fetched.body, fetched.content_type)
        if document is None or not fast.can_read(document):
            return None
        try:
            found = fast.read_sound(document)
        except Exception:  # noqa: BLE001 - as below: the longer way decides
            return None
        return (with_recordings(found, document.xml), document.base) if found and found.entries else None

    def _json(self, text: str) -> RawFeed | None:
        try:
            return jsonfeed.read(text)
        except ValueError:
            return None

    def _xml(self, source: Source, body: bytes, text: str, document: Document) -> tuple[RawFeed | None, str]:
        if not document.root and (not text.strip() or is_page(text)):
            return None, REFERENCE
        found: RawFeed | None = None
        if source.parser == "auto" and fast.can_read(document):
            try:
                found = fast.read(document)
            except Exception:  # noqa: BLE001 - hostile bytes can bring anything out of a parser; the reference decides
                found = None
        if found is not None and found.entries:
            return found, FAST
        for xml in (document.xml, body):  # as repaired; as it came, should the repair have been wrong
            if not reference.can_read(xml):
                continue
            try:
                read, is_feed = reference.read(xml)
            except Exception:  # noqa: BLE001, S112 - as above: what the bytes look like is said in the end
                continue
            if read.entries:
                return read, REFERENCE
            if is_feed or document.root:
                found = found or read
        return found, REFERENCE


def _address(fetched: Fetched) -> str:
    return fetched.url if fetched.url.startswith(("http://", "https://")) else ""
