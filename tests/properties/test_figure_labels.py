"""Whatever the text, figures and their labels are its own words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.issues import figures

PIECES = [
    "over",
    "12",
    "1,000",
    "$5m",
    "£3",
    "40%",
    "per cent",
    "of the",
    "of its",
    "80",
    "people",
    "killed",
    "and",
    "wounded",
    "a year",
    "in jail",
    "years",
    "three",
    "million",
    "yuan",
    "the",
    "toll",
    "rose to",
    "per",
    "barrels",
    "Kiwis",
    "Aguas Argentinas",
    "(",
    ")",
    ",",
    ".",
    "9 bin 500",
    "lira",
    "yüzde",
    "rise in",
    "deaths",
    "-",
    "–",
    "’",
    "\u00a0",
    "2019",
    "May",
    "mark",
    "$US",
    "€",
    "or",
    "to",
]


@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=30),
    lang=st.sampled_from(["en", "de", "fr", "es", "it", "pt", "tr", "xx"]),
    glue=st.sampled_from([" ", "", "  "]),
)
@settings(max_examples=300)
def test_figures_and_labels_stand_in_the_text(pieces: list[str], lang: str, glue: str) -> None:
    """In order, none overlapping, each unit and each label verbatim; never an exception."""
    text = glue.join(pieces)
    end = 0
    for figure in figures.find(text, lang):
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert figure.unit in text
        assert figures.label(figure, text, lang) in text
        assert 0 <= figures.salience(figure, text, lang) <= 1
