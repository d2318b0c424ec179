"""Which articles are worth comparing, and what is measured of such a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.similarity import Reach, Rows, Terms, cosines, count_terms, matches, neighbours, summed, weigh
from digest.stories.background import rarity
from digest.stories.reading import Reading

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

WINDOW_DAYS = 120.0  # articles further apart tell of two events
MOST = 240  # nearest neighbours a reading brings
_LOOK = 800_000  # far pairs that a day may have, so that …
_FEWEST = 40  # … each reading brings so many of its neighbours at least
_ROUGH = Reach(least=0.16, most=MOST, near=0.2, few=20)  # for the first grouping …
_ROUGH_TERMS = 12  # … from so many terms
_NEAR = 0.2  # cosine from which a neighbour is near
_TERMS = 24  # heaviest terms of a reading that find neighbours
_COMMON = 400  # a term that more readings hold finds none
_COMPANY = 40  # nearest neighbours that are a reading's company
_OPENING = 60  # stems of a text's opening
MANY = 150  # readings from which there are many
_STRETCH = 1 << 16  # pairs measured at once
_OF_TEXTS = 11  # measures taken where two texts have the same term

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
    "sharp",  # of their heaviest terms alone
    "readings",  # how many there are, log: among few the nearest is not near; from MANY on it says nothing
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of readings by their places, left < right, and a row of ``FEATURES`` for each."""

    left: NDArray[Any]
    right: NDArray[Any]
    features: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """Readings as their terms, and when each was published."""

    terms: Terms
    moments: NDArray[Any]  # days since 1970; NaN: unknown


@dataclass(frozen=True, slots=True)
class Nearest:
    """Pairs of readings that share what is rare in either, left < right, with the cosine of that."""

    left: NDArray[Any]
    right: NDArray[Any]
    cosine: NDArray[Any]


def counted(readings: Sequence[Reading]) -> Compared:
    """The terms of readings; a headline's words count twice."""
    import numpy as np

    moments = np.array([np.nan if r.day is None else r.day for r in readings], dtype=np.float64)
    return Compared(count_terms([[*r.title, *r.title, *r.body] for r in readings]), moments)


