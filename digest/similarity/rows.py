"""Sparse vectors, one a row, in plain numpy arrays.

A morning's articles are few enough that importing a library for sparse matrices costs more than all that is done with
them. Sums run over a row's columns from left to right, so that the same rows give the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_LINES = 32  # rows that are written out at once
_AT_ONCE = 1_000_000  # products that are held at once
_BITS = 24  # of a product …
_ONE = 1 << 23  # … of which this stands for 1
_ROWS = 1 << 15  # rows at once: with their number and another row's, up to 16 million of them, 63 bits are full


@dataclass(frozen=True, slots=True)
class Rows:
    """A row's entries stand at ``starts[row]`` to ``starts[row + 1]``, by column, and no column twice in a row."""

    starts: NDArray[Any]
    columns: NDArray[Any]
    values: NDArray[Any]
    width: int  # how many columns there are

    @classmethod
    def counting(cls, texts: Sequence[Sequence[int]], width: int) -> Rows:
        """How often each text names each column."""
        import numpy as np

        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        columns = np.fromiter(chain.from_iterable(texts), dtype=np.int64, count=int(lengths.sum()))
        keys = np.repeat(np.arange(len(texts)), lengths) * max(width, 1) + columns
        keys.sort()
        heads = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
        times = np.diff(np.concatenate([heads, [len(keys)]]))
        return cls._of_keys(keys[heads], times.astype(np.float64), len(texts), width)

    @classmethod
    def of(cls, rows: NDArray[Any], columns: NDArray[Any], values: NDArray[Any], shape: tuple[int, int]) -> Rows:
        """From entries in any order, no place twice."""
        import numpy as np

        keys = rows * max(shape[1], 1) + columns
        order = np.argsort(keys, kind="stable")
        return cls._of_keys(keys[order], values[order], *shape)

    @classmethod
    def _of_keys(cls, keys: NDArray[Any], values: NDArray[Any], count: int, width: int) -> Rows:
        import numpy as np

        rows, columns = np.divmod(keys, max(width, 1))
        return cls(_starts(np.bincount(rows, minlength=count)), columns, values, width)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[Any]:
        """How many entries each row has."""
        import numpy as np

        return np.diff(self.starts)

    @property
    def owners(self) -> NDArray[Any]:
        """The row of each entry."""
        import numpy as np

        return np.repeat(np.arange(len(self)), self.lengths)

    def having(self, values: NDArray[Any]) -> Rows:
        """The same places with other values."""
        return Rows(self.starts, self.columns, values, self.width)

    def along(self, part: Rows) -> NDArray[Any]:
        """The values of ``part``, which has some of these places, at each of these; 0 where it has none."""
        import numpy as np

        width = max(self.width, 1)
        values = np.zeros(len(self.values))
        values[np.searchsorted(self.owners * width + self.columns, part.owners * width + part.columns)] = part.values
        return values

    def where(self, kept: NDArray[Any]) -> Rows:
        """The entries for which ``kept`` is true."""
        import numpy as np

        starts = _starts(np.bincount(self.owners[kept], minlength=len(self)))
        return Rows(starts, self.columns[kept], self.values[kept], self.width)

    def take(self, rows: NDArray[Any]) -> Rows:
        """The rows named, in that order."""
        places = _ranges(self.starts[rows], self.lengths[rows])
        return Rows(_starts(self.lengths[rows]), self.columns[places], self.values[places], self.width)

    def flipped(self) -> Rows:
        """Columns as rows."""
        import numpy as np

        order = np.argsort(self.columns, kind="stable")
        starts = _starts(np.bincount(self.columns, minlength=self.width))
        return Rows(starts, self.owners[order], self.values[order], len(self))

    def sums(self) -> NDArray[Any]:
        """The sum of each row."""
        return summed(self.starts, self.values)

    def unit(self) -> Rows:
        """The same with every row of unit length; a row of no weight stays as it is."""
        import numpy as np

        squares = self.values * self.values
        held = self.having(squares).where(squares != 0)
        lengths = np.sqrt(held.sums())
        lengths[lengths == 0] = 1.0
        return self.having(self.values / np.repeat(lengths, self.lengths))


def summed(starts: NDArray[Any], values: NDArray[Any], *, greatest: bool = False) -> NDArray[Any]:
    """The sum, or the greatest, of each stretch of ``values``; 0 of an empty one."""
    import numpy as np

    result = np.zeros(len(starts) - 1)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        result[filled] = (np.maximum if greatest else np.add).reduceat(values, starts[filled])
    return result


