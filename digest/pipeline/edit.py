"""Make the day's issue out of what is held, and freeze it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import structs

from digest import issues
from digest.codec import encode
from digest.model import Article, Coverage, Entry, FetchRequest, Publication, Rules, Source, SourceReport
from digest.pipeline import policy
from digest.pipeline.decide import decide
from digest.pipeline.edited import EditReport, edited_already
from digest.pipeline.inputs import Recording
from digest.pipeline.write import write
from digest.ports import Archive, Extractor, Fetcher, Progress, Summarizer

# What is said of articles that would have been printed on a day with too few stories.
KEPT = "kept for the next issue"
# Stories, best first, whose articles' own pages are read where the source allows it.
PAGES_FOR_STORIES = 12


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
    owed: bool = False,
) -> EditReport:
    """Make and freeze the issue of ``now``'s day, where it is not made yet and there are stories enough (``rules``).

    What is new on a day without an issue is no less new to the next. No issue is made of a day before the last one's,
    unless on ``replay``: ``now`` is a past moment, and the issue is made as of then. ``owed``: it is to be mailed to
    everyone, which is frozen with it. Raises ``ClockError`` where ``now`` is earlier than the last issue.
    """
    if (known := edited_already(archive, publication, now)) is not None:
        return known
    if not replay:
        last = policy.newest(archive)
        policy.require_clock(last, publication, now)
        if policy.too_early(last, publication, now):
            return EditReport(issue=None, made=False)
    progress.phase("Editing", 5)
    memory = Recording(archive)
    decision = decide(
        sources, publication=publication, rules=rules, archive=memory, progress=progress, now=now, replay=replay
    )
    pages = await _read_pages(
        decision.selection, decision.sources, archive=archive, fetcher=fetcher, extractor=extractor, now=now
    )
    written = write(
        decision.with_articles(pages),
        publication=publication,
        rules=rules,
        reports=reports,
        summarizer=summarizer,
        progress=progress,
    )
    issue = written.issue
    fresh = sum(each.first_seen >= now for each in decision.held)
    if len(issue.stories) < (rules.fewest_stories if rules.quiet_day == "skip" else 1):
        progress.done()
        unprinted = _unprinted(issue.coverage)
        return EditReport(issue=None, made=False, coverage=unprinted, too_few=len(issue.stories), fresh=fresh)
    inputs = memory.inputs(
        issue,
        publication=publication,
        rules=rules,
        sources=sources,
        reports=reports,
        pages=pages,
        articles=written.articles,
        now=now,
        replay=replay,
    )
    archive.freeze(issue, encode(issue), written.articles, written.budget, inputs, owed=owed)
    progress.step("frozen")
    progress.done()
    return EditReport(issue=issue, made=True, coverage=issue.coverage, fresh=fresh)


def _unprinted(coverage: Coverage) -> Coverage:
    """The coverage of an issue that is not made."""
    kept = coverage.printed + coverage.merged
    dropped = {**coverage.dropped, KEPT: kept} if kept else coverage.dropped
    return structs.replace(coverage, printed=0, merged=0, dropped=dict(sorted(dropped.items())))


async def _read_pages(
    selection: issues.Selection,
    sources: Mapping[str, Source],
    *,
    archive: Archive,
    fetcher: Fetcher,
    extractor: Extractor,
    now: datetime,
) -> Mapping[str, Article]:
    """The articles that lead stories with the full text of their own pages, by id, where their sources allow it."""
    wanted: dict[str, Article] = {}
    for placed in selection.placed[:PAGES_FOR_STORIES]:
        article = placed.story.lead
        policy = sources[article.source].full_text if article.source in sources else "never"
        # One that was read before is held: a page is asked for once.
        if article.url and (
            (policy == "always" and article.origin != "page") or (policy == "auto" and article.origin == "teaser")
        ):
            wanted[article.id] = article
    better: dict[str, Article] = {}
    if not wanted:
        return better
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
            better[article.id] = structs.replace(found, id=article.id, first_seen=article.first_seen, url=article.url)
    for article in better.values():
        archive.keep(article)
    return better


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
        utc_offset=article.utc_offset,
    )
