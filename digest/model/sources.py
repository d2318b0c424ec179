"""What is asked for, what came back, and what a source says exists."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from msgspec import Struct

SourceKind = Literal["feed", "seeds"]
FullText = Literal["auto", "always", "never"]


class Source(Struct, frozen=True, kw_only=True):
    """One line of feeds.yml: a feed, or the seed files that a glob names."""

    key: str  # its stable name in the database: the name given in feeds.yml, else its URL or path as written there
    name: str  # what readers see: the name given, else the host or the file's stem
    url: str  # http(s) URL; or an absolute path (feed file); or, for seeds, an absolute glob
    kind: SourceKind = "feed"
    section: str | None = None  # the section its stories go to, where feeds.yml says so
    weight: float = 1.0  # how much its voice counts in the ranking; 1 is ordinary
    lang: str | None = None  # BCP 47 primary tag that overrides detection
    full_text: FullText = "never"  # whether an article's own page is fetched: when only a teaser came, always, never
    parser: Literal["auto", "feedparser"] = "auto"  # which parser reads it
    include: tuple[str, ...] = ()  # an entry must hold one of these terms, where any are given
    exclude: tuple[str, ...] = ()  # an entry with one of these terms is dropped
    tags: tuple[str, ...] = ()  # put on each of its entries, for sections to take by
    published: datetime | None = None  # seeds only: when its undated files were published; None stays unknown
    paywall: bool = False  # its articles ask for money; their links say so
    timezone: str | None = None  # IANA name of where it is written, where its feed's times do not tell


class FetchRequest(Struct, frozen=True, kw_only=True):
    """What to ask a server for, with the validators of the copy we hold (RFC 9110 §13)."""

    key: str  # the source's key, or an article's id for a page
    url: str  # http(s) URL or absolute path
    etag: str | None = None
    last_modified: str | None = None  # the header's own text, sent back as it came
    written: bool = True  # a person wrote the URL; False: a feed did, and it may reach no file and no private address
    page: bool = False  # an article's own page: what its site's robots.txt asks of programs is heeded (RFC 9309)


FetchState = Literal["read", "unchanged", "failed"]


class Fetched(Struct, frozen=True, kw_only=True):
    """What came of one request. A failure is a value beside its siblings, never an exception."""

    request: FetchRequest
    state: FetchState
    url: str  # after redirects
    body: bytes = b""  # decompressed; empty unless read
    content_type: str = ""  # the header's own text
    etag: str | None = None
    last_modified: str | None = None
    reason: str | None = None  # failed: what happened, in words for the run report
    status: int | None = None  # HTTP status, where one came
    retry_after: int | None = None  # seconds that a 429 or 503 asks to be left alone (RFC 9110 §10.2.3)
    moved: str | None = None  # where permanent redirects alone (301, 308) led; None where any was not
    served: datetime | None = None  # when it came, by the server's clock; None where that is not known


class SourceState(Struct, frozen=True, kw_only=True):
    """What is remembered of a source from run to run, by the key of its request (each seed file has its own)."""

    key: str
    url: str  # as feeds.yml had it when this was learnt; what is known holds for this URL alone
    etag: str | None = None  # of the last answer that was read and understood
    last_modified: str | None = None
    body: str | None = None  # SHA-256 of that answer: what comes again under a new ETag is not read again
    reading: str = ""  # how feeds.yml had it read then; where that changes, the same bytes are read anew
    last_asked: datetime | None = None
    last_read: datetime | None = None  # when it last served a feed, and not "unchanged"
    last_success: datetime | None = None  # when it last answered with a feed or "unchanged"
    last_new: datetime | None = None  # when it last gave an entry that it had not given before
    given: str | None = None  # SHA-256 of its entries' ids when last read: what tells whether there was a new one
    newest: datetime | None = None  # publication time of its newest entry that is not of the future
    entries: int = 0  # in its feed when last read
    text: int | None = None  # characters, markup included, that its entries had beside their titles: their median
    rhythm: float | None = None  # seconds: the usual gap between two of its entries, None where unknown
    per_day: float | None = None  # entries a day, as its feed's own dates have it
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    reason: str | None = None  # of the last failure
    unchanged: int = 0  # answers in a row that said so
    not_before: datetime | None = None  # it asked to be left alone until then
    moved: str | None = None  # where permanent redirects lead
    moved_runs: int = 0  # runs in a row in which they led there
    gone: datetime | None = None  # when it answered 410
    told: tuple[str, ...] = ()  # kinds of notices that were given and still hold: each is said once
    replayed: bool = False  # learnt as of another moment than the clock's: for replays alone


NoticeKind = Literal["failing", "silent", "stale", "thin", "moved", "gone", "back"]


class Notice(Struct, frozen=True, kw_only=True):
    """Something about a source that its operator should know, said once."""

    source: str  # the name that readers see
    kind: NoticeKind
    text: str  # what is so, since when
    fix: str | None = None  # what to do


class Enclosure(Struct, frozen=True):
    """A recording that an entry carries: RSS 2.0 <enclosure>, Atom rel="enclosure", Media RSS."""

    url: str  # absolute http(s)
    kind: Literal["audio", "video"]
    seconds: int | None = None  # how long it runs, where the feed says


class Entry(Struct, frozen=True, kw_only=True):
    """What a source says exists: sanitised, not judged."""

    source: str  # the source's key
    id: str  # guid; else canonical URL; else a hash of title and date
    url: str  # canonical link, "" where there is none
    title: str  # plain text, entities resolved, tags gone
    summary: str = ""  # the teaser as sanitised HTML (a seed: "")
    content: str = ""  # the fullest body given: sanitised HTML, or plain text where content_kind says so
    content_kind: Literal["html", "text"] = "html"
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str | None = None  # as the feed says
    position: int | None = None  # place in its feed, 1 first
    section: str | None = None  # a seed's front matter may name one
    embargo_until: datetime | None = None  # not printed before
    expires: datetime | None = None  # not printed after
    image: str | None = None  # absolute http(s) URL of its picture, where it names one
    enclosure: Enclosure | None = None
    utc_offset: int | None = None  # minutes east of Greenwich that its publication time is stated in; None: none, or 0
    withdrawn: datetime | None = None  # when its feed took it back (RFC 6721); None: it did not

    @property
    def said(self) -> str:
        """What tells whether its source says something else of it than before: a hash of its words and dates."""
        parts = (self.url, self.title, self.summary, self.content, self.published, self.updated, self.withdrawn)
        return hashlib.sha256("\x00".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()

    @property
    def article(self) -> str:
        """The id of the article that comes of it, the same whenever and however its text is made.

        16 hex digits of the SHA-256 of source key and entry id.
        """
        return hashlib.sha256(f"{self.source}\x00{self.id}".encode("utf-8", "replace")).hexdigest()[:16]


class Held(Struct, frozen=True):
    """An entry as the archive holds it."""

    entry: Entry
    first_seen: datetime  # when the program first held it

    @property
    def key(self) -> str:
        """As of the article: its canonical URL, else its id."""
        return self.entry.url or self.entry.article
