"""The frozen issue, and what earlier ones printed."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from msgspec import UNSET, Struct, UnsetType, field

from digest.model.articles import Earlier
from digest.model.errata import PrintedErratum
from digest.model.passages import Passage
from digest.model.sources import Enclosure, Entry, FetchState, SourceState

ISSUE_FORMAT = "digest-issue/1"
# What is said of seeds whose glob names no file: no failure, for a folder may wait for its first.
NO_FILES = "no file matches"
# What is said of articles that were held when feeds.yml named their source, and whose source it names no more.
NO_LONGER_READ = "its source is no longer read"
# What is said of sources that were not asked: they wished for it (Retry-After), or are gone for good.
_LEFT_ALONE = ("left alone", "gone for good")


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
    # Its entries that this issue considered, and that an earlier run had fetched; left out where there are none.
    earlier: int | UnsetType = UNSET

    @property
    def left_alone(self) -> bool:
        """Whether it was not asked."""
        return self.state == "unchanged" and (self.reason or "").startswith(_LEFT_ALONE)

    @property
    def read(self) -> bool:
        """Whether it answered this run, with anything new or without; or else what it gave an earlier one counts."""
        if self.state == "failed" or self.reason == NO_FILES:
            return False
        return bool(self.earlier) or not self.left_alone


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

    @property
    def no_longer_read(self) -> int:
        """Of the candidates those that were held of sources which feeds.yml names no more."""
        return self.dropped.get(NO_LONGER_READ, 0)


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
    corrections: tuple[PrintedErratum, ...] = ()  # of earlier issues, each told once
    quiet: bool = False  # whether it has fewer stories than its rules ask for; the last field (``codec.encode``)

    @property
    def stories(self) -> tuple[PrintedStory, ...]:
        """Every story in print order: the lead, the sections', the developing ones."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(story for section in self.sections for story in section.stories) + self.developing


class History(Struct, frozen=True, kw_only=True):
    """What earlier issues printed: what makes "no repeats" decidable."""

    issues: tuple[Issue, ...] = ()  # the recent ones, oldest first
    # Of the names that were asked for (``Memory.printed``) those of an article that was ever printed: its key (its
    # canonical URL, else its id), what all addresses of its page have in common (``urls.page``), or its id.
    printed: frozenset[str] = frozenset()
    number: int = 0  # the highest issue number given so far
