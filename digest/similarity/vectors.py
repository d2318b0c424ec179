"""Sparse term vectors, one row a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy and scipy are heavy: imported where they are used
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each text holds each term."""

    counts: Any  # scipy CSR matrix of float64, texts × terms
    names: tuple[str, ...]  # the terms, sorted


def count_terms(texts: Sequence[Sequence[str]]) -> Terms:
    """Terms of texts given as token lists. Columns stand in the terms' own order, whatever order texts bring."""
    import numpy as np
    from scipy import sparse

    names = tuple(sorted({term for text in texts for term in text}))
    column = {term: at for at, term in enumerate(names)}
    columns = np.fromiter((column[term] for text in texts for term in text), dtype=np.int64)
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), len(names)))
    counts.sum_duplicates()
    return Terms(counts, names)


def weigh(counts: Any, idf: NDArray[Any]) -> Any:
    """TF-IDF: (1 + ln tf) · idf, each row of unit length; a row of no weight stays empty."""
    import numpy as np
    from scipy import sparse

    matrix = sparse.csr_matrix(counts, dtype=np.float64, copy=True)
    matrix.data = (1.0 + np.log(matrix.data)) * idf[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    matrix.data /= np.repeat(lengths, np.diff(matrix.indptr))
    return matrix


def cosines(left: Any, right: Any, rows: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """The dot product of row ``rows[k]`` of ``left`` with row ``others[k]`` of ``right``, for each k."""
    import numpy as np

    result = np.empty(len(rows))
    for start in range(0, len(rows), 50_000):  # in blocks: the gathered rows of all pairs at once would fill the memory
        end = start + 50_000
        product = left[rows[start:end]].multiply(right[others[start:end]])
        result[start:end] = np.asarray(product.sum(axis=1)).ravel()
    return result


def neighbours(
    matrix: Any, *, least: float, most: int, times: NDArray[Any] | None = None, window: float = 0.0
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of rows whose dot product is at least ``least``: arrays (left, right, product), left < right, in order.

    Each row brings at most its ``most`` nearest. Where ``times`` gives a row's moment (NaN: unknown), two rows with
    known moments further apart than ``window`` make no pair; known moments are walked in order, so that cost follows
    the window.
    """
    import numpy as np

    size = matrix.shape[0]
    moments = np.full(size, np.nan) if times is None else np.asarray(times, dtype=np.float64)
    order = np.argsort(moments, kind="stable")  # NaN last
    moments = moments[order]
    known = int(np.count_nonzero(~np.isnan(moments)))
    matrix = matrix[order]
    found: list[tuple[Any, Any]] = []
    products: list[Any] = []
    step = 512
    for start in range(0, size, step):
        end = min(start + step, size)
        if start < known:  # columns within the window of this block, then every row of unknown moment
            first = int(np.searchsorted(moments[:known], moments[start] - window, side="left"))
            last = int(np.searchsorted(moments[:known], moments[min(end, known) - 1] + window, side="right"))
            columns = np.concatenate([np.arange(first, last), np.arange(known, size)])
            if end > known:
                columns = np.arange(size)
        else:
            columns = np.arange(size)
        block = (matrix[start:end] @ matrix[columns].T).tocsr()
        block.data[block.data < least] = 0.0
        block.eliminate_zeros()
        rows = np.repeat(np.arange(end - start), np.diff(block.indptr))
        left, right, data = rows + start, columns[block.indices], block.data
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
        products.append(data[kept])
    low = np.concatenate([pair[0] for pair in found]) if found else np.empty(0, dtype=np.int64)
    high = np.concatenate([pair[1] for pair in found]) if found else np.empty(0, dtype=np.int64)
    values = np.concatenate(products) if products else np.empty(0)
    _, once = np.unique(low * max(size, 1) + high, return_index=True)
    return low[once], high[once], values[once]
