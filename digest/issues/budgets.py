"""The budget as it is kept: every candidate with what it was worth and what became of it, and what no story could use.

It tells what ``rank``, ``select`` and ``lay_out`` decided; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from digest.issues.ranking import Ranked
from digest.issues.selection import NOTHING_NEW, Placed, Selection
from digest.issues.window import Admission
from digest.model import Article, Budget, Candidate, Held, Issue, Listed, Source

LEADS = "leads the issue"


def budget(
    ranked: Sequence[Ranked],
    selection: Selection,
    admission: Admission,
    issue: Issue,
    *,
    held: Iterable[Held],
    sources: Mapping[str, Source],
    today: date,
    now: datetime,
) -> Budget:
    """What ``issue`` was made from: ``ranked``, best first, and the articles that ``admission`` dropped.

    A story that was selected and is not in ``issue`` had nothing new to say. ``held`` are the entries that were
    considered.
    """
    placed = {one.story.id: one for one in selection.placed}
    left_out = {one.story.id: reason for one, reason in selection.left_out}
    printed = {story.id for story in issue.stories}
    lead = issue.lead.id if issue.lead else None
    known = {one.entry.article: _of(one, sources) for one in held}
    return Budget(
        date=today,
        as_of=now,
        candidates=tuple(
            _candidate(one, placed.get(one.story.id), left_out.get(one.story.id, ""), printed, lead) for one in ranked
        ),
        dropped={
            reason: tuple(known[one] for one in sorted(ids) if one in known)
            for reason, ids in sorted(admission.dropped.items())
        },
    )


def listed(article: Article) -> Listed:
    """An article as a budget names it."""
    return Listed(id=article.id, source=article.source_name, url=article.url, headline=article.headline)


def _of(held: Held, sources: Mapping[str, Source]) -> Listed:
    entry = held.entry
    name = sources[entry.source].name if entry.source in sources else entry.source
    return Listed(id=entry.article, source=name, url=entry.url, headline=entry.title)


def _candidate(ranked: Ranked, placed: Placed | None, reason: str, printed: set[str], lead: str | None) -> Candidate:
    story = ranked.story
    made = placed if placed is not None and story.id in printed else None
    if made is not None:
        verdict = _place(made, leads=story.id == lead)
    else:
        verdict = NOTHING_NEW if placed is not None else reason
    return Candidate(
        story=story.id,
        thread=story.thread or story.id,
        day=story.day,
        headline=story.lead.headline,
        articles=tuple(listed(article) for article in story.articles),
        copies=story.copies,
        links=story.links,
        near=story.near,
        score=ranked.score,
        terms=ranked.terms,
        rank=made.rank if made else None,
        section=(made.section or None) if made else None,
        verdict=verdict,
    )


def _place(placed: Placed, *, leads: bool) -> str:
    story = placed.story
    if leads:
        where = LEADS
    elif story.day > 1:
        where = f"still developing, day {story.day}"
    else:
        where = f"in {placed.section}"
    return f"{where}, pinned by correction {placed.pin}" if placed.pin is not None else where
