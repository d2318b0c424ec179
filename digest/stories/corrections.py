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
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.model import Article, Correction, History, Story
from digest.stories.telling import story_of

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


@dataclass(slots=True)
class _Knots:
    """Which articles corrections tie, and which they hold apart: sets of keys that grow together."""

    parent: dict[str, str] = field(default_factory=dict)
    # Key that stands for its set -> the sides that its members are of: (number of the correction, 0 or 1).
    sides: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))

    def root(self, key: str) -> str:
        """The key that stands for the set of this one."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def tie(self, keys: Sequence[str]) -> None:
        """Make the sets of the keys one."""
        first = self.root(keys[0])
        for key in keys[1:]:
            other = self.root(key)
            if other != first:
                self.parent[other] = first
                self.sides[first] |= self.sides.pop(other, set())

    def part(self, number: int, left: Sequence[str], right: Sequence[str]) -> bool:
        """Hold the sets of the two sides apart. Returns whether that can be: it cannot where they share one."""
        lefts, rights = {self.root(key) for key in left}, {self.root(key) for key in right}
        if not lefts or not rights or lefts & rights:
            return False
        for side, roots in enumerate((lefts, rights)):
            for root in roots:
                self.sides[root].add((number, side))
        return True

    def classes(self, keys: Iterable[str]) -> list[list[str]]:
        """The keys in groups that nothing holds apart, each in the first that will have it."""
        found: list[tuple[list[str], set[tuple[int, int]]]] = []
        for key in dict.fromkeys(keys):
            own = self.sides[self.root(key)]
            against = {(number, 1 - side) for number, side in own}
            for group, sides in found:
                if against.isdisjoint(sides):
                    group.append(key)
                    sides |= own
                    break
            else:
                found.append(([key], set(own)))
        return [group for group, _ in found]


def in_force(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those not undone, the latest first."""
    return tuple(sorted((c for c in corrections if c.undone is None), key=lambda c: c.number, reverse=True))


def overridden(corrections: Iterable[Correction]) -> frozenset[int]:
    """The numbers of those in force that do nothing, because later ones say otherwise.

    A pin or a kill among them names no article that a later one does not: what stories they meet, the day tells.
    """
    force = in_force(corrections)
    _, idle = _knots(force)
    spoken: set[str] = set()
    for correction in force:
        if correction.kind in ("pin", "kill"):
            if spoken.issuperset(correction.articles):
                idle.add(correction.number)
            spoken.update(correction.articles)
    return frozenset(idle)


def beside(key: str, keys: Iterable[str], corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Of ``keys``, those of one story, the ones that nothing in force holds apart from ``key``, which comes first."""
    knots, _ = _knots(in_force(corrections))
    return tuple(knots.classes((key, *keys))[0])


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
    knots, idle = _knots(force)
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(knots.parent):
        groups[knots.root(key)] += ids.get(key, ())
    together = tuple(sorted(tuple(sorted(set(group))) for group in groups.values() if len(set(group)) > 1))
    apart = []
    for correction in reversed(force):
        if correction.kind in ("split", "never-merge") and correction.number not in idle:
            left, right = (_held(side, ids) for side in (correction.articles, correction.others))
            if left and right:
                apart.append((left, right))
    return Bonds(together, tuple(dict.fromkeys(apart)))


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
    knots, _ = _knots(every)
    # A thread that told, as the editor has it, of two events says nothing about which of them goes on.
    printed = {thread: keys for thread, keys in _printed(history).items() if len(knots.classes(keys)) == 1}
    kept: list[Story] = []
    met: dict[str, dict[str, int]] = {}  # story id -> key -> how near: 0 it holds it, 1 its thread printed it
    for story in stories:
        left = _without(story, remembered)
        if left is None:
            continue
        kept.append(left)
        met[left.id] = dict.fromkeys(printed.get(story.thread, ()), 1) | {a.key: 0 for a in story.articles}
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


def _knots(force: Sequence[Correction]) -> tuple[_Knots, set[int]]:
    """What corrections, the latest first, tie and part; and the numbers of those that others leave nothing to do."""
    knots, idle = _Knots(), set()
    for correction in force:
        articles, others = set(correction.articles), set(correction.others)
        if correction.kind == "merge":
            ties = [
                group
                for group in knots.classes((*correction.articles, *correction.others))
                if not articles.isdisjoint(group) and not others.isdisjoint(group)
            ]
            for group in ties:
                knots.tie(group)
            if not ties:
                idle.add(correction.number)
        elif correction.kind in ("split", "never-merge"):
            if not knots.part(correction.number, correction.articles, correction.others):
                idle.add(correction.number)
            elif correction.kind == "split":
                for group in knots.classes(correction.articles):
                    knots.tie(group)
    return knots, idle


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


def _without(story: Story, remembered: Collection[str]) -> Story | None:
    """The story without the remembered articles; None where that leaves nothing."""
    articles = tuple(article for article in story.articles if article.id not in remembered)
    if len(articles) == len(story.articles):
        return story
    if not articles:
        return None
    groups = (tuple(id_ for id_ in group if id_ not in remembered) for group in story.copies)
    bare = story_of(articles, tuple(group for group in groups if group))
    return replace(
        bare,
        thread=bare.id if story.thread == story.id else story.thread,
        earlier=story.earlier,
        day=story.day,
        links=tuple(link for link in story.links if not {link.article, link.to} & set(remembered)),
    )
