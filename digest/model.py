"""The types that travel through the program, in the order of the journey.

    Source ─▶ Fetched ─▶ Entry ─▶ Article ─▶ Story ─▶ Issue ─▶ Edition ─▶ Message ─▶ Delivery

Every type is a frozen struct (msgspec's: what a dataclass is, made and copied at a tenth of the cost; a changed copy is
``msgspec.structs.replace``); sequences are tuples; every ``datetime`` is aware and in UTC, every ``date``
is a day in the publication's zone (or, inside an article, in the article's own). Offsets are Python string indexes into
``Article.text``, end exclusive. ``Issue`` and what hangs below it are also the JSON schema of the frozen file: a field
with a default may be added there, any other change is a change of format and raises ``ISSUE_FORMAT``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import ClassVar, Literal

from msgspec import Struct, field

ISSUE_FORMAT = "digest-issue/1"
CORRECTIONS_FORMAT = "digest-corrections/1"

# ------------------------------------------------------------------------------------------------ sources and fetching

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


# ------------------------------------------------------------------------------------------------ articles and stories

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


# ------------------------------------------------------------------------------------------------ what text says


class Passage(Struct, frozen=True):
    """A stretch of one article's text, verbatim: ``text == article.text[start:end]``."""

    text: str
    article: str  # the article's id
    start: int
    end: int


class Summary(Struct, frozen=True):
    """Passages that stand for a text, in the order to print them; never free text."""

    sentences: tuple[Passage, ...]
    method: str  # the name of the summarizer that chose them


class DateExpression(Struct, frozen=True):
    """A date found in a text. ``first`` to ``last`` are inclusive days; both None where vague or not resolvable."""

    start: int
    end: int
    first: date | None
    last: date | None
    vague: bool = False  # "in the coming months": kept, never resolved


class Quotation(Struct, frozen=True):
    """Direct speech. ``start`` to ``end`` is the quoted text without its outer marks."""

    start: int
    end: int
    speaker: str | None  # as the text names them, None where it does not
    sentence_start: int  # the sentences that hold it, attribution and all: what is printed
    sentence_end: int
    continues: bool = False  # goes on from the quotation before it and is never printed alone


class Figure(Struct, frozen=True):
    """A figure that counts something."""

    start: int  # hedge included: "over 46,000"
    end: int
    value: float
    unit: str  # what it counts, in the text's own words: "soldiers"; "" where it says nothing
    hedge: str | None = None  # "over", "approaching", "another"


class ForwardLook(Struct, frozen=True):
    """Whether a sentence looks ahead of its publication, and how surely."""

    forward: bool
    score: float  # 0 to 1
    dates: tuple[DateExpression, ...] = ()  # the future dates in it, offsets into the sentence


# ------------------------------------------------------------------------------------------------ the issue


class PrintedArticle(Struct, frozen=True, kw_only=True):
    """An article an issue cites: enough to credit it, link it, and prove the words."""

    id: str
    source: str  # the name that readers see
    url: str
    headline: str
    sha256: str  # of the UTF-8 of Article.text
    published: datetime | None = None
    byline: str | None = None
    lang: str = "en"
    enclosure: Enclosure | None = None  # a recording: its link is labelled, with how long it runs
    paywall: bool = False  # its link says that it asks for money

    @property
    def key(self) -> str:
        """As of the article itself: its canonical URL, else its id."""
        return self.url or self.id


class PrintedQuote(Struct, frozen=True, kw_only=True):
    """ "In their words": the sentences that carry the quotation, and who speaks."""

    passage: Passage  # the whole sentence or sentences, attribution included
    words: Passage  # the quoted text alone, without its outer marks
    speaker: str | None


class PrintedFigure(Struct, frozen=True, kw_only=True):
    """ "By the numbers": one figure and the sentence it stands in."""

    figure: Passage  # "over 46,000"
    unit: str  # "soldiers"; "" where the text says nothing
    value: float
    sentence: Passage