def matches(
    left: Rows, right: Rows, rows: NDArray[Any], others: NDArray[Any]
) -> Iterator[tuple[slice, NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """Where row ``rows[k]`` of ``left`` and row ``others[k]`` of ``right`` have the same column.

    Yields stretches of pairs, for each where its pairs' matches start, and the entries that match, by their places in
    ``left`` and in ``right``. Quickest where pairs of one row stand together.
    """
    import numpy as np

    if not len(rows):
        return
    run = np.concatenate([[0], np.cumsum(rows[1:] != rows[:-1])])  # pairs of one row, one after the other
    lengths = right.lengths[others]
    group = run // _LINES + np.cumsum(lengths) // _AT_ONCE * len(rows)
    edges = np.concatenate([[0], np.flatnonzero(np.diff(group)) + 1, [len(rows)]])
    lines = np.full(_LINES * max(left.width, 1), -1, dtype=np.int32)
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        line = run[start:end] % _LINES * left.width
        heads = start + np.concatenate([[0], np.flatnonzero(np.diff(line)) + 1])
        own = left.lengths[rows[heads]]
        entries = _ranges(left.starts[rows[heads]], own)
        written = np.repeat(line[heads - start], own) + left.columns[entries]
        lines[written] = entries
        size = lengths[start:end]
        theirs = _ranges(right.starts[others[start:end]], size)
        ours = lines[np.repeat(line, size) + right.columns[theirs]]
        lines[written] = -1
        both = np.flatnonzero(ours >= 0)
        held = np.concatenate([[0], np.cumsum(size)])
        yield slice(start, end), np.searchsorted(both, held), ours[both], theirs[both]


def products(
    left: Rows, right: Rows, rows: NDArray[Any], others: NDArray[Any]
) -> Iterator[tuple[slice, NDArray[Any], NDArray[Any]]]:
    """``matches``, multiplied: for each stretch of pairs where its pairs' products start, and the products."""
    for where, starts, ours, theirs in matches(left, right, rows, others):
        yield where, starts, left.values[ours] * right.values[theirs]


def meetings(
    matrix: Rows, until: NDArray[Any] | None = None, beyond: int | None = None
) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """The dot product of each row with each later row that shares a column with it; values lie in 0 to 1.

    Yields (row, later row, product), pairs in order and each once. Where ``until`` is given, a row meets the later rows
    below ``until[row]``, and those from ``beyond`` on. Products are rounded to ``2**-23``, and the sums of what is
    rounded are exact: no order shows. The cost follows the products, not the square of the rows.
    """
    import numpy as np

    size = len(matrix)
    flipped = matrix.flipped()
    own = np.empty(len(matrix.columns), dtype=np.int64)  # where each entry stands in its column
    own[np.argsort(matrix.columns, kind="stable")] = np.arange(len(own))
    first, ends = own + 1, flipped.starts[matrix.columns + 1]
    if until is None:
        yield from _met(matrix, flipped, first, ends)
        return
    places = np.repeat(np.arange(flipped.starts.size - 1), flipped.lengths) * size + flipped.columns
    near = np.searchsorted(places, matrix.columns * size + until[matrix.owners])
    yield from _met(matrix, flipped, first, np.maximum(near, first))
    if beyond is not None and beyond < size:
        far = np.searchsorted(places, matrix.columns * size + np.maximum(until, beyond)[matrix.owners])
        yield from _met(matrix, flipped, np.maximum(far, first), ends)


def _met(
    matrix: Rows, flipped: Rows, first: NDArray[Any], ends: NDArray[Any]
) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """``meetings`` of each entry with those of its column from ``first`` to ``ends``."""
    import numpy as np

    work = np.maximum(ends - first, 0)
    done = np.concatenate([[0], np.cumsum(work)])[matrix.starts]  # products before each row
    size, row = max(len(matrix), 1), 0
    while row < len(matrix):
        last = int(np.searchsorted(done, done[row] + _AT_ONCE, side="right")) - 1
        last = min(max(last, row + 1), len(matrix), row + _ROWS)
        entries = slice(int(matrix.starts[row]), int(matrix.starts[last]))
        found = _ranges(first[entries], work[entries])
        if len(found):
            own = np.repeat(np.arange(last - row), matrix.lengths[row:last])
            pair = np.repeat(own, work[entries]) * size + flipped.columns[found]
            product = np.repeat(matrix.values[entries], work[entries]) * flipped.values[found]
            # Pair and product in one number: sorting such is quicker than finding an order and following it.
            keys = (pair << _BITS) + np.rint(product * _ONE).astype(np.int64)
            keys.sort()
            pair = keys >> _BITS
            heads = np.concatenate([[0], np.flatnonzero(pair[1:] != pair[:-1]) + 1])
            sums = np.add.reduceat(keys & ((1 << _BITS) - 1), heads)
            left, right = np.divmod(pair[heads], size)
            yield left + row, right, sums / _ONE
        row = last


def _starts(lengths: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    starts = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def _ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
    """The numbers from each start on, as many as its length says, one after the other."""
    import numpy as np

    ends = np.cumsum(lengths)
    found: NDArray[Any] = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
    return found
