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

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any, get_args
from xml.sax.saxutils import escape

import msgspec
from msgspec.structs import replace

from digest.codec import decode, seal, sha256
from digest.errors import LockedError, MailError, StorageError, UsageError
from digest.messages.addresses import who
from digest.model import (
    Approval,
    Article,
    Block,
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
    Exhibit,
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
    Mail,
    Message,
    Publication,
    Rules,
    Shelf,
    SmtpServer,
    Source,
    SourceReport,
    SourceState,
    Story,
    Subscriber,
    SubscriberState,
    Suppression,
    standing,
)
from digest.pipeline.edit import edit
from digest.pipeline.edited import EditReport
from digest.pipeline.fetch import FetchReport, fetch
from digest.pipeline.send import SendReport, send
from digest.pipeline.tailor import Tailor
from digest.pipeline.walking import EVERYONE, Order
from digest.ports import Summarizer
from digest.urls import page

_NOBODY: Mapping[str, str] = {}


@dataclass
class Feed:
    """One source of the world: say what it serves, or that it fails."""

    source: Source
    world: World
    entries: list[tuple[str, str, str, datetime | None]] = field(default_factory=list)  # title, body, link, published
    guids: dict[int, str] = field(default_factory=dict)  # by how many entries there were before
    failure: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)  # fields of ``Fetched`` beside the body or the reason

    def entry(
        self,
        title: str,
        body: str = "",
        *,
        hours_ago: float | None = 1,
        link: str | None = None,
        guid: str | None = None,
    ) -> str:
        """Serve an article from now on, ahead of the older ones. Returns its link; "" gives it none.

        Without ``hours_ago`` nobody says when it was published. Its guid is its link where none is given.
        """
        link = f"https://{self.source.key.lower()}.example/{len(self.entries) + 1}" if link is None else link
        if guid is not None:
            self.guids[len(self.entries)] = guid
        published = None if hours_ago is None else self.world.now - timedelta(hours=hours_ago)
        self.entries.insert(0, (title, body, link, published))
        return link

    def fails(self, reason: str | None, **answer: Any) -> None:
        """Fail from now on with these words, and these fields of ``Fetched``; None: serve again."""
        self.failure, self.answer = reason, answer

    def serve(self) -> bytes:
        """The feed as RSS 2.0."""
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
            f"<guid>{escape(self.guids.get(len(self.entries) - 1 - at, link))}</guid>"
            + (f"<pubDate>{format_datetime(published)}</pubDate>" if published is not None else "")
            + f"<description>{escape(_paragraphs(body))}</description></item>"
            for at, (title, body, link, published) in enumerate(self.entries)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{escape(self.source.name)}</title><link>https://{self.source.key.lower()}.example/</link><description/>{items}</channel></rss>"
        ).encode()


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n") if part)


