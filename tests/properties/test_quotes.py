"""Quotations and figures hold their promises on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.issues import background, figures, quotes
from digest.model import Passage
from digest.text import marks, quotations

PIECES = st.sampled_from(
    [
        '"', "“", "”", "„", "«", "»", "‘", "’", "'", "‚", ",", ".", "?", ":", "\n\n", "\n", " ", " - ",
        " said ", "Maria Lopez", " he ", " told ", "It is safe", "according to ", "the minister", " and ", "Lopez",
        "12,000", " people", "$5m", "-", "3.5", " million", "between ", "one hundred and ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "tr", "xx", ""]))
def test_quotations_are_sound(text: str, lang: str) -> None:
    """In order, apart, inside their passage and the text; the passage balanced unless a mark is never closed."""
    end = 0
    for quotation in quotes.find(text, lang):
        assert end <= quotation.start < quotation.end
        assert 0 <= quotation.sentence_start <= quotation.start
        assert quotation.end <= quotation.sentence_end <= len(text)
        assert quotation.speaker is None or quotation.speaker.strip()
        end = quotation.end


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "tr", "xx", ""]))
def test_figures_are_sound(text: str, lang: str) -> None:
    """In order, apart, inside the text; the unit is the text's own words and the salience a share of one."""
    end = 0
    for figure in figures.find(text, lang):
        assert end <= figure.start < figure.end <= len(text)
        assert figure.unit in text
        assert 0 <= figures.salience(figure, text, lang) <= 1
        end = figure.end


@given(TEXTS, st.floats(0, 1))
def test_background_is_a_share(text: str, position: float) -> None:
    """Any sentence has a score between 0 and 1."""
    assert 0 <= background.score(text, position=position, lang="en") <= 1


@settings(deadline=None)
@given(TEXTS)
def test_sentences_within_marks(text: str) -> None:
    """A text in one piece stands where its marks are balanced; cut in two, neither half of a quotation stands."""
    one = Passage(text, "a", 0, len(text))
    assert quotations.whole(text, 0, len(text), [one]) == [quotations.balanced(text)]
    half = len(text) // 2
    halves = [Passage(text[:half], "a", 0, half), Passage(text[half:], "a", half, len(text))]
    for stretch in marks.within(text, 0, len(text)):
        if stretch.outer_start < half < stretch.outer_end:
            assert quotations.whole(text, 0, len(text), halves) == [False, False]


HOSTILE = [
    '"', "“", "'a ", '"a" ', '"a," he said. ', "‘", "1-", "Ab ", '"It is a long day," ', "1,000 ", "one ", "`` ",
    "' I ",
    "''", "»", "«", "\"a' ", "'A. ", "“A\n\n", ', "a', "Lee, Jr. ", "and, ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read(piece: str) -> None:
    """Marks and numbers without end are read to the end."""
    text = piece * 4000
    assert all(q.end <= len(text) for q in quotes.find(text))
    assert all(f.end <= len(text) for f in figures.find(text))
    assert quotations.balanced(text) in {True, False}
