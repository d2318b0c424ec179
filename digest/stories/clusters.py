"""Events: which articles tell of the same one.

Pairs that share rare terms are scored by a learnt scorer and joined by average link. Two passes: terms are first
counted by article, then by the groups that this gives, so that an event's own words stay rare however many report it.
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

_BODY = 12  # stems from which a body says enough to contradict a headline
_DISAGREE = 0.02  # cosine of bodies under which they do


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

    # Never on a headline alone: two texts that share nothing below it are two events ("Live updates").
    long = np.array([len(reading.body) >= _BODY for reading in readings])
    apart = pairs.features[:, FEATURES.index("opening")] < _DISAGREE
    near = (chance >= _LEAST) & ~(apart & long[pairs.left] & long[pairs.right])
    scored = zip(pairs.left[near].tolist(), pairs.right[near].tolist(), chance[near].tolist(), strict=True)
    return average_link(len(readings), scored, least=_LINK)