class World:
    """A newsroom in memory; ``now`` moves only when told."""

    def __init__(
        self,
        *,
        at: str = "2026-03-02T06:00:00Z",
        rules: Rules | None = None,
        publication: Publication | None = None,
        summarizer: Summarizer | None = None,
    ) -> None:
        self.now = datetime.fromisoformat(at).astimezone(UTC)
        self.rules = rules or Rules()
        self.publication = publication or Publication(title="The Test")
        self.feeds: dict[str, Feed] = {}
        self.archive = MemoryArchive()
        self.catalogue = MemoryCatalogue(self.archive)
        self.ledger = MemoryLedger()
        self.subscribers = MemorySubscribers()
        self.lock = MemoryLock()
        self.post = PostOffice()
        self.web = Web(self)
        self._summarizer = summarizer

    # ---------------------------------------------------------------------------------------------- verbs

    def source(self, name: str, *, section: str | None = None, weight: float = 1.0) -> Feed:
        """A feed of this name."""
        key = name.replace(" ", "")
        source = Source(key=key, name=name, url=f"https://{key.lower()}.example/feed", section=section, weight=weight)
        self.feeds[key] = Feed(source, self)
        return self.feeds[key]

    def tomorrow(self) -> None:
        """Let a day go by."""
        self.now += timedelta(days=1)

    def fetch(self) -> FetchReport:
        """Ask every source."""
        from digest.sources import FeedParser

        return asyncio.run(
            fetch(
                self.sources,
                locator=self.web,
                fetcher=self.web,
                parser=FeedParser(),
                archive=self.archive,
                progress=Unwatched(),
                now=self.now,
            )
        )

    def edit(self, reports: Sequence[SourceReport] = (), *, as_of: datetime | None = None) -> EditReport:
        """Make the day's issue; ``as_of``: the one of a past moment, as ``--at`` does."""
        from digest.summarizers import get

        return asyncio.run(
            edit(
                self.sources,
                publication=self.publication,
                rules=self.rules,
                reports=reports,
                archive=self.archive,
                fetcher=self.web,
                extractor=self.web,
                summarizer=self._summarizer or get(self.rules.method),
                progress=Unwatched(),
                now=as_of or self.now,
                replay=as_of is not None,
            )
        )

    def run(self) -> Issue | None:
        """Fetch and edit: the day's issue, or None where there was nothing to print."""
        return self.edit(self.fetch().sources).issue

    def send(
        self,
        issue: Issue,
        *people: str | Subscriber,
        order: Order = EVERYONE,
        wait: int = 0,
        retry_days: int = 3,
        tailor: Tailor | None = None,
    ) -> SendReport:
        """Mail an issue to these, and to who is on the list; ``wait`` minutes for those who are put off."""
        mail = Mail(
            sender="The Test <test@example.org>",
            subscribers=tuple(Subscriber(address=each) if isinstance(each, str) else each for each in people),
            server=SmtpServer(host="localhost", port=25, security="none"),
            wait=wait,
            retry_days=retry_days,
        )
        return asyncio.run(
            send(
                issue,
                mail,
                order=order,
                editions=(),
                composer=self.post,
                transport=self.post,
                archive=self.archive,
                ledger=self.ledger,
                subscribers=self.subscribers,
                lock=self.lock,
                progress=Unwatched(),
                clock=lambda: self.now,
                sleep=self._sleep,
                tailor=tailor,
                hashed=lambda person: f"hash:{person}",
            )
        )

    async def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order they came."""
        return tuple(feed.source for feed in self.feeds.values())


class Web:
    """The world as the pipeline reaches it: ``ports.Locator``, ``ports.Fetcher`` and ``ports.Extractor``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.asked: list[FetchRequest] = []

    def locate(self, source: Source) -> tuple[FetchRequest, ...]:
        """The feed's URL."""
        return (FetchRequest(key=source.key, url=source.url),)

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """What each feed serves; anything else is not found."""
        for request in requests:
            self.asked.append(request)
            feed = self._world.feeds.get(request.key)
            if feed is None or feed.failure:
                reason = (feed.failure if feed else None) or "HTTP 404"
                answer = feed.answer if feed else {}
                yield Fetched(request=request, state="failed", url=request.url, reason=reason, **answer)
            else:
                answer = {"status": 200, "url": request.url, **feed.answer}
                yield Fetched(request=request, state="read", body=feed.serve(), **answer)

    def extract(
        self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime, content_type: str = ""
    ) -> Article | None:
        """The world has no pages."""
        return None


