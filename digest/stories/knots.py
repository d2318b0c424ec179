"""What corrections tie together and hold apart, the later before the earlier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from digest.model import Correction


@dataclass(slots=True)
class Knots:
    """Sets of article keys that are of one story, and which sets never share one.

    No set is held apart from itself: a correction that would make it so is left out, for a later one says otherwise.
    """

    idle: set[int] = field(default_factory=set)  # numbers of the corrections that later ones leave nothing to do
    _parent: dict[str, str] = field(default_factory=dict)
    # Key that stands for its set -> the sides that its members are of: (number of the correction, 0 or 1).
    _sides: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    _tied: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether any article is tied or held apart."""
        return bool(self._parent)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The keys that are tied, those of each set together, in a fixed order."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._tied):
            found[self._root(key)].append(key)
        return tuple(tuple(group) for group in found.values())

    def tied(self, key: str) -> str | None:
        """What stands for the set that a key is tied into; None where it is tied to nothing."""
        return self._root(key) if key in self._tied else None

    def classes(self, keys: Iterable[str]) -> list[list[str]]:
        """The keys in groups that nothing holds apart, each in the first that will have it."""
        found: list[tuple[list[str], set[tuple[int, int]]]] = []
        for key in dict.fromkeys(keys):
            own = self._sides[self._root(key)] if key in self._parent else set()
            against = {(number, 1 - side) for number, side in own}
            for group, sides in found:
                if against.isdisjoint(sides):
                    group.append(key)
                    sides |= own
                    break
            else:
                found.append(([key], set(own)))
        return [group for group, _ in found]

    def heed(self, correction: Correction) -> None:
        """Tie and part what a correction says, as far as those heeded before allow."""
        if correction.kind == "merge":
            articles, others = set(correction.articles), set(correction.others)
            groups = self.classes((*correction.articles, *correction.others))
            ties = [group for group in groups if not articles.isdisjoint(group) and not others.isdisjoint(group)]
        elif correction.kind in ("split", "never-merge"):
            if not self._part(correction):
                self.idle.add(correction.number)
                return
            ties = self.classes(correction.articles) if correction.kind == "split" else []
        else:
            return
        for group in ties:
            self._tie(group)
        if correction.kind == "merge" and not ties:
            self.idle.add(correction.number)

    def _root(self, key: str) -> str:
        self._parent.setdefault(key, key)
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def _tie(self, keys: Sequence[str]) -> None:
        self._tied.update(keys)
        first = self._root(keys[0])
        for key in keys[1:]:
            other = self._root(key)
            if other != first:
                self._parent[other] = first
                self._sides[first] |= self._sides.pop(other, set())

    def _part(self, correction: Correction) -> bool:
        """Hold the sides apart. Returns whether that can be: it cannot where later merges made articles of both one."""
        roots = [{self._root(key) for key in side} for side in (correction.articles, correction.others)]
        if not all(roots) or roots[0] & roots[1]:
            return False
        for side, keys in enumerate(roots):
            for key in keys:
                self._sides[key].add((correction.number, side))
        return True


def in_force(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those not undone, the latest first."""
    return tuple(sorted((c for c in corrections if c.undone is None), key=lambda c: c.number, reverse=True))


def knotted(corrections: Iterable[Correction]) -> Knots:
    """What the corrections in force tie and hold apart."""
    knots = Knots()
    for correction in in_force(corrections):
        knots.heed(correction)
    return knots
