"""Words, stems and stop words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text import stems, stop_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Mayor's large-scale plan", ["the", "mayor", "large", "scale", "plan"]),
        ("160,000 and 1,200.50 and 7.7% at 12:50", ["160000", "and", "1200.50", "and", "7.7", "at", "12:50"]),
        ("the U.N. and the UN don’t", ["the", "un", "and", "the", "un", "don't"]),
        ("3rd covid19 _x_", ["3rd", "covid19", "x"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("東京都 の x", ["東京", "京都", "の", "x"]),
        ("में देश", ["में", "देश"]),
        ("ภาษา", ["ภา", "าษ", "ษา"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Case-folded; numbers whole; acronyms and possessives bare; pairs of characters where no spaces are written."""
    assert words(text) == expected


@given(text=st.text(st.characters(max_codepoint=127), max_size=200) | st.from_regex(r"([A-Za-z0-9_.,:' ]){0,80}"))
def test_plain_ascii_is_read_as_any_text_is(text: str) -> None:
    """It has a pattern of its own, which is faster and no different: a word of another script changes nothing."""
    assert words(f"{text} й") == [*words(text), "й"]


def test_stems_leave_out_stop_words() -> None:
    """Snowball stems of the language."""
    assert stems("The ministers were announcing an announcement") == ["minist", "announc", "announc"]
    assert stems("Die Häuser waren groß", "de-AT") == ["haus", "gross"]


def test_stems_that_are_known_are_the_same_stems() -> None:
    """Remembering is for speed alone, and adds what was met."""
    known: dict[str, str] = {}
    text = "The runners were running the longest races"
    assert stems(text, known=known) == stems(text, known=known) == stems(text)
    assert known["running"] == "run"


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    """Better plain words than nonsense."""
    assert stems("lorem ipsum", "xx") == ["lorem", "ipsum"]


@pytest.mark.parametrize("lang", ["en", "de", "fr", "es", "it", "pt", "nl", "tr", "sv", "ru"])
def test_stop_words_are_words_as_the_tokenizer_gives_them(lang: str) -> None:
    """One that the tokenizer never makes would be dead weight; nearly all must be whole tokens."""
    listed = stop_words(lang)
    assert len(listed) > 100
    assert sum(words(word) == [word] for word in listed) >= 0.97 * len(listed)


def test_no_list_is_no_error() -> None:
    """Unknown and hostile tags have no stop words."""
    assert stop_words("xx") == stop_words("../en") == stop_words("") == frozenset()