class Upcoming(Struct, frozen=True, kw_only=True):
    """ "What's next": a sentence that looks ahead, with its resolved days where it has any."""

    passage: Passage  # the sentence
    story: str  # the story's id
    first: date | None = None  # None: undated or vague
    last: date | None = None
    expression: Passage | None = None  # the words that name the date
    score: float = 0.0
    also: tuple[Passage, ...] = ()  # the same event in another source's words, a second citation
    event: str = (
        ""  # what names its event from issue to issue; "" in issues older than the name: ``name`` stands for it
    )
    revision: int = 0  # how often an issue since the first told of the event in other words, or of another day

    @property
    def name(self) -> str:
        """What names its event: 24 hex digits, from the words that named its date first."""
        words = self.expression or self.passage
        own = hashlib.sha256(f"{words.article} {words.start} {words.end}".encode()).hexdigest()[:24]
        return self.event or own


class Due(Struct, frozen=True, kw_only=True):
    """ "Due today": a dated item that an earlier issue printed, come back on its day."""

    item: Upcoming  # as that issue printed it, ``item.story`` being the story's id there
    day: date  # what it was for; earlier than the issue's where none was made on it
    flagged: Earlier  # the issue that printed it, and its story's headline there
    thread: str  # of that story
    ends: bool = False  # the day is the last of a span that began before
    story: str | None = None  # the id of the story of this issue that goes on with it


class Settled(Struct, frozen=True, kw_only=True):
    """ "Did it happen?": a dated item of an earlier issue, and what today's story says became of it."""

    due: Due
    answer: Passage
    story: str  # the id of the story of this issue whose words they are


class Difference(Struct, frozen=True, kw_only=True):
    """ "Where accounts differ": figures for the same thing that do not agree, each in its source's own words."""

    unit: str  # what they count, in the words of the first
    figures: tuple[PrintedFigure, ...]  # two or more, each of another source


class Related(Struct, frozen=True, kw_only=True):
    """ "Read also": a headline of this or an earlier issue, or one that a source itself points to."""

    headline: str
    url: str | None = None
    source: str | None = None
    thread: str | None = None  # of the story that it leads in this issue or an earlier one; None: another's page
    issue: Earlier | None = None  # the earlier issue that it leads a story of; None with a thread: this one


