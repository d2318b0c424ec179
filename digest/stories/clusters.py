"""Events: which articles tell of the same one.

Pairs that share rare terms are scored by a learnt scorer and joined by average link. Terms are counted twice, first by
article, then by the groups that this gives, so that an event's own words stay rare however many report it. At the end
an outlier of a large story, near to some of its reports and far from others, is gathered in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digest.model import Article
from digest.similarity import average_link
from digest.stories.pairs import FEATURES, Pairs, alike, measure
from digest.stories.reading import Reading, read
from digest.stories.scorer import scorer
from digest.stories.stock import distinct

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_FIRST_PASS = 0.3  # mean cosine that makes a group of the first pass
_LINK = 0.4  # mean chance of one event that makes a story
_LEAST = 0.02  # chances under this are none
_GATHER = 0.2  # mean chance between two stories that still makes one of them …
_WITNESS = 0.75  # … where each article of the smaller has one of this chance in the larger

_BODY = 12  # stems from which a body says enough to contradict a headline
_DISAGREE = 0.02  # cosine of bodies under which they do …
_HELD = 0.2  # … unless one holds this share of the other's headline


def cluster(articles: Sequence[Article], copies: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The articles' ids in groups of one event each, a partition; articles of one group of ``copies`` stay together.

    Live blogs, roundups, programmes and service pages stand alone. Groups and the ids in them are in ascending order;
    the order of ``articles`` does not show, nor that of ``copies``.
    """
    by_id = distinct(articles)
    standing = representatives(list(by_id.values()), copies)
    chosen = [by_id[one] for one in sorted(standing)]
    groups: dict[int, list[str]] = defaultdict(list)
    for article, label in zip(chosen, events(read(chosen)), strict=True):
        groups[label].extend(standing[article.id])
    return tuple(sorted(tuple(sorted(ids)) for ids in groups.values()))


def representatives(articles: Sequence[Article], copies: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """The copy that stands for each group, its longest, to the ids of the group; every article is in one."""
    by_id = {article.id: article for article in articles}
    standing: dict[str, list[str]] = {}
    grouped: set[str] = set()
    for group in sorted(sorted(group) for group in copies):
        ids = [one for one in group if one in by_id and one not in grouped]
        grouped.update(ids)
        if ids:
            standing[min(ids, key=lambda one: (-len(by_id[one].text), one))] = ids
    standing.update((one, [one]) for one in by_id.keys() - grouped)
    return standing


def first_groups(readings: Sequence[Reading]) -> tuple[int, ...]:
    """A label for each reading from cosine alone: what terms are then counted over."""
    left, right, cosine = alike(readings, range(len(readings)))
    return average_link(
        len(readings), zip(left.tolist(), right.tolist(), cosine.tolist(), strict=True), least=_FIRST_PASS
    )


def events(readings: Sequence[Reading]) -> tuple[int, ...]:
    """A label for each reading: the place of the first reading of its event."""
    places = [at for at, reading in enumerate(readings) if not reading.alone]
    told = [readings[at] for at in places]
    labels = list(range(len(readings)))
    if len(told) < 2:
        return tuple(labels)
    pairs = measure(told, first_groups(told))
    for at, label in enumerate(linked(told, pairs, scorer().probability(pairs.features))):
        labels[places[at]] = places[label]
    return tuple(labels)


def linked(readings: Sequence[Reading], pairs: Pairs, chance: NDArray[Any]) -> tuple[int, ...]:
    """A label for each reading, from the chance that each pair is of one event."""
    import numpy as np

    near = chance >= _LEAST
    opening = pairs.features[:, FEATURES.index("opening")]
    for at in np.flatnonzero(near & (opening < _DISAGREE)).tolist():
        near[at] = not disagree(readings[int(pairs.left[at])], readings[int(pairs.right[at])])
    left, right, scores = pairs.left[near], pairs.right[near], chance[near]
    labels = average_link(len(readings), zip(left.tolist(), right.tolist(), scores.tolist(), strict=True), least=_LINK)
    return gathered(labels, left, right, scores)


def disagree(left: Reading, right: Reading) -> bool:
    """Whether two texts that share nothing below their headlines are two events, however alike those are."""
    if min(len(left.body), len(right.body)) < _BODY:
        return False
    # "Live updates" stands in no text; a headline of the same news has words that the other's text has too.
    return max(_held(left, right), _held(right, left)) < _HELD


def _held(one: Reading, other: Reading) -> float:
    """The share of one's headline that the other's text holds."""
    title = frozenset(one.title)
    return len(title & frozenset(other.body)) / max(len(title), 1)


def gathered(labels: Sequence[int], left: NDArray[Any], right: NDArray[Any], chance: NDArray[Any]) -> tuple[int, ...]:
    """The labels, where groups are one whose every article in the smaller has a sure witness in the larger.

    A mean over a ten-outlet story hides that a short teaser is surely of one event with three of its reports; so the
    mean may be low, if only no article of the smaller group stands alone.
    """
    import numpy as np

    group = np.array(labels, dtype=np.int64)
    one, other = group[left], group[right]
    between = one != other
    if not between.any():
        return tuple(labels)
    left, right, chance, one, other = (part[between] for part in (left, right, chance, one, other))
    keys = np.stack([np.minimum(one, other), np.maximum(one, other)])
    pairs, place = np.unique(keys, axis=1, return_inverse=True)
    place = place.ravel()
    size = np.bincount(group, minlength=len(group))
    mean = np.bincount(place, weights=chance) / (size[pairs[0]] * size[pairs[1]])
    smaller = np.where(size[pairs[0]] <= size[pairs[1]], pairs[0], pairs[1])

    witnessed: dict[int, set[int]] = defaultdict(set)  # place of a pair of groups -> the smaller one's articles
    for at in np.flatnonzero((chance >= _WITNESS) & (mean[place] >= _GATHER)).tolist():
        pair = int(place[at])
        witnessed[pair].add(int(left[at] if one[at] == smaller[pair] else right[at]))
    joined = [
        (int(pairs[0][pair]), int(pairs[1][pair]), float(mean[pair]))
        for pair, articles in sorted(witnessed.items())
        if len(articles) == size[smaller[pair]]
    ]
    of_group = average_link(len(group), joined, least=_GATHER)
    return tuple(of_group[label] for label in labels)
