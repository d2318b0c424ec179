"""Groups from scored pairs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable


def connected(size: int, pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """For each of ``size`` items the least item it is linked to through ``pairs``, itself where through none."""
    parent = list(range(size))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for left, right in pairs:
        a, b = root(left), root(right)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return tuple(root(item) for item in range(size))


def average_link(
    size: int, pairs: Iterable[tuple[int, int, float]], *, least: float, most: int | None = None
) -> tuple[int, ...]:
    """Average-link agglomeration over a sparse set of scored pairs; a pair not given scores 0.

    Merges the two groups whose mean pair score is highest while that is at least ``least`` (Sokal and Michener 1958).
    Where pairs were looked for among the ``most`` nearest of each item alone, the mean is taken over as many pairs as
    could have been found: an item has no score with most of a group of hundreds.
    Returns for each item the least item of its group. Ties go to the pair that stands first. The cost follows the
    number of pairs, times the depth of the heap; never the square of ``size``.
    """
    links: list[dict[int, float]] = [{} for _ in range(size)]
    for left, right, score in pairs:
        if left != right:
            links[left][right] = links[right][left] = score
    weight = [1] * size
    enough = size if most is None else most
    group = list(range(size))  # where an item's group went; a live group points at itself
    heap = [
        (-score, left, right)
        for left in range(size)
        for right, score in links[left].items()
        if left < right and score >= least
    ]
    heapq.heapify(heap)
    while heap:
        negative, left, right = heapq.heappop(heap)
        if group[left] != left or group[right] != right:
            continue
        total = links[left].get(right)
        if total is None or -negative != total / _found(weight[left], weight[right], enough):
            continue  # an old score: the groups have grown since, and the new one is in the heap
        keep, gone = min(left, right), max(left, right)
        group[gone] = keep
        weight[keep] += weight[gone]
        mine = links[keep]
        del mine[gone], links[gone][keep]
        for other, value in links[gone].items():
            theirs = links[other]
            del theirs[gone]
            mine[other] = theirs[keep] = mine.get(other, 0.0) + value
        links[gone] = {}
        ours = weight[keep]
        for other, value in mine.items():
            if value >= least:  # which a sum has to be before its mean is
                mean = value / _found(ours, weight[other], enough)
                if mean >= least:
                    heapq.heappush(heap, (-mean, min(keep, other), max(keep, other)))
    for item in range(size):  # a group always points at a lesser item, so one pass in order resolves all
        group[item] = group[group[item]]
    return tuple(group)


def _found(one: int, other: int, most: int) -> int:
    """How many pairs between two groups could have been found, where an item finds at most so many."""
    return min(one, other) * min(max(one, other), most)