class MemoryArchive:
    """``ports.Archive`` in memory, with the rules that its docstrings state."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.evidence: dict[str, Article] = {}
        self.bodies: dict[date, tuple[int, bytes]] = {}
        self._states: dict[str, SourceState] = {}
        self._reports: dict[str, SourceReport] = {}
        self._cited: set[str] = set()
        self._budgets: dict[date, Budget] = {}
        self._inputs: dict[int, Inputs] = {}
        self._rendered: dict[int, dict[str, str]] = {}
        self._corrections: list[Correction] = []
        self._approvals: list[Approval] = []
        self._seals: dict[int, tuple[str, str]] = {}  # number -> the seal before, its own
        self._hashes: dict[date, tuple[str, dict[str, str]]] = {}  # of the file, of each article that it cites
        self._published: dict[str, str] = {}
        self._errata: list[Erratum] = []
        self._told: dict[int, int] = {}
        self._revisions: dict[str, bytes] = {}
        self._followed: dict[tuple[int, str], str] = {}  # (issue, article) -> what its source said of it

    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each source."""
        return dict(self._states)

    def record(self, given: Sequence[Given], *, at: datetime, replay: bool = False) -> tuple[int, ...]:
        """Keep entries, each first seen when it first came; on ``replay``, not before it was published."""
        return tuple(self._record(each, at, replay) for each in given)

    def _record(self, given: Given, at: datetime, replay: bool) -> int:
        new = 0
        for entry in given.entries:
            old = self.held.get(entry.article)
            if entry.withdrawn is not None:
                if old is not None:
                    self.held[entry.article] = Held(replace(old.entry, withdrawn=entry.withdrawn), old.first_seen)
                continue
            new += old is None
            seen = max(at, entry.published) if replay and entry.published else at
            self.held[entry.article] = Held(entry, old.first_seen if old else seen)
        self._states[given.state.key] = given.state
        self._reports[given.report.source] = replace(given.report, new=new)
        return new

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source last gave."""
        return tuple(self._reports.values())

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """Those first seen, or published, after the moments given."""
        return tuple(
            held
            for _, held in sorted(self.held.items())
            if seen_after is None
            or held.first_seen > seen_after
            or (held.entry.published is not None and held.entry.published > max(seen_after, published_after))
        )

    def seen_by(self, now: datetime) -> None:
        """Nothing was first seen later."""
        self.held = {id_: Held(each.entry, min(each.first_seen, now)) for id_, each in self.held.items()}

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """The newest of each source."""
        found: list[Held] = []
        for key in sorted(sources):
            own = [held for _, held in sorted(self.held.items()) if held.entry.source == key]
            found += sorted(own, key=lambda held: held.first_seen, reverse=True)[:each]
        return tuple(found)

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """Those of these article keys."""
        return tuple(held for _, held in sorted(self.held.items()) if held.key in keys)

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Those read from their own pages or cited."""
        return {id_: self.evidence[id_] for id_ in ids if id_ in self.evidence}

    def keep(self, article: Article) -> None:
        """Hold an article, unless cited."""
        if article.id not in self._cited:
            self.evidence[article.id] = article

    def history(self, *, before: datetime, issues: int) -> History:
        """The issues as of earlier moments."""
        return self.past(
            max((number for number, _ in self.bodies.values()), default=0) + 1, before=before, issues=issues
        )

    def past(self, number: int, *, before: datetime, issues: int) -> History:
        """What ``history`` was before that issue."""
        made = [decode(body) for _, (held, body) in sorted(self.bodies.items()) if held < number]
        earlier = [issue for issue in made if issue.as_of < before]
        printed = frozenset(key for i in earlier for a in i.articles for key in (a.key, page(a.url), a.id) if key)
        highest = max((issue.number for issue in made), default=0)
        return History(issues=tuple(earlier[-issues:]), printed=printed, number=highest)

    def freeze(
        self,
        issue: Issue,
        body: bytes,
        articles: Sequence[Article],
        budget: Budget | None = None,
        inputs: Inputs | None = None,
    ) -> None:
        """Keep an issue for ever, and the articles it cites."""
        if issue.date in self.bodies and self.bodies[issue.date][1] != body:
            raise StorageError("the day has an issue already", where=issue.date.isoformat())
        fresh = issue.date not in self.bodies
        if fresh and budget is not None:
            self._budgets[issue.date] = budget
        if fresh and inputs is not None:
            self._inputs[issue.number] = inputs
        self.bodies[issue.date] = (issue.number, body)
        for article in articles:
            self.keep(article)
        cited = {article.id for article in issue.articles}
        self._cited |= cited
        if fresh:
            self._followed |= {(issue.number, id_): self.held[id_].entry.said for id_ in cited if id_ in self.held}
            self._told |= {one.number: issue.number for one in issue.corrections}
            held = sorted(cited & self.evidence.keys())
            hashes = {id_: sha256(msgspec.json.encode(self.evidence[id_])) for id_ in held}
            self._hashes[issue.date] = sha256(body), hashes
            previous = self._seal_before(issue.number)
            made = seal(previous, issue.number, issue.date, sha256(body), hashes.items())
            self._seals[issue.number] = previous, made

    def issue(self, date: date) -> Issue | None:
        """The issue of a day."""
        return decode(self.bodies[date][1]) if date in self.bodies else None

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of each, oldest first."""
        return tuple((number, day) for day, (number, _) in sorted(self.bodies.items()))

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day."""
        return self.bodies[date][1] if date in self.bodies else None

    def _seal_before(self, number: int) -> str:
        return next((own for at, (_, own) in sorted(self._seals.items(), reverse=True) if at < number), "")

    def proof(self, number: int) -> Evidence | None:
        """What is held of an issue."""
        day = next((day for day, (held, _) in self.bodies.items() if held == number), None)
        if day is None:
            return None
        known, hashes = self._hashes[day]
        previous, own = self._seals[number]
        return Evidence(
            number=number,
            date=day,
            as_of=decode(self.bodies[day][1]).as_of,
            body=self.bodies[day][1],
            sha256=known,
            articles=tuple(
                Exhibit(id=id_, body=msgspec.json.encode(held) if held else None, article=held, sha256=kept)
                for id_, kept in hashes.items()
                for held in [self.evidence.get(id_)]
            ),
            seal=own,
            previous=previous,
            before=self._seal_before(number),
            after=next((before for at, (before, _) in sorted(self._seals.items()) if at > number), None),
        )

    def sealed(self) -> tuple[int, ...]:
        """The number of every issue that was sealed."""
        return tuple(sorted(self._seals))

    def unpublished(self) -> tuple[date, ...]:
        """The days of issues that wait to be published."""
        days = {number: day for day, (number, _) in self.bodies.items()}
        put = [number for number, day in days.items() if any(f"issues/{day}/" in path for path in self._published)]
        return tuple(days[number] for number in sorted(days) if number > max(put, default=0))

    def publish(
        self, hashes: Mapping[str, str], *, instead_of: Sequence[str], issue: int = 0, by: Mapping[str, str] = _NOBODY
    ) -> None:
        """Remember what was put in output/."""
        if by:
            self._rendered[issue] = dict(by)
        folders = tuple(f"{path}/" for path in instead_of)
        gone = {path for path in self._published if path in instead_of or path.startswith(folders)}
        self._published = {path: known for path, known in self._published.items() if path not in gone} | dict(hashes)

    def rendered(self, number: int) -> Mapping[str, str] | None:
        """What rendered an issue."""
        return self._rendered.get(number)

    def inputs(self, number: int) -> Inputs | None:
        """What an issue was made of."""
        return self._inputs.get(number)

    def published(self) -> Mapping[str, str]:
        """Path -> SHA-256."""
        return dict(self._published)

    def budget(self, date: date) -> Budget | None:
        """What became of all that the issue of a day was made from."""
        return self._budgets.get(date)

    def followed(self, *, since: datetime, until: datetime) -> tuple[Follow, ...]:
        """What sources say otherwise of printed articles."""
        made = {number: decode(body) for number, body in self.bodies.values()}
        return tuple(
            Follow(issue=number, day=made[number].date, held=self.held[id_])
            for (number, id_), said in sorted(self._followed.items())
            if since < made[number].as_of <= until and self.held[id_].entry.said != said
        )

    def err(
        self, found: Sequence[tuple[Erratum, Article | None]], *, looked: Sequence[Follow] = ()
    ) -> tuple[Erratum, ...]:
        """Append errata."""
        self._followed |= {(one.issue, one.held.entry.article): one.held.entry.said for one in looked}
        made = []
        for erratum, article in found:
            body = msgspec.json.encode(article) if article else b""
            evidence = sha256(body) if article else ""
            self._revisions |= {evidence: body} if article else {}
            made.append(replace(erratum, number=len(self._errata) + 1, evidence=evidence))
            self._errata.append(made[-1])
        return tuple(made)

    def errata(self, issue: int | None = None) -> tuple[Erratum, ...]:
        """Every erratum, oldest first."""
        return tuple(one for one in self._errata if issue in {None, one.issue})

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """Those that no issue told."""
        return standing(one for one in self._errata if one.at <= until and one.number not in self._told)

    def told(self) -> Mapping[int, int]:
        """Erratum -> issue."""
        return dict(self._told)

    def revisions(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """What proves errata."""
        return {each: self._revisions[each] for each in hashes if each in self._revisions}

    def approvals(self, number: int) -> tuple[Approval, ...]:
        """Every approval of an issue, oldest first."""
        return tuple(approval for approval in self._approvals if approval.issue == number)

    def approve(self, approval: Approval) -> None:
        """Append one."""
        self._approvals.append(approval)

    def revoke(self, number: int, *, by: str, at: datetime) -> Approval | None:
        """Take back those that hold."""
        held = [one for one in self._approvals if one.issue == number and one.revoked is None]
        taken = [replace(one, revoked=at, revoked_by=by) for one in held]
        self._approvals = [taken[held.index(one)] if one in held else one for one in self._approvals]
        return taken[-1] if taken else None

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction, oldest first."""
        return tuple(self._corrections)

    def correct(
        self, kind: CorrectionKind, *, articles: Sequence[str], others: Sequence[str] = (), about: str, at: datetime
    ) -> Correction:
        """Append one."""
        number = len(self._corrections) + 1
        made = Correction(number=number, kind=kind, articles=tuple(articles), others=tuple(others), about=about, at=at)
        self._corrections.append(made)
        return made

    def undo(self, number: int, *, at: datetime) -> Correction:
        """Mark one undone, once."""
        if not 0 < number <= len(self._corrections) or self._corrections[number - 1].undone is not None:
            raise UsageError(f"there is no correction {number} that holds")
        self._corrections[number - 1] = replace(self._corrections[number - 1], undone=at)
        return self._corrections[number - 1]


class MemoryCatalogue:
    """``ports.Catalogue`` in memory, of an archive's issues."""

    def __init__(self, archive: MemoryArchive) -> None:
        self._archive = archive
        self.held: dict[date, Contents] = {}

    def missing(self, version: int) -> tuple[date, ...]:
        """The days of issues without contents of this version."""
        days = (day for _, day in self._archive.issues())
        return tuple(day for day in days if day not in self.held or self.held[day].version != version)

    def keep(self, contents: Contents) -> None:
        """Hold an issue's contents."""
        self.held[contents.head.date] = contents

    def contents(self, number: int) -> Contents | None:
        """What is held of an issue."""
        return next((one for one in self.held.values() if one.head.number == number), None)

    def shelf(self, changed: date, lengths: Lengths) -> Shelf:
        """What the pages are made of that the issue of a day changes."""
        from digest.editions.shelving import gather

        days = sorted(self.held)
        latest = [issue for day in days[-lengths.latest :] if (issue := self._archive.issue(day))]
        errata = tuple(one for issue in latest for one in self._archive.errata(issue.number))
        return replace(gather([self.held[day] for day in days], latest, changed, lengths), errata=errata)


class MemoryLedger:
    """``ports.Ledger`` in memory; ``written`` keeps every change in order."""

    def __init__(self) -> None:
        self.written: list[Delivery] = []
        self.mailings: dict[int, tuple[bool, str]] = {}  # issue -> whether everyone was come to, and how far it came

    def begin(self, issue: int, *, at: datetime) -> None:
        """It is to be mailed to everyone."""
        self.mailings[issue] = (False, self.mailings.get(issue, (False, ""))[1])

    def break_off(self, issue: int, person: str) -> None:
        """It came no further than to this person."""
        self.mailings[issue] = (self.mailings[issue][0], person)

    def complete(self, issue: int, *, at: datetime) -> None:
        """Everyone was come to."""
        if issue in self.mailings:
            self.mailings[issue] = (True, self.mailings[issue][1])

    def incomplete(self) -> tuple[int, ...]:
        """Those of which not everyone was come to."""
        return tuple(issue for issue, (whole, _) in sorted(self.mailings.items()) if not whole)

    def turn(self, issue: int) -> str:
        """Whom the latest that broke off came no further than to."""
        found = [reached for each, (_, reached) in sorted(self.mailings.items()) if each <= issue and reached]
        return found[-1] if found else ""

    def of(self, issue: int, recipients: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries to these addresses."""
        wanted = {address.lower() for address in recipients}
        return tuple(each for each in self.every(issue) if each.recipient.lower() in wanted)

    def every(self, issue: int, states: Sequence[DeliveryState] = get_args(DeliveryState)) -> Iterator[Delivery]:
        """The last that was written of each."""
        held = {each.recipient.lower(): each for each in self.written if each.issue == issue}
        return iter([each for _, each in sorted(held.items()) if each.state in states])

    def due(self, issue: int, *, at: datetime) -> Iterator[Delivery]:
        """Each pending and deferred one whose time has come."""
        return (each for each in self.every(issue, ("deferred", "pending")) if each.next is None or each.next <= at)

    def next_due(self, issue: int, *, after: datetime) -> datetime | None:
        """When, later than ``after``, the time of one comes."""
        times = [each.next for each in self.every(issue, ("deferred", "pending")) if each.next is not None]
        return min((moment for moment in times if moment > after), default=None)

    def counts(self, issue: int) -> Mapping[DeliveryState, int]:
        """State -> how many are in it."""
        return Counter(each.state for each in self.every(issue))

    def recent(self, since: datetime) -> tuple[tuple[datetime, str], ...]:
        """What was handed over since then."""
        issues = sorted({each.issue for each in self.written})
        held = [each for issue in issues for each in self.every(issue, ("accepted", "unknown", "sending"))]
        return tuple(sorted((each.at, each.recipient) for each in held if each.at is not None and each.at >= since))

    def changes(self, issue: int, recipient: str) -> tuple[Delivery, ...]:
        """Every state one message went through."""
        return tuple(
            each for each in self.written if (each.issue, each.recipient.lower()) == (issue, recipient.lower())
        )

    def write(self, changes: Sequence[Delivery]) -> None:
        """Record changes."""
        self.written.extend(changes)


class MemoryLock:
    """``ports.Lock`` in memory; ``held`` by another where a test says so."""

    def __init__(self) -> None:
        self.held = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold it for a block."""
        if self.held:
            raise LockedError("another run is at work")
        self.held = True
        try:
            yield
        finally:
            self.held = False


class MemorySubscribers:
    """``ports.Subscribers`` in memory; ``events`` keeps what happened as (who, what, note), oldest first.

    A soft bounce in a row is one after the last that ``accepted`` was told of.
    """

    def __init__(self) -> None:
        self.held: dict[str, Subscriber] = {}
        self.suppressions: dict[str, Suppression] = {}
        self.bounces: list[Bounce] = []
        self.events: list[tuple[str, str, str]] = []

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are on the list."""
        return {person: self.held[person] for person in people if person in self.held}

    def page(
        self, *, after: str = "", limit: int = 1000, state: SubscriberState | None = None
    ) -> tuple[tuple[str, Subscriber], ...]:
        """The next ``limit`` people after one."""
        found = [(person, each) for person, each in sorted(self.held.items()) if state in (None, each.state)]
        return tuple((person, each) for person, each in found if person > after)[:limit]

    def put(self, subscribers: Sequence[Subscriber], *, what: str, at: datetime, note: str = "") -> None:
        """Keep each as it now is."""
        for each in subscribers:
            self.held[who(each.address)] = each
            self.events.append((who(each.address), what, note))

    def suppressed(self, people: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of these people who are mailed nothing."""
        return {person: self.suppressions[person] for person in people if person in self.suppressions}

    def suppress(self, suppressions: Sequence[Suppression]) -> None:
        """Mail these nothing; the first reason stands."""
        for each in suppressions:
            if each.who not in self.suppressions:
                self.suppressions[each.who] = each
                self.events.append((each.who, "suppressed", each.reason))

    def lift(self, person: str, *, at: datetime, note: str = "") -> Suppression | None:
        """Take a suppression back."""
        found = self.suppressions.pop(person, None)
        if found is not None:
            self.events.append((person, "lifted", note or found.reason))
        return found

    def bounced(self, bounce: Bounce) -> int:
        """Keep a bounce, and count the soft ones in a row."""
        self.bounces.append(bounce)
        return sum(each.who == bounce.who and each.kind == "soft" for each in self.bounces)

    def accepted(self, person: str) -> None:
        """Mail to this person arrived: soft bounces are counted from here."""
        self.bounces = [each for each in self.bounces if each.who != person or each.kind != "soft"]


class MemoryLetters:
    """``ports.Letters`` in memory."""

    def __init__(self) -> None:
        self.held: dict[int, Letter] = {}

    def add(self, person: str, kind: LetterKind, *, at: datetime) -> Letter:
        """A letter to be sent; a welcome once, another once it no longer waits."""
        for each in self.held.values():
            if (each.who, each.kind) == (person, kind) and (kind == "welcome" or each.state == "pending"):
                return each
        made = Letter(id=len(self.held) + 1, who=person, kind=kind, state="pending", at=at)
        self.held[made.id] = made
        return made

    def waiting(self, *, at: datetime) -> tuple[Letter, ...]:
        """Those whose time has come."""
        waits = (each for each in self.held.values() if each.state in ("pending", "deferred"))
        return tuple(each for each in waits if each.next is None or each.next <= at)

    def write(self, letter: Letter) -> None:
        """Record a change."""
        self.held[letter.id] = letter

    def settle(self) -> int:
        """Those that a killed run left under way are in doubt."""
        left = [each for each in self.held.values() if each.state == "sending"]
        self.held |= {each.id: replace(each, state="unknown") for each in left}
        return len(left)


class PostOffice:
    """``ports.Composer`` and ``ports.Transport``: takes what it is handed, or answers as told by ``answers``.

    At an address in ``closes_at`` it shuts its doors.
    """

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answers: dict[str, DeliveryState] = {}
        self.closes_at: set[str] = set()

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        """A message of a few bytes."""
        return Message(
            issue=issue.number,
            recipient=subscriber.address,
            sender="test@example.org",
            message_id=f"<{issue.number}.{subscriber.address}>",
            body=f"Subject: {issue.subject}\r\n\r\n".encode(),
        )

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """Each message once, written before and after."""
        for message in messages:
            if message.recipient in self.closes_at:
                raise MailError("the post office is closed")
            delivery = Delivery(issue=message.issue, recipient=message.recipient, state="sending", attempts=1, at=at())
            await record((delivery,))
            delivery = replace(delivery, state=self.answers.get(message.recipient, "accepted"), code=250)
            if delivery.state == "accepted":
                self.taken.append(message.recipient)
            await record((delivery,))
            yield delivery


class Unwatched:
    """``ports.Progress`` that nobody watches."""

    def phase(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, note: str = "") -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


def article(
    headline: str,
    text: str = "",
    *,
    id: str | None = None,
    source: str = "Gazette",
    at: str = "2026-03-02T05:00:00Z",
    published: bool = True,
    **fields: Any,
) -> Article:
    """An article of one source, its paragraphs parted by blank lines; first seen, and published, at ``at``."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    blocks, place = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph:
            blocks.append(Block("paragraph", place, place + len(paragraph)))
        place += len(paragraph) + 2
    id = id or hashlib.sha256(f"{source}\n{headline}".encode()).hexdigest()[:16]
    made: dict[str, Any] = {
        "source": source,
        "source_name": source,
        "entry_id": id,
        "url": f"https://{source.lower()}.example/{id}",
        "blocks": tuple(blocks),
        "first_seen": moment,
        "published": moment if published else None,
    }
    return Article(id=id, headline=headline, text=text, **{**made, **fields})


def story(*articles: Article, **fields: Any) -> Story:
    """A story of these articles, the first its lead, each an independent report."""
    made: dict[str, Any] = {"id": articles[0].id[:12], "copies": tuple((a.id,) for a in articles)}
    return Story(articles=articles, **{**made, **fields})
