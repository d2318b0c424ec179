"""Grouping from scored pairs."""

from __future__ import annotations

from digest.similarity import average_link, connected


def test_average_link_by_hand() -> None:
    """0–1 join at .9; 2 then joins at (.8 + .2) / 2 = .5, which passes .5 and not .51."""
    pairs = [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.2)]
    assert average_link(4, pairs, least=0.5) == (0, 0, 0, 3)
    assert average_link(4, pairs, least=0.51) == (0, 0, 2, 3)


def test_a_pair_that_is_not_given_scores_nothing() -> None:
    """A chain does not hold together by its links alone: (.7 + 0) / 2 = .35."""
    assert average_link(3, [(0, 1, 0.8), (1, 2, 0.7)], least=0.4) == (0, 0, 2)


def test_the_order_of_pairs_does_not_show() -> None:
    """Ties go to the pair of the least items."""
    pairs = [(0, 1, 0.5), (1, 2, 0.5), (2, 3, 0.5)]
    assert average_link(4, pairs, least=0.4) == average_link(4, pairs[::-1], least=0.4) == (0, 0, 2, 2)


def test_connected_follows_chains() -> None:
    """Single link: whatever touches belongs together, named by its least item."""
    assert connected(5, [(3, 4), (1, 3)]) == (0, 1, 2, 1, 1)
    assert connected(0, []) == ()


def test_a_mean_is_taken_over_as_many_pairs_as_could_be_found() -> None:
    """Two groups of three whose items look for two others each are one where half of what they found is sure."""
    within = [(a, b, 1.0) for group in ((0, 1, 2), (3, 4, 5)) for a in group for b in group if a < b]
    between = [(0, 3, 0.8), (1, 4, 0.8), (2, 5, 0.8), (0, 4, 0.8)]
    assert average_link(6, within + between, least=0.5) == (0, 0, 0, 3, 3, 3)
    assert average_link(6, within + between, least=0.5, most=2) == (0, 0, 0, 0, 0, 0)


def test_what_is_never_one_is_never_joined() -> None:
    """However sure all others are: a score below all others outweighs them."""
    sure = [(a, b, 0.9) for a in range(4) for b in range(a + 1, 4) if (a, b) != (0, 3)]
    labels = average_link(4, [*sure, (0, 3, -1e9)], least=0.4)
    assert labels[0] != labels[3]
    assert len(set(labels)) == 2
