"""Word shingles and the inverted index over them."""

from __future__ import annotations

import numpy as np

from digest.similarity import WordCodes, containment, overlaps, runs, shared, shingles


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


def test_a_word_may_be_taken_for_another_in_runs() -> None:
    """Marks and case can be set aside word by word, and places stay."""
    codes, _ = runs([["A,", "b"], ["a", "b"]], 2, {"A,": "a", "a": "a", "b": "b"})
    assert codes[0] == codes[1] == shingles(["a", "b"], 2)[0]


def test_remembered_words_make_the_same_shingles() -> None:
    """Remembering is for speed alone."""
    words = ["a", "b", "c", "d", "e", "f", "a", "b"]
    codes = WordCodes()
    assert shingles(words, codes=codes).tolist() == shingles(words, codes=codes).tolist() == shingles(words).tolist()


def test_shared_counts_what_two_sets_have() -> None:
    """Of pairs named, in their order; a pair that has nothing shares nothing."""
    sets = [shingles(text.split(), 2) for text in ("a b c d", "b c d e", "x y", "")]
    found = shared(sets, np.array([0, 0, 0]), np.array([1, 2, 3]))
    assert found.tolist() == [2, 0, 0]
    assert shared(sets, np.array([], dtype=int), np.array([], dtype=int)).tolist() == []


def test_a_pair_must_share_what_the_lesser_of_two_needs() -> None:
    """A set that needs little is found by one that needs much."""
    sets = [shingles(text.split(), 2) for text in ("a b c d", "a b x y", "b c d z")]
    left, right, _ = overlaps(sets, needed=np.array([2.0, 1.0, 2.0]))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (0, 2)]
    left, right, _ = overlaps(sets, needed=np.array([2.0, 2.0, 2.0]))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2)]


def test_overlaps_finds_every_pair_that_shares() -> None:
    """Pairs come in order, with how many shingles they share."""
    texts = ["a b c d e f", "a b c d e f g", "x y z u v w"]
    left, right, held = overlaps([shingles(text.split()) for text in texts])
    assert (left.tolist(), right.tolist(), held.tolist()) == ([0], [1], [2])


def test_a_shingle_that_too_many_hold_finds_no_pair() -> None:
    """Stock text must not make every pair a candidate."""
    same = [shingles(["a", "b", "c", "d", "e"]) for _ in range(4)]
    assert len(overlaps(same, most=3)[0]) == 0
    assert len(overlaps(same, most=4)[0]) == 6


def test_no_sets_make_no_pairs() -> None:
    """Nothing in, nothing out."""
    assert [len(part) for part in overlaps([])] == [0, 0, 0]
    assert [len(part) for part in overlaps([shingles([]), shingles([])])] == [0, 0, 0]
