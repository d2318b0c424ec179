"""Properties of sentences and words."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from digest.text import common_language, language, sentences, stems, words
from digest.text.languages import primary

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


HEADLINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["Hafen bleibt zu", "Fähre fällt aus", "Le pont est fermé", "Grève au vieux port", "Bridge closed for good",
             "Старият мост е затворен", "旧港大桥关闭一周", "Lindqvist 3 Okonkwo 1"]
        ),
        TEXTS,
    ),
    max_size=12,
)  # fmt: skip


@given(HEADLINES, st.one_of(st.none(), LANGS), st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_change_their_language(texts: list[str], hint: str | None, random: Random) -> None:
    """Nor does one that comes twice; what is told is what was expected, or a language that one of them may be in."""
    told = common_language(texts, hint)
    again = [*texts, *texts[:3]]
    random.shuffle(again)
    assert common_language(again, hint) == told
    assert told is None or primary(told) == told


@given(
    st.sampled_from(["Hafen bleibt zu", "Le pont", "Bridge closed", "Brücke", ""]),
    st.sampled_from(["de", "fr", "ms", "gsw"]),
)
def test_very_short_texts_are_in_the_language_expected(text: str, hint: str) -> None:
    """Whatever they look like."""
    assert language(text, hint) == hint
