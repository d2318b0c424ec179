"""Lay out: from selected stories and their summaries to the frozen ``Issue``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.issues.selection import Placed, Selection, section_names
from digest.issues.window import Admission
from digest.issues.writing import ARTICLES_READ, look_ahead, relate, same, write
from digest.model import (
    ISSUE_FORMAT,
    Article,
    Coverage,
    History,
    Issue,
    IssueSection,
    PrintedArticle,
    PrintedStory,
    Publication,
    Rules,
    Source,
    SourceReport,
    Summary,
    Upcoming,
)

NEXT_DATED = 8
NEXT_UNDATED = 4
NEXT_PER_STORY = 2
# A leaf of the calendar names a day; a longer stretch ("this year") is a time, not an appointment.
LONGEST_APPOINTMENT = timedelta(days=31)
UNDATED_SCORE = 0.7  # an undated look ahead must be surer of itself to stand on the calendar page
PREHEADER = 140  # characters; mail clients show about so many


def local_day(now: datetime, publication: Publication) -> date:
    """The day of ``now`` in the publication's zone: the issue's date."""
    return now.astimezone(ZoneInfo(publication.timezone)).date()


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
) -> Issue:
    """The issue as of ``now``.

    ``summaries`` holds what is new of each story, by story id; a story without one is left out.
    """
    today = local_day(now, publication)
    placed = [p for p in selection.placed if p.story.id in summaries]
    held = {p.story.lead.headline: (p.story.lead.url, p.story.lead.source_name, p.story.id) for p in placed}
    printed = {
        p.story.id: write(
            p,
            summaries[p.story.id],
            rules=rules,
            today=today,
            related=relate(p.story, held, lang=p.story.lead.lang) if p.rank == 1 else (),
            image=next((a.image for a in p.story.articles if a.image), None),
        )
        for p in placed
    }
    new = [p for p in placed if p.story.day == 1]
    lead = printed[new[0].story.id] if new else None
    sections = _sections(new[1:], printed, section_names(rules, sources))
    developing = tuple(printed[p.story.id] for p in placed if p.story.day > 1)
    whats_next = _calendar(placed, printed, today)
    since = history.issues[-1].as_of if history.issues else None
    number = history.number + 1
    headline = (lead or (developing[0] if developing else None)) if placed else None
    title = headline.headline if headline else publication.title
    issue_articles = _articles(placed)
    return Issue(
        format=ISSUE_FORMAT,
        number=number,
        date=today,
        as_of=now,
        since=since,
        publication=publication,
        subject=_subject(publication, title, today, number),
        preheader=_preheader([p for p in placed if printed[p.story.id] is not headline], printed),
        lead=lead,
        sections=sections,
        developing=developing,
        whats_next=whats_next,
        articles=issue_articles,
        coverage=_coverage(admission, selection, placed, reports),
    )


def _sections(
    placed: Sequence[Placed], printed: Mapping[str, PrintedStory], names: Sequence[str]
) -> tuple[IssueSection, ...]:
    by_name: dict[str, list[PrintedStory]] = {name: [] for name in names}
    for p in placed:
        by_name.setdefault(p.section, []).append(printed[p.story.id])
    return tuple(IssueSection(name=name, stories=tuple(stories)) for name, stories in by_name.items() if stories)


def _calendar(placed: Sequence[Placed], printed: Mapping[str, PrintedStory], today: date) -> tuple[Upcoming, ...]:
    """ "What's next" for the whole issue: dated items in order, each once, then the surest undated ones.

    An undated sentence that a story already prints is not printed again; an appointment belongs on the calendar
    wherever else it stands.
    """
    shown = {
        (passage.article, passage.start)
        for story in printed.values()
        for passage in (*story.what_happened, *(u.passage for u in story.whats_next))
    }
    dated: list[Upcoming] = []
    undated: list[Upcoming] = []
    for p in placed:
        taken = 0
        for upcoming in look_ahead(p.story, p.story.articles[:ARTICLES_READ], today=today, limit=12):
            if taken == NEXT_PER_STORY:
                break
            if _appointment(upcoming, today):
                taken += _merge(dated, upcoming)
            elif (
                upcoming.first is None
                and upcoming.score >= UNDATED_SCORE
                and (upcoming.passage.article, upcoming.passage.start) not in shown
            ):
                undated.append(upcoming)
                taken += 1
    dated.sort(key=lambda u: (u.first or date.max, u.last or date.max, -u.score, u.passage.article, u.passage.start))
    undated.sort(key=lambda u: (-u.score, u.passage.article, u.passage.start))
    return tuple(dated[:NEXT_DATED]) + tuple(undated[:NEXT_UNDATED])


def _appointment(upcoming: Upcoming, today: date) -> bool:
    first, last = upcoming.first, upcoming.last
    return first is not None and last is not None and first >= today and last - first <= LONGEST_APPOINTMENT


def _merge(dated: list[Upcoming], upcoming: Upcoming) -> int:
    """Add an appointment, or cite it beside the one for the same event on that day. Returns how many came new."""
    for index, other in enumerate(dated):
        if other.first == upcoming.first and same(other.passage, upcoming.passage):
            if other.passage.article != upcoming.passage.article and len(other.also) < 3:
                dated[index] = Upcoming(
                    passage=other.passage,
                    story=other.story,
                    first=other.first,
                    last=other.last,
                    expression=other.expression,
                    score=other.score,
                    also=(*other.also, upcoming.passage),
                )
            return 0
    dated.append(upcoming)
    return 1


def _articles(placed: Sequence[Placed]) -> tuple[PrintedArticle, ...]:
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
            dropped["nothing new since it was printed"] += len(p.story.articles)
    led = len(placed)
    merged = sum(len(p.story.articles) for p in placed) - led
    return Coverage(
        sources=tuple(reports),
        candidates=led + merged + sum(dropped.values()),
        printed=led,
        merged=merged,
        dropped=dict(sorted(dropped.items())),
    )


def _subject(publication: Publication, headline: str, today: date, number: int) -> str:
    words = {
        "headline": headline,
        "title": publication.title,
        "number": str(number),
        "date": f"{today.day} {today:%B %Y}",
    }
    # Not str.format: a template is a person's line in feeds.yml, and a headline may hold braces of its own.
    text = publication.subject
    for name, value in words.items():
        if name != "headline":
            text = text.replace("{" + name + "}", value)
    return " ".join(text.replace("{headline}", headline).split())


def _preheader(placed: Sequence[Placed], printed: Mapping[str, PrintedStory]) -> str:
    text = ""
    for p in placed:
        headline = printed[p.story.id].headline
        longer = f"{text} · {headline}" if text else headline
        if text and len(longer) > PREHEADER:
            break
        text = longer
    return text
