"""The week in one issue: each thread told once, out of what the week's frozen issues printed of it.

Nothing is chosen from articles again and nothing is written: a weekly issue holds only passages that a daily one holds,
so whoever proves those has proved it. It is not frozen itself; the same issues give the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain

from msgspec import UNSET
from msgspec.structs import replace

from digest.issues.tailoring import cited_only, retitled
from digest.model import (
    NO_LONGER_READ,
    Coverage,
    Issue,
    IssueSection,
    Passage,
    PrintedStory,
    Related,
    SourceReport,
    Upcoming,
)

_STORIES = 16  # of the week, in all; five minutes' reading, as a day's
_EACH = 5  # of a section, the lead story aside
_SENTENCES = 3  # of a story
_LEAD = 6  # of the lead story
_DATES = 12
_STEADY = 4  # the rank at which a story is worth half of what the lead of a day is


def closes(day: date, before: date | None, on: int) -> bool:
    """Whether the issue of ``day`` rolls up a week: the first one on or after weekday ``on`` (0: Monday).

    ``before`` is the day of the issue before it, None for the first issue, which closes nothing. Where no issue was
    made on the weekday itself, the next one closes the week.
    """
    return before is not None and _turn(day, on) != _turn(before, on)


def of_the_week(days: Sequence[date], on: int) -> tuple[date, ...]:
    """Of the days of issues, oldest first, those that the last one rolls up: what came after the week closed before."""
    begins = len(days) - 1
    while begins > 0 and not closes(days[begins - 1], days[begins - 2] if begins > 1 else None, on):
        begins -= 1
    return tuple(days[begins:])


def _turn(day: date, on: int) -> int:
    """A number that changes on each weekday ``on``."""
    return (day.toordinal() - 1 - on) // 7  # day 1 of the proleptic calendar was a Monday


def roll_up(issues: Sequence[Issue], *, began_in: Mapping[str, str] | None = None) -> Issue:
    """The week's issues, oldest first and at least one, as one: number, date and publication are the last one's.

    A thread's worth is the sum, over the issues that told it, of what its rank there is worth (reciprocal ranks, as
    Cormack, Clarke and Büttcher fuse result lists, SIGIR 2009): what led on three days leads the week. Of each thread
    the beginning and the end of what was told are kept, in the order told. What is still to come is kept, but for what
    was withdrawn since. ``began_in`` has the sections of threads that began before the week.
    """
    last = issues[-1]
    threads: dict[str, list[PrintedStory]] = {}
    for issue in issues:
        for story in issue.stories:
            threads.setdefault(story.thread or story.id, []).append(story)
    order = sorted(threads, key=lambda thread: (-_worth(threads[thread]), thread))
    room: dict[str, int] = {}
    stories: list[PrintedStory] = []
    for thread in order:
        tellings = threads[thread]
        section = _section(tellings, began_in or {})
        if len(stories) == _STORIES:
            break
        if stories and room.get(section, 0) == _EACH:
            continue
        if stories:
            room[section] = room.get(section, 0) + 1
        stories.append(_told(tellings, section, rank=len(stories) + 1))
    lead, others = (stories[0], stories[1:]) if stories else (None, [])
    named = chain((s.name for i in reversed(issues) for s in i.sections), (s.section for s in others if s.section))
    articles = {article.id: article for issue in issues for article in issue.articles}
    made = replace(
        last,
        since=issues[0].since,
        lead=lead,
        sections=tuple(
            IssueSection(name=name, stories=kept)
            for name in dict.fromkeys(named)
            if (kept := tuple(story for story in others if story.section == name))
        ),
        developing=tuple(story for story in others if not story.section),
        whats_next=_ahead(issues, stories),
        articles=tuple(articles.values()),
        coverage=_coverage(issues, stories),
        due=(),
        settled=(),
        withdrawn=(),
        corrections=tuple(one for issue in reversed(issues) for one in issue.corrections),
        quiet=False,
    )
    return cited_only(retitled(made))


def _worth(tellings: Sequence[PrintedStory]) -> float:
    return sum(1 / (story.rank + _STEADY) for story in tellings)


def _section(tellings: Sequence[PrintedStory], began_in: Mapping[str, str]) -> str:
    """Where it stood last, else where it began; "" where nobody knows: it was told as developing all week."""
    stood = next((story.section for story in reversed(tellings) if story.section), "")
    return stood or began_in.get(tellings[-1].thread, "")


def _told(tellings: Sequence[PrintedStory], section: str, *, rank: int) -> PrintedStory:
    """A thread's tellings as one story: the headline of the newest, the sentences of the first and of the newest."""
    first, newest = tellings[0], tellings[-1]
    most = _LEAD if rank == 1 else _SENTENCES
    sentences = _sentences(tellings, most)
    kept = set(sentences)
    cited = {passage.article for passage in sentences} | {newest.article}
    articles = tuple(dict.fromkeys(chain((newest.article,), (id for s in reversed(tellings) for id in s.articles))))
    parts = newest if rank == 1 else replace(newest, quotes=(), figures=(), differences=(), background=())
    return replace(
        parts,
        articles=tuple(id for id in articles if id in cited) + tuple(id for id in articles if id not in cited),
        outlets=tuple(dict.fromkeys(chain.from_iterable(story.outlets for story in reversed(tellings)))),
        reports=max(story.reports for story in tellings),
        section=section,
        rank=rank,
        dek=newest.dek if rank == 1 and newest.dek not in kept else None,
        what_happened=sentences,
        whats_next=(),
        read_also=tuple(one for one in newest.read_also if not _within(one, tellings)) if rank == 1 else (),
        day=first.day,
        earlier=first.earlier,
    )


