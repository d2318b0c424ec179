"""Sparse term vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digest.similarity import Reach, cosines, count_terms, neighbours, rows, vectors, weigh


def test_counts_stand_in_the_order_of_terms() -> None:
    """Columns do not depend on which text brings a term first."""
    terms = count_terms([["b", "a", "b"], [], ["c"]])
    assert terms.names == ("a", "b", "c")
    assert terms.counts.starts.tolist() == [0, 2, 2, 3]
    assert terms.counts.columns.tolist() == [0, 1, 2]
    assert terms.counts.values.tolist() == [1.0, 2.0, 1.0]


def test_rows_have_unit_length_unless_empty() -> None:
    """A text of no weight keeps an empty row and raises nothing."""
    matrix = weigh(count_terms([["a", "b"], []]).counts, np.array([1.0, 1.0]))
    assert matrix.having(matrix.values**2).sums().tolist() == pytest.approx([1.0, 0.0])
    assert cosines(matrix, matrix, np.array([0, 0]), np.array([0, 1])).tolist() == pytest.approx([1.0, 0.0])


def pairs(found: tuple[NDArray[Any], ...]) -> list[tuple[int, int]]:
    return list(zip(found[0].tolist(), found[1].tolist(), strict=True))


def test_neighbours_heed_the_window_and_let_the_undated_pass() -> None:
    """Two moments further apart than the window make no pair; an unknown one is near all."""
    matrix = weigh(count_terms([["a"], ["a"], ["a"]]).counts, np.array([1.0]))
    reach = Reach(least=0.5, most=9, near=0.5, few=9)
    found = neighbours(matrix, reach, times=np.array([0.0, 5.0, np.nan]), window=2.0)
    assert pairs(found) == [(0, 2), (1, 2)]
    assert found[2].tolist() == pytest.approx([1.0, 1.0])


def test_neighbours_keep_the_nearest() -> None:
    """Each row brings at most ``most``; a pair stays where either row brings it."""
    matrix = weigh(count_terms([["a", "b"], ["a", "b"], ["a"]]).counts, np.array([1.0, 1.0]))
    assert pairs(neighbours(matrix, Reach(least=0.1, most=1, near=0.1, few=1))) == [(0, 1), (0, 2)]


def test_far_neighbours_count_where_there_are_few_near_ones() -> None:
    """A far pair stays as long as one of its rows has fewer than so many neighbours that are nearer."""
    near, far = [["a", "b"]] * 3, [["a", "c", "d", "e"], ["a", "f", "g", "h"]]
    matrix = weigh(count_terms(near + far).counts, np.ones(8))
    every = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    assert pairs(neighbours(matrix, Reach(least=0.1, most=9, near=0.9, few=9))) == every
    kept = pairs(neighbours(matrix, Reach(least=0.1, most=9, near=0.9, few=3)))
    assert kept == [pair for pair in every if pair != (3, 4)]  # each of the two has three that are nearer
    assert pairs(neighbours(matrix, Reach(least=0.1, most=9, near=0.9, few=0))) == [*every[:2], (1, 2)]


def test_thinning_on_the_way_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is out of reach when half of the pairs are known is so when all are."""
    chance = np.random.default_rng(1)
    texts = [[f"t{term}" for term in chance.integers(0, 40, 6)] for _ in range(120)]
    matrix = weigh(count_terms(texts).counts, np.ones(40))
    reach = Reach(least=0.1, most=12, near=0.4, few=5)
    whole = neighbours(matrix, reach)
    monkeypatch.setattr(rows, "_AT_ONCE", 50)
    monkeypatch.setattr(vectors, "_WAITING", 20)
    assert pairs(neighbours(matrix, reach)) == pairs(whole)
    assert len(whole[0]) < len(neighbours(matrix, Reach(least=0.1, most=120, near=0.1, few=120))[0])


def test_a_common_column_finds_no_pair() -> None:
    """What more rows have than may is as if nobody had it."""
    matrix = weigh(count_terms([["a", "b"], ["a"], ["a", "b"]]).counts, np.array([1.0, 1.0]))
    reach = Reach(least=0.1, most=9, near=0.1, few=9)
    assert pairs(neighbours(matrix, reach, common=2)) == [(0, 2)]
    assert len(pairs(neighbours(matrix, reach, common=3))) == 3
