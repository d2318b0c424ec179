"""Whatever two sources say, a difference is made of their own words, and never of one voice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.issues.accounts import differences_of
from digest.issues.page import Page
from digest.testing import article, story

SAID = (
    "police said about over nearly 200 2,000 one million people soldiers killed injured $5 billion were in Alder on "
    "Monday , . and the march 12% jobs cut at least 1953 new \ufffd £1. 600 — ( ) “ ” \n\n 9,99 or so"
)
WORDS = st.sampled_from(SAID.split(" "))
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_differences_are_verbatim_and_of_several_voices(one: str, two: str) -> None:
    """Nothing raises, every passage is exact, and each figure stands in its sentence, one for each article."""
    told = story(article("One", one, source="Gazette"), article("Two", two, source="Courier"))
    texts = {each.id: each.text for each in told.articles}
    for difference in differences_of(told, Page(told.articles, limit=120)):
        assert len({figure.figure.article for figure in difference.figures}) == len(difference.figures) >= 2
        for figure in difference.figures:
            for passage in (figure.figure, figure.sentence):
                assert texts[passage.article][passage.start : passage.end] == passage.text
            assert figure.sentence.start <= figure.figure.start < figure.figure.end <= figure.sentence.end


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nobody_contradicts_themselves(text: str) -> None:
    """Two copies of one text differ in nothing."""
    told = story(article("One", text, source="Gazette"), article("Two", text, source="Courier"))
    assert differences_of(told, Page(told.articles, limit=120)) == ()
