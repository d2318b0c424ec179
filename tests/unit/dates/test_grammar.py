"""The grammar files: every language's is whole, and what a person adds is held to it."""

from __future__ import annotations

import pytest

from digest.dates.grammar import load
from digest.dates.resolve import kinds

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "tr"]
UNRESOLVED = {"vague", "name", "days"}  # kept without days, dropped, and read as two dates


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_month_and_weekday_has_its_name(lang: str) -> None:
    """Twelve and seven, in every language."""
    grammar = load(lang)
    assert grammar
    assert set(grammar.slots["month"].values.values()) == set(range(1, 13))
    assert set(grammar.slots["weekday"].values.values()) == set(range(7))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_form_has_a_meaning(lang: str) -> None:
    """A kind that nothing resolves would be a slip of the pen."""
    grammar = load(lang)
    assert grammar
    assert {form.kind for form in grammar.dates.forms} <= kinds() | UNRESOLVED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cue_names_a_tense(lang: str) -> None:
    """The tenses are the ones that the tense of a clause is told by."""
    grammar = load(lang)
    assert grammar
    tenses = {"past", "future", "soft", "weak_past", "weak_future", "weak_present", "near_future"}
    assert {form.kind for form in grammar.cues.forms} <= tenses
    assert {"past", "future"} <= {form.kind for form in grammar.cues.forms}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_compiles(lang: str) -> None:
    """Forms are compiled when a text first needs them: a fault in one must not wait for that text."""
    grammar = load(lang)
    assert grammar
    forms = (*grammar.dates.forms, *grammar.cues.forms, *(grammar.forward.forms if grammar.forward else ()))
    assert all(form.regex.flags for form in forms)


def test_a_tags_primary_language_is_taken() -> None:
    """Regions and scripts make no difference; what is no tag has no grammar."""
    assert load("pt-BR") is not None
    assert load("DE_at") is not None
    assert load("") is None
    assert load("../../secret") is None
    assert load("zh") is None
