"""What holds of dates in any text."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.dates import find
from digest.dates.grammar import load
from digest.dates.pattern import Form, Patterns
from digest.issues.forward import look

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "tr"]
WORDS = """
the on in by until between and or of a last next this past coming early late mid end week month year days weeks decade
quarter weekend Monday Friday Sunday May March April Dec. Sept 1 3 5th 31 2025 1999 90s '60s 1990s 05/06/2025 2025-02-30
first two ten summer fall today tomorrow ago will was said would have been is to due , . ; : - – ' " ( ) Christmas
Easter Q1 H2 19th century freitag nächste Woche vor demain il y a hace dos mañana domani fa amanhã yarın Mayıs İki önce
""".split()  # noqa: SIM905 - a hundred quoted words would hide what they are
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
DAYS = st.one_of(st.none(), st.dates())


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=TEXTS, published=DAYS)
def test_dates_are_in_order_within_the_text_and_whole(lang: str, text: str, published: date | None) -> None:
    """No overlap, no empty stretch, no first day after the last, no days where vague or without a publication day."""
    done = 0
    for one in find(text, published=published, lang=lang):
        assert done <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
        assert (one.first is None) == (one.last is None)
        if one.first and one.last:
            assert one.first <= one.last
            assert published is not None
            assert not one.vague
        done = one.end


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=TEXTS, published=DAYS)
def test_a_forward_look_names_only_dates_to_come(lang: str, text: str, published: date | None) -> None:
    """Its score lies between 0 and 1, and no date it names is over before the publication's day."""
    seen = look(text, published=published, lang=lang)
    assert 0 <= seen.score <= 1
    assert seen.forward or not seen.dates
    for one in seen.dates:
        assert one.vague or (published is not None and one.last is not None and one.last >= published)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=TEXTS)
def test_a_form_not_compiled_is_one_that_would_not_match(lang: str, text: str) -> None:
    """What a form needs is never more than what it matches."""
    grammar = load(lang)
    assert grammar
    for patterns in (grammar.dates, grammar.cues, grammar.forward):
        if patterns is not None:
            assert all(form.regex for form in patterns.forms)
            fresh = Patterns(tuple(Form(form.kind, form.source, form.firsts, form.needs) for form in patterns.forms))
            found = [(kind, match.span()) for kind, match in patterns.scan(text)]
            assert [(kind, match.span()) for kind, match in fresh.scan(text)] == found


@given(text=TEXTS, published=DAYS)
def test_the_same_text_gives_the_same_dates(text: str, published: date | None) -> None:
    """Nothing is remembered from one call to the next."""
    assert find(text, published=published) == find(text, published=published)


def calls(text: str, lang: str) -> int:
    """How many functions are called to find the dates in a text: what it costs, whatever else the machine does."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        find(text, published=date(2025, 4, 1), lang=lang)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("lang", LANGUAGES)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
@settings(max_examples=8)
def test_twice_the_text_costs_twice(lang: str, words: list[str]) -> None:
    """Whatever is repeated, with or without an end to its sentence, the work grows with the length and no faster."""
    piece = " ".join(words) + " "
    find(piece, published=date(2025, 4, 1), lang=lang)  # compiles the forms that it needs
    many = 4000 // len(piece) + 1  # of an endless sentence 1,800 characters are looked at around a date
    once, twice = calls(piece * many, lang), calls(piece * 2 * many, lang)
    assert twice <= 2.2 * once + 500
