"""What is taken, and in which order it is printed."""

from digest.model import Passage
from digest.summarizers.candidates import Candidate
from digest.summarizers.choosing import choose


def candidate(
    place: int,
    stems: str,
    *,
    document: int = 0,
    words: int = 10,
    printable: bool = True,
    spare: bool = False,
    dangling: bool = False,
) -> Candidate:
    passage = Passage(stems, f"a{document}", place * 100, place * 100 + len(stems))
    each = tuple(stems.split())
    figures = frozenset(filter(str.isdigit, each))
    return Candidate(
        passage, document, place, words, each, printable, spare, dangling, news=frozenset(each), figures=figures
    )


def places(chosen: list[Candidate]) -> list[tuple[int, int]]:
    return [(one.document, one.place) for one in chosen]


def test_the_best_are_taken_and_printed_as_they_stand() -> None:
    """Articles in the order given, sentences in source order."""
    found = [candidate(0, "a b"), candidate(1, "c d"), candidate(2, "e f"), candidate(0, "g h", document=1)]
    assert places(choose(found, [1.0, 2.0, 4.0, 3.0], sentences=3, words=None)) == [(0, 1), (0, 2), (1, 0)]


def test_ties_go_to_the_earlier_sentence() -> None:
    """So that equal inputs give equal summaries."""
    found = [candidate(0, "a"), candidate(1, "b"), candidate(2, "c")]
    assert places(choose(found, [1.0, 1.0, 1.0], sentences=2, words=None)) == [(0, 0), (0, 1)]


def test_the_sentence_that_reaches_the_words_is_the_last() -> None:
    """10 + 10 words do not reach 21, the third sentence does."""
    found = [candidate(place, f"w{place}") for place in range(5)]
    scores = [5.0, 4.0, 3.0, 2.0, 1.0]
    assert len(choose(found, scores, sentences=None, words=20)) == 2
    assert len(choose(found, scores, sentences=None, words=21)) == 3
    assert len(choose(found, scores, sentences=1, words=21)) == 1
    assert choose(found, scores, sentences=0, words=None) == []
    assert len(choose(found, scores, sentences=None, words=None)) == 5


def test_likeness_lowers_a_score() -> None:
    """The second shares 2 of 4 stems with the first, cosine 0.5: 0.9 - 0.4 * 0.5 is below 0.75, 0.9 - 0.1 is not."""
    found = [candidate(0, "a b c d"), candidate(1, "a b x y"), candidate(2, "p q r s")]
    assert places(choose(found, [1.0, 0.9, 0.75], sentences=2, words=None, redundancy=0.2)) == [(0, 0), (0, 1)]
    assert places(choose(found, [1.0, 0.9, 0.75], sentences=2, words=None, redundancy=0.4)) == [(0, 0), (0, 2)]


def test_two_that_say_the_same_are_never_both_taken() -> None:
    """Three of the shorter one's four stems stand in the longer one."""
    found = [candidate(0, "a b c d e"), candidate(0, "a b c x", document=1), candidate(1, "y z", document=1)]
    assert places(choose(found, [3.0, 2.0, 1.0], sentences=3, words=None)) == [(0, 0), (1, 1)]


def test_a_dangling_sentence_follows_its_antecedent() -> None:
    """It is taken only when the sentence before it is."""
    found = [candidate(0, "a"), candidate(1, "b"), candidate(2, "c", dangling=True)]
    assert places(choose(found, [2.0, 1.0, 3.0], sentences=1, words=None)) == [(0, 0)]
    assert places(choose(found, [2.0, 1.0, 3.0], sentences=3, words=None)) == [(0, 0), (0, 1), (0, 2)]
    assert places(choose(found, [2.0, 1.0, 3.0], sentences=1, words=None, antecedents=False)) == [(0, 2)]


def test_better_a_dangling_sentence_than_none() -> None:
    """But only one: what would follow it dangles too."""
    found = [candidate(1, "a", dangling=True), candidate(3, "b", dangling=True)]
    assert places(choose(found, [1.0, 2.0], sentences=2, words=None)) == [(0, 3)]


def test_spare_sentences_are_printed_only_alone() -> None:
    """And unprintable ones never."""
    spare, good, bad = candidate(0, "a", spare=True), candidate(1, "b"), candidate(2, "c", printable=False)
    assert places(choose([spare, good, bad], [9.0, 1.0, 9.0], sentences=3, words=None)) == [(0, 1)]
    assert places(choose([spare, bad], [1.0, 9.0], sentences=3, words=None)) == [(0, 0)]
    assert choose([bad], [1.0], sentences=3, words=None) == []


def test_a_further_article_must_add_something() -> None:
    """Half of what it says known from the headline and the other articles is too much, unless it has a new figure."""
    lead = candidate(0, "bridge opens mayor")
    same, new = candidate(0, "bridge mayor joy dance", document=1), candidate(0, "bridge song choir flags", document=2)
    figure = candidate(0, "bridge mayor ferry 40", document=3)

    def taken(headline: frozenset[str] | None) -> list[tuple[int, int]]:
        found = [lead, same, new, figure]
        return places(choose(found, [4.0, 3.0, 2.0, 1.0], sentences=4, words=None, headline=headline))

    assert taken(None) == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert taken(frozenset()) == [(0, 0), (2, 0), (3, 0)]
    assert taken(frozenset({"song"})) == [(0, 0), (3, 0)]
    assert taken(frozenset({"song", "40"})) == [(0, 0)]


def test_a_first_sentence_hangs_on_its_headline() -> None:
    """The first article's stands above it; those of the others are not printed."""
    found = [candidate(0, "a b", dangling=True), candidate(0, "c d", document=1, dangling=True)]
    assert places(choose(found, [1.0, 2.0], sentences=2, words=None, headline=frozenset())) == [(0, 0)]
    assert places(choose(found, [1.0, 2.0], sentences=2, words=None)) == [(0, 0), (1, 0)]
