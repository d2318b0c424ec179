"""Little worlds for tests: a newsroom whose sources, archive, press and post office are all in memory.

    world = World(at="2026-03-02T06:00:00Z")
    gazette = world.source("Gazette", section="Home")
    gazette.entry("Harbour bridge closes", "The bridge closed on Monday after a crack was found.")
    gazette.fails("no such host")          # from now on
    issue = world.run()                    # fetch, edit, publish: the frozen issue, or None
    world.tomorrow()

The pipeline and every decision are the real ones; only the ports are played. It ships with the package so that whoever
writes a summarizer or a template can try it on a made-up day.
"""

from __future__ import annotations

from digest.testing.archive import MemoryArchive, MemoryCatalogue
from digest.testing.mail import MemoryLedger, MemoryLetters, MemorySubscribers, PostOffice
from digest.testing.making import article, story
from digest.testing.running import MemoryLock, Unwatched
from digest.testing.worlds import Feed, Web, World

__all__ = [
    "Feed",
    "MemoryArchive",
    "MemoryCatalogue",
    "MemoryLedger",
    "MemoryLetters",
    "MemoryLock",
    "MemorySubscribers",
    "PostOffice",
    "Unwatched",
    "Web",
    "World",
    "article",
    "story",
]
