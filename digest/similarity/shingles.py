"""Word shingles (Broder 1997, "On the resemblance and containment of documents"), as sorted arrays of 64-bit codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any

from digest.similarity.rows import Rows, meetings
from digest.similarity.vectors import cosines

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

    Codes = NDArray[Any]

_MIX = 0x9E3779B97F4A7C15  # the golden ratio in 64 bits, the usual odd multiplier of a polynomial hash
_FIRST_BITS = 22  # of a code, that tell most codes apart
_REST = 64 - _FIRST_BITS


@lru_cache(maxsize=1 << 17)
def _code(word: str) -> int:
    """64 bits that stand for a word, the same in every process (``hash()`` is salted)."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class WordCodes(dict[str, int]):
    """The code of each word, remembered: for many texts that is quicker."""

    def __missing__(self, word: str) -> int:
        self[word] = code = _code(word)
        return code


def shingles(words: Sequence[str], size: int = 5, codes: WordCodes | None = None) -> Codes:
    """The distinct runs of ``size`` words, a sorted uint64 array; a shorter text is one shingle, an empty one none."""
    import numpy as np

    spelled = map(_code if codes is None else codes.__getitem__, words)
    total = _rolled(np.fromiter(spelled, dtype=np.uint64, count=len(words)), min(size, len(words)))
    total.sort()  # as np.unique does, which imports masked arrays first: 10 ms
    once: Codes = total[np.concatenate([[True], total[1:] != total[:-1]])] if len(total) else total
    return once


def runs(
    texts: Sequence[Sequence[str]], size: int, alike: Mapping[str, str] | None = None
) -> tuple[Codes, NDArray[Any]]:
    """A code for each run of ``size`` words of each text, in its order: all codes, and where each text's start.

    ``starts`` has one more than there are texts. A text of fewer words has none. ``alike`` maps every word to what it
    is taken for, itself where not given.
    """
    import numpy as np

    lengths = np.array([len(words) for words in texts], dtype=np.int64)
    total = int(lengths.sum())
    taken = alike if alike is not None else {word: word for word in chain.from_iterable(texts)}
    code = {word: _code(other) for word, other in taken.items()}
    codes = np.fromiter(map(code.__getitem__, chain.from_iterable(texts)), dtype=np.uint64, count=total)
    rolled = _rolled(codes, size) if total >= size else np.empty(0, dtype=np.uint64)
    counts = np.maximum(lengths - size + 1, 0)
    starts = np.concatenate([[0], np.cumsum(counts)])
    places = np.arange(int(starts[-1])) + np.repeat(np.cumsum(lengths) - lengths - starts[:-1], counts)
    return rolled[places], starts


def _rolled(codes: Codes, width: int) -> Codes:
    """The polynomial hash of each run of ``width`` codes."""
    import numpy as np

    count = len(codes) - width + 1 if width else 0
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(width):  # unsigned arithmetic wraps, which is what a polynomial hash modulo 2**64 wants
        total = total * np.uint64(_MIX) + codes[offset : offset + count]
    return total


def containment(left: Codes, right: Codes) -> float:
    """The share of the smaller set that the other holds, 0 to 1; 0 where either is empty."""
    import numpy as np

    least = min(len(left), len(right))
    return len(np.intersect1d(left, right, assume_unique=True)) / least if least else 0.0


def shared(sets: Sequence[Codes], left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """How many shingles the sets ``left[k]`` and ``right[k]`` share, for each k."""
    import numpy as np

    if not len(left):
        return np.empty(0, dtype=np.int64)
    index = _index(sets, len(sets))
    return cosines(index, index, left, right).astype(np.int64)


def overlaps(
    sets: Sequence[Codes], *, most: int = 200, needed: NDArray[Any] | None = None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Pairs of sets that share a shingle: arrays (left, right, shared), left < right.

    An inverted index: a shingle that more than ``most`` sets hold is stock text and finds no pair, which keeps the work
    nearly linear in the number of sets. ``needed`` says for each set how many a pair must share, the lesser of the two;
    1 where not given.
    """
    import numpy as np

    nothing = np.empty(0, dtype=np.int64)
    if len(sets) < 2:
        return nothing, nothing, nothing
    index = _index(sets, most)
    found = [(nothing, nothing, nothing)]
    for left, right, shared in meetings(index):
        if needed is not None:
            enough = shared >= np.minimum(needed[left], needed[right])
            left, right, shared = left[enough], right[enough], shared[enough]
        found.append((left, right, shared.astype(np.int64)))
    left, right, shared = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return left, right, shared


def _index(sets: Sequence[Codes], most: int) -> Rows:
    """A row for each set and a column for each shingle that 2 to ``most`` sets hold, in their order."""
    import numpy as np

    lengths = np.array([len(codes) for codes in sets], dtype=np.int64)
    every = np.concatenate(list(sets))
    useful = _repeated(every, most)
    # Most shingles stand in one text alone: their first bits tell it of nearly all, and looking up each takes long.
    met = np.zeros(1 << _FIRST_BITS, dtype=bool)
    met[useful >> _REST] = True
    among = np.flatnonzero(met[every >> _REST])
    columns = np.minimum(np.searchsorted(useful, every[among]), len(useful) - 1)
    held = useful[columns] == every[among]
    rows = np.repeat(np.arange(len(sets)), lengths)[among[held]]
    return Rows.of(rows, columns[held], np.ones(len(rows)), (len(sets), len(useful)))


def _repeated(codes: Codes, most: int) -> Codes:
    """Those that stand there twice to ``most`` times, each once, in order."""
    import numpy as np

    ordered = np.sort(codes)
    kept = np.zeros(len(ordered), dtype=bool)
    kept[:-1] = ordered[:-1] == ordered[1:]
    kept[1:] &= ordered[1:] != ordered[:-1]
    kept[:-most] &= ordered[:-most] != ordered[most:]
    repeated: Codes = ordered[kept]
    return repeated
