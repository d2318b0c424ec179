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
_MAYBE = 0.33  # chance of one pair between two stories that may well be one event …
_NEAR = 0.18  # … where this is the mean of all
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


def beside(labels: Sequence[int], chances: Chances, said: Said | None = None) -> tuple[tuple[int, int], ...]:
    """Pairs of labels, in order, of stories that are told apart and yet may well be one event."""
    import numpy as np

    between = _between(labels, chances.left, chances.right, chances.chance)
    if between is None:
        return ()
    most = np.zeros(len(between.mean))
    np.maximum.at(most, between.place, chances.chance[between.kept])
    apart = {tuple(sorted((labels[one], labels[other]))) for one, other in (said or Said()).apart}
    found = between.pairs[:, (most >= _MAYBE) & (between.mean >= _NEAR)].T.tolist()
    return tuple((one, other) for one, other in found if (one, other) not in apart)


@dataclass(frozen=True, slots=True)
class _Between:
    """Pairs of reports of two groups, by the groups."""

    kept: NDArray[Any]  # which pairs of reports are of two groups
    place: NDArray[Any]  # for each of those, the place of its pair of groups
    pairs: NDArray[Any]  # 2 × pairs of groups, the lesser label first, in order
    mean: NDArray[Any]  # for each pair of groups, the mean chance between their reports
    group: NDArray[Any]
    size: NDArray[Any]  # of each label's group


def _between(labels: Sequence[int], left: NDArray[Any], right: NDArray[Any], chance: NDArray[Any]) -> _Between | None:
    """None where no pair is of two groups."""
    import numpy as np

    group = np.array(labels, dtype=np.int64)
    one, other = group[left], group[right]
    kept = one != other
    if not kept.any():
        return None
    one, other = one[kept], other[kept]
    keys = np.minimum(one, other) * len(group) + np.maximum(one, other)
    pairs, place = np.unique(keys, return_inverse=True)
    both = np.stack(np.divmod(pairs, len(group)))
    size = np.bincount(group, minlength=len(group))
    few, many = np.sort(size[both], axis=0)
    mean = np.bincount(place, weights=chance[kept]) / (few * np.minimum(many, MOST))
    return _Between(kept, place, both, mean, group, size)


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

    between = _between(labels, left, right, chance)
    if between is None:
        return tuple(labels)
    left, right, chance = left[between.kept], right[between.kept], chance[between.kept]
    size, group = between.size, between.group
    one, other = between.pairs
    smaller = np.where(size[one] <= size[other], one, other)

    witnessed: dict[int, set[int]] = defaultdict(set)  # place of a pair of groups -> the smaller one's reports
    for at in np.flatnonzero((chance >= _WITNESS) & (between.mean[between.place] >= GATHER)).tolist():
        pair = int(between.place[at])
        witnessed[pair].add(int(left[at] if group[left[at]] == smaller[pair] else right[at]))
    joined = {
        (int(between.pairs[0][pair]), int(between.pairs[1][pair])): float(between.mean[pair])
        for pair, reports in sorted(witnessed.items())
        if len(reports) == size[smaller[pair]]
    }
    for one_side, other_side in sorted(apart):
        first, second = sorted((labels[one_side], labels[other_side]))
        joined[first, second] = -_NEVER
    of_group = average_link(len(group), [(*pair, score) for pair, score in joined.items()], least=GATHER)
    return tuple(of_group[label] for label in labels)
