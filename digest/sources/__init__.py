"""Bytes → entries: feeds, JSON Feed, seed files, OPML. No I/O: the caller brings the bytes."""

from digest.sources.feeds import FeedParser

__all__ = ["FeedParser"]
