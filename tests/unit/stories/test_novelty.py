"""What is new in a story that goes on."""

from __future__ import annotations

from digest.model import Passage
from digest.stories import novel


def passage(text: str) -> Passage:
    return Passage(text, "a", 0, len(text))


def test_what_was_printed_is_not_new() -> None:
    """The same content in nearly the same words is old; a new fact or a new figure is new."""
    printed = ["Dock workers in Porthaven walked out on Monday over night shifts, the union said."]
    same = passage("Porthaven dock workers walked out over night shifts on Monday.")
    fact = passage("A judge ordered the dock workers back on Wednesday and fined their union.")
    figure = passage("Dock workers in Porthaven walked out on Monday over 14 night shifts, the union said.")
    assert novel([same, fact, figure], printed) == (fact, figure)


def test_two_printed_sentences_do_not_add_up() -> None:
    """A passage is old only where one printed sentence holds it."""
    joined = passage("The bridge at Oberau fell and the bakery in Lindow closed.")
    assert novel([joined], ["The bridge at Oberau fell.", "The bakery in Lindow closed."]) == (joined,)


def test_a_passage_without_content_is_never_new() -> None:
    """Stop words and marks say nothing."""
    assert novel([passage("And so it is."), passage("—")], []) == ()
