"""Word shingles and the inverted index over them."""

from __future__ import annotations

from digest.similarity import containment, overlaps, shingles


def test_a_cut_is_contained_in_its_original() -> None:
    """Containment asks of the smaller set alone, so a cut of any length is wholly held."""
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    assert containment(shingles(words), shingles(words[:7])) == 1.0


def test_order_counts_within_a_shingle() -> None:
    """The same words in another order are other shingles."""
    assert containment(shingles(["a", "b", "c", "d", "e"]), shingles(["e", "d", "c", "b", "a"])) == 0.0


def test_a_short_text_is_one_shingle_and_an_empty_one_none() -> None:
    """Texts shorter than a shingle still have something to compare."""
    assert len(shingles(["only", "two"])) == 1
    assert len(shingles([])) == 0
    assert containment(shingles([]), shingles(["a"])) == 0.0


def test_ordered_shingles_stand_at_their_places() -> None:
    """With ``ordered`` a repeated run shows at each of its places."""
    found = shingles(["a", "b", "a", "b", "a"], 2, ordered=True)
    assert len(found) == 4
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert found[0] != found[1]


def test_overlaps_finds_every_pair_that_shares() -> None:
    """Pairs come in order, with how many shingles they share."""
    texts = ["a b c d e f", "a b c d e f g", "x y z u v w"]
    left, right, shared = overlaps([shingles(text.split()) for text in texts])
    assert (left.tolist(), right.tolist(), shared.tolist()) == ([0], [1], [2])


def test_a_shingle_that_too_many_hold_finds_no_pair() -> None:
    """Stock text must not make every pair a candidate."""
    same = [shingles(["a", "b", "c", "d", "e"]) for _ in range(4)]
    assert len(overlaps(same, most=3)[0]) == 0
    assert len(overlaps(same, most=4)[0]) == 6


def test_no_sets_make_no_pairs() -> None:
    """Nothing in, nothing out."""
    assert [len(part) for part in overlaps([])] == [0, 0, 0]
    assert [len(part) for part in overlaps([shingles([]), shingles([])])] == [0, 0, 0]
