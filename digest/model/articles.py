"""Readable text, and the stories that it tells."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal

from msgspec import Struct

from digest.model.sources import Enclosure

BlockKind = Literal["paragraph", "heading", "boilerplate", "related"]
Origin = Literal["teaser", "content", "page", "seed"]


class Block(Struct, frozen=True):
    """A stretch of an article's text and what it is; only paragraphs are ever summarised."""

    kind: BlockKind
    start: int
    end: int


class Article(Struct, frozen=True, kw_only=True):
    """Readable text and where it came from. ``text`` is stored as it stands and never edited: offsets rest on it."""

    id: str  # ``Entry.article``
    source: str  # the source's key
    source_name: str  # what readers see
    entry_id: str
    url: str  # canonical; "" for a seed without one
    headline: str
    text: str  # blocks joined by blank lines; the evidence every printed sentence points into
    blocks: tuple[Block, ...]
    dek: str | None = None  # a line under the headline, verbatim from text
    byline: str | None = None
    published: datetime | None = None  # None stays unknown; nothing is resolved against a guess
    updated: datetime | None = None
    first_seen: datetime  # when the program first held it
    lang: str = "en"  # BCP 47 primary tag
    origin: Origin = "teaser"
    section: str | None = None
    tags: tuple[str, ...] = ()
    position: int | None = None  # place in its feed, 1 first
    related: tuple[str, ...] = ()  # headlines that its "Read also" lines name
    embargo_until: datetime | None = None
    expires: datetime | None = None
    image: str | None = None
    enclosure: Enclosure | None = None
    utc_offset: int | None = None  # minutes east of Greenwich where it was published; None where nobody says

    @property
    def published_there(self) -> datetime | None:
        """When it was published, by the clock of where it was: what its "today" and "Friday" are told from."""
        if self.published is None or not self.utc_offset:
            return self.published
        return self.published.astimezone(timezone(timedelta(minutes=self.utc_offset)))

    @property
    def key(self) -> str:
        """What makes it the same article for ever: its canonical URL, else its id. ``History.printed`` holds these."""
        return self.url or self.id


class Earlier(Struct, frozen=True):
    """Where a thread was printed before."""

    date: date  # the issue's
    number: int
    headline: str


class Link(Struct, frozen=True):
    """What ties an article to its story: the report of it that it is likeliest to tell one event with."""

    article: str  # its id
    to: str  # the other's id
    chance: float  # 0 to 1, that the two tell of one event, as the pair scorer has it
    mean: float  # of its chances with every other report of the story: what the threshold is held against
    terms: tuple[str, ...] = ()  # stems that both hold, the rarest first


class Story(Struct, frozen=True, kw_only=True):
    """The articles that tell of one event."""

    id: str  # 12 hex digits, from its lead article's id
    articles: tuple[Article, ...]  # the lead article first, then by how well they tell it
    copies: tuple[
        tuple[str, ...], ...
    ]  # a partition of its article ids into independent reports: copies stand together
    thread: str = ""  # the id of the thread it continues, else its own id
    earlier: tuple[Earlier, ...] = ()  # the issues that printed this thread before, oldest first
    day: int = 1  # the how-manieth issue this thread appears in
    links: tuple[Link, ...] = ()  # why each report stands in it, where it has several; copies stand by their text
    near: tuple[str, ...] = ()  # ids of articles of other stories that may well tell this event, not surely enough

    @property
    def lead(self) -> Article:
        """The article that gives the story its headline."""
        return self.articles[0]
