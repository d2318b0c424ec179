"""The template language of the grammar files."""

from __future__ import annotations

import pytest

from digest.dates.pattern import Form, Patterns, Slot

SLOTS = {
    "fruit": Slot.words({"fig": 1, "sour cherry": 2}),
    "name": Slot.words({"Rose": 1}, cased=True),
    "short": Slot.words({"Sept": 9}, dotted=True),
}


def scan(templates: dict[str, str], text: str) -> list[tuple[str, str]]:
    forms = tuple(Form.read(kind, template, SLOTS) for kind, template in templates.items())
    return [(kind, match[0]) for kind, match in Patterns(forms).scan(text)]


def test_optional_parts_choices_and_slots() -> None:
    """Square brackets may be left out, round ones choose, braces name a slot."""
    templates = {"pick": "pick[ up] (a|the) {fruit}"}
    assert scan(templates, "Pick up the fig, pick a sour  cherry, pick fig.") == [
        ("pick", "Pick up the fig"),
        ("pick", "pick a sour  cherry"),
    ]


def test_the_longest_form_wins_then_the_first_listed() -> None:
    """Forms are tried together at each word."""
    templates = {"one": "{fruit}", "two": "{fruit} pie", "three": "{fruit} pie"}
    assert scan(templates, "fig pie and fig") == [("two", "fig pie"), ("one", "fig")]


def test_a_cased_slot_minds_its_capitals() -> None:
    """As listed or all in capitals, nothing else."""
    assert scan({"name": "{name}"}, "Rose rose ROSE") == [("name", "Rose"), ("name", "ROSE")]


def test_words_are_whole() -> None:
    """No form ends inside a word, and none begins inside one."""
    assert scan({"one": "{fruit}"}, "figure config fig") == [("one", "fig")]


def test_both_apostrophes_are_one() -> None:
    """Type has its own apostrophe."""
    assert scan({"one": "o'clock"}, "two o'clock, three o’clock") == [("one", "o'clock"), ("one", "o’clock")]


def test_no_match_runs_over_a_blank_line() -> None:
    """A space is white space within a line or one line break: paragraphs stay apart."""
    assert scan({"one": "{fruit} pie"}, "fig\npie fig\n\npie") == [("one", "fig\npie")]


def test_a_slots_value_is_looked_up_as_written_or_dotted() -> None:
    """Case, spaces, apostrophes and the full stop of an abbreviation make no difference."""
    assert SLOTS["fruit"].value("Sour \n cherry") == 2
    assert SLOTS["short"].value("Sept.") == 9
    assert SLOTS["short"].value("Oct") is None


def test_a_form_is_compiled_when_a_text_holds_the_words_it_needs() -> None:
    """What no text asks for costs nothing; words left out or chosen between are not needed."""
    form = Form.read("one", "pick[ up] (a ripe|the) {fruit} (pie|tart)", SLOTS)
    patterns = Patterns((form,))
    for text in ("pick a ripe fig", "the fig pie", "pick the pie"):
        assert list(patterns.scan(text)) == []
    assert "regex" not in vars(form)
    assert [match[0] for _, match in patterns.scan("Pick the ſour cherry tart")] == ["Pick the ſour cherry tart"]


@pytest.mark.parametrize("template", ["{unknown}", "[open", "(open", "{fruit"])
def test_an_ill_formed_template_is_named(template: str) -> None:
    """Who extends a grammar file sees which template is at fault."""
    with pytest.raises(ValueError, match=r"open|slot|fruit"):
        Form.read("x", template, SLOTS)
