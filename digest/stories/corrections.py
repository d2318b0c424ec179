"""The editor's hand: what corrections ask of the stories of a day.

    corrections ─▶ remember ─▶ (the archive finds them) ─▶ bind ─▶ tell(together, apart) ─▶ follow ─▶ settle

A correction names articles, and speaks of whatever stories hold them on any later day. So that it still does when those
articles have left the window, they are remembered for a while: told along with the day's articles, and taken out of its
stories again.

Where corrections contradict each other the later one holds:

- of a merge what later ones hold apart is left out, and without anything of one of its sides it does nothing;
- a split or a "never merge" does nothing once a later merge has joined an article of one side with one of the other's;
- of pins and kills that one story meets the latest decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.model import Article, Correction, History, Story
from digest.stories.knots import Knots, in_force, knotted
from digest.stories.telling import without

# A correction's own articles are told along with those of the days after it for as long as threads are followed.
REMEMBERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Bonds:
    """What telling must heed: article ids, each group and each side in a fixed order.

    No group of ``together`` holds articles of both sides of a pair of ``apart``, and no two groups share an article.
    """

    together: tuple[tuple[str, ...], ...] = ()  # each group is one story
    apart: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()  # no story holds articles of both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A day's stories with nothing remembered among them, and what the editor wants of them."""

    stories: tuple[Story, ...]
    pinned: Mapping[str, Correction]  # story id -> the pin that holds, the story to lead first
    killed: Mapping[str, Correction]  # story id -> the kill that holds


def overridden(corrections: Iterable[Correction]) -> frozenset[int]:
    """The numbers of those in force that do nothing, because later ones say otherwise.

    A pin or a kill among them names no article that a later one does not: what stories they meet, the day tells.
    """
    found = tuple(corrections)
    idle = set(knotted(found).idle)
    spoken: set[str] = set()
    for correction in in_force(found):
        if correction.kind in ("pin", "kill"):
            if spoken.issuperset(correction.articles):
                idle.add(correction.number)
            spoken.update(correction.articles)
    return frozenset(idle)


def beside(key: str, keys: Iterable[str], corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Of ``keys``, those of one story, the ones that nothing in force holds apart from ``key``, which comes first."""
    return tuple(knotted(corrections).classes((key, *keys))[0])


def remember(corrections: Iterable[Correction], *, now: datetime) -> tuple[str, ...]:
    """The keys of the articles to tell along with the day's: those that corrections of the last 14 days name."""
    lately = [c for c in in_force(corrections) if c.at > now - REMEMBERED]
    return tuple(sorted({key for correction in lately for key in (*correction.articles, *correction.others)}))


def bind(articles: Iterable[Article], corrections: Iterable[Correction]) -> Bonds:
    """What the corrections ask of these articles, the remembered ones among them. Their order changes nothing."""
    force = in_force(corrections)
    if not force:
        return Bonds()
    ids: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        ids[article.key].append(article.id)
    knots = knotted(force)
    groups = (_held(group, ids) for group in knots.groups())
    apart = []
    for correction in reversed(force):
        if correction.kind in ("split", "never-merge") and correction.number not in knots.idle:
            left, right = (_held(side, ids) for side in (correction.articles, correction.others))
            if left and right:
                apart.append((left, right))
    return Bonds(tuple(sorted(group for group in groups if len(group) > 1)), tuple(dict.fromkeys(apart)))


def settle(
    stories: Sequence[Story], corrections: Iterable[Correction], *, remembered: Collection[str], history: History
) -> Settled:
    """The stories, told and followed with the remembered articles, without them; and which are pinned and killed.

    ``remembered`` are article ids. A story of theirs alone is gone. Another keeps its thread, which may have been found
    through them; where it loses its lead, the next best article leads it, and it takes its id from that. A correction
    meets the stories that hold one of its articles, and those that continue the printed thread of one. Of several that
    one pin meets only one leads: the story that holds the first of its articles.
    """
    every = in_force(corrections)
    force = [correction for correction in every if correction.kind in ("pin", "kill")]
    knots = knotted(every)
    printed = _printed(history) if knots or force else {}
    held = {
        left.id: (left, tuple(article.key for article in story.articles))
        for story in stories
        if (left := without(story, remembered)) is not None
    }
    kept = _rethreaded(held, printed, knots)
    # Story id -> key -> how near: 0 where it holds that article, 1 where its thread printed it. A thread that told, as
    # the editor has it, of two events says nothing about which of them goes on.
    met: dict[str, dict[str, int]] = {}
    for story in kept:
        thread = printed.get(story.thread, {})
        met[story.id] = dict.fromkeys(thread if len(knots.classes(thread)) == 1 else (), 1)
        met[story.id] |= dict.fromkeys(held[story.id][1], 0)
    decided: dict[str, Correction] = {}
    for correction in force:  # the latest first: what it decides, no earlier one does
        wanted = {key: place for place, key in reversed(list(enumerate(correction.articles)))}
        found = []
        for story in kept:
            places = [(near, wanted[key]) for key, near in met[story.id].items() if key in wanted]
            if places:
                found.append((*min(places), story.id))
        # A pin that a later kill has met already, or another pin, is not passed on to the next best story.
        for _, _, id_ in sorted(found)[: 1 if correction.kind == "pin" else None]:
            decided.setdefault(id_, correction)
    return Settled(
        stories=tuple(kept),
        pinned={id_: correction for id_, correction in decided.items() if correction.kind == "pin"},
        killed={id_: correction for id_, correction in decided.items() if correction.kind == "kill"},
    )


def _rethreaded(
    held: Mapping[str, tuple[Story, tuple[str, ...]]], printed: Mapping[str, Iterable[str]], knots: Knots
) -> list[Story]:
    """The stories; of those of one thread that are held apart one keeps it, the others have threads of their own.

    ``held`` are stories with the keys of their articles, the remembered ones among them. One of which the thread
    printed an article keeps the thread rather than one that was found by its words.
    """
    heirs: dict[str, tuple[bool, str]] = {}
    for id_, (story, keys) in held.items():
        heir = (set(keys).isdisjoint(printed.get(story.thread, ())), id_)
        heirs[story.thread] = min(heir, heirs.get(story.thread, heir))
    made = []
    for id_, (story, keys) in held.items():
        heir_id = heirs[story.thread][1]
        apart = id_ != heir_id and len(knots.classes((*held[heir_id][1], *keys))) > 1
        made.append(replace(story, thread=id_, earlier=(), day=1) if apart else story)
    return made


def _held(keys: Sequence[str], ids: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({id_ for key in keys for id_ in ids.get(key, ())}))


def _printed(history: History) -> dict[str, dict[str, None]]:
    """Thread -> the keys of every article that issues printed of it, in their order."""
    threads: dict[str, dict[str, None]] = defaultdict(dict)
    for issue in history.issues:
        keys = {article.id: article.key for article in issue.articles}
        for story in issue.stories:
            threads[story.thread] |= dict.fromkeys(keys[id_] for id_ in story.articles if id_ in keys)
    return threads
