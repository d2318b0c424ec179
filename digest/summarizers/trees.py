"""Regression trees, boosted: what each adds for a row of features, all trees at once.

A tree is ``[feature, threshold, worth, tree where at most the threshold, tree where above]``, or a leaf's worth alone
(Friedman 2001, "Greedy function approximation: a gradient boosting machine"). The worth of a tree that is no leaf is
what it gave on average where it was learnt, which tells how much each of its questions changed the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_BLOCK = 512  # rows that walk the trees together: a long text needs no more memory than a short one


class Trees:
    """Trees of a few levels, filled up to the same depth: a leaf is asked on, and answers the same either way."""

    def __init__(self, trees: Sequence[Any], depth: int) -> None:
        import numpy as np

        inner = (1 << depth) - 1
        filled = [_filled(tree, depth) for tree in trees]
        self._depth = depth
        self._features = np.array([[node[0] for node in tree[:inner]] for tree in filled], dtype=np.intp)
        self._thresholds = np.array([[node[1] for node in tree[:inner]] for tree in filled], dtype=np.float64)
        self._worth = np.array([[node[2] for node in tree] for tree in filled], dtype=np.float64)

    def values(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The trees' sum for each row."""
        import numpy as np

        trees = np.arange(len(self._worth))
        found: list[float] = []
        for first in range(0, len(rows), _BLOCK):
            *_, leaves = self._walk(np.asarray(rows[first : first + _BLOCK], dtype=np.float64))
            found.extend(self._worth[trees, leaves].sum(axis=1).tolist())
        return found

    def shares(self, rows: Sequence[Sequence[float]], features: int) -> list[list[float]]:
        """What each of so many features has in the sum for each row: the changes of worth where it was asked for.

        A row's shares and ``start`` add up to its value (Saabas 2014, "Interpreting random forests").
        """
        import numpy as np

        shares = np.zeros((len(rows), features))
        if not rows:
            return []
        trees, line = np.arange(len(self._worth)), np.arange(len(rows))[:, None]
        for above, below in pairwise(self._walk(np.asarray(rows, dtype=np.float64))):
            asked = self._features[trees, above]
            np.add.at(shares, (line, asked), self._worth[trees, below] - self._worth[trees, above])
        result: list[list[float]] = shares.tolist()
        return result

    @property
    def start(self) -> float:
        """The sum of what the trees give before a question is asked."""
        return float(self._worth[:, 0].sum())

    def _walk(self, rows: NDArray[Any]) -> Iterator[NDArray[Any]]:
        """The node of each tree that each row stands at, level by level."""
        import numpy as np

        trees, line = np.arange(len(self._worth)), np.arange(len(rows))[:, None]
        at = np.zeros((len(rows), len(trees)), dtype=np.intp)
        yield at
        for _ in range(self._depth):
            # The nodes of a level stand side by side, and those below a node behind all of them.
            at = 2 * at + 1 + (rows[line, self._features[trees, at]] > self._thresholds[trees, at])
            yield at


def _filled(tree: Any, depth: int) -> list[tuple[int, float, float]]:
    """Its nodes level by level (feature, threshold, worth), leaves handed down to the last level."""
    level, nodes = [tree], []
    for _ in range(depth + 1):
        below = []
        for node in level:
            feature, threshold, worth, low, high = node if isinstance(node, list) else (0, 0.0, node, node, node)
            nodes.append((int(feature), float(threshold), float(worth)))
            below += [low, high]
        level = below
    return nodes
