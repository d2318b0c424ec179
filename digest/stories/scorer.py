"""How likely two articles tell of one event: boosted regression trees over ``pairs.FEATURES``.

The trees are learnt by ``benchmarks/train_pairs.py`` and kept in ``data/pairs.json``, which says from what. A tree is a
leaf's value, or ``[feature, threshold, tree where at most the threshold, tree where above]`` (Friedman 2001, "Greedy
function approximation: a gradient boosting machine"). Their sum is the log-odds.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray


_BLOCK = 16_384  # pairs that walk the trees together: what a processor's cache holds
_LEAVES = 16  # of a tree at most: a bit each


class Scorer:
    """The learnt trees, read so that all pairs walk a tree at once.

    Each pair starts with all of a tree's leaves; a split that it lies above takes away the leaves on its low side, and
    of what is left the first is the pair's own (Lucchese et al. 2015, "QuickScorer"). Splits compare places among all
    thresholds of a feature, which are small numbers.
    """

    def __init__(self, model: dict[str, Any]) -> None:
        import numpy as np

        self.features: tuple[str, ...] = tuple(model["features"])
        self._start = float(model["start"])
        splits = [split for tree in model["trees"] for split in _splits(tree)]
        self._thresholds = [
            np.unique(np.array([limit for feature, limit, _ in splits if feature == at], dtype=np.float64))
            for at in range(len(self.features))
        ]
        self._trees = [
            (
                [
                    (feature, int(np.searchsorted(self._thresholds[feature], limit)), np.uint16(low))
                    for feature, limit, low in _splits(tree)
                ],
                np.array(_leaves(tree)),
            )
            for tree in model["trees"]
        ]

    def probability(self, features: NDArray[Any]) -> NDArray[Any]:
        """The chance, 0 to 1, that each row's pair is of one event."""
        import numpy as np

        odds = np.full(len(features), self._start)
        first = _first_left()
        for start in range(0, len(features), _BLOCK):
            block = features[start : start + _BLOCK]
            # A value lies above just the thresholds that stand before its place.
            places: list[NDArray[Any]] = [
                np.searchsorted(limits, block[:, at]).astype(np.uint8 if len(limits) < 256 else np.uint32)
                for at, limits in enumerate(self._thresholds)
            ]
            for splits, values in self._trees:
                gone = np.zeros(len(block), dtype=np.uint16)
                for feature, place, low in splits:
                    gone |= (places[feature] > place) * low
                odds[start : start + _BLOCK] += np.take(values, np.take(first, gone))  # at half the cost of indexing
        result: NDArray[Any] = 1.0 / (1.0 + np.exp(-odds))
        return result


def _leaves(tree: Any) -> list[float]:
    """The values of a tree's leaves, the low ones first."""
    return [*_leaves(tree[2]), *_leaves(tree[3])] if isinstance(tree, list) else [float(tree)]


def _splits(tree: Any, before: int = 0) -> list[tuple[int, float, int]]:
    """Each split's feature and threshold, and the leaves on its low side as bits, after ``before`` others."""
    if not isinstance(tree, list):
        return []
    low = len(_leaves(tree[2]))
    here = (int(tree[0]), float(tree[1]), ((1 << low) - 1) << before)
    return [here, *_splits(tree[2], before), *_splits(tree[3], before + low)]


@cache
def _first_left() -> NDArray[Any]:
    """The first leaf that is left, for each set of leaves that are gone."""
    import numpy as np

    gone = np.arange(1 << _LEAVES)
    left = ~gone & (gone + 1)  # the lowest bit that is not set
    first: NDArray[Any] = np.minimum(np.log2(left + (left == 0)), _LEAVES - 1).astype(np.uint8)
    return first


@cache
def scorer() -> Scorer:
    """The scorer that ships with the package."""
    return Scorer(json.loads(files("digest.stories").joinpath("data/pairs.json").read_text("utf-8")))
