"""Sparse rows do what a full matrix does, in stretches of any length."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digest.similarity import Rows, products, rows, summed


def full(sparse: Rows) -> NDArray[Any]:
    matrix = np.zeros((len(sparse), sparse.width))
    matrix[sparse.owners, sparse.columns] = sparse.values
    return matrix


def some(height: int, width: int, seed: int) -> Rows:
    """A third of its places filled, some rows empty, some values 0."""
    chance = np.random.default_rng(seed)
    matrix = chance.integers(0, 5, (height, width)) * (chance.random((height, width)) < 0.3)
    matrix[:: max(height // 3, 1)] = 0
    places = np.nonzero(matrix)
    shuffled = chance.permutation(len(places[0]))
    values = (matrix[places].astype(np.float64) - 1)[shuffled]
    return Rows.of(places[0][shuffled], places[1][shuffled], values, (height, width))


def test_columns_are_counted_in_their_order() -> None:
    """A column named twice counts two; texts without any keep their row."""
    counted = Rows.counting([[2, 0, 2], [], [1]], 4)
    assert full(counted).tolist() == [[1, 0, 2, 0], [0, 0, 0, 0], [0, 1, 0, 0]]
    assert counted.columns.tolist() == [0, 2, 1]
    assert len(Rows.counting([], 0)) == 0


def test_rows_are_taken_flipped_and_thinned() -> None:
    """As of a full matrix; rows may be taken twice."""
    matrix = some(9, 7, seed=1)
    taken = np.array([3, 3, 0, 8])
    assert np.array_equal(full(matrix.take(taken)), full(matrix)[taken])
    assert np.array_equal(full(matrix.flipped()), full(matrix).T)
    assert np.array_equal(full(matrix.where(matrix.values > 1)), np.where(full(matrix) > 1, full(matrix), 0))
    assert np.array_equal(matrix.sums(), full(matrix).sum(axis=1))


def test_rows_of_no_weight_stay_as_they_are() -> None:
    """All others have unit length."""
    lengths = np.sqrt((full(some(9, 7, seed=2).unit()) ** 2).sum(axis=1))
    assert [float(length) for length in lengths] == pytest.approx([float(length > 0) for length in lengths])


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_pairs_of_rows_are_multiplied(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Whatever order the pairs stand in, and however many are held at once."""
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    monkeypatch.setattr(rows, "_LINES", 3)
    left, right = some(40, 11, seed=3), some(30, 11, seed=4)
    chance = np.random.default_rng(5)
    for pairs in (chance.integers(0, 30, (2, 200)), np.sort(chance.integers(0, 30, (2, 200))), np.zeros((2, 0), int)):
        one, other = pairs
        dots, most = np.full(pairs.shape[1], np.nan), np.full(pairs.shape[1], np.nan)
        for where, starts, found in products(left, right, one, other):
            dots[where], most[where] = summed(starts, found), summed(starts, found, greatest=True)
        whole = full(left)[one] * full(right)[other]
        assert np.array_equal(dots, whole.sum(axis=1))
        shared = np.where(whole == 0, -np.inf, whole).max(axis=1, initial=-np.inf)
        assert np.array_equal(most, np.where(np.isinf(shared), 0, shared))


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_every_row_is_multiplied_with_every_other(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """The stretches come in order and leave no row out."""
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    left, right = some(40, 11, seed=6), some(30, 11, seed=7)
    found = np.full((40, 30), np.nan)
    for first, block in rows.against(left, right.flipped()):
        found[first : first + len(block)] = block
    assert np.array_equal(found, full(left) @ full(right).T)
