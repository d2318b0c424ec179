"""Word shingles and the inverted index over them."""

from __future__ import annotations

from digest.similarity import containment, overlaps, runs, shingles


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


def test_runs_stand_at_their_places_and_cross_no_text() -> None:
    """A repeated run shows at each of its places; texts too short for one have none."""
    codes, starts = runs([["a", "b", "a", "b", "a"], ["b"], [], ["a", "b"]], 2)
    assert starts.tolist() == [0, 4, 4, 4, 5]
    assert codes[0] == codes[2] == codes[4]
    assert codes[1] == codes[3]
    assert codes[0] != codes[1]
    assert [len(part) for part in runs([["a"], []], 2)] == [0, 3]
    assert sorted(set(codes.tolist())) == shingles(["a", "b", "a"], 2).tolist()


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