def _sentences(tellings: Sequence[PrintedStory], most: int) -> tuple[Passage, ...]:
    """Of what was told in each, the beginnings: the newest telling's first, then the first's, then those between."""
    if len(tellings) == 1:
        return tellings[0].what_happened[:most]
    order = [tellings[-1], tellings[0], *tellings[1:-1]]
    chosen: dict[Passage, None] = {}
    for depth in range(most):
        for story in order:
            if depth < len(story.what_happened) and len(chosen) < most:
                chosen.setdefault(story.what_happened[depth], None)
    told = dict.fromkeys(passage for story in tellings for passage in story.what_happened)
    return tuple(passage for passage in told if passage in chosen)


def _within(related: Related, tellings: Sequence[PrintedStory]) -> bool:
    """Whether "Read also" names what the story itself was called on another day."""
    return any(related.headline == story.headline for story in tellings)


def _ahead(issues: Sequence[Issue], stories: Sequence[PrintedStory]) -> tuple[Upcoming, ...]:
    """What is still to come after the week, each event as it was told last: dated ones in order, then undated ones."""
    last = issues[-1].date
    owners = {story.id: story.thread or story.id for issue in issues for story in issue.stories}
    printed = {story.thread or story.id: story.id for story in stories}
    newest: dict[str, Upcoming] = {}
    for issue in issues:
        for name in issue.withdrawn:
            newest.pop(name, None)
        for item in issue.whats_next:
            newest.pop(item.name, None)
            newest[item.name] = item
    dated = [item for item in newest.values() if item.first is not None and (item.last or item.first) > last]
    undated = [item for item in newest.values() if item.first is None and owners.get(item.story) in printed]
    dated.sort(key=lambda item: (item.first or last, -item.score, item.name))
    undated.sort(key=lambda item: (-item.score, item.name))
    kept = (dated + undated)[:_DATES]
    return tuple(replace(item, story=printed.get(owners.get(item.story, ""), item.story)) for item in kept)


def _coverage(issues: Sequence[Issue], stories: Sequence[PrintedStory]) -> Coverage:
    """The week's counts; a source has failed where no day of the week could read it."""
    reports: dict[str, SourceReport] = {}
    for issue in issues:
        for report in issue.coverage.sources:
            before = reports.get(report.source)
            if before is None:
                reports[report.source] = report
                continue
            better = before if report.state == "failed" or (before.read and not report.read) else report
            reports[report.source] = replace(
                better,
                entries=before.entries + report.entries,
                new=before.new + report.new,
                earlier=(before.earlier or 0) + (report.earlier or 0) or UNSET,
            )
    candidates = sum(issue.coverage.candidates for issue in issues)
    merged = sum(len(story.articles) for story in stories) - len(stories)
    unread = sum(issue.coverage.no_longer_read for issue in issues)
    dropped = {NO_LONGER_READ: unread, "left to the daily issues": candidates - len(stories) - merged - unread}
    return Coverage(
        sources=tuple(reports.values()),
        candidates=candidates,
        printed=len(stories),
        merged=merged,
        dropped={reason: count for reason, count in dropped.items() if count > 0},
    )
