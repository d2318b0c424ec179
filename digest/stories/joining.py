"""From the chances that pairs are of one event to the events themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.similarity import average_link
from digest.stories.pairs import MOST

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

LINK = 0.4  # mean chance of one event that makes a story
GATHER = 0.2  # mean chance between two stories that still makes one of them …
_WITNESS = 0.75  # … where each report of the smaller has one of this chance in the larger
_CERTAIN, _NEVER = 1e3, 1e9  # an editor's word: it outweighs whatever chances say


@dataclass(frozen=True, slots=True)
class Chances:
    """Pairs of reports by their places, left < right, and the chance that they tell of one event; no pair twice."""

    left: NDArray[Any]
    right: NDArray[Any]
    chance: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor said of pairs of reports, by their places, left < right."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()


def linked(size: int, chances: Chances, said: Said | None = None) -> tuple[int, ...]:
    """A label for each of ``size`` reports: the first report of its event."""
    said = said or Said()
    pairs = zip(chances.left.tolist(), chances.right.tolist(), strict=True)
    scores = dict(zip(pairs, chances.chance.tolist(), strict=True))
    scores |= dict.fromkeys(sorted(said.together), _CERTAIN)
    scores |= dict.fromkeys(sorted(said.apart), -_NEVER)
    found = [(left, right, score) for (left, right), score in scores.items()]
    labels = average_link(size, found, least=LINK, most=MOST)
    return gathered(labels, chances.left, chances.right, chances.chance, said.apart)


def gathered(
    labels: Sequence[int],
    left: NDArray[Any],
    right: NDArray[Any],
    chance: NDArray[Any],
    apart: Collection[tuple[int, int]] = (),
) -> tuple[int, ...]:
    """The labels, where groups are one whose every report in the smaller has a sure witness in the larger.

    A mean over a ten-outlet story hides that a short teaser is surely of one event with three of its reports; so the
    mean may be low, if only no report of the smaller group stands alone.
    """
    import numpy as np

    group = np.array(labels, dtype=np.int64)
    one, other = group[left], group[right]
    between = one != other
    if not between.any():
        return tuple(labels)
    left, right, chance, one, other = (part[between] for part in (left, right, chance, one, other))
    keys = np.stack([np.minimum(one, other), np.maximum(one, other)])
    pairs, place = np.unique(keys, axis=1, return_inverse=True)
    place = place.ravel()
    size = np.bincount(group, minlength=len(group))
    few, many = np.minimum(size[pairs[0]], size[pairs[1]]), np.maximum(size[pairs[0]], size[pairs[1]])
    mean = np.bincount(place, weights=chance) / (few * np.minimum(many, MOST))
    smaller = np.where(size[pairs[0]] <= size[pairs[1]], pairs[0], pairs[1])

    witnessed: dict[int, set[int]] = defaultdict(set)  # place of a pair of groups -> the smaller one's reports
    for at in np.flatnonzero((chance >= _WITNESS) & (mean[place] >= GATHER)).tolist():
        pair = int(place[at])
        witnessed[pair].add(int(left[at] if one[at] == smaller[pair] else right[at]))
    joined = {
        (int(pairs[0][pair]), int(pairs[1][pair])): float(mean[pair])
        for pair, reports in sorted(witnessed.items())
        if len(reports) == size[smaller[pair]]
    }
    for one_side, other_side in sorted(apart):
        first, second = sorted((labels[one_side], labels[other_side]))
        joined[first, second] = -_NEVER
    of_group = average_link(len(group), [(*pair, score) for pair, score in joined.items()], least=GATHER)
    return tuple(of_group[label] for label in labels)
