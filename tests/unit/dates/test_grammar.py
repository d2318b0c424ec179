"""The grammar files: every language's is whole, and what a person adds is held to it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from digest.dates.finder import find_by
from digest.dates.grammar import load, read
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


# A language nobody speaks, as a person would begin one: words, three forms, a tense.
SMALL = """
cased = true

[months]
Unar = 1
Duar = 2
Quin = 5
Zwolar = 12

[weekdays]
Lundo = 0
Vendo = 4

[deictics]
mornu = 1

[shifts]
venu = 1

[units]
week = ["semo"]

[forms]
date = ["{day} na {month}[ {year}]"]
weekday = ["{weekday}"]
unit = ["{shift} {unit}"]
deictic = ["{deictic}"]

[tense]
boundaries = []
[[tense.cues]]
tense = "future"
forms = ["vil {word}"]
[[tense.cues]]
tense = "past"
forms = ["{ended}"]

[lists.word]
pattern = '[a-z]{2,}'

[lists.ended]
pattern = '[a-z]{2,}it'
endings = ["it"]
"""


@pytest.mark.parametrize(
    ("text", "expression", "first"),
    [
        ("La ponto vil apri 3 na Quin.", "3 na Quin", date(2025, 5, 3)),
        ("La ponto aprit 3 na Zwolar.", "3 na Zwolar", date(2024, 12, 3)),
        ("La ponto aprit 3 na Quin 2019.", "3 na Quin 2019", date(2019, 5, 3)),
        ("Li vil parli Vendo.", "Vendo", date(2025, 4, 4)),
        ("Li parlit Vendo.", "Vendo", date(2025, 3, 28)),
        ("Li vil parli mornu.", "mornu", date(2025, 4, 2)),
        ("Li vil parli venu semo.", "venu semo", date(2025, 4, 7)),
    ],
)
def test_a_small_file_is_a_language(text: str, expression: str, first: date) -> None:
    """Words, forms and a tense are all that it takes; nothing but the file is touched."""
    (one,) = find_by(read("xx", SMALL), text, published=date(2025, 4, 1))
    assert (text[one.start : one.end], one.first) == (expression, first)


def test_months_weekdays_and_forms_will_do() -> None:
    """A file without a tense takes what is nearest."""
    bare = SMALL.partition("[tense]")[0]
    (one,) = find_by(read("xx", bare), "La ponto aprit 3 na Quin.", published=date(2025, 4, 1))
    assert one.first == date(2025, 5, 3)


@pytest.mark.parametrize("template", ["{weekday", "{nosuch}", "[{weekday}", "({weekday}"])
def test_an_ill_formed_template_is_a_plain_fault(template: str) -> None:
    """Whoever writes a file is told."""
    with pytest.raises(ValueError, match=re.escape(template)):
        read("xx", SMALL.replace('"{weekday}"', f'"{template}"'))
