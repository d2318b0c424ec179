"""How likely a text is in each language."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.letters import TOLD, _runs, _table, likelihoods

SCRIPTS = ("latn", "cyrl", "arab", "deva", "beng")


def test_tables_tell_what_they_are_said_to() -> None:
    """The languages that are named without loading a table, and no others; a row for each run."""
    tables = [_table(script) for script in SCRIPTS]
    assert frozenset(tag for table in tables for tag in table.tags) == TOLD
    for table in tables:
        assert len(table.rows) == len(table.at) * len(table.tags)
        assert all(2 <= len(run) <= 6 for run in table.at)


def test_the_longest_run_that_ends_at_a_place_counts() -> None:
    """A shorter one that ends there says nothing more."""
    at = {b"ab": 0, b"cab": 1, b"b ": 2}
    assert _runs(b"cab cab", at) == [1, 2, 1]
    assert _runs(b"ab", at) == [0]
    assert _runs(b"a", at) == _runs(b"", at) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Brücke bleibt gesperrt", "de"),
        ("DIE BRÜCKE BLEIBT GESPERRT", "de"),
        ("Мост остава затворен", "bg"),
        ("پل بسته می‌ماند", "fa"),
        ("पुल बंद रहेगा", "hi"),
        ("সেতু বন্ধ থাকবে", "bn"),
    ],
)
def test_letters_tell(text: str, expected: str) -> None:
    """Of each script, in whatever case."""
    assert likelihoods(text).best() == expected


@pytest.mark.parametrize("text", ["", "\n", "12", "😀", "市"])
def test_what_has_no_letters_that_tell_is_in_no_language(text: str) -> None:
    """Not in the first of the list."""
    found = likelihoods(text)
    assert found.best() is None or found.by_tag


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Likelihoods are those of one script's languages, none above nought, and the same again."""
    found = likelihoods(text)
    assert found == likelihoods(text)
    tags: Sequence[frozenset[str]] = [frozenset(_table(script).tags) for script in SCRIPTS]
    assert not found.by_tag or frozenset(found.by_tag) in tags
    assert all(likely <= 0 for likely in found.by_tag.values())
    best = found.best()
    if best is not None:
        assert all(found.lead(best, tag) >= 0 for tag in found.by_tag)
