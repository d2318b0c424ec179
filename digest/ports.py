"""What the pipeline asks of the outside, as Protocols. ``wiring`` alone knows who answers.

A port is owned by its consumer: it holds the verbs the pipeline and the commands use, and no more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from digest.model import (
    Approval,
    Article,
    Bounce,
    Budget,
    Contents,
    Correction,
    CorrectionKind,
    Delivery,
    DeliveryState,
    Edition,
    Entry,
    Erratum,
    Evidence,
    Fetched,
    FetchRequest,
    Follow,
    Given,
    Held,
    History,
    Inputs,
    Issue,
    Lengths,
    Letter,
    LetterKind,
    Message,
    Shelf,
    SiteFile,
    Source,
    SourceReport,
    SourceState,
    Subscriber,
    SubscriberState,
    Summary,
    Suppression,
)

Fact = str | int | float | bool | None  # what may be said of a span


class Fetcher(Protocol):
    """Asks servers and the disk."""

    def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """One ``Fetched`` a request, as each comes; never raises for one that fails."""
        ...


class Pictures(Protocol):
    """Holds the picture of each issue's lead story."""

    def held(self, issue: Issue) -> bytes:
        """Its bytes; b"" where none are held."""
        ...

    def keep(self, issue: Issue, body: bytes) -> None:
        """Hold it from now on."""
        ...


class Locator(Protocol):
    """Knows where a source's bytes lie."""

    def locate(self, source: Source) -> tuple[FetchRequest, ...]:
        """One request for a feed, one for each seed file its glob names, in name order."""
        ...


