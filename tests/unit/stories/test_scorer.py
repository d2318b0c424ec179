"""The learnt pair scorer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from digest.stories.pairs import FEATURES
from digest.stories.scorer import Scorer, scorer


def test_trees_by_hand() -> None:
    """Log-odds are the start and one leaf of each tree; at a threshold the lower branch is taken."""
    model = {
        "features": ["a", "b"],
        "start": -1.0,
        "trees": [[0, 0.5, 2.0, [1, 3.0, -1.0, 4.0]], 0.5],
    }
    chance = Scorer(model).probability(np.array([[0.5, 9.0], [0.6, 3.0], [0.6, 3.1]]))
    assert chance.tolist() == pytest.approx([1 / (1 + math.exp(-odds)) for odds in (1.5, -1.5, 3.5)])


def test_the_shipped_trees_are_of_the_features_that_are_measured() -> None:
    """The file and the code must not drift apart: a feature in another place would be read as something else."""
    assert scorer().features == FEATURES
    assert scorer().probability(np.empty((0, len(FEATURES)))).tolist() == []


def test_the_shipped_trees_tell_like_from_unlike() -> None:
    """A pair alike in everything is likely one event, a pair alike in nothing is not."""
    column = {name: at for at, name in enumerate(FEATURES)}
    pairs = np.zeros((2, len(FEATURES)))
    pairs[:, column["short"]] = math.log1p(60)
    for name in ("title", "lead", "all", "cross", "names", "numbers", "rank", "covered", "uncovered", "company"):
        pairs[0, column[name]] = 0.95
    pairs[0, column["weaker"]] = pairs[0, column["opening"]] = 0.95
    pairs[0, column["rarest"]], pairs[0, column["shared"]] = 9.0, 5.0
    pairs[1, column["place"]] = pairs[1, column["displace"]] = 4.0
    alike, unlike = scorer().probability(pairs)
    assert alike > 0.8
    assert unlike < 0.05
