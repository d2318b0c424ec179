"""Learnt trees, by hand on small ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarizers.trees import Trees

DEEP = [0, 1.0, 0.5, [1, 2.0, 0.2, -1.0, 1.0], [1, 3.0, 0.8, 2.0, [0, 5.0, 0.6, 4.0, 8.0]]]
SMALL = [1, 0.0, 0.1, -0.5, 0.5]
LEAF = 0.25


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ([1.0, 2.0], -1.0 + 0.5 + 0.25),  # at a threshold is not above it
        ([1.0, 2.1], 1.0 + 0.5 + 0.25),
        ([1.1, 3.0], 2.0 + 0.5 + 0.25),
        ([5.0, 3.1], 4.0 + 0.5 + 0.25),
        ([5.1, 3.1], 8.0 + 0.5 + 0.25),
        ([0.0, -1.0], -1.0 - 0.5 + 0.25),
    ],
)
def test_a_row_goes_down_every_tree(row: list[float], value: float) -> None:
    """Trees that are less deep than the deepest answer the same; a leaf alone is a tree."""
    assert Trees([DEEP, SMALL, LEAF], 3).values([row]) == pytest.approx([value])


def test_what_each_feature_changed() -> None:
    """Down the deep tree: from 0.5 by feature 0 to 0.8, by 1 to 0.6, by 0 to 8; down the small one by 1 from 0.1."""
    trees = Trees([DEEP, SMALL, LEAF], 3)
    assert trees.start == pytest.approx(0.5 + 0.1 + 0.25)
    [shares] = trees.shares([[6.0, 4.0]], 3)
    assert shares == pytest.approx([0.3 + 7.4, -0.2 + 0.4, 0.0])
    assert trees.shares([], 3) == []
    assert trees.values([]) == []


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=8))
def test_shares_and_start_are_the_value(rows: list[tuple[float, float]]) -> None:
    """Whatever the rows."""
    trees = Trees([DEEP, SMALL, LEAF], 3)
    sums = [trees.start + sum(shares) for shares in trees.shares(rows, 2)]
    assert sums == pytest.approx(trees.values(rows))


def test_many_rows_are_judged_as_each_alone() -> None:
    """They walk in blocks."""
    rows = [[float(at % 7), float(at % 5)] for at in range(1300)]
    trees = Trees([DEEP, SMALL, LEAF], 3)
    assert trees.values(rows) == [trees.values([row])[0] for row in rows]
