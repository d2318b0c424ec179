"""The whole journey, stage by stage.

    sources | locate | ask | fetch | parse | remember | record                     fetch()
            | screen | make articles | admit | tell stories | follow threads | rank | select
            | read pages | summarise | keep what is new | lay out | freeze         edit()
            | render | publish                                                     publish()
            | compose | audience | hand to the mail server | write the ledger      send()

Each stage asks the core, which decides, and the ports, which do. What it does *not* do: know a concrete part
(``wiring`` does), read feeds.yml (``config``), print (``cli``), or hold a rule of the newsroom (``stories`` and
``issues`` do).

A stage may be killed at any point and run again: what sources gave is recorded in transactions of whole sources, each
with what is remembered of them; an issue is frozen in one, its folder appears by one rename, and the ledger is written
before and after each message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from digest import articles, health, issues, messages, stories
from digest.codec import encode
from digest.errors import DataError, MailError, UnavailableError
from digest.model import (
    Article,
    Coverage,
    Delivery,
    Edition,
    Entry,
    Fetched,
    FetchRequest,
    FetchState,
    Given,
    Held,
    History,
    Issue,
    Mail,
    Notice,
    Publication,
    Rules,
    Source,
    SourceReport,
    Subscriber,
    Summary,
)
from digest.ports import (
    Archive,
    Composer,
    Extractor,
    Fetcher,
    Ledger,
    Locator,
    Progress,
    Publisher,
    Renderer,
    SourceParser,
    Summarizer,
    Transport,
)

# Issues whose threads a story may continue.
HISTORY_ISSUES = 14
# Sentences asked of a summarizer for a continuing story, some of which will be old; a summary of more would be long
# enough to tell what several outlets say in their own words each.
DEVELOPING_SENTENCES = 6
DEVELOPING_PRINTED = 2
# Stories, best first, whose articles' own pages are read where the source allows it.
PAGES_FOR_STORIES = 12
# Entries of one source, the newest, by which it is told what it prints under everything.
STOCK_ENTRIES = 20
# Entries that make a transaction worth its cost.
RECORDED_AT_ONCE = 500
# What is said of seeds whose glob names no file: no failure, for a folder may wait for its first.
NO_FILES = "no file matches"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What a fetch did."""

    sources: tuple[SourceReport, ...]
    entries: int  # in all that was read
    new: int  # of these, first seen now
    notices: tuple[Notice, ...] = ()  # of the sources' health, each said once

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        """The sources that failed."""
        return tuple(report for report in self.sources if report.state == "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReport:
    """What an edit did: the day's issue, and whether it was made now."""

    issue: Issue | None  # None: nothing to print
    made: bool
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What sending did."""

    issue: int
    deliveries: tuple[Delivery, ...]  # of this run
    skipped: int = 0  # subscribers who had it, or whose outcome is final or in doubt
    doubtful: tuple[str, ...] = ()  # addresses of earlier runs' lost answers: the operator decides
    untried: int = 0  # subscribers that a broken-off run did not come to
    fault: MailError | None = None  # why it broke off


# ------------------------------------------------------------------------------------------------------------- fetch


async def fetch(
    sources: Sequence[Source],
    *,
    locator: Locator,
    fetcher: Fetcher,
    parser: SourceParser,
    archive: Archive,
    progress: Progress,
    now: datetime,
) -> FetchReport:
    """Ask every source and record what it gave. A source that fails is a line of the report, and spoils nothing."""
    states = archive.states()
    records = _Records(archive, now)
    asked: dict[str, tuple[Source, FetchRequest]] = {}
    requests: list[FetchRequest] = []
    for source in sources:
        for request in locator.locate(source):
            asking = health.ask(request, states.get(request.key), now)
            if isinstance(asking, Fetched):
                records.leave(source, asking)
            else:
                asked[request.key] = (source, request)
                requests.append(asking)
    progress.phase("Fetching", len(requests))
    notices: list[Notice] = []
    try:
        async for fetched in fetcher.fetch(requests):
            source, request = asked[fetched.request.key]
            state = states.get(request.key)
            body = hashlib.sha256(fetched.body).hexdigest() if fetched.state == "read" else None
            held = state.body if state is not None and state.url == request.url else None
            report, entries = _read(source, fetched, parser, same=body is not None and body == held)
            after = health.after(state, request, fetched, report, entries, body, now)
            said, after = health.notices(after, source, now)
            notices.extend(said)
            records.add(source, Given(state=after, report=report, entries=entries, status=fetched.status))
            progress.step(source.name)
    finally:
        records.flush()  # also where the run is stopped: what has come is kept
    progress.done()
    reports = tuple(_joined(source, records.found.get(source.key, ())) for source in sources)
    return FetchReport(
        sources=reports,
        entries=sum(report.entries for report in reports),
        new=sum(report.new for report in reports),
        notices=tuple(notices),
    )


class _Records:
    """What requests gave, recorded some at a time: a transaction for each would cost more than it stores."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        self.found: dict[str, list[SourceReport]] = {}  # source key -> a report for each of its requests
        self._archive = archive
        self._now = now
        self._waiting: list[tuple[Source, Given]] = []
        self._entries = 0

    def leave(self, source: Source, fetched: Fetched) -> None:
        """Report a request that was not made: nothing is remembered of it."""
        report = SourceReport(source=source.name, state=fetched.state, reason=fetched.reason)
        self.found.setdefault(source.key, []).append(report)

    def add(self, source: Source, given: Given) -> None:
        """Record it, now or with those that follow."""
        self._waiting.append((source, given))
        self._entries += len(given.entries)
        if self._entries >= RECORDED_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Record what waits."""
        new = self._archive.record([given for _, given in self._waiting], at=self._now)
        for (source, given), fresh in zip(self._waiting, new, strict=True):
            self.found.setdefault(source.key, []).append(replace(given.report, new=fresh))
        self._waiting.clear()
        self._entries = 0


def _read(
    source: Source, fetched: Fetched, parser: SourceParser, *, same: bool
) -> tuple[SourceReport, tuple[Entry, ...]]:
    if fetched.state != "read":
        return SourceReport(source=source.name, state=fetched.state, reason=fetched.reason), ()
    if same:  # servers change an ETag and leave the feed as it was
        return SourceReport(source=source.name, state="unchanged"), ()
    try:
        entries = parser.parse(source, fetched)
    except DataError as error:
        return SourceReport(source=source.name, state="failed", reason=error.what), ()
    return SourceReport(source=source.name, state="read", entries=len(entries)), entries


def _joined(source: Source, reports: Sequence[SourceReport]) -> SourceReport:
    """One report for a source of several files: failed only where every file did, and each failure keeps its words."""
    if not reports:
        return SourceReport(source=source.name, state="unchanged", reason=NO_FILES)
    states = [report.state for report in reports]
    state: FetchState = "read" if "read" in states else "unchanged" if "unchanged" in states else "failed"
    reasons = tuple(dict.fromkeys(report.reason for report in reports if report.reason))
    return SourceReport(
        source=source.name,
        state=state,
        entries=sum(report.entries for report in reports),
        new=sum(report.new for report in reports),
        reason="; ".join(reasons) or None,
    )


# -------------------------------------------------------------------------------------------------------------- edit


async def edit(
    sources: Sequence[Source],
    *,
    publication: Publication,
    rules: Rules,
    reports: Sequence[SourceReport],
    archive: Archive,
    fetcher: Fetcher,
    extractor: Extractor,
    summarizer: Summarizer,
    progress: Progress,
    now: datetime,
    replay: bool = False,
) -> EditReport:
    """Make and freeze the issue of ``now``'s day, where it is not made yet and there is something to print.

    ``replay``: ``now`` is a past moment, and the issue is made as of then.
    """
    today = issues.local_day(now, publication)
    made = archive.issue(today)
    if made is not None:
        return EditReport(issue=made, made=False, coverage=made.coverage)
    progress.phase("Editing", 5)
    by_key = {source.key: source for source in sources}
    history = archive.history(before=now, issues=HISTORY_ISSUES)
    since = history.issues[-1].as_of if history.issues else None
    held = archive.entries(seen_after=since, published_after=now - timedelta(hours=rules.window_hours))
    screening = issues.screen(held, history, rules, sources=by_key, now=now, replay=replay)
    admission = issues.admit(_articles(screening.kept, by_key, archive), screening, rules, sources=by_key)
    progress.step("window")
    weights = {key: source.weight for key, source in by_key.items()}
    told = stories.follow(stories.tell(admission.kept, source_weights=weights), history)
    progress.step("stories")
    selection = issues.select(issues.rank(told, sources=by_key, now=now), rules, sources=by_key)
    progress.step("budget")
    selection = await _read_pages(selection, by_key, archive=archive, fetcher=fetcher, extractor=extractor, now=now)
    summaries: dict[str, Summary] = {}
    for placed in selection.placed:
        summary = _summarise(placed, summarizer, rules, history)
        if summary is not None:
            summaries[placed.story.id] = summary
    progress.step("summaries")
    issue = issues.lay_out(
        selection,
        summaries,
        admission=admission,
        history=history,
        publication=publication,
        rules=rules,
        sources=by_key,
        reports=reports,
        now=now,
    )
    if not issue.stories:
        progress.done()
        return EditReport(issue=None, made=False, coverage=issue.coverage)
    archive.freeze(issue, encode(issue), selection.articles)
    progress.step("frozen")
    progress.done()
    return EditReport(issue=issue, made=True, coverage=issue.coverage)


def _articles(held: Sequence[Held], sources: Mapping[str, Source], archive: Archive) -> tuple[Article, ...]:
    """The articles of entries: as read from their own pages where that was done, else made of what the feeds say."""
    pages = archive.articles([each.entry.article for each in held])
    made = []
    for each in held:
        source = sources[each.entry.source]
        page = pages.get(each.entry.article)
        if page is not None:
            made.append(articles.follow(page, each.entry, source=source))
        else:
            made.append(articles.make(each.entry, source=source, first_seen=each.first_seen))
    beside = archive.latest(sorted({each.entry.source for each in held}), each=STOCK_ENTRIES)
    every = {each.entry.article: each.entry for each in (*beside, *held)}
    return articles.mark_stock(made, articles.stock(every.values()))


def _summarise(placed: issues.Placed, summarizer: Summarizer, rules: Rules, history: History) -> Summary | None:
    """What is new of a story. None where a continuing story has nothing new to say."""
    story = placed.story
    if story.day == 1:
        return summarizer.summarize(story.articles, sentences=issues.how_many(placed.rank, rules.sentences))
    summary = summarizer.summarize(story.articles, sentences=DEVELOPING_SENTENCES)
    fresh = stories.novel(summary.sentences, [passage.text for passage in issues.told(story.thread, history)])
    if not fresh and summary.sentences:
        return None
    wanted = issues.how_many(1, rules.sentences) if placed.rank == 1 else DEVELOPING_PRINTED
    return Summary(fresh[:wanted], summary.method)


async def _read_pages(
    selection: issues.Selection,
    sources: Mapping[str, Source],
    *,
    archive: Archive,
    fetcher: Fetcher,
    extractor: Extractor,
    now: datetime,
) -> issues.Selection:
    """Put the full text of their own pages into the articles that lead stories, where their sources allow it."""
    wanted: dict[str, Article] = {}
    for placed in selection.placed[:PAGES_FOR_STORIES]:
        article = placed.story.lead
        policy = sources[article.source].full_text if article.source in sources else "never"
        if article.url and (policy == "always" or (policy == "auto" and article.origin == "teaser")):
            wanted[article.id] = article
    if not wanted:
        return selection
    better: dict[str, Article] = {}
    requests = [FetchRequest(key=article.id, url=article.url, written=False) for article in wanted.values()]
    async for fetched in fetcher.fetch(requests):
        article = wanted[fetched.request.key]
        if fetched.state != "read":
            continue
        found = extractor.extract(_entry(article), fetched.body, source=sources[article.source], first_seen=now)
        # A page that holds less than the feed gave is a paywall or a consent wall.
        if found is not None and len(found.text) > len(article.text):
            better[article.id] = replace(found, id=article.id, first_seen=article.first_seen, url=article.url)
    for article in better.values():
        archive.keep(article)
    return selection.with_articles(better)


def _entry(article: Article) -> Entry:
    return Entry(
        source=article.source,
        id=article.entry_id,
        url=article.url,
        title=article.headline,
        published=article.published,
        updated=article.updated,
        authors=(article.byline,) if article.byline else (),
        tags=article.tags,
        position=article.position,
        image=article.image,
    )


# ----------------------------------------------------------------------------------------------------------- publish


def publish(
    issue: Issue, *, archive: Archive, renderer: Renderer, publisher: Publisher, progress: Progress
) -> tuple[Edition, ...]:
    """Render and publish a frozen issue and the pages that span issues. Returns the issue's editions."""
    progress.phase("Publishing", 2)
    every = tuple(found for _, day in archive.issues() if (found := archive.issue(day)) is not None)
    editions = (*renderer.editions(issue), frozen_edition(issue, archive))
    progress.step("editions")
    publisher.publish(folder(issue.date), editions, renderer.site(every))
    progress.step("site")
    progress.done()
    return editions


def folder(day: date) -> str:
    """Where a day's issue lies below output/."""
    return f"issues/{day.isoformat()}"


def frozen_edition(issue: Issue, archive: Archive) -> Edition:
    """The frozen file itself, byte for byte as it was frozen."""
    return Edition(medium="issue", path="issue.json", body=archive.frozen(issue.date) or encode(issue))


# -------------------------------------------------------------------------------------------------------------- send


def recipients(issue: Issue, mail: Mail, *, ledger: Ledger) -> tuple[Subscriber, ...]:
    """Who is still to be mailed an issue.

    What a killed run left as ``sending`` is settled as ``unknown`` first: the server may have taken it, and the
    operator decides. Call it holding the lock.
    """
    for delivery in messages.settle(ledger.deliveries(issue.number)):
        ledger.write(delivery)
    return messages.audience(mail.subscribers, (), ledger.deliveries(issue.number))


async def send(
    issue: Issue,
    mail: Mail,
    *,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    ledger: Ledger,
    progress: Progress,
    clock: Callable[[], datetime],
) -> SendReport:
    """Mail an issue to every subscriber who has not had it, and to nobody twice.

    A mail server that cannot be used is the report's ``fault``, beside what was done until then.
    """
    wanted = recipients(issue, mail, ledger=ledger)
    before = ledger.deliveries(issue.number)
    progress.phase("Sending", len(wanted))
    composed = (composer.compose(issue, editions, subscriber) for subscriber in wanted)

    def write(delivery: Delivery) -> None:
        ledger.write(messages.after(before.get(delivery.recipient), delivery))

    done: list[Delivery] = []
    fault: MailError | None = None
    try:
        async for delivery in transport.send(composed, on_change=write, at=clock):
            done.append(delivery)
            progress.step(delivery.recipient)
    except MailError as error:
        fault = error
    progress.done()
    return SendReport(
        issue=issue.number,
        deliveries=tuple(done),
        skipped=len(mail.subscribers) - len(wanted),
        doubtful=tuple(address for address, delivery in before.items() if delivery.state == "unknown"),
        untried=len(wanted) - len(done),
        fault=fault,
    )


async def send_copies(
    issue: Issue,
    addresses: Sequence[str],
    *,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    progress: Progress,
    clock: Callable[[], datetime],
) -> tuple[Delivery, ...]:
    """Mail test copies, which the ledger does not know of."""
    progress.phase("Sending", len(addresses))
    composed = [composer.compose(issue, editions, Subscriber(address=address)) for address in addresses]
    done: list[Delivery] = []
    async for delivery in transport.send(composed, on_change=lambda _: None, at=clock):
        done.append(delivery)
        progress.step(delivery.recipient)
    progress.done()
    return tuple(done)


def nothing_to_print(report: FetchReport) -> None:
    """Raise ``UnavailableError`` where no source could be read; a quiet day with good sources passes."""
    empty = [source for source in report.sources if source.reason == NO_FILES]
    if not report.failed and len(empty) < len(report.sources):
        return
    if len(report.failed) + len(empty) == len(report.sources):
        first = (*report.failed, *empty)[0]
        raise UnavailableError(
            f"none of {len(report.sources)} sources could be read, and nothing is at hand to print",
            fix=f"{'check the network; ' if report.failed else ''}{first.source} says: {first.reason}",
        )
