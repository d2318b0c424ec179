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


def rarity(terms: Terms, groups: Sequence[int], *, known: bool = True) -> NDArray[Any]:
    """The inverse document frequency of each term; a group of articles counts once.

    ``known`` False leaves the table out: every term is taken to be rare.
    """
    import numpy as np
    from scipy import sparse

    held = terms.counts.copy()
    held.data[:] = 1.0
    labels, places = np.unique(np.asarray(groups), return_inverse=True)
    member = sparse.csr_matrix(
        (np.ones(len(places)), (places, np.arange(len(places)))), shape=(len(labels), len(places))
    )
    of_group = (member @ held).tocsr()
    of_group.data = np.minimum(of_group.data, 1.0)
    frequency = np.asarray(of_group.sum(axis=0)).ravel()
    if known:
        documents, table = _table()
        rate = np.array([table.get(name, 0.5) for name in terms.names]) / max(documents, 1)
    else:
        rate = np.full(len(terms.names), 0.5 / _STEADY)
    result: NDArray[Any] = np.log((len(labels) + _STEADY + 1.0) / (frequency + _STEADY * rate + 0.5))
    np.maximum(result, 0.0, out=result)
    return result