class PrintedStory(Struct, frozen=True, kw_only=True):
    """A story as an issue prints it. An empty part does not appear."""

    id: str
    thread: str
    headline: str  # its lead article's, verbatim
    article: str  # the lead article's id
    articles: tuple[str, ...]  # every article of the story, lead first
    outlets: tuple[str, ...]  # names of the sources that tell it, lead first, each once
    reports: int  # independent reports: copies of one text count once
    section: str
    rank: int  # 1 is the lead of the issue
    score: float
    terms: dict[str, float]  # every named term of the score
    dek: Passage | None = None
    what_happened: tuple[Passage, ...] = ()
    quotes: tuple[PrintedQuote, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    differences: tuple[Difference, ...] = ()
    background: tuple[Passage, ...] = ()
    whats_next: tuple[Upcoming, ...] = ()
    read_also: tuple[Related, ...] = ()
    day: int = 1
    earlier: tuple[Earlier, ...] = ()  # issues that printed its thread before
    image: str | None = None


# A figure, a name, a day, a "not", the words of a quotation: another stands in its place. A sentence or headline: gone,
# or another. A note: the source says itself that it was wrong.
ChangeKind = Literal["figure", "name", "date", "negation", "quote", "gone", "headline", "note"]
# changed: its words did. withdrawn: its source took it back. lost: its page is no longer there. note: an editor's own
# words. revoked: an erratum is withheld.
ErratumKind = Literal["changed", "withdrawn", "lost", "note", "revoked"]


class Revised(Struct, frozen=True):
    """A stretch of what an article says since it changed, verbatim; of its headline where ``start == end``."""

    text: str
    start: int  # in the text as it is now
    end: int


class Change(Struct, frozen=True, kw_only=True):
    """What is not as it was printed."""

    kind: ChangeKind
    printed: Passage | None = None  # as it was printed; None for a headline, a note
    now: Revised | None = None  # what stands there now; None where nothing does


class PrintedErratum(Struct, frozen=True, kw_only=True):
    """ "Corrections": what an earlier issue printed, and what its source says since."""

    number: int  # ``Erratum.number``
    kind: ErratumKind
    article: str  # the id of the article
    flagged: Earlier  # the issue that printed it, and the headline of its story there
    thread: str  # of that story
    at: datetime  # when it was seen
    changes: tuple[Change, ...] = ()
    evidence: str = ""  # ``Erratum.evidence``: what the words of ``changes`` are proved by
    note: str = ""  # an editor's own words


class IssueSection(Struct, frozen=True, kw_only=True):
    """A named run of stories."""

    name: str
    stories: tuple[PrintedStory, ...]


class SourceReport(Struct, frozen=True, kw_only=True):
    """What a source gave to one run."""

    source: str  # the name that readers see
    state: FetchState
    entries: int = 0  # in what it served
    new: int = 0  # of these, first seen now
    reason: str | None = None  # failed: why


class Given(Struct, frozen=True, kw_only=True):
    """What became of one request, and what is to be kept of it."""

    state: SourceState  # what is remembered from now on
    report: SourceReport
    entries: tuple[Entry, ...] = ()
    status: int | None = None  # HTTP, where one came


class Coverage(Struct, frozen=True, kw_only=True):
    """What went in and what became of it: ``candidates == printed + merged + sum(dropped.values())``."""

    sources: tuple[SourceReport, ...] = ()
    candidates: int = 0  # articles held against this issue
    printed: int = 0  # articles that lead a printed story
    merged: int = 0  # articles that stand behind another in a printed story
    dropped: dict[str, int] = field(default_factory=dict)  # reason -> articles


class Publication(Struct, frozen=True, kw_only=True):
    """Who publishes: the masthead and the legal lines."""

    title: str
    tagline: str = ""
    url: str | None = None  # where output/ is served, absolute, no trailing slash; None while it is not
    lang: str = "en"
    timezone: str = "UTC"  # IANA name
    postal_address: str | None = None
    reply_to: str | None = None
    subject: str = "{headline}"  # a format string: headline, date, number, title


class Issue(Struct, frozen=True, kw_only=True):
    """One dated, numbered, frozen set of sections of stories: what every edition renders from."""

    format: str
    number: int
    date: date  # the local day in the publication's zone
    as_of: datetime  # the moment it speaks from
    since: datetime | None  # the moment its window opened
    publication: Publication
    subject: str
    preheader: str
    lead: PrintedStory | None
    sections: tuple[IssueSection, ...]  # every other story
    developing: tuple[PrintedStory, ...]  # continuing threads: only what is new
    whats_next: tuple[Upcoming, ...]  # for the whole issue: dated first, in order, then undated
    articles: tuple[PrintedArticle, ...]  # every article cited
    coverage: Coverage
    due: tuple[Due, ...] = ()  # of earlier issues: what this day was named for, each event once
    settled: tuple[Settled, ...] = ()  # and what came of it, each once
    withdrawn: tuple[str, ...] = ()  # of earlier issues: the names of events that were put off or called off since
    corrections: tuple[PrintedErratum, ...] = ()  # of earlier issues, each told once; the last field (``codec.encode``)

    @property
    def stories(self) -> tuple[PrintedStory, ...]:
        """Every story in print order: the lead, the sections', the developing ones."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(story for section in self.sections for story in section.stories) + self.developing


class Exhibit(Struct, frozen=True, kw_only=True):
    """An article that a frozen issue cites, as the archive holds it."""

    id: str
    body: bytes | None  # the stored row; None: it is gone
    article: Article | None  # what the row holds; None where it cannot be read
    sha256: str | None  # of the row when the issue was frozen; None: an earlier program froze it, and kept none


class Evidence(Struct, frozen=True, kw_only=True):
    """What the archive holds of a frozen issue, byte for byte and unjudged."""

    number: int
    date: date
    as_of: datetime | None  # None where its row holds no moment
    body: bytes  # the frozen file
    sha256: str  # of the file when it was frozen
    articles: tuple[Exhibit, ...]  # by id
    seal: str | None  # ``codec.seal``, as kept when it was frozen; None: an earlier program froze it, and kept none
    previous: str | None  # the seal that it was chained to; "" where there was none
    before: str | None  # the seal that the sealed issue before it bears now; "" where there is none
    after: str | None  # the seal that the sealed issue behind it was chained to; None where there is none


class History(Struct, frozen=True, kw_only=True):
    """What earlier issues printed: what makes "no repeats" decidable."""

    issues: tuple[Issue, ...] = ()  # the recent ones, oldest first
    # Of every article ever printed: its key (its canonical URL, else its id), what all addresses of its page have in
    # common (``urls.page``), and its id.
    printed: frozenset[str] = frozenset()
    number: int = 0  # the highest issue number given so far


# ------------------------------------------------------------------------------------------------ the editor's hand

CorrectionKind = Literal["merge", "split", "never-merge", "pin", "kill"]


class Correction(Struct, frozen=True, kw_only=True):
    """What an editor decided about stories: it holds on every later run until it is undone.

    Sides are named by articles (``Article.key``), because the stories that hold them are told anew on every run.
    """

    number: int  # 1 up, in the order they were made; what `undo` names
    kind: CorrectionKind
    articles: tuple[str, ...]  # keys of the articles of the side named first
    others: tuple[str, ...] = ()  # of the other side: merge, split and never-merge
    about: str  # the headlines it was made of, for the list
    at: datetime
    undone: datetime | None = None


class Erratum(Struct, frozen=True, kw_only=True):
    """What a source changed or took back after an issue had printed it; "a correction" to users. Never changed itself.

    Not to be confused with ``Correction``, by which an editor ties stories together.
    """

    number: int  # 1 up, in the order they were found
    kind: ErratumKind
    issue: int  # the number of the issue that printed it
    article: str = ""  # the article's id; "" for what is revoked
    story: str = ""  # the id of its story in that issue
    at: datetime  # when it was seen
    changes: tuple[Change, ...] = ()
    evidence: str = ""  # SHA-256 of the article as it is now, as stored (``Archive.later``); "" where there is none
    note: str = ""  # the editor's own words, or why it is withheld
    by: str = ""  # who wrote them
    revokes: int | None = None  # the number of the erratum that is withheld


def standing(errata: Iterable[Erratum]) -> tuple[Erratum, ...]:
    """Those that nobody withheld, in the order they were found."""
    every = tuple(errata)
    revoked = {one.revokes for one in every}
    return tuple(one for one in every if one.kind != "revoked" and one.number not in revoked)


class Follow(Struct, frozen=True, kw_only=True):
    """A printed article whose source says something else of it than when it was looked at last."""

    issue: int  # the number of the issue that printed it
    day: date  # of that issue
    held: Held  # its entry as it is now
    etag: str | None = None  # of its page as it was read last
    last_modified: str | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """An article in the budget."""

    id: str
    source: str  # the name that readers see
    url: str
    headline: str

    @property
    def key(self) -> str:
        """As of the article itself: its canonical URL, else its id."""
        return self.url or self.id


class Candidate(Struct, frozen=True, kw_only=True):
    """A story that an issue could have printed: what it was worth, and what became of it."""

    story: str  # its id
    thread: str
    day: int
    headline: str
    articles: tuple[Listed, ...]  # lead first
    copies: tuple[tuple[str, ...], ...]  # as of the story
    links: tuple[Link, ...]
    score: float
    terms: dict[str, float]
    rank: int | None  # in the issue; None: left out
    section: str | None  # where it stands; None: left out, or among the developing
    verdict: str  # in words: why it is in, or why out
    near: tuple[str, ...] = ()  # as of the story


class Budget(Struct, frozen=True, kw_only=True):
    """Everything an issue was made from: every candidate, best first, and every article that was none."""

    date: date
    as_of: datetime
    candidates: tuple[Candidate, ...]
    dropped: dict[str, tuple[Listed, ...]]  # reason -> articles that no story could use


class Inputs(Struct, frozen=True, kw_only=True):
    """Everything that an issue was made of, as it was then: what it is made again from, whatever came later.

    What never changes is named, not copied: earlier issues, and the articles that they or the issue itself cite.
    """

    program: dict[str, str]  # ``program.identity``: what made it
    now: datetime
    replay: bool
    publication: Publication
    rules: Rules
    sources: tuple[Source, ...]  # without their addresses: they have no say, and may hold a secret
    reports: tuple[SourceReport, ...]
    number: int  # the highest issue number given before
    entries: tuple[Held, ...] = ()  # each that an answer has, by source
    # Question -> what the archive answered: ids of articles, numbers of issues.
    answers: dict[str, tuple[str, ...]] = {}
    articles: dict[str, Article | None] = {}  # id -> held as such; None: as an issue cites it
    pages: dict[str, Article | None] = {}  # id -> read from its own page then; None: as the issue cites it
    corrections: tuple[Correction, ...] = ()
    errata: tuple[Erratum, ...] = ()  # that no issue had told yet


# ------------------------------------------------------------------------------------------------ editions and delivery


class Edition(Struct, frozen=True, kw_only=True):
    """An issue rendered for one medium."""

    medium: Literal["email", "text", "page", "calendar", "issue", "picture", "card", "corrections"]
    path: str  # relative to the issue's folder: "email.html"
    body: bytes
    moved: tuple[str, ...] = ()  # headlines of the stories it leaves to the web page for want of room
    faults: tuple[str, ...] = ()  # what it has in plain text only: each headline or section, and what went wrong
    mark: str = ""  # of the places in it that are filled for each subscriber (``digest.personal``)
    web: str = ""  # the address of the page that says the same, "" where there is none


class SiteFile(Struct, frozen=True, kw_only=True):
    """A file of the static site; ``path`` is relative to output/, with forward slashes."""

    path: str
    body: bytes


DeliveryState = Literal["pending", "sending", "accepted", "deferred", "failed", "unknown"]
SubscriberState = Literal["pending", "active", "unsubscribed"]  # pending: asked for it, and has not confirmed yet
Rhythm = Literal["daily", "weekly"]


class Subscriber(Struct, frozen=True, kw_only=True):
    """Someone the issue is mailed to."""

    address: str  # canonical (``messages.addresses``)
    name: str = ""
    state: SubscriberState = "active"
    fields: Mapping[str, str] = {}  # whatever else the publisher knows, for templates: {"city": "Ankara"}
    without: tuple[str, ...] = ()  # names of sections that are left out of their mail
    language: str = ""  # BCP 47, of the mail's own words; "" for the publication's
    rhythm: Rhythm = "daily"
    timezone: str = ""  # IANA name; "" for the publication's
    hour: int | None = None  # of the day in that zone, from which on their mail may go out; None: as soon as it can
    origin: Literal["feeds", "file", "command", "import", "form", "mail"] = "feeds"  # how they came on the list
    joined: datetime | None = None  # when they came on the list; None where feeds.yml or a file alone names them
    confirmed: datetime | None = None  # when they said so themselves (double opt-in)


SuppressionReason = Literal["hard_bounce", "complaint", "unsubscribed", "manual"]


class Suppression(Struct, frozen=True, kw_only=True):
    """An address that is mailed nothing, whoever lists it again; it outlives the subscriber."""

    who: str  # ``messages.addresses.who`` of the address; of one that was erased only a keyed hash, "hash:…"
    reason: SuppressionReason
    at: datetime
    note: str = ""  # what the server or the person said, one line


# blocked: a policy that says something about us, not about the mailbox; it counts for nothing
BounceKind = Literal["hard", "soft", "blocked", "complaint"]


class Bounce(Struct, frozen=True, kw_only=True):
    """What a mail that came back says of a subscriber's mailbox."""

    who: str
    kind: BounceKind
    at: datetime
    issue: int | None = None  # whose mail it was, where that is known
    status: str = ""  # RFC 3463: "5.1.1"; "" where none was told
    note: str = ""  # the remote server's words, one line


LetterKind = Literal["confirm", "welcome", "data"]  # data: the way to what is known of its person


class Letter(Struct, frozen=True, kw_only=True):
    """A mail to one person that is no issue: to be sent once."""

    id: int
    who: str
    kind: LetterKind
    state: DeliveryState
    attempts: int = 0
    code: int | None = None
    reply: str = ""
    at: datetime | None = None  # of the last change
    next: datetime | None = None  # a deferred one is tried again from then on


class Message(Struct, frozen=True, kw_only=True):
    """An issue's mail edition addressed to one subscriber, as the bytes that go on the wire."""

    issue: int  # the issue's number
    recipient: str  # the address
    sender: str  # the envelope sender
    message_id: str  # deterministic per (issue, subscriber)
    body: bytes  # RFC 5322, CRLF line ends


class Delivery(Struct, frozen=True, kw_only=True):
    """What became of a message."""

    issue: int
    recipient: str
    state: DeliveryState
    code: int | None = None  # the server's reply, where one came
    reply: str = ""
    attempts: int = 0
    at: datetime | None = None  # of the last change
    first: datetime | None = None  # when it was first tried: a deferred one is given up some days later
    next: datetime | None = None  # a deferred one is tried again from then on


class Approval(Struct, frozen=True, kw_only=True):
    """Somebody's word that an issue may be mailed, for the bytes that they saw."""

    issue: int  # its number
    sha256: str  # of the issue and its editions (``digest.pipeline.approve``)
    by: str  # who
    at: datetime
    revoked: datetime | None = None
    revoked_by: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """Whether an issue, as it would be mailed now, is approved."""

    state: Literal["approved", "changed", "revoked", "none"]  # changed: other bytes of it are approved
    sha256: str  # of the issue and its editions as they are now
    approval: Approval | None = None  # the latest; None where there never was one


# ----------------------------------------------------------------------------------------------- rules a person sets


class SectionRule(Struct, frozen=True, kw_only=True):
    """A section of the issue and what it takes. A story goes to the first section that takes it."""

    name: str
    sources: tuple[str, ...] = ()  # keys or names
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    stories: int = 6  # the most it prints
    weight: float = 1.0  # how much its stories count in the ranking; 1 is ordinary


class Rules(Struct, frozen=True, kw_only=True):
    """What the editor decides by."""

    sections: tuple[SectionRule, ...] = ()
    window_hours: int = 72  # how far back an article may reach
    method: str = "learned"  # the summarizer's name
    sentences: int = 3  # for a story; the lead story gets one and a half times as many
    max_words_per_article: int = 120  # fair use: the most printed of one article; a seed, our own text, has no cap
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    schedule: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # the days of the week that have an issue, 0 for Monday
    catch_up: Literal["merge", "each", "skip"] = "merge"  # what becomes of days that should have had one and have none
    catch_up_days: int = 7  # how far back
    fewest_stories: int = 1  # an issue of fewer is not made
    quiet_day: Literal["skip", "short"] = "skip"  # "short": it is made, unless it has none at all


class _Secretive(Struct, frozen=True, kw_only=True):
    """A struct whose ``_secrets`` are never printed: not by ``repr``, not in a traceback that shows locals."""

    _secrets: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({', '.join(shown)})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [(name, getattr(self, name)) for name in self.__struct_fields__ if name not in self._secrets]


class SmtpServer(_Secretive, frozen=True, kw_only=True):
    """How to reach the mail server. ``password`` never leaves this object in print: its repr hides it."""

    _secrets = frozenset({"password"})

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = None
    timeout: float = 30.0  # seconds, for each reply
    ca_file: str | None = None  # PEM of a private authority; None takes the system's
    auth: Literal["auto", "plain", "login", "cram-md5", "xoauth2"] = "auto"  # auto: the best that both sides know
    token_command: str | None = None  # for xoauth2: a command that prints an access token


class Limits(Struct, frozen=True, kw_only=True):
    """How fast mail goes out; None is no limit. Counted over runs, from the ledger."""

    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int | None = None  # of the publication's zone; who is left waits for the next
    per_domain: int | None = None  # a minute, to one recipient domain
    connections: int = 4  # at once
    messages_per_connection: int = 500  # then a fresh one is made


class DkimKey(_Secretive, frozen=True, kw_only=True):
    """A key to sign mail with (RFC 6376, RFC 8463)."""

    _secrets = frozenset({"pem"})

    domain: str
    selector: str
    pem: str  # the private key, RSA or Ed25519


class Mailbox(_Secretive, frozen=True, kw_only=True):
    """Where answers and returned mail are read: an IMAP folder, or a Maildir on this machine."""

    _secrets = frozenset({"password"})

    maildir: str | None = None  # absolute path; None where it is read by IMAP
    host: str = ""
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    password: str | None = None
    folder: str = "INBOX"
    timeout: float = 30.0
    ca_file: str | None = None


class Mail(Struct, frozen=True, kw_only=True):
    """Who the mail is from and to."""

    sender: str  # RFC 5322 mailbox: "The Morning <news@example.org>"
    subscribers: tuple[Subscriber, ...]  # whom feeds.yml and its file name; the database knows of more
    server: SmtpServer
    unsubscribe: str | None = None  # mailto: or https: link for List-Unsubscribe
    require_approval: bool = False  # whether only an issue that somebody approved is mailed
    return_path: str | None = None  # the address that VERP makes envelope senders of; None: the sender's own, without
    list_id: str | None = None  # RFC 2919; None: made of the sender's address
    dkim: tuple[DkimKey, ...] = ()
    stale_after: int = 36  # hours after which an issue is not mailed without being asked for
    retry_days: int = 3  # how long a deferred message is tried
    wait: int = 15  # minutes that a run waits for those that the server put off
    limits: Limits = Limits()
    weekly: int = 6  # the weekday, 0 for Monday, whose issue rolls up the week
    welcome: bool = True  # whether a new subscriber gets a letter
    soft_bounces: int = 5  # soft bounces in a row that suppress
    hash_addresses: bool = False  # whether reports and logs name addresses by a hash alone
    mailbox: Mailbox | None = None


class Serving(Struct, frozen=True, kw_only=True):
    """Where ``digest serve`` answers subscribers."""

    url: str  # as readers reach it: absolute, https, no trailing slash
    host: str = "127.0.0.1"  # where it listens
    port: int = 8026
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")  # whose word about a client's address is taken


RunOutcome = Literal["", "success", "failure", "aside"]


class Run(Struct, frozen=True, kw_only=True):
    """One ``digest run``: what it did, how long that took, and what it said. No address of anybody stands in it."""

    number: int = 0  # 1 for the first that the database knows of
    id: str  # what every line of its log carries
    started: datetime
    ended: datetime | None = None  # None: it is at work, or was killed
    status: int | None = None  # what the process ended with
    outcome: RunOutcome = ""  # "aside": it left the work to another run
    version: str = ""  # of the program
    replay: bool = False  # whether it worked as of another day
    phase: str = ""  # the one it is in; where it was killed or failed, the one it was in then
    phases: dict[str, float] = field(default_factory=dict)  # name -> seconds, in order
    seconds: float = 0.0
    cpu: float = 0.0  # seconds, of the process and those it started
    peak_bytes: int = 0  # of memory
    issue: int | None = None  # the issue's number
    day: str = ""  # of that issue, ISO 8601
    subject: str = ""
    stories: int = 0
    made: bool = False  # whether the issue was made now
    missed: tuple[str, ...] = ()  # days before it, since the last, that should have had one, ISO 8601
    caught_up: tuple[str, ...] = ()  # those that got one now
    taken_up: tuple[str, ...] = ()  # days whose issue an earlier run made, and this one published
    sources: dict[str, int] = field(default_factory=dict)  # state -> sources
    entries: int = 0  # in all that was read
    new: int = 0  # of these, first seen now
    failed: tuple[SourceReport, ...] = ()
    considered: int = 0  # articles; the sum of those printed, merged and dropped
    fresh: int = 0  # of these, first seen in this run; the others waited since an earlier one
    printed: int = 0
    merged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)  # reason -> articles
    mail: dict[str, int] = field(default_factory=dict)  # state -> messages, of all issues that it mailed
    letters: dict[str, int] = field(default_factory=dict)  # state -> letters
    mailbox: dict[str, int] = field(default_factory=dict)  # kind -> mails read
    said: tuple[str, ...] = ()  # what went wrong or is worth knowing, in words
    told: tuple[str, ...] = ()  # the troubles that the operator was mailed of and that hold (pipeline.troubles)


