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


_BLOCK = 8192  # pairs that walk the trees together: what a processor's cache holds


class Scorer:
    """The learnt trees, laid out in arrays so that all pairs walk a tree at once."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.features: tuple[str, ...] = tuple(model["features"])
        self._start = float(model["start"])
        self._trees = [self._flat(tree) for tree in model["trees"]]

    @staticmethod
    def _flat(tree: Any) -> tuple[Any, Any, Any, Any, int]:
        import numpy as np

        feature: list[int] = []
        value: list[float] = []
        low: list[int] = []
        high: list[int] = []
        depth = 0
        queue: list[tuple[Any, int]] = [(tree, 0)]
        for node, level in queue:  # grows while it is walked: breadth first, so that children's places are known
            depth = max(depth, level)
            at = len(feature)
            if isinstance(node, list):
                feature.append(int(node[0]))
                value.append(float(node[1]))
                low.append(len(queue))
                high.append(len(queue) + 1)
                queue += [(node[2], level + 1), (node[3], level + 1)]
            else:  # a leaf leads to itself, whatever is asked
                feature.append(0)
                value.append(float(node))
                low.append(at)
                high.append(at)
        return np.array(feature), np.array(value), np.array(low), np.array(high), depth

    def probability(self, features: NDArray[Any]) -> NDArray[Any]:
        """The chance, 0 to 1, that each row's pair is of one event."""
        import numpy as np

        odds = np.full(len(features), self._start)
        for start in range(0, len(features), _BLOCK):
            block = np.asfortranarray(features[start : start + _BLOCK]).ravel(order="F")
            size = min(_BLOCK, len(features) - start)
            rows = np.arange(size)
            for feature, value, low, high, depth in self._trees:
                at = np.zeros(size, dtype=np.int64)
                for _ in range(depth):
                    at = np.where(block[feature[at] * size + rows] <= value[at], low[at], high[at])
                odds[start : start + _BLOCK] += value[at]
        result: NDArray[Any] = 1.0 / (1.0 + np.exp(-odds))
        return result


@cache
def scorer() -> Scorer:
    """The scorer that ships with the package."""
    return Scorer(json.loads(files("digest.stories").joinpath("data/pairs.json").read_text("utf-8")))
