"""Why each report stands in its story, for an editor who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.model import Link
from digest.stories.background import commonness
from digest.stories.joining import Chances
from digest.stories.reading import Reading

_TERMS = 6  # shared stems that are told


def ties(readings: Sequence[Reading], labels: Sequence[int], chances: Chances) -> tuple[Link, ...]:
    """For each report that stands beside another, the one that it is nearest to, in the order of ``readings``.

    A report that no chance ties to any of its story (an editor put it there) has no link.
    """
    size = Counter(labels)
    total: dict[int, float] = {}
    best: dict[int, tuple[float, int]] = {}  # minus the chance, and the other: the least is the surest
    pairs = zip(chances.left.tolist(), chances.right.tolist(), chances.chance.tolist(), strict=True)
    for left, right, chance in pairs:
        if labels[left] != labels[right]:
            continue
        for one, other in ((left, right), (right, left)):
            total[one] = total.get(one, 0.0) + chance
            best[one] = min(best.get(one, (0.0, -1)), (-chance, other))
    return tuple(
        Link(
            article=readings[one].id,
            to=readings[other].id,
            chance=round(-chance, 4),
            mean=round(total[one] / (size[labels[one]] - 1), 4),
            terms=_shared(readings[one], readings[other]),
        )
        for one, (chance, other) in sorted(best.items())
    )


def _shared(left: Reading, right: Reading) -> tuple[str, ...]:
    """Stems that both hold, the rarest in all news first."""
    both = {*left.title, *left.body} & {*right.title, *right.body}
    return tuple(sorted(both, key=lambda stem: (commonness(stem), stem))[:_TERMS])
