"""What feeds.yml says, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digest.model import Mail, Publication, Rules, Serving, Site, Source

LONGEST_WINDOW = 8760  # hours: a year
KEEP_DAYS = 400  # a year, and a month to look back at the same season


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How politely and how long to ask servers."""

    timeout: float = 20.0  # seconds for one request, from first to last byte
    concurrency: int = 16  # requests at once
    allow_private: bool = False  # whether feeds may live on this machine or a private network


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One publication. Every path in it is absolute."""

    path: Path  # of feeds.yml
    publication: Publication
    rules: Rules
    sources: tuple[Source, ...]
    site: Site
    mail: Mail | None = None  # None while nothing is mailed
    serve: Serving | None = None  # None while nobody is answered
    fetch: FetchSettings = FetchSettings()
    keep_days: int | None = KEEP_DAYS  # how long what no issue cites is held; None: for ever
    missing_secrets: tuple[str, ...] = ()  # in words, each a secret that sending would need and that is not there
    missing_for_mailbox: tuple[str, ...] = ()  # and each that reading the mailbox would need