def reach(count: int) -> Reach:
    """How far each of ``count`` readings looks for neighbours: less far on a busy day, whose stories are no larger."""
    return Reach(least=0.03, most=MOST, near=0.1, few=min(MOST, max(_FEWEST, _LOOK // max(count, 1))))


def nearest(compared: Compared, groups: Sequence[int], within: Reach | None = None, terms: int = _TERMS) -> Nearest:
    """The pairs worth a look. ``groups`` (a grouping) says what counts once when terms are counted.

    A term that a whole group of reports repeats is as rare as that one event, not as common as its reports.
    """
    vectors = weigh(compared.terms.counts, rarity(compared.terms, groups))
    left, right, _ = neighbours(
        _sharpest(vectors, terms),
        within or reach(len(compared.moments)),
        times=compared.moments,
        window=WINDOW_DAYS,
        common=_COMMON,
    )
    return Nearest(left, right, cosines(vectors, vectors, left, right))


def roughly(compared: Compared) -> Nearest:
    """The pairs that are near at first sight, each reading counted for itself."""
    return nearest(compared, range(len(compared.moments)), _ROUGH, _ROUGH_TERMS)


def measure(readings: Sequence[Reading], groups: Sequence[int], *, among: int | None = None) -> Pairs:
    """Every pair worth a look, measured. ``groups`` as of ``nearest``.

    ``among`` is how many readings these stand for, where that is more than their own number.
    """
    import numpy as np

    compared = counted(readings)
    near = nearest(compared, groups)
    parts = [features for _, features in measured(readings, compared, groups, near, among)]
    return Pairs(near.left, near.right, np.concatenate([np.empty((0, len(FEATURES))), *parts]))


def measured(
    readings: Sequence[Reading], compared: Compared, groups: Sequence[int], near: Nearest, among: int | None = None
) -> Iterator[tuple[slice, NDArray[Any]]]:
    """``measure``, a stretch of pairs after the other: all features of a busy day's pairs would not fit in memory."""
    import numpy as np

    left, right, sharp = near.left, near.right, near.cosine
    count = len(readings)
    terms, idf = compared.terms.counts, rarity(compared.terms, groups)
    column = {term: at for at, term in enumerate(compared.terms.names)}

    def along(texts: Iterable[Sequence[str]]) -> Rows:
        return Rows.counting([list(map(column.__getitem__, text)) for text in texts], len(column))

    titles, leads = along([r.title for r in readings]), along([r.lead for r in readings])
    title, lead, whole = terms.along(weigh(titles, idf)), terms.along(weigh(leads, idf)), weigh(terms, idf).values
    start = terms.along(weigh(along([r.body[:_OPENING] for r in readings]), idf))
    local = weigh(terms, rarity(compared.terms, groups, steady=0.0)).values
    mass = terms.along(_shared_out(titles, idf))
    opens = np.where(lead > 0, idf[terms.columns], 0.0)
    names = count_terms([r.names for r in readings])
    name = weigh(names.counts, rarity(names, groups, steady=0.0))
    numbers = count_terms([r.numbers for r in readings]).counts

    best = np.zeros(count)
    np.maximum.at(best, left, sharp)
    np.maximum.at(best, right, sharp)
    words = np.array([len(r.title) + len(r.body) for r in readings], dtype=np.float64)
    bare = np.array([len(r.body) < 4 for r in readings])
    sources = np.unique([r.source for r in readings], return_inverse=True)[1]
    named = np.array([bool(r.source) for r in readings])
    one, other = _places(count, left, right, sharp)
    company = _company(count, left, right, sharp, one, other)
    ends = np.concatenate([left, right])[np.concatenate([sharp, sharp]) >= _NEAR]
    crowd = np.bincount(ends, minlength=count)

    for first in range(0, len(left), _STRETCH):
        where = slice(first, first + _STRETCH)
        a, b, near_by = left[where], right[where], sharp[where]
        texts = np.zeros((_OF_TEXTS, len(a)))
        for place, starts, ours, theirs in matches(terms, terms, a, b):
            dots = [(title, title), (lead, lead), (whole, whole), (title, lead), (lead, title), (local, local)]
            for at, (mine, yours) in enumerate([*dots, (start, start)]):
                texts[at, place] = summed(starts, mine[ours] * yours[theirs])
            texts[7, place], texts[8, place] = summed(starts, mass[ours]), summed(starts, mass[theirs])
            shared = np.where(opens[theirs] > 0, opens[ours], 0.0)
            texts[9, place], texts[10, place] = summed(starts, shared, greatest=True), summed(starts, shared)
        gap = np.abs(compared.moments[a] - compared.moments[b])
        dated = ~np.isnan(gap)
        short, long = np.minimum(words[a], words[b]), np.maximum(words[a], words[b])
        nearer, farther = np.minimum(one[where], other[where]), np.maximum(one[where], other[where])
        features = [
            texts[0],
            texts[1],
            texts[2],
            np.maximum(texts[3], texts[4]),
            cosines(name, name, a, b),
            texts[9],
            np.log1p(texts[10]),
            _shares(numbers, a, b),
            near_by / np.maximum(best[a], best[b]),
            np.where(dated, np.log1p(np.nan_to_num(gap)), 0.0),
            dated,
            (sources[a] == sources[b]) & named[a],
            np.log1p(short),
            np.log1p(long) - np.log1p(short),
            bare[a] & bare[b],
            bare[a] ^ bare[b],
            np.maximum(texts[7], texts[8]),
            np.minimum(texts[7], texts[8]),
            cosines(company, company, a, b),
            np.log1p(nearer),
            np.log1p(farther),
            near_by / np.minimum(best[a], best[b]),
            texts[5],
            np.log1p(np.minimum(crowd[a], crowd[b])),
            texts[6],
            near_by,
            np.full(len(a), np.log1p(min(among or count, MANY))),
        ]
        yield where, np.stack(features, axis=1)


def _sharpest(matrix: Rows, terms: int) -> Rows:
    """Each row with its heaviest terms alone: common terms find no pair that those do not, and cost the most."""
    import numpy as np

    # Entries stand by row and column, which a stable order keeps among equals; 2**40 tells weights apart to 12 places.
    keys = (matrix.owners << 40) - np.rint(matrix.values * 1e12).astype(np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.repeat(matrix.starts[:-1], matrix.lengths)
    return matrix.where((place < terms) & (matrix.values != 0))


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


def _company(
    size: int,
    left: NDArray[Any],
    right: NDArray[Any],
    cosine: NDArray[Any],
    one: NDArray[Any],
    other: NDArray[Any],
) -> Rows:
    """Each reading's nearest neighbours and itself, of unit length."""
    import numpy as np

    every = np.arange(size)
    forth, back = one < _COMPANY, other < _COMPANY
    rows = np.concatenate([left[forth], right[back], every])
    columns = np.concatenate([right[forth], left[back], every])
    return Rows.of(rows, columns, np.concatenate([cosine[forth], cosine[back], np.ones(size)]), (size, size)).unit()


def _places(
    size: int, left: NDArray[Any], right: NDArray[Any], values: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each pair, the place (0 first) of right among left's neighbours, and of left among right's.

    Pairs come in order, so that of two neighbours that are as near the one that stands first is first.
    """
    import numpy as np

    count = len(left)
    ranked = np.argsort(-values, kind="stable")
    rank = np.empty(count, dtype=np.int64)
    rank[ranked] = np.arange(count)
    # Owner and rank in one number: sorting such is quicker than finding an order.
    keys = np.concatenate([right, left]) * max(count, 1) + np.concatenate([rank, rank])
    keys.sort()
    owner, rank = np.divmod(keys, max(count, 1))
    pair = ranked[rank]
    place = np.arange(2 * count) - np.searchsorted(owner, np.arange(size), side="left")[owner]
    rights = owner == right[pair]
    one, other = np.empty(count), np.empty(count)
    one[pair[~rights]], other[pair[rights]] = place[~rights], place[rights]
    return one, other
