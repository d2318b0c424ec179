"""What was printed, as the editor's corrections have it: whose threads go on as one, and which never were one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from digest.model import Correction, History, Issue, PrintedStory
from digest.stories.knots import Knots, knotted


@dataclass(slots=True)
class _Part:
    """What a thread is to be called, and the articles it has told of so far."""

    thread: str
    keys: list[str] = field(default_factory=list)


def hindsight(history: History, corrections: Iterable[Correction]) -> History:
    """The history with its stories' threads and articles as the corrections in force would have them.

    Printed stories that a merge makes one share a thread, the oldest's. Of articles that were printed as one story and
    are held apart, those apart from the lead are taken out of it. A thread whose parts are held apart is several. What
    was printed, and where, stays as it was.
    """
    knots = knotted(corrections)
    if not knots:
        return history
    keys = [{cited.id: cited.key for cited in issue.articles} for issue in history.issues]
    kept: dict[tuple[int, int], tuple[str, ...]] = {}  # (issue, story) -> ids of its articles
    threads: dict[tuple[int, int], str] = {}
    parts: dict[str, list[_Part]] = defaultdict(list)
    for at, issue in enumerate(history.issues):
        for place, story in enumerate(issue.stories):
            ids = (story.article, *(id_ for id_ in story.articles if id_ != story.article))
            named = [(keys[at].get(id_, id_), id_) for id_ in ids]
            told = knots.classes(key for key, _ in named)[0]
            kept[at, place] = tuple(id_ for key, id_ in named if key in told)
            part = _part(knots, parts[story.thread], told, story)
            part.keys += told
            threads[at, place] = part.thread
    names = _names(knots, parts.values())
    issues = []
    for at, issue in enumerate(history.issues):
        stories = [
            _as(story, names.get(threads[at, place], threads[at, place]), kept[at, place])
            for place, story in enumerate(issue.stories)
        ]
        issues.append(_with(issue, stories))
    return replace(history, issues=tuple(issues))


def _part(knots: Knots, parts: list[_Part], told: Sequence[str], story: PrintedStory) -> _Part:
    """The part of its thread that a story goes on with: the latest that nothing holds apart from it, or a new one."""
    for part in reversed(parts):
        if len(knots.classes((*part.keys, *told))) == 1:
            return part
    parts.append(_Part(story.id if parts else story.thread))
    return parts[-1]


def _names(knots: Knots, parts: Iterable[Sequence[_Part]]) -> dict[str, str]:
    """Thread -> the older one that it is one with."""
    names: dict[str, str] = {}
    first: dict[str, _Part] = {}  # what ties the articles of a merge -> the oldest thread that told of one
    for part in (part for several in parts for part in several):
        tied = dict.fromkeys(root for key in part.keys if (root := knots.tied(key)) is not None)
        older = next((first[root] for root in tied if root in first), part)
        if older is not part and len(knots.classes((*older.keys, *part.keys))) == 1:
            names[part.thread] = older.thread
            older.keys += part.keys
            part = older
        for root in tied:
            first.setdefault(root, part)
    return names


def _as(story: PrintedStory, thread: str, ids: tuple[str, ...]) -> PrintedStory:
    if story.thread == thread and len(ids) == len(story.articles):
        return story
    return replace(story, thread=thread, articles=ids)


def _with(issue: Issue, stories: Sequence[PrintedStory]) -> Issue:
    """The issue with these stories, in print order, in the places of its own."""
    if all(one is other for one, other in zip(issue.stories, stories, strict=True)):
        return issue
    left = iter(stories)
    lead = next(left) if issue.lead else None
    sections = tuple(replace(each, stories=tuple(next(left) for _ in each.stories)) for each in issue.sections)
    return replace(issue, lead=lead, sections=sections, developing=tuple(left))
