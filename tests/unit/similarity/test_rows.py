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
def test_every_row_meets_every_later_one(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Each pair that shares a column once and in order, with the whole of its product, however many are held."""
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    matrix = some(40, 11, seed=6)
    matrix = matrix.having(np.abs(matrix.values) / 8)
    found = [np.stack(stretch) for stretch in rows.meetings(matrix)]
    left, right, product = np.concatenate(found, axis=1)
    pairs = list(zip(left.astype(int).tolist(), right.astype(int).tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    whole = full(matrix) @ full(matrix).T
    have = (full(matrix.having(matrix.values + 1.0)) > 0).astype(int)
    assert pairs == [(a, b) for a in range(40) for b in range(a + 1, 40) if (have @ have.T)[a, b]]
    assert product.tolist() == pytest.approx([whole[a, b] for a, b in pairs], abs=1e-5)


def test_rows_meet_within_their_bounds() -> None:
    """Those below a row's bound, and those from ``beyond`` on; none twice."""
    matrix = Rows.counting([[0]] * 6, 1)
    until = np.array([2, 3, 4, 4, 6, 6])
    met = [(a, b) for one, other, _ in rows.meetings(matrix, until, 4) for a, b in zip(one, other, strict=True)]
    assert sorted(met) == [
        (0, 1), (0, 4), (0, 5), (1, 2), (1, 4), (1, 5), (2, 3), (2, 4), (2, 5), (3, 4), (3, 5), (4, 5)
    ]  # fmt: skip
    assert len(met) == len(set(met))
