"""Properties of sentences and words."""

from hypothesis import given
from hypothesis import strategies as st

from digest.text import language, sentences, stems, words

PIECES = st.sampled_from(
    ["Mr.", "The ", "said", ". ", ".", "\n", "\n\n", " ", '"', "“", "”", "?", "!", "U.S.",
     "a.m. ", "3", "...", "…", "I ", "é",
     "東京", "。", "😀", "\ud800", "\u0301", "[1]", "(", ")", "İ", "Image: ", "In the ", "\x00", "\u2029", "\r\n"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))
LANGS = st.sampled_from(["en", "de", "tr", "ja", "xx", "", "zh-Hant"])


@given(TEXTS, LANGS)
def test_sentences_hold_all_that_is_not_white_space(text: str, lang: str) -> None:
    """In order, apart, trimmed, and nothing is lost between them."""
    at = 0
    for start, end in sentences(text, lang):
        assert not text[at:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(TEXTS, LANGS)
def test_words_and_languages_take_any_text(text: str, lang: str) -> None:
    """Words are case-folded and never empty; no text raises."""
    assert all(word and word == word.casefold() for word in words(text) if word.isascii())
    assert all(stems(text, lang))
    assert language(text[:20], lang)
