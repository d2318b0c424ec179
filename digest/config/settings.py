"""What feeds.yml says, read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class WatchSettings:
    """Who hears how runs go. Every path is absolute; what a ping's URL holds is never printed."""

    report: str | None = None  # a file beside .digest/run.json
    metrics: str | None = None  # a file for Prometheus
    start: str | None = field(default=None, repr=False)  # URLs that are asked for when a run begins,
    success: str | None = field(default=None, repr=False)  # has done its work,
    failure: str | None = field(default=None, repr=False)  # or failed
    tell: str | None = None  # the operator's mail address
    tell_after: int = 3  # days that a source fails before they are mailed of it
    collector: str | None = field(default=None, repr=False)  # where spans are posted to; it may hold a password
    missing: tuple[str, ...] = ()  # in words, each ping that cannot be sent, and why no spans can

    def ping(self, moment: str) -> str | None:
        """The URL for "start", "success" or "failure"."""
        found: str | None = getattr(self, moment)
        return found


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
    watch: WatchSettings = WatchSettings()
    may_fail: int | float | None = None  # sources; a float is a share of them, None all but one
    keep_days: int | None = KEEP_DAYS  # how long what no issue cites is held; None: for ever
    missing_secrets: tuple[str, ...] = ()  # in words, each a secret that sending would need and that is not there
    missing_for_mailbox: tuple[str, ...] = ()  # and each that reading the mailbox would need

    @property
    def schedule(self) -> tuple[int, ...]:
        """The days of the week that have an issue, 0 for Monday."""
        return self.rules.schedule