class Theme(Struct, frozen=True, kw_only=True):
    """How mail and pages look, beside the accent colour."""

    headline_font: str = ""  # a CSS list of fonts; "" for the program's own
    text_font: str = ""
    logo: str = ""  # an https address, or the absolute path of a picture
    logo_alt: str = ""  # what it shows, in words; "" for the publication's title
    density: Literal["comfortable", "compact"] = "comfortable"
    lead_image: Literal["none", "remote", "attached"] = "none"  # where the mail has the lead story's picture


class Site(Struct, frozen=True, kw_only=True):
    """How the pages look and where they go."""

    output: str  # absolute path of output/
    templates: str | None = None  # absolute path of the user's own templates, which override file by file
    accent: str = "#9a3324"  # the one accent colour
    noindex: bool = False
    theme: Theme = Theme()
    catalogs: str | None = None  # absolute path of the user's own catalogs of words, which stand before the program's


# ----------------------------------------------------------------------------------------- the pages that span issues


class Cited(Struct, frozen=True, kw_only=True):
    """A printed sentence with its credit, ready to print."""

    text: str  # in one line
    source: str  # the name that readers see
    url: str = ""  # of its article; "" where that cannot be linked
    lang: str = ""  # BCP 47 primary tag, "" where it is the story's


class Told(Struct, frozen=True, kw_only=True):
    """A story as one issue told it."""

    issue: int
    date: date
    place: int  # in the issue: 0 first
    thread: str
    day: int  # the how-manieth issue its thread appears in
    anchor: str  # of the story in the issue's page
    headline: str
    section: str
    outlets: tuple[str, ...] = ()
    sentences: tuple[Cited, ...] = ()  # the first few of what happened
    lang: str = ""  # BCP 47 primary tag, "" where it is the publication's


