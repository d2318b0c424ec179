"""Which articles are worth comparing, and what is measured of such a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.similarity import Rows, Terms, cosines, count_terms, neighbours, products, summed, weigh
from digest.stories.background import rarity
from digest.stories.reading import Reading

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

WINDOW_DAYS = 120.0  # articles further apart tell of two events
_LEAST = 0.06  # cosine under which a pair is not looked at
_MOST = 240  # nearest neighbours a reading brings
_NEAR = 0.2  # cosine from which a neighbour is near
_TERMS = 24  # rarest terms of a reading that find neighbours

FEATURES = (
    "title",  # cosine of the headlines
    "lead",  # of headline and opening
    "all",  # of all that is read
    "cross",  # of one's headline with the other's opening, the better way round
    "names",  # of the names
    "rarest",  # the rarity of the rarest term their leads share
    "shared",  # the summed rarity of what their leads share, log
    "numbers",  # share of the shorter one's numbers that both have
    "rank",  # how the pair's cosine stands to the best that either has
    "gap",  # days between them, log; 0 where unknown
    "dated",  # 1 where both are dated
    "outlet",  # 1 where one source tells both
    "short",  # words of the shorter, log
    "ratio",  # log of the lengths' ratio
    "bare",  # 1 where neither has more than a headline
    "half",  # 1 where one has no more than a headline
    "covered",  # share of a headline's weight that the other's text holds, the better way round
    "uncovered",  # the same, the worse way round
    "company",  # cosine of their rows of neighbours: whether they are near the same articles
    "place",  # place of one among the other's neighbours, log, the better way round
    "displace",  # the same, the worse way round
    "weaker",  # how the pair's cosine stands to the lesser of the two bests
    "local",  # cosine of all, terms weighed by how rare they are among these articles alone
    "crowd",  # how many near neighbours the one with fewer has, log
    "opening",  # cosine of the texts' first words, headlines left out
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of readings by their places, left < right, and a row of ``FEATURES`` for each."""

    left: NDArray[Any]
    right: NDArray[Any]
    features: NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Nearest:
    """Pairs whose cosine is worth a look, and what it was taken from."""

    terms: Terms
    idf: NDArray[Any]
    moments: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    cosine: NDArray[Any]


def _nearest(readings: Sequence[Reading], groups: Sequence[int]) -> _Nearest:
    import numpy as np

    terms = count_terms([[*r.title, *r.title, *r.body] for r in readings])  # a headline's words count twice
    idf = rarity(terms, groups)
    vectors = weigh(terms.counts, idf)
    moments = np.array([np.nan if r.day is None else r.day for r in readings], dtype=np.float64)
    left, right, _ = neighbours(_sharpest(vectors), least=_LEAST / 2, most=_MOST, times=moments, window=WINDOW_DAYS)
    cosine = cosines(vectors, vectors, left, right)
    keep = cosine >= _LEAST
    return _Nearest(terms, idf, moments, left[keep], right[keep], cosine[keep])


