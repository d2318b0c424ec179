"""What makes words, editions and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from digest.model import Article, Contents, Edition, Erratum, Issue, Message, Shelf, SiteFile, Subscriber, Summary


class Summarizer(Protocol):
    """Chooses sentences."""

    name: str

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences, or as many as it takes to reach ``words`` words."""
        ...


class Renderer(Protocol):
    """Makes editions and pages out of frozen issues."""

    def editions(self, issue: Issue, errata: Sequence[Erratum] = ()) -> tuple[Edition, ...]:
        """Every edition of an issue, for its own folder; ``errata`` of it are noted on its page, and there alone."""
        ...

    def mail(self, issue: Issue, *, first: date | None = None) -> tuple[Edition, ...]:
        """Its editions for mail alone; ``first`` is the day that a week's roll-up begins with."""
        ...

    def card(self, issue: Issue) -> Edition | None:
        """The picture that a shared link to the issue shows; None where there are none."""
        ...

    def contents(self, issue: Issue) -> Contents:
        """What the pages that span issues need of an issue."""
        ...

    @property
    def version(self) -> int:
        """Of what ``contents`` takes from an issue: contents of another version are to be made anew."""
        ...

    def phrases(self, lang: str) -> Sequence[str]:
        """The words that editions in that language may print beside an issue's own."""
        ...

    @property
    def identity(self) -> Mapping[str, str]:
        """Name -> version of what decides which bytes it makes of an issue: the program, templates, settings."""
        ...

    def pages(self, shelf: Shelf) -> tuple[SiteFile, ...]:
        """The files that span issues (home, back issues, threads, feeds, style), of which the shelf has the matter."""
        ...

    def site(self, issues: Sequence[Issue], errata: Sequence[Erratum] = ()) -> tuple[SiteFile, ...]:
        """Every file that spans these issues, oldest first, made anew of them and what was noted on them."""
        ...


class Composer(Protocol):
    """Addresses an issue's mail edition."""

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        """The message for one subscriber, dated ``at`` (None: the issue's moment); but for that the same each time."""
        ...
