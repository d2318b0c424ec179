"""Sparse term vectors, one row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.similarity.rows import Rows, against, products, summed

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_STEP = 512  # rows compared at once


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each text holds each term."""

    counts: Rows  # texts × terms
    names: tuple[str, ...]  # the terms, sorted


def count_terms(texts: Sequence[Sequence[str]]) -> Terms:
    """Terms of texts given as token lists. Columns stand in the terms' own order, whatever order texts bring."""
    names = tuple(sorted({term for text in texts for term in text}))
    column = {term: at for at, term in enumerate(names)}
    return Terms(Rows.counting([[column[term] for term in text] for text in texts], len(names)), names)


def weigh(counts: Rows, idf: NDArray[Any]) -> Rows:
    """TF-IDF: (1 + ln tf) · idf, each row of unit length; a row of no weight stays empty."""
    import numpy as np

    return counts.having((1.0 + np.log(counts.values)) * idf[counts.columns]).unit()


def cosines(left: Rows, right: Rows, rows: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """The dot product of row ``rows[k]`` of ``left`` with row ``others[k]`` of ``right``, for each k."""
    import numpy as np

    result = np.zeros(len(rows))
    for where, starts, found in products(left, right, rows, others):
        result[where] = summed(starts, found)
    return result


def neighbours(
    matrix: Rows, *, least: float, most: int, times: NDArray[Any] | None = None, window: float = 0.0
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of rows whose dot product is at least ``least``: arrays (left, right, product), left < right, in order.

    Each row brings at most its ``most`` nearest. Where ``times`` gives a row's moment (NaN: unknown), two rows with
    known moments further apart than ``window`` make no pair; known moments are walked in order, so that cost follows
    the window.
    """
    import numpy as np

    size = len(matrix)
    moments = np.full(size, np.nan) if times is None else np.asarray(times, dtype=np.float64)
    order = np.argsort(moments, kind="stable")  # NaN last
    moments = moments[order]
    known = int(np.count_nonzero(~np.isnan(moments)))
    matrix = matrix.take(order)
    every, whole = np.arange(size), matrix.flipped()
    found: list[tuple[Any, Any]] = []
    nearest: list[Any] = []
    for start in range(0, size, _STEP):
        end = min(start + _STEP, size)
        columns = every
        if start < known:  # columns within the window of this block, then every row of unknown moment
            first = int(np.searchsorted(moments[:known], moments[start] - window, side="left"))
            last = int(np.searchsorted(moments[:known], moments[min(end, known) - 1] + window, side="right"))
            if end <= known:
                columns = np.concatenate([every[first:last], every[known:]])
        flipped = whole if len(columns) == size else matrix.take(columns).flipped()
        parts = []
        for row, block in against(matrix.take(every[start:end]), flipped):
            close = np.nonzero(block >= least)
            parts.append((close[0] + start + row, columns[close[1]], block[close]))
        left, right, data = (np.concatenate(part) for part in zip(*parts, strict=True))
        near = left != right
        if known:
            near &= ~(np.abs(moments[left] - moments[right]) > window)  # a comparison with NaN is false: unknown passes
        left, right, data = left[near], right[near], data[near]
        best = np.lexsort((order[right], -np.round(data, 12), left))
        left, right, data = left[best], right[best], data[best]
        place = np.arange(len(left)) - np.searchsorted(left, left, side="left")
        kept = place < most
        a, b = order[left[kept]], order[right[kept]]
        found.append((np.minimum(a, b), np.maximum(a, b)))
        nearest.append(data[kept])
    low = np.concatenate([pair[0] for pair in found]) if found else np.empty(0, dtype=np.int64)
    high = np.concatenate([pair[1] for pair in found]) if found else np.empty(0, dtype=np.int64)
    values = np.concatenate(nearest) if nearest else np.empty(0)
    _, once = np.unique(low * max(size, 1) + high, return_index=True)
    return low[once], high[once], values[once]
