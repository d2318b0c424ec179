"""Make the day's issue out of what is held, and freeze it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest import articles, issues, stories
from digest.codec import encode
from digest.model import (
    Article,
    Coverage,
    Entry,
    FetchRequest,
    Held,
    History,
    Issue,
    Publication,
    Rules,
    Source,
    SourceReport,
    Summary,
)
from digest.ports import Archive, Extractor, Fetcher, Progress, Summarizer

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReport:
    """What an edit did: the day's issue, and whether it was made now."""

    issue: Issue | None  # None: nothing to print
    made: bool
    coverage: Coverage | None = None


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
    beside = archive.latest(sorted({each.entry.source for each in held}), each=STOCK_ENTRIES)
    every = {each.entry.article: each.entry for each in (*beside, *held)}
    stock = articles.stock(every.values())
    made = []
    for each in held:
        source = sources[each.entry.source]
        page = pages.get(each.entry.article)
        if page is not None:
            made.append(articles.follow(page, each.entry, source=source))
        else:
            known = stock.get(source.key, ())
            made.append(articles.make(each.entry, source=source, first_seen=each.first_seen, stock=known))
    return tuple(made)


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
        # One that was read before is held: a page is asked for once.
        if article.url and (
            (policy == "always" and article.origin != "page") or (policy == "auto" and article.origin == "teaser")
        ):
            wanted[article.id] = article
    if not wanted:
        return selection
    better: dict[str, Article] = {}
    requests = [FetchRequest(key=article.id, url=article.url, written=False, page=True) for article in wanted.values()]
    async for fetched in fetcher.fetch(requests):
        article = wanted[fetched.request.key]
        if fetched.state != "read":
            continue
        found = extractor.extract(
            _entry(article),
            fetched.body,
            source=sources[article.source],
            first_seen=now,
            content_type=fetched.content_type,
        )
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
        lang=article.lang,
        position=article.position,
        section=article.section,
        embargo_until=article.embargo_until,
        expires=article.expires,
        image=article.image,
        enclosure=article.enclosure,
    )
