"""What is new in a story that goes on."""

from __future__ import annotations

import pytest

from digest.model import Passage
from digest.stories import novel
from digest.stories.novelty import adding


def passage(text: str) -> Passage:
    return Passage(text, "a", 0, len(text))


def is_new(text: str, *printed: str, lang: str = "en") -> bool:
    return novel([passage(text)], printed, lang=lang) == (passage(text),)


def test_what_was_printed_is_not_new() -> None:
    """The same content in nearly the same words is old; a new fact or a new figure is new."""
    printed = ["Dock workers in Porthaven walked out on Monday over night shifts, the union said."]
    same = passage("Porthaven dock workers walked out over night shifts on Monday.")
    fact = passage("A judge ordered the dock workers back on Wednesday and fined their union.")
    figure = passage("Dock workers in Porthaven walked out on Monday over 14 night shifts, the union said.")
    assert novel([same, fact, figure], printed) == (fact, figure)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("Fourteen ferries are stuck in Porthaven.", "In Porthaven 14 ferries are stuck."),
        ("The strike cost the port 1.2 million crowns.", "The strike cost the port 1,200,000 crowns."),
        ("Twenty-two dockers were hurt in Porthaven.", "22 dockers were hurt in Porthaven."),
        ("The port of Porthaven lost two hundred jobs.", "The port of Porthaven lost 200 jobs."),
        ("One docker was hurt in the Porthaven strike.", "A docker was hurt in the strike of Porthaven."),
    ],
)
def test_numbers_in_words_are_numbers(now: str, before: str) -> None:
    """A figure spelt out is the figure that was printed in digits, and the other way round."""
    assert not is_new(now, before)
    assert not is_new(before, now)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("Sixteen ferries are stuck in Porthaven.", "In Porthaven 14 ferries are stuck."),
        ("The strike cost the port 1.3 million crowns.", "The strike cost the port 1.2 million crowns."),
        ("The strike cost the port 12 million crowns.", "The strike cost the port 12 thousand crowns."),
        ("Thirty ferries are stuck in Porthaven.", "Thirty-one ferries are stuck in Porthaven."),
    ],
)
def test_another_figure_is_new(now: str, before: str) -> None:
    """The toll that has risen since is what a reader waits for."""
    assert is_new(now, before)
    assert is_new(before, now)


def test_names_alone_do_not_make_it_old() -> None:
    """A sentence that shares its people and places with a printed one, and not what happened, is new."""
    before = "Mayor Aurelia Quist of Porthaven opened the new fish market on Monday."
    assert is_new("Mayor Aurelia Quist of Porthaven resigned over forged invoices.", before)


def test_two_printed_sentences_may_hold_it_together() -> None:
    """What was said in two sentences is old in one, where one of them has the better part of it."""
    printed = (
        "The captain of the ferry Halcyon was arrested in Porthaven after the collision.",
        "The collision tore a hole in the breakwater.",
    )
    joined = "The captain of the ferry Halcyon was arrested in Porthaven after the collision tore a hole."
    assert not is_new(joined, *printed)
    assert is_new(joined, printed[1])
    assert is_new("The bridge at Oberau fell and the bakery in Lindow closed.", "The bridge at Oberau stands.")


def test_a_passage_without_content_is_never_new() -> None:
    """Stop words and marks say nothing."""
    assert novel([passage("And so it is."), passage("—")], []) == ()


def test_other_languages_are_read_in_their_own() -> None:
    """German sentences are compared by German stems."""
    before = "Die Hafenarbeiter in Lindow haben am Montag die Arbeit niedergelegt."
    assert not is_new("Am Montag haben die Hafenarbeiter in Lindow die Arbeit niedergelegt.", before, lang="de")
    assert is_new("Ein Gericht in Lindow hat den Streik am Mittwoch verboten.", before, lang="de")


def test_one_piece_of_news_is_said_once() -> None:
    """Of two outlets' words for the same, the first; what adds to it stays."""
    first = passage("The Porthaven dockers' union rejected the offer of Marlow Shipping on Tuesday.")
    same = passage("Marlow Shipping's offer was rejected by the dockers' union, officials said.")
    more = passage("Sixty container ships wait outside the breakwater.")
    assert adding([first, same, more]) == (first, more)
    assert adding([]) == ()