class Announced(Struct, frozen=True, kw_only=True):
    """A dated item of "What's next" as one issue printed it."""

    name: str  # of its event: ``Upcoming.name``
    issue: int
    first: date
    last: date
    date: date  # the issue's
    at: datetime  # the issue's moment
    revision: int
    parts: tuple[str, str, str]  # its sentence before the words that name the date, those words, and after them
    headline: str  # of its story, "" where the issue prints no such story
    section: str
    anchor: str  # of that story in the issue's page, "" where there is none
    source: str  # "" where the issue does not cite it
    url: str  # of its article; "" where that cannot be linked
    lang: str = ""  # BCP 47 primary tag, "" where it is the publication's

    @property
    def sentence(self) -> str:
        """The sentence in one line."""
        return "".join(self.parts)


class Credit(Struct, frozen=True, kw_only=True):
    """How often an issue, or several, printed a source."""

    source: str  # the name that readers see
    stories: int  # that it tells
    site: str = ""  # where it is read: scheme and host of the newest of its articles; "" where that is unknown
    last: date | None = None  # the latest issue that printed it
    lately: int = 0  # stories of the newest issues (``Shelf.lately``)


class Head(Struct, frozen=True, kw_only=True):
    """An issue in a list of issues."""

    number: int
    date: date
    as_of: datetime
    subject: str


