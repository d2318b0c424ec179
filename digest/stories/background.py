"""How rare a term is: counted over the articles at hand, steadied by a table of how common stems are in all news."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from digest.similarity import Terms

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_STEADY = 1000.0


@cache
def _table() -> tuple[int, Mapping[str, int]]:
    data = json.loads(files("digest.stories").joinpath("data/background.json").read_text("utf-8"))
    return data["documents"], data["stems"]


def commonness(stem: str) -> float:
    """The share of all news articles that hold a stem, as the table knows it; a stem not in it is as good as new."""
    documents, table = _table()
    return max(table.get(stem, 0.5), 0.5) / documents


def rarity(terms: Terms, groups: Sequence[int], *, steady: float | None = None) -> NDArray[Any]:
    """The inverse document frequency of each term; a group of articles counts once.

    ``steady`` is how many articles the table counts for; 0 leaves it out.
    """
    import numpy as np

    counts, width = terms.counts, max(len(terms.names), 1)
    labels, places = np.unique(np.asarray(groups), return_inverse=True)
    once = counts.columns  # each group's terms, each once: so they stand where every article is a group of its own
    if len(labels) < len(places):
        keys = np.sort(places[counts.owners] * width + counts.columns)
        once = keys[np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)]] % width
    frequency = np.bincount(once, minlength=len(terms.names)).astype(np.float64)
    weight = _STEADY if steady is None else steady
    expected = np.zeros(len(terms.names))
    if weight:
        documents, table = _table()
        expected = weight * np.array([table.get(name, 0.5) for name in terms.names]) / documents
    result: NDArray[Any] = np.log((len(labels) + weight + 1.0) / (frequency + expected + 0.5))
    np.maximum(result, 0.0, out=result)
    return result
