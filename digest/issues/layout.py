"""Lay out: from selected stories and their summaries to the frozen ``Issue``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from digest.issues.agenda import agenda, flagged_articles
from digest.issues.ahead import calendar
from digest.issues.errata import corrected_articles, retell
from digest.issues.page import Page, count
from digest.issues.related import Headline
from digest.issues.sections import section_names
from digest.issues.selection import NOTHING_NEW, Placed, Selection
from digest.issues.titles import preheader, subject
from digest.issues.window import Admission
from digest.issues.writing import ARTICLES_READ, write
from digest.locales import local_day
from digest.model import (
    ISSUE_FORMAT,
    Article,
    Coverage,
    Due,
    Earlier,
    Erratum,
    History,
    Issue,
    IssueSection,
    Passage,
    PrintedArticle,
    PrintedStory,
    Publication,
    Rules,
    Settled,
    Source,
    SourceReport,
    Summary,
)


def lay_out(
    selection: Selection,
    summaries: Mapping[str, Summary],
    *,
    admission: Admission,
    history: History,
    publication: Publication,
    rules: Rules,
    sources: Mapping[str, Source],
    reports: Sequence[SourceReport],
    now: datetime,
    silenced: Collection[str] = (),
    errata: Sequence[Erratum] = (),
    corrected: Sequence[Erratum] = (),
) -> Issue:
    """The issue as of ``now``.

    ``summaries`` holds what is new of each story, by story id; a story without one is left out. ``silenced`` are the
    threads that an editor killed, whose promises do not come back. ``errata`` are those that no issue has told yet,
    ``corrected`` all that stand: what they concern does not come back either.
    """
    today = local_day(now, publication)
    placed = [p for p in selection.placed if p.story.id in summaries]
    # The best story leads whether it is new or goes on: on the day of the verdict the trial is not an also-ran.
    first = placed[0] if placed else None
    held = _headlines(placed, history)
    pages = {
        p.story.id: Page(p.story.articles, limit=rules.max_words_per_article, told=told(p.story.thread, history))
        for p in placed
    }
    printed = {
        p.story.id: write(
            p,
            summaries[p.story.id],
            pages[p.story.id],
            leads=p is first,
            today=today,
            held=held,
            image=next((a.image for a in p.story.articles if a.image), None),
        )
        for p in placed
    }
    whats_next = calendar([(p.story, pages[p.story.id]) for p in placed], read=ARTICLES_READ, today=today)
    days = agenda(
        history,
        [(p.story, printed[p.story.id], pages[p.story.id]) for p in placed],
        whats_next,
        unprinted=[ranked.story for ranked, _ in selection.left_out],
        silenced=silenced,
        errata=corrected,
        read=ARTICLES_READ,
        today=today,
        zone=publication.timezone,
    )
    printed = {story.id: story for story in days.stories}
    due, settled = _affordable(days.due, days.settled, limit=rules.max_words_per_article)
    lead = printed[first.story.id] if first else None
    sections = _sections(
        [p for p in placed if p.story.day == 1 and p is not first], printed, section_names(rules, sources)
    )
    developing = tuple(printed[p.story.id] for p in placed if p.story.day > 1 and p is not first)
    since = history.issues[-1].as_of if history.issues else None
    number = history.number + 1
    title = lead.headline if lead else publication.title
    articles = {article.id: article for article in _articles(placed, sources)}
    # The words of earlier issues are held as evidence since they were frozen; here they are cited once more.
    articles |= flagged_articles((*due, *(one.due for one in settled)), history)
    corrections = retell(errata, history, limit=rules.max_words_per_article)
    articles |= corrected_articles(corrections, history, cited=articles)
    return Issue(
        format=ISSUE_FORMAT,
        number=number,
        date=today,
        as_of=now,
        since=since,
        publication=publication,
        subject=subject(publication, title, today, number),
        preheader=preheader([printed[p.story.id].headline for p in placed if p is not first]),
        lead=lead,
        sections=sections,
        developing=developing,
        whats_next=days.whats_next,
        articles=tuple(articles.values()),
        coverage=_coverage(admission, selection, placed, reports),
        due=due,
        settled=settled,
        withdrawn=days.withdrawn,
        corrections=corrections,
        quiet=rules.quiet_day == "short" and len(placed) < rules.fewest_stories,
    )


def told(thread: str, history: History) -> tuple[Passage, ...]:
    """Every passage that earlier issues printed of a thread."""
    return tuple(
        passage
        for issue in history.issues
        for story in issue.stories
        if story.thread == thread
        for passage in (
            *((story.dek,) if story.dek else ()),
            *story.what_happened,
            *(quote.passage for quote in story.quotes),
            *(figure.sentence for figure in story.figures),
            *(figure.sentence for difference in story.differences for figure in difference.figures),
            *story.background,
            *(item.passage for item in story.whats_next),
        )
    )


def _affordable(
    due: Sequence[Due], settled: Sequence[Settled], *, limit: int
) -> tuple[tuple[Due, ...], tuple[Settled, ...]]:
    """What comes back of earlier issues, held to the fair-use cap too: so many words of each article.

    The words that today's own articles answer with are on the pages of their stories.
    """
    spent: dict[Passage, int] = {}

    def affords(passage: Passage) -> bool:
        known = sum(words for other, words in spent.items() if other.article == passage.article and other != passage)
        if known + count(passage) > limit:
            return False
        spent[passage] = count(passage)
        return True

    outcomes = tuple(one for one in settled if affords(one.due.item.passage))
    return tuple(one for one in due if affords(one.item.passage)), outcomes


def _sections(
    placed: Sequence[Placed], printed: Mapping[str, PrintedStory], names: Sequence[str]
) -> tuple[IssueSection, ...]:
    by_name: dict[str, list[PrintedStory]] = {name: [] for name in names}
    for p in placed:
        by_name.setdefault(p.section, []).append(printed[p.story.id])
    return tuple(IssueSection(name=name, stories=tuple(stories)) for name, stories in by_name.items() if stories)


def _headlines(placed: Sequence[Placed], history: History) -> dict[str, Headline]:
    """Headlines of earlier issues and of this one, the oldest first, as "Read also" may name them."""
    held: dict[str, Headline] = {}
    for issue in history.issues:
        cited = {article.id: article for article in issue.articles}
        for story in issue.stories:
            article = cited.get(story.article)
            if article is not None:
                earlier = Earlier(issue.date, issue.number, story.headline)
                held.pop(story.headline, None)
                held[story.headline] = Headline(article.url, article.source, story.thread or story.id, earlier)
    for p in placed:
        lead = p.story.lead
        held.pop(lead.headline, None)
        held[lead.headline] = Headline(lead.url, lead.source_name, p.story.thread or p.story.id)
    return held


def _articles(placed: Sequence[Placed], sources: Mapping[str, Source]) -> tuple[PrintedArticle, ...]:
    articles: dict[str, Article] = {a.id: a for p in placed for a in p.story.articles}
    return tuple(
        PrintedArticle(
            id=a.id,
            source=a.source_name,
            url=a.url,
            headline=a.headline,
            sha256=hashlib.sha256(a.text.encode()).hexdigest(),
            published=a.published,
            byline=a.byline,
            lang=a.lang,
            enclosure=a.enclosure,
            paywall=a.source in sources and sources[a.source].paywall,
        )
        for a in articles.values()
    )


def _coverage(
    admission: Admission, selection: Selection, placed: Sequence[Placed], reports: Sequence[SourceReport]
) -> Coverage:
    dropped: Counter[str] = Counter({reason: len(ids) for reason, ids in admission.dropped.items()})
    for ranked, reason in selection.left_out:
        dropped[reason] += len(ranked.story.articles)
    kept = {p.story.id for p in placed}
    for p in selection.placed:
        if p.story.id not in kept:
            dropped[NOTHING_NEW] += len(p.story.articles)
    led = len(placed)
    merged = sum(len(p.story.articles) for p in placed) - led
    return Coverage(
        sources=tuple(reports),
        candidates=led + merged + sum(dropped.values()),
        printed=led,
        merged=merged,
        dropped=dict(sorted(dropped.items())),
    )
