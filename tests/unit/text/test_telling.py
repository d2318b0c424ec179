"""What a sentence tells beside who said so."""

from __future__ import annotations

import pytest

from digest.text.telling import figures_in, told


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour bridge is cracked, the mayor of Porthaven said on Tuesday.",
        "“The harbour bridge is cracked,” the mayor of Porthaven said on Tuesday.",
        "According to the mayor of Porthaven, the harbour bridge is cracked.",
    ],
)
def test_who_said_so_and_when_is_no_news(sentence: str) -> None:
    """Before or behind what was said, within quotation marks or without."""
    assert told(sentence, "en") == {"harbour", "bridg", "crack"}


def test_what_follows_said_it_is_what_was_said() -> None:
    """And is told."""
    assert "crack" in told("In the evening, the mayor said it was cracked.", "en")


def test_figures_are_told_without_their_commas() -> None:
    """The number of a name is none."""
    assert figures_in("Some 14,000 cars and 2.5 tons for the G-20") == {"14000", "2.5"}