class SourceParser(Protocol):
    """Reads what a source served."""

    def parse(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """Its entries in feed order. Raises ``FeedError`` where the bytes hold no feed."""
        ...

    def taken(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """What it says of entries that it took back: their ids, and when (``Entry.withdrawn``)."""
        ...


class Extractor(Protocol):
    """Finds the article in a web page."""

    def extract(
        self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime, content_type: str = ""
    ) -> Article | None:
        """The article, or None where the page holds none. ``content_type`` is the header's own text."""
        ...


class Summarizer(Protocol):
    """Chooses sentences."""

    name: str

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences, or as many as it takes to reach ``words`` words."""
        ...


class Memory(Protocol):
    """What of the archive decides an issue: only asked, and each answer is one of the issue's ``Inputs``."""

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """Entries first seen or published after ``seen_after`` (None: any time); undated ones included.

        Of dated ones only those published after ``published_after`` or first seen after ``seen_after``. Ordered by
        article id.
        """
        ...

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """The entries of these sources that were first seen last, at most ``each`` of one. Ordered by source."""
        ...

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """The entries whose article key (canonical URL, else article id) is among these. Ordered by article id."""
        ...

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Of these articles those that are held as such: read from their own pages, or cited by an issue."""
        ...

    def history(self, *, before: datetime, issues: int) -> History:
        """The newest ``issues`` issues whose ``as_of`` is earlier, and all that these and older ones printed."""
        ...

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction an editor made, oldest first, undone ones too."""
        ...

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """Errata found by then that no issue has told and nobody withheld, in the order they were found."""
        ...


class Archive(Memory, Protocol):
    """The memory: what is known of sources, their entries, frozen issues and the evidence for their words."""

    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each source, by the key of its request."""
        ...

    def record(self, given: Sequence[Given], *, at: datetime, replay: bool = False) -> tuple[int, ...]:
        """Store what requests gave and what became of asking, in one transaction.

        Returns how many entries of each were new. An entry already held follows its source and keeps its
        ``first_seen``. Safe to repeat. ``replay``: ``at`` is another moment than now, and what was published after it
        is first seen when it was published.
        """
        ...

    def seen_by(self, now: datetime) -> None:
        """Say of no entry that it was first seen after ``now``: the clock was ahead when that was recorded."""
        ...

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source last gave."""
        ...

    def keep(self, article: Article) -> None:
        """Hold the article that was read from its own page, unless an issue has cited it."""
        ...

    def freeze(
        self,
        issue: Issue,
        body: bytes,
        articles: Sequence[Article],
        budget: Budget | None = None,
        inputs: Inputs | None = None,
    ) -> None:
        """Keep an issue for ever, and of ``articles`` those that it cites: the evidence for its words.

        ``budget`` and ``inputs``, what became of what it was made of, and that itself, are kept with it until 60 newer
        ones are. The same bytes again change nothing. Raises ``StorageError`` where its number or date is taken by
        other bytes.
        """
        ...

    def issue(self, date: date) -> Issue | None:
        """The issue of a day."""
        ...

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, oldest first."""
        ...

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day, byte for byte."""
        ...

    def proof(self, number: int) -> Evidence | None:
        """What is held of the issue of that number, byte for byte; what was tampered with is given as it is."""
        ...

    def sealed(self) -> tuple[int, ...]:
        """The number of every issue that was sealed, lowest first, whether or not it is still there."""
        ...

    def unpublished(self) -> tuple[date, ...]:
        """The days of the frozen issues after the last that was published, oldest first.

        Not of those that a program froze which kept no hashes of what it published.
        """
        ...

    def publish(
        self, hashes: Mapping[str, str], *, instead_of: Sequence[str], issue: int = 0, by: Mapping[str, str] = ...
    ) -> None:
        """Remember the SHA-256 of each file that was put in output/, by its path there.

        What was remembered of the paths ``instead_of``, and of what lies in folders of these names, is forgotten.
        ``by`` is what rendered the ``issue`` of that number (``Renderer.identity``).
        """
        ...

    def rendered(self, number: int) -> Mapping[str, str] | None:
        """What rendered an issue as it was last published; None where nothing is known of that."""
        ...

    def published(self) -> Mapping[str, str]:
        """Path below output/ -> SHA-256 of the file as it was last put there."""
        ...

    def budget(self, date: date) -> Budget | None:
        """What became of all that the issue of a day was made from, where that is still kept."""
        ...

    def inputs(self, number: int) -> Inputs | None:
        """What the issue of that number was made of, where that is still kept."""
        ...

    def past(self, number: int, *, before: datetime, issues: int) -> History:
        """``history`` as it was before the issue of that number was frozen."""
        ...

    def followed(self, *, since: datetime, until: datetime) -> tuple[Follow, ...]:
        """The articles of issues as of these moments whose sources say something else of them than when looked at last.

        An issue's articles are followed from when it is frozen. Ordered by issue and article.
        """
        ...

    def err(
        self, found: Sequence[tuple[Erratum, Article | None]], *, looked: Sequence[Follow] = ...
    ) -> tuple[Erratum, ...]:
        """Append errata under the next numbers, each with the article that proves its new words: for ever.

        In the same transaction it is remembered that these were ``looked`` at as they are now. Returns the errata.
        """
        ...

    def errata(self, issue: int | None = None) -> tuple[Erratum, ...]:
        """Every erratum of the issue of that number, or of all issues, in the order they were found."""
        ...

    def told(self) -> Mapping[int, int]:
        """Number of each erratum that an issue told -> that issue's number; ``freeze`` knows it by its corrections."""
        ...

    def revisions(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Of these ``Erratum.evidence`` the stored articles, byte for byte, unjudged."""
        ...

    def approvals(self, number: int) -> tuple[Approval, ...]:
        """Every approval of the issue of that number, oldest first, revoked ones too."""
        ...

    def approve(self, approval: Approval) -> None:
        """Keep an approval beside those before it."""
        ...

    def revoke(self, number: int, *, by: str, at: datetime) -> Approval | None:
        """Take back every approval of an issue that holds. Returns the latest of them; None where none held."""
        ...

    def correct(
        self, kind: CorrectionKind, *, articles: Sequence[str], others: Sequence[str] = (), about: str, at: datetime
    ) -> Correction:
        """Keep a correction under the next number. ``articles`` and ``others`` are article keys."""
        ...

    def undo(self, number: int, *, at: datetime) -> Correction:
        """Mark a correction undone. Raises ``UsageError`` where there is none of that number, or it is undone."""
        ...


class Catalogue(Protocol):
    """The tables of contents of the frozen issues: what keeps the five-hundredth as quick to publish as the fifth."""

    def missing(self, version: int) -> tuple[date, ...]:
        """The days of the issues of which there are no contents of this version, oldest first."""
        ...

    def keep(self, contents: Contents) -> None:
        """Hold an issue's contents in the place of those it had."""
        ...

    def contents(self, number: int) -> Contents | None:
        """What is held of an issue; None where nothing is."""
        ...

    def shelf(self, changed: date, lengths: Lengths) -> Shelf:
        """What the pages are made of that the issue of a day changes."""
        ...


class Ledger(Protocol):
    """What became of each message; every call is committed when it returns.

    An address is the same in whatever capitals. What iterates reads in pages, and sees what is written meanwhile.
    """

    def of(self, issue: int, recipients: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries to these addresses."""
        ...

    def every(self, issue: int, states: Sequence[DeliveryState] = ...) -> Iterator[Delivery]:
        """Each delivery of an issue that is in one of these states (all of them), in order of address."""
        ...

    def due(self, issue: int, *, at: datetime) -> Iterator[Delivery]:
        """Each pending and deferred one whose time has come, in order of address."""
        ...

    def next_due(self, issue: int, *, after: datetime) -> datetime | None:
        """When, later than ``after``, the time of a pending or deferred one comes; None where none is to come."""
        ...

    def counts(self, issue: int) -> Mapping[DeliveryState, int]:
        """State -> how many deliveries of an issue are in it."""
        ...

    def recent(self, since: datetime) -> Sequence[tuple[datetime, str]]:
        """(moment, recipient) of what a server was handed since then, oldest first: what limits count."""
        ...

    def changes(self, issue: int, recipient: str) -> Sequence[Delivery]:
        """Every state one message went through, oldest first."""
        ...

    def begin(self, issue: int, *, at: datetime) -> None:
        """An issue is to be mailed to everyone: until ``complete`` says that everyone was come to, the rest is owed."""
        ...

    def break_off(self, issue: int, person: str) -> None:
        """The mailing of an issue came no further than to this person (``messages.addresses.who``)."""
        ...

    def complete(self, issue: int, *, at: datetime) -> None:
        """Everyone was come to, or the rest is given up."""
        ...

    def incomplete(self) -> tuple[int, ...]:
        """The issues that were to be mailed to everyone, and were not, lowest first."""
        ...

    def turn(self, issue: int) -> str:
        """With whom the mailing of an issue begins: whom the latest that broke off came no further than to, or ""."""
        ...

    def write(self, changes: Sequence[Delivery]) -> None:
        """Record changes of state together; they have reached the disk when this returns."""
        ...


class Subscribers(Protocol):
    """Who is on the list, and who is mailed nothing; every call is committed when it returns.

    People are known by ``messages.addresses.who`` of their address.
    """

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are on the list, whatever their state."""
        ...

    def page(
        self, *, after: str = "", limit: int = 1000, state: SubscriberState | None = None
    ) -> tuple[tuple[str, Subscriber], ...]:
        """The next ``limit`` people after one, in the order of ``who``: a million are walked through in pages."""
        ...

    def put(self, subscribers: Sequence[Subscriber], *, what: str, at: datetime, note: str = "") -> None:
        """Keep each as it now is, with an event that says ``what`` happened ("added", "confirmed", "changed", …)."""
        ...

    def suppressed(self, people: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of these people who are mailed nothing, erased ones too."""
        ...

    def suppress(self, suppressions: Sequence[Suppression]) -> None:
        """Mail these nothing from now on. The first reason stands."""
        ...

    def lift(self, person: str, *, at: datetime, note: str = "") -> Suppression | None:
        """Take a suppression back, because the person asked for mail again. Returns it; None where there was none."""
        ...

    def bounced(self, bounce: Bounce) -> int:
        """Keep a bounce. Returns how many soft ones the person now has in a row, since mail was last accepted."""
        ...


class Letters(Protocol):
    """Mails to one person that are no issue; every call is committed when it returns."""

    def add(self, person: str, kind: LetterKind, *, at: datetime) -> Letter:
        """A letter to be sent. A welcome that was ever added is not added again: the one there is comes back."""
        ...

    def waiting(self, *, at: datetime) -> tuple[Letter, ...]:
        """Pending and deferred ones whose time has come, oldest first."""
        ...

    def write(self, letter: Letter) -> None:
        """Record a change of state; it has reached the disk when this returns."""
        ...

    def settle(self) -> int:
        """Those that a killed run left ``sending`` are in doubt, ``unknown``, from now on. Returns how many."""
        ...


class MailRead(Protocol):
    """Which mails of the mailbox were read."""

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of these keys whose mail was acted on."""
        ...

    def acting(self, keys: Sequence[str], what: str, *, at: datetime) -> AbstractContextManager[None]:
        """A block in which what is written to the list reaches the disk with the word that this mail was acted on."""
        ...


class Post(Protocol):
    """The mailbox that answers and returned mail come to."""

    def mails(self, known: Callable[[Sequence[str]], frozenset[str]]) -> Iterator[tuple[str, bytes]]:
        """The mails that are there, oldest first: each mail's key in the mailbox, and its bytes, or their beginning.

        Those whose keys are among ``known`` are passed over unread. Raises ``MailboxError``.
        """
        ...

    def handled(self, keys: Sequence[str]) -> None:
        """Mark these as read: nobody need look at them. Raises ``MailboxError``."""
        ...

    def close(self) -> None:
        """Let the mailbox go. Safe to repeat."""
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


class Publisher(Protocol):
    """Puts files where readers find them."""

    def publish(self, folder: str, editions: Sequence[Edition], files: Sequence[SiteFile]) -> None:
        """An issue's folder first, whole; then each file; a kill at any point leaves the last site whole."""
        ...

    def read(self, path: str) -> bytes | None:
        """The file of that path below output/; None where there is none."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is a file of that path."""
        ...

    def files(self, folder: str = "") -> Iterator[str]:
        """The path of every file below a folder of output/, or below output/ itself, in one order."""
        ...


class Transport(Protocol):
    """Hands messages to a mail server."""

    def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """What became of each message, in the order in which replies come.

        ``wanted`` is asked of a message that waited for its turn, just before it goes out: where it says no, it is
        dropped, and nothing is told of it.

        ``record`` returns when these changes, of several messages, have reached the disk. It is awaited before the last
        byte that could make a server take a message, and after each reply that counts; never two calls at once.
        """
        ...


class Span(Protocol):
    """Something that takes time, while it goes on."""

    def tell(self, facts: Mapping[str, Fact]) -> None:
        """Facts about it, None where there is none; the names are OpenTelemetry's, where it has one."""
        ...

    def happened(self, event: str, facts: Mapping[str, Fact]) -> None:
        """Something happened meanwhile."""
        ...

    def fail(self, reason: str) -> None:
        """It does not do what it was to do."""
        ...


class Spans(Protocol):
    """Hears what takes how long, for whoever follows runs from elsewhere. No address of a reader is told here."""

    def span(self, name: str, facts: Mapping[str, Fact], *, asks: bool = False) -> AbstractContextManager[Span]:
        """A span for a block, part of that around it; ``asks``: another machine is asked. What is raised fails it."""
        ...


class Lock(Protocol):
    """One run at a time."""

    def hold(self) -> AbstractContextManager[None]:
        """Hold the lock for a block. Raises ``LockedError`` at once where another run holds it."""
        ...


class Progress(Protocol):
    """Hears how far a run is."""

    def phase(self, name: str, total: int | None = None) -> None:
        """A phase begins; ``total`` steps where that is known."""
        ...

    def step(self, note: str = "") -> None:
        """One step of the phase is done."""
        ...

    def done(self) -> None:
        """The last phase is over."""
        ...


class Composer(Protocol):
    """Addresses an issue's mail edition."""

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        """The message for one subscriber, dated ``at`` (None: the issue's moment); but for that the same each time."""
        ...
