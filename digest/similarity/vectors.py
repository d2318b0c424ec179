"""Sparse term vectors, one row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.similarity.rows import Rows, meetings, products, summed

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray


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
    matrix: Rows,
    *,
    least: float,
    most: int,
    times: NDArray[Any] | None = None,
    window: float = 0.0,
    common: int | None = None,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of rows whose dot product is at least ``least``: arrays (left, right, product), left < right, in order.

    Each row brings at most its ``most`` nearest. Where ``times`` gives a row's moment (NaN: unknown), two rows with
    known moments further apart than ``window`` make no pair. A column that more than ``common`` rows have finds no
    pair and adds to none, so that the work is nearly linear in the number of rows. Values are 0 to 1.
    """
    import numpy as np

    size = len(matrix)
    moments = np.full(size, np.nan) if times is None else np.asarray(times, dtype=np.float64)
    order = np.argsort(moments, kind="stable")  # NaN last
    moments = moments[order]
    known = int(np.count_nonzero(~np.isnan(moments)))
    matrix = matrix.take(order)
    if common is not None:
        held = np.bincount(matrix.columns, minlength=matrix.width)
        matrix = matrix.where(held[matrix.columns] <= common)
    until = None
    if known:
        until = np.full(size, size)
        until[:known] = np.searchsorted(moments[:known], moments[:known] + window, side="right")
    found = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))]
    for left, right, product in meetings(matrix, until, known):
        near = product >= least
        found.append((order[left[near]], order[right[near]], product[near]))
    one, other, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    low, high = np.minimum(one, other), np.maximum(one, other)
    inorder = np.lexsort((high, low))
    low, high, values = low[inorder], high[inorder], values[inorder]
    kept = _nearest(size, low, high, values, most)
    return low[kept], high[kept], values[kept]


def _nearest(size: int, low: NDArray[Any], high: NDArray[Any], values: NDArray[Any], most: int) -> NDArray[Any]:
    """Which pairs stand among the ``most`` nearest of either row."""
    import numpy as np

    full = np.bincount(np.concatenate([low, high]), minlength=size) > most
    kept = ~(full[low] & full[high])
    if kept.all():
        return kept
    pair = np.concatenate([np.flatnonzero(full[low]), np.flatnonzero(full[high])])
    owner = np.concatenate([low[full[low]], high[full[high]]])
    friend = np.concatenate([high[full[low]], low[full[high]]])
    order = np.lexsort((friend, -values[pair], owner))
    pair, owner = pair[order], owner[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner, side="left")
    kept[pair[place < most]] = True
    return kept
