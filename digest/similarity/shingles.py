"""Word shingles (Broder 1997, "On the resemblance and containment of documents"), as sorted arrays of 64-bit codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from digest.similarity.rows import Rows, against

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

    Codes = NDArray[Any]

_MIX = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits, the usual odd multiplier of a polynomial hash


@lru_cache(maxsize=1 << 17)
def _code(word: str) -> int:
    """64 bits that stand for a word, the same in every process (``hash()`` is salted)."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def shingles(words: Sequence[str], size: int = 5, *, ordered: bool = False) -> Codes:
    """The distinct runs of ``size`` words as a sorted uint64 array; a shorter text is one shingle, an empty one none.

    ``ordered`` gives a code for each place in the text instead, in text order, with its repeats.
    """
    import numpy as np

    if not words:
        return np.empty(0, dtype=np.uint64)
    codes = np.array([_code(word) for word in words], dtype=np.uint64)
    width = min(size, len(codes))
    count = len(codes) - width + 1
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(width):  # unsigned arithmetic wraps, which is what a polynomial hash modulo 2**64 wants
        total = total * np.uint64(_MIX) + codes[offset : offset + count]
    if ordered:
        return total
    total.sort()  # as np.unique does, which imports masked arrays first: 10 ms
    once: Codes = total[np.concatenate([[True], total[1:] != total[:-1]])]
    return once


def containment(left: Codes, right: Codes) -> float:
    """The share of the smaller set that the other holds, 0 to 1; 0 where either is empty."""
    import numpy as np

    least = min(len(left), len(right))
    return len(np.intersect1d(left, right, assume_unique=True)) / least if least else 0.0


def overlaps(
    sets: Sequence[Codes], *, most: int = 200, at_least: int = 1
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of sets that share at least ``at_least`` shingles: arrays (left, right, shared), left < right.

    An inverted index: a shingle that more than ``most`` sets hold is stock text and finds no pair, which keeps the work
    nearly linear in the number of sets.
    """
    import numpy as np

    nothing = np.empty(0, dtype=np.int64)
    if len(sets) < 2:
        return nothing, nothing, nothing
    lengths = np.array([len(codes) for codes in sets], dtype=np.int64)
    _, columns, times = np.unique(np.concatenate(list(sets)), return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(len(sets)), lengths)
    useful = (times[columns] > 1) & (times[columns] <= most)
    index = Rows.of(rows[useful], columns[useful], np.ones(int(useful.sum())), (len(sets), len(times)))
    found = [(nothing, nothing, nothing)]
    for start, block in against(index, index.flipped()):
        left, right = np.nonzero(block >= max(at_least, 1))
        later = left + start < right
        left, right = left[later], right[later]
        found.append((left + start, right, block[left, right].astype(np.int64)))
    left, right, shared = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return left, right, shared
