"""Sparse term vectors, one row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from digest.similarity.rows import Rows, meetings, products, summed

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_LEVELS = 64  # of nearness that are told apart among far rows
_WAITING = 3_000_000  # pairs that may wait to be thinned


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each text holds each term."""

    counts: Rows  # texts × terms
    names: tuple[str, ...]  # the terms, sorted


def count_terms(texts: Sequence[Sequence[str]]) -> Terms:
    """Terms of texts given as token lists. Columns stand in the terms' own order, whatever order texts bring."""
    names = tuple(sorted(set(chain.from_iterable(texts))))
    column = {term: at for at, term in enumerate(names)}
    return Terms(Rows.counting([list(map(column.__getitem__, text)) for text in texts], len(names)), names)


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


@dataclass(frozen=True, slots=True)
class Reach:
    """Which other rows are a row's neighbours."""

    least: float  # product from which a row is one at all
    most: int  # how many of them, the nearest
    near: float  # product under which a neighbour is far
    few: int  # how many there may be nearer than a far one; those as near as the last, to a level, are in reach too


def neighbours(
    matrix: Rows,
    reach: Reach,
    *,
    times: NDArray[Any] | None = None,
    window: float = 0.0,
    common: int | None = None,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of rows of which either is the other's neighbour: arrays (left, right, product), left < right, in order.

    Where ``times`` gives a row's moment (NaN: unknown), two rows with known moments further apart than ``window`` make
    no pair. A column that more than ``common`` rows have finds no pair and adds to none, so that the work is nearly
    linear in the number of rows. Values are 0 to 1.
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
    parts: list[tuple[NDArray[Any], ...]] = [
        (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))
    ]
    waiting = 0
    for one, other, values in meetings(matrix, until, known):
        near = values >= reach.least
        parts.append((one[near].astype(np.int32), other[near].astype(np.int32), values[near].astype(np.float32)))
        waiting += len(parts[-1][0])
        if waiting > _WAITING:  # who is out of reach now stays so: nearer rows only get more
            parts, waiting = [_reached(reach, order, parts)], 0
    one, other, product = _reached(reach, order, parts)
    left, right = order[one], order[other]
    low, high = np.minimum(left, right), np.maximum(left, right)
    inorder = np.argsort(low * max(size, 1) + high)
    return low[inorder], high[inorder], product[inorder].astype(np.float64)


def _reached(reach: Reach, names: NDArray[Any], parts: list[tuple[NDArray[Any], ...]]) -> tuple[NDArray[Any], ...]:
    """The pairs that are within reach of either row; ``names`` says of equally near rows which stands first.

    ``parts`` is empty afterwards: there are millions of pairs, and they are not kept twice.
    """
    import numpy as np

    left, right, product = (np.concatenate(part) for part in zip(*parts, strict=True))
    parts.clear()
    kept = _within(reach, names, left, right, product)
    return left[kept], right[kept], product[kept]


def _within(
    reach: Reach, names: NDArray[Any], left: NDArray[Any], right: NDArray[Any], values: NDArray[Any]
) -> NDArray[Any]:
    """Which pairs are within reach of either row."""
    import numpy as np

    size = len(names)
    within = np.zeros(len(values), dtype=bool)
    close = values >= reach.near
    near = np.flatnonzero(close)
    within[near] = _nearest(reach.most, names, left[near], right[near], values[near])
    held = np.bincount(left[near], minlength=size) + np.bincount(right[near], minlength=size)
    far = np.flatnonzero(~close)
    left, right = left[far], right[far]
    span = max(reach.near - reach.least, 1e-9)
    level = np.minimum(((values[far] - reach.least) * (_LEVELS / span)).astype(np.int16), _LEVELS - 1)
    counts = np.zeros(size * _LEVELS, dtype=np.int32)
    for row in (left, right):
        counts += np.bincount(row * np.int64(_LEVELS) + level, minlength=len(counts))
    # Of the far ones, those of a level within reach: where fewer than that many neighbours are nearer than it.
    falling = counts.reshape(size, _LEVELS)[:, ::-1]
    nearer = np.cumsum(falling, axis=1, dtype=np.int32)
    nearer -= falling
    least = (nearer >= (reach.few - held)[:, None]).sum(axis=1)
    within[far] = level >= np.minimum(least[left], least[right])
    return within


def _nearest(
    most: int, names: NDArray[Any], left: NDArray[Any], right: NDArray[Any], values: NDArray[Any]
) -> NDArray[Any]:
    """Which pairs stand among the ``most`` nearest of either row."""
    import numpy as np

    full = np.bincount(np.concatenate([left, right]), minlength=len(names)) > most
    kept: NDArray[Any] = ~(full[left] & full[right])
    if kept.all():
        return kept
    pair = np.concatenate([np.flatnonzero(full[left]), np.flatnonzero(full[right])])
    owner = np.concatenate([left[full[left]], right[full[right]]])
    friend = np.concatenate([right[full[left]], left[full[right]]])
    order = np.lexsort((names[friend], -values[pair], owner))
    pair, owner = pair[order], owner[order]
    place = np.arange(len(owner)) - np.searchsorted(owner, owner, side="left")
    kept[pair[place < most]] = True
    return kept