class Contents(Struct, frozen=True, kw_only=True):
    """An issue's table of contents: what the pages that span issues need of it."""

    version: int  # of what is taken from an issue: where that changes, contents are made anew
    head: Head
    stories: tuple[Told, ...]
    ahead: tuple[Announced, ...]  # each event once
    withdrawn: tuple[str, ...]  # names of events that were put off or called off
    credits: tuple[Credit, ...]  # by name


class Lengths(Struct, frozen=True, kw_only=True):
    """How much of the past the pages that span issues show."""

    latest: int = 10  # issues in the feeds: more than a week, and small enough to be asked for often
    recent: int = 31  # issues on the first page of back issues
    running: int = 24  # threads in the index of running stories
    stories: int = 24  # on the page of a section
    lately: int = 30  # issues over which it is counted how often a source was printed
    kept: timedelta = timedelta(days=28)  # what is past stays on the agenda so long


class Month(Struct, frozen=True):
    """A month in which issues came out."""

    first: date  # its first day
    issues: int


class Section(Struct, frozen=True):
    """A section that issues have had."""

    name: str
    stories: int
    last: date  # the latest issue that has it


class Shelf(Struct, frozen=True, kw_only=True):
    """What the pages that span issues are made of, as far as they are to be written now."""

    latest: tuple[Issue, ...]  # the newest, oldest first: what the home page and the feeds show
    recent: tuple[Head, ...]  # the newest heads, newest first
    months: tuple[Month, ...]  # every one, newest first
    years: tuple[tuple[Head, ...], ...]  # those of the years to be written, each newest first
    threads: tuple[tuple[Told, ...], ...]  # those to be written that go on, each oldest first
    running: tuple[Told, ...]  # the newest of each thread that went on lately, newest first
    begun: tuple[tuple[int, str, date], ...]  # (year since when, thread, its latest day): of the years to be written
    sections: tuple[Section, ...]  # every one, by name
    stories: tuple[tuple[Told, ...], ...]  # the newest of each section to be written, newest first
    sources: tuple[Credit, ...]  # every one, by name
    lately: int  # how many of the newest issues ``Credit.lately`` counts
    agenda: tuple[Announced, ...]  # by date: what is to come, and what is past a little while
    changed: date | None = None  # of the issue whose pages are to be written; None: all
    errata: tuple[Erratum, ...] = ()  # of the newest issues, all
    fed: bytes = b""  # the JSON feed as it was published last, of which entries are taken as they are; b"" for none
    fed_hash: str = ""  # SHA-256 of that feed when it was published


# Editions print this, and their mark, where the link to unsubscribe goes; addressing a message puts the subscriber's
# own link there (``digest.personal``). It holds no character that HTML escapes, and leads nowhere (RFC 2606 §2).
UNSUBSCRIBE_PLACEHOLDER = "https://unsubscribe.invalid/"
