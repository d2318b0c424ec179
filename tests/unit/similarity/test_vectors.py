"""Sparse term vectors."""

from __future__ import annotations

import numpy as np
import pytest

from digest.similarity import cosines, count_terms, neighbours, weigh


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


def test_neighbours_heed_the_window_and_let_the_undated_pass() -> None:
    """Two moments further apart than the window make no pair; an unknown one is near all."""
    matrix = weigh(count_terms([["a"], ["a"], ["a"]]).counts, np.array([1.0]))
    left, right, values = neighbours(matrix, least=0.5, most=9, times=np.array([0.0, 5.0, np.nan]), window=2.0)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2), (1, 2)]
    assert values.tolist() == pytest.approx([1.0, 1.0])


def test_neighbours_keep_the_nearest() -> None:
    """Each row brings at most ``most``; a pair stays where either row brings it."""
    matrix = weigh(count_terms([["a", "b"], ["a", "b"], ["a"]]).counts, np.array([1.0, 1.0]))
    left, right, _ = neighbours(matrix, least=0.1, most=1)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (0, 2)]
