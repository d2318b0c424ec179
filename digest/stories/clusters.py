"""Events: which articles tell of the same one.

Pairs that share rare terms are scored by a learnt scorer and joined by average link. Terms are counted twice, first by
article, then by the groups that this gives, so that an event's own words stay rare however many report it. At the end
an outlier of a large story, near to some of its reports and far from others, is gathered in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.model import Article, Link
from digest.similarity import average_link
from digest.stories.joining import Chances, Said, beside, linked
from digest.stories.pairs import FEATURES, MOST, Compared, Pairs, counted, measured, nearest, roughly
from digest.stories.reading import Reading, read
from digest.stories.scorer import scorer
from digest.stories.stock import Cleaned, distinct
from digest.stories.ties import ties

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_FIRST_PASS = 0.3  # mean cosine that makes a group of the first pass
_LEAST = 0.02  # chances under this are none

_BODY = 12  # stems from which a body says enough to contradict a headline
_DISAGREE = 0.02  # cosine of bodies under which they do …
_HELD = 0.2  # … unless one holds this share of the other's headline


@dataclass(frozen=True, slots=True)
class Clustering:
    """Groups of article ids, one event each, a partition; groups and the ids in them are in ascending order."""

    groups: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]  # one for each report that stands beside another, in the order of their ids
    near: Mapping[str, tuple[str, ...]]  # article id -> those of other groups that may well be of its event


def cluster(
    articles: Sequence[Article],
    copies: Sequence[Sequence[str]],
    *,
    cleaned: Mapping[str, Cleaned] | None = None,
    together: Sequence[Sequence[str]] = (),
    apart: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
) -> Clustering:
    """The articles in groups of one event each; articles of one group of ``copies`` stay together.

    Live blogs, roundups, programmes and service pages stand alone. The order of ``articles`` does not show, nor that
    of ``copies``. An editor knows better: each group of ``together`` is one event whatever its articles say, and no
    event holds articles of both sides of a pair of ``apart``; copies part where they would tie what is held apart.
    ``cleaned`` is what ``stock.clean`` gives.
    """
    by_id = distinct(articles)
    standing = representatives(list(by_id.values()), parted(copies, apart, together))
    chosen = [by_id[one] for one in sorted(standing)]
    readings = read(chosen, cleaned)
    chances = compare(readings)
    place = {one: at for at, article in enumerate(chosen) for one in standing[article.id]}
    said = _said(place, together, apart)
    labels = linked(len(readings), chances, said)
    groups: dict[int, list[str]] = defaultdict(list)
    for article, label in zip(chosen, labels, strict=True):
        groups[label].extend(standing[article.id])
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in beside(labels, chances, said):
        for ours, theirs in ((one, other), (other, one)):
            for member in groups[ours]:
                near[member].extend(groups[theirs])
    return Clustering(
        groups=tuple(sorted(tuple(sorted(ids)) for ids in groups.values())),
        links=ties(readings, labels, chances),
        near={article: tuple(sorted(ids)) for article, ids in sorted(near.items())},
    )


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


def parted(
    copies: Sequence[Sequence[str]],
    apart: Sequence[tuple[Sequence[str], Sequence[str]]],
    together: Sequence[Sequence[str]] = (),
) -> list[list[str]]:
    """The groups of copies, in parts where an editor's word needs it: none ties what a pair of ``apart`` holds apart.

    A part ties its articles, and those that stand with one of them in a group of ``together`` or in an earlier part.
    """
    sides = [(frozenset(one), frozenset(other)) for one, other in apart]
    tied = {member: frozenset(group) for group in together for member in group}
    spoken = frozenset().union(tied, *(side for pair in sides for side in pair))
    parts: list[list[str]] = []
    for group in sorted(sorted(group) for group in copies):
        found: list[tuple[list[str], frozenset[str]]] = []  # a part, and all that it ties
        for member in group:
            own = tied.get(member, frozenset([member]))
            for at, (part, held) in enumerate(found):
                if member not in spoken or not _held_apart(held, own, sides):
                    found[at] = ([*part, member], held | own)
                    break
            else:
                found.append(([member], own))
        for part, held in found:
            parts.append(part)
            if not spoken.isdisjoint(part):
                tied.update(dict.fromkeys(held, held))
    return parts


def _held_apart(
    ones: frozenset[str], others: frozenset[str], sides: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> bool:
    """Whether any pair has an article of one set on one side, and one of the other set on the other."""
    return any(
        not (left.isdisjoint(ones) or right.isdisjoint(others))
        or not (left.isdisjoint(others) or right.isdisjoint(ones))
        for left, right in sides
    )


def _said(
    place: Mapping[str, int],
    together: Sequence[Sequence[str]],
    apart: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> Said:
    """What the editor said of articles, said of the reports that stand for them."""
    joined = [sorted({place[one] for one in group if one in place}) for group in together]
    sides = [[{place[one] for one in side if one in place} for side in pair] for pair in apart]
    return Said(
        frozenset((group[0], member) for group in joined for member in group[1:]),
        frozenset((min(a, b), max(a, b)) for one, other in sides for a in one for b in other if a != b),
    )


def first_groups(compared: Compared) -> tuple[int, ...]:
    """A label for each reading from cosine alone: what terms are then counted over."""
    size = len(compared.moments)
    near = roughly(compared)
    pairs = zip(near.left.tolist(), near.right.tolist(), near.cosine.tolist(), strict=True)
    return average_link(size, pairs, least=_FIRST_PASS, most=MOST)


def compare(readings: Sequence[Reading]) -> Chances:
    """The pairs of readings that may be of one event, each with its chance; those that stand alone are in none."""
    import numpy as np

    places = np.array([at for at, reading in enumerate(readings) if not reading.alone], dtype=np.int64)
    told = [readings[at] for at in places.tolist()]
    compared = counted(told)
    groups = first_groups(compared)
    near = nearest(compared, groups)
    parts = []
    for where, features in measured(told, compared, groups, near):
        found = Pairs(near.left[where], near.right[where], features)
        parts.append(likely(told, found, scorer().probability(features)))
    return Chances(
        places[np.concatenate([near.left[:0], *(part.left for part in parts)])],
        places[np.concatenate([near.right[:0], *(part.right for part in parts)])],
        np.concatenate([near.cosine[:0], *(part.chance for part in parts)]),
    )


def likely(readings: Sequence[Reading], pairs: Pairs, chance: NDArray[Any]) -> Chances:
    """Of these pairs, with the chances that the scorer gives them, those that may be of one event."""
    import numpy as np

    near = chance >= _LEAST
    opening = pairs.features[:, FEATURES.index("opening")]
    for at in np.flatnonzero(near & (opening < _DISAGREE)).tolist():
        near[at] = not disagree(readings[int(pairs.left[at])], readings[int(pairs.right[at])])
    return Chances(pairs.left[near], pairs.right[near], chance[near])


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
