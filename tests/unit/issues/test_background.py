"""What explains, and what has another section of its own."""

from __future__ import annotations

import pytest

from digest.issues import background

FIT = 0.45


@pytest.mark.parametrize(
    "sentence",
    [
        "The port has long struggled with silt, despite the new dredger.",
        "The ongoing dispute has divided the two villages since the mill closed.",
        "In 2019 the council had rejected a first plan because of its cost.",
        "Relations have been poor for decades, and the treaty was part of an attempt to mend them.",
    ],
)
def test_explanations_are_fit(sentence: str) -> None:
    """A sentence that looks back and explains reaches the mark in the middle of an article."""
    assert background.score(sentence, position=0.5, lang="en") >= FIT


@pytest.mark.parametrize(
    "sentence",
    [
        "The council announced on Monday that the bridge is open.",
        "“The bridge has long been safe,” Maria Lopez said of the crossing they built.",
        "The work will begin next week and is expected to end in May.",
        "The flood cost $40 million and 1,200 homes were lost.",
        "Has the council long known about the silt since then?",
        "It has.",
    ],
)
def test_other_sections_are_not(sentence: str) -> None:
    """News, quotations, looks ahead, figures, questions and scraps stay below the mark."""
    assert background.score(sentence, position=0.5, lang="en") < FIT


def test_lede_is_no_background() -> None:
    """The same sentence counts less at the top of the article than in its middle."""
    sentence = "The port has long struggled with silt, despite the new dredger."
    assert (
        background.score(sentence, position=0.0, lang="en") < FIT < background.score(sentence, position=0.5, lang="en")
    )


def test_reasons_add_up() -> None:
    """The score is the sum of its named reasons, kept between 0 and 1."""
    sentence = "The port has long struggled with silt, despite the new dredger."
    reasons = background.reasons(sentence, position=0.5, lang="en")
    assert background.score(sentence, position=0.5, lang="en") == pytest.approx(sum(reasons.values()))
    assert {"base", "perfect", "lasting", "links", "middle"} == set(reasons)


def test_unknown_language_stays_below() -> None:
    """Where no words are known nothing is taken for an explanation."""
    assert background.score("Gwlad fach yw hon ac mae hi wedi bod felly erioed.", position=0.5, lang="cy") < FIT