def alike(readings: Sequence[Reading], groups: Sequence[int]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Every pair worth a look with its cosine: arrays (left, right, cosine), left < right."""
    near = _nearest(readings, groups)
    return near.left, near.right, near.cosine


def measure(readings: Sequence[Reading], groups: Sequence[int]) -> Pairs:
    """Every pair worth a look, measured. ``groups`` (a first grouping) says what counts once when terms are counted.

    A term that a whole group of reports repeats is as rare as that one event, not as common as its reports.
    """
    import numpy as np

    near = _nearest(readings, groups)
    alls, idf, moments = near.terms, near.idf, near.moments
    left, right, whole = near.left, near.right, near.cosine
    count = len(readings)
    if not len(left):
        return Pairs(left, right, np.empty((0, len(FEATURES))))
    column = {term: at for at, term in enumerate(alls.names)}

    def vectors(texts: Sequence[Sequence[str]]) -> Rows:
        return Rows.counting([[column[term] for term in text] for text in texts], len(column))

    titles, leads = vectors([r.title for r in readings]), vectors([r.lead for r in readings])
    title, lead = weigh(titles, idf), weigh(leads, idf)
    names = count_terms([r.names for r in readings])
    name = weigh(names.counts, rarity(names, groups, steady=0.0)) if names.names else None
    numbers = count_terms([r.numbers for r in readings])
    rarest, shared = _in_common(leads, idf, left, right)

    best = np.zeros(count)
    np.maximum.at(best, left, whole)
    np.maximum.at(best, right, whole)
    words = np.array([len(r.title) + len(r.body) for r in readings], dtype=np.float64)
    bare = np.array([len(r.body) < 4 for r in readings])
    sources = np.array([r.source for r in readings])
    gaps = np.abs(moments[left] - moments[right])
    dated = ~np.isnan(gaps)
    short, long = np.minimum(words[left], words[right]), np.maximum(words[left], words[right])
    held = alls.counts.having(np.ones_like(alls.counts.values))
    mass = _shared_out(titles, idf)
    forth, back = cosines(mass, held, left, right), cosines(held, mass, left, right)
    around = _symmetric(count, left, right, whole)
    company = around.unit()
    one, other = _places(count, left, right, whole)
    local = weigh(alls.counts, rarity(alls, groups, steady=0.0))
    crowd = np.bincount(np.concatenate([left, right])[np.concatenate([whole, whole]) >= _NEAR], minlength=count)
    start = weigh(vectors([r.body[:60] for r in readings]), idf)
    features = np.stack(
        [
            cosines(title, title, left, right),
            cosines(lead, lead, left, right),
            whole,
            np.maximum(cosines(title, lead, left, right), cosines(lead, title, left, right)),
            cosines(name, name, left, right) if name is not None else np.zeros(len(left)),
            rarest,
            np.log1p(shared),
            _shares(numbers.counts, left, right),
            whole / np.maximum(best[left], best[right]),
            np.where(dated, np.log1p(np.nan_to_num(gaps)), 0.0),
            dated.astype(np.float64),
            ((sources[left] == sources[right]) & (sources[left] != "")).astype(np.float64),
            np.log1p(short),
            np.log1p(long) - np.log1p(short),
            (bare[left] & bare[right]).astype(np.float64),
            (bare[left] ^ bare[right]).astype(np.float64),
            np.maximum(forth, back),
            np.minimum(forth, back),
            cosines(company, company, left, right),
            np.log1p(np.minimum(one, other)),
            np.log1p(np.maximum(one, other)),
            whole / np.minimum(best[left], best[right]),
            cosines(local, local, left, right),
            np.log1p(np.minimum(crowd[left], crowd[right])),
            cosines(start, start, left, right),
        ],
        axis=1,
    )
    return Pairs(left, right, features)


def _sharpest(matrix: Rows) -> Rows:
    """Each row with its heaviest terms alone: common terms find no pair that those do not, and cost the most."""
    import numpy as np

    rows = matrix.owners
    order = np.lexsort((matrix.columns, -np.round(matrix.values, 12), rows))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - matrix.starts[rows[order]]
    return matrix.where((place < _TERMS) & (matrix.values != 0))


def _in_common(
    counts: Rows, idf: NDArray[Any], left: NDArray[Any], right: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each pair the greatest and the summed rarity of the terms that both hold."""
    import numpy as np

    held, weighed = counts.having(np.ones_like(counts.values)), counts.having(idf[counts.columns])
    greatest, total = np.zeros(len(left)), np.zeros(len(left))
    for where, starts, shared in products(weighed, held, left, right):
        greatest[where] = summed(starts, shared, greatest=True)
        total[where] = summed(starts, shared)
    return greatest, total


def _shares(counts: Rows, left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """For each pair the share of the smaller set that both hold; 0 where either is empty."""
    import numpy as np

    held = counts.having(np.ones_like(counts.values))
    sizes = counts.lengths.astype(np.float64)
    least = np.minimum(sizes[left], sizes[right])
    shared: NDArray[Any] = cosines(held, held, left, right) / np.maximum(least, 1.0)
    return shared


def _shared_out(counts: Rows, idf: NDArray[Any]) -> Rows:
    """Each row's terms by their part in its summed rarity."""
    import numpy as np

    mass = counts.having(idf[counts.columns])
    sums = mass.sums()
    sums[sums == 0] = 1.0
    return mass.having(mass.values / np.repeat(sums, mass.lengths))


def _symmetric(size: int, left: NDArray[Any], right: NDArray[Any], values: NDArray[Any]) -> Rows:
    """The pairs' values in both directions, with ones on the diagonal."""
    import numpy as np

    every = np.arange(size)
    rows, columns = np.concatenate([left, right, every]), np.concatenate([right, left, every])
    return Rows.of(rows, columns, np.concatenate([values, values, np.ones(size)]), (size, size))


def _places(
    size: int, left: NDArray[Any], right: NDArray[Any], values: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each pair, the place (0 first) of right among left's neighbours, and of left among right's."""
    import numpy as np

    owner, friend = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((friend, -np.round(np.concatenate([values, values]), 12), owner))
    starts = np.searchsorted(owner[order], np.arange(size), side="left")
    place = np.empty(len(order), dtype=np.float64)
    place[order] = np.arange(len(order)) - starts[owner[order]]
    return place[: len(left)], place[len(left) :]
