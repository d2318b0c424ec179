"""The shelf that pages are made of, gathered from the contents of all issues.

An archive keeps contents and gathers the same shelf by asking for what one issue changes; this is what it must equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from digest.model import Announced, Contents, Credit, Head, Issue, Lengths, Month, Section, Shelf, Told

_USUAL = Lengths()


def gather(
    contents: Sequence[Contents], latest: Sequence[Issue], changed: date | None = None, lengths: Lengths = _USUAL
) -> Shelf:
    """The shelf of these contents, of one issue a day.

    ``latest`` are the newest issues, oldest first. ``changed`` is the day of an issue: only the pages that it changes
    are to be written; None: all.
    """
    every = sorted(contents, key=lambda one: one.head.date)
    heads = [one.head for one in reversed(every)]
    told = [story for one in every for story in one.stories]
    touched = [one for one in every if changed is None or one.head.date == changed]
    threads = {story.thread for one in touched for story in one.stories}
    begun = tuple(_begun(told))
    # The year that a thread began in lists it, and says when it went on last.
    years = {one.head.date.year for one in touched} | {year for year, thread, _ in begun if thread in threads}
    sections = {story.section for one in touched for story in one.stories if story.section}
    return Shelf(
        latest=tuple(latest[-lengths.latest :]),
        recent=tuple(heads[: lengths.recent]),
        months=_months(heads),
        years=tuple(tuple(h for h in heads if h.date.year == year) for year in sorted(years)),
        threads=tuple(_of_threads(told, threads)),
        running=_running(told, lengths.running),
        begun=tuple(sorted(one for one in begun if one[0] in years)),
        sections=_sections(told),
        stories=tuple(
            _newest((story for story in told if story.section == name), lengths.stories) for name in sorted(sections)
        ),
        sources=_sources(every, lengths.lately),
        lately=min(lengths.lately, len(every)),
        agenda=agenda(every, lengths.kept),
        changed=changed,
    )


def _newest(stories: Iterable[Told], length: int) -> tuple[Told, ...]:
    """The newest stories of a section, newest first, those of one issue in its order."""
    return tuple(sorted(stories, key=lambda story: (-story.date.toordinal(), story.place))[:length])


def _running(told: Iterable[Told], length: int) -> tuple[Told, ...]:
    """The newest of each thread that goes on, newest first."""
    found: dict[str, Told] = {}
    for story in sorted(told, key=lambda story: (-story.date.toordinal(), story.place)):
        if story.day > 1 and story.thread not in found and len(found) < length:
            found[story.thread] = story
    return tuple(found.values())


def agenda(contents: Iterable[Contents], kept: timedelta = _USUAL.kept) -> tuple[Announced, ...]:
    """What is to come as the newest issue that tells of it has it, given oldest first, by date.

    What was called off since is taken out, and what is past when it has been so for four weeks; the latest event stays
    until another comes, for a calendar holds at least one (RFC 5545 §3.6).
    """
    held: dict[str, Announced] = {}
    today = None
    for one in contents:
        for name in one.withdrawn:
            held.pop(name, None)
        held |= {item.name: item for item in one.ahead}
        today = one.head.date
    ordered = sorted(held.values(), key=lambda item: (item.first, item.last, item.name))
    if today is None:
        return ()
    return tuple(item for item in ordered if item.last >= today - kept) or tuple(ordered[-1:])


def _months(heads: Iterable[Head]) -> tuple[Month, ...]:
    counted: dict[date, int] = {}
    for head in heads:
        first = head.date.replace(day=1)
        counted[first] = counted.get(first, 0) + 1
    return tuple(Month(first, issues) for first, issues in counted.items())


def _of_threads(told: Iterable[Told], wanted: set[str]) -> Iterable[tuple[Told, ...]]:
    """Each of the wanted threads that goes on, by its name."""
    grouped: dict[str, list[Told]] = {}
    for story in told:
        if story.thread in wanted:
            grouped.setdefault(story.thread, []).append(story)
    return (tuple(grouped[name]) for name in sorted(grouped) if any(story.day > 1 for story in grouped[name]))


def _begun(told: Iterable[Told]) -> Iterable[tuple[int, str, date]]:
    """Each thread that goes on: the year since when, its name, and the day of its latest issue."""
    since: dict[str, int] = {}
    last: dict[str, date] = {}
    for story in told:
        last[story.thread] = story.date
        if story.day > 1:
            since.setdefault(story.thread, story.date.year)
    return ((year, thread, last[thread]) for thread, year in since.items())


def _sections(told: Iterable[Told]) -> tuple[Section, ...]:
    counted: dict[str, Section] = {}
    for story in told:
        if story.section:
            before = counted[story.section].stories if story.section in counted else 0
            counted[story.section] = Section(story.section, before + 1, story.date)
    return tuple(counted[name] for name in sorted(counted))


def _sources(every: Sequence[Contents], lately: int) -> tuple[Credit, ...]:
    counted: dict[str, Credit] = {}
    for at, one in enumerate(every):
        late = at >= len(every) - lately
        for credit in one.credits:
            before = counted.get(credit.source, replace(credit, stories=0, lately=0))
            counted[credit.source] = replace(
                credit,
                site=credit.site or before.site,
                stories=before.stories + credit.stories,
                lately=before.lately + (credit.stories if late else 0),
            )
    return tuple(counted[name] for name in sorted(counted))
