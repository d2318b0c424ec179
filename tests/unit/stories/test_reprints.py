"""Printed articles that come again under another address."""

from __future__ import annotations

from digest.stories import reprinted
from tests.unit.stories.make import BAKERY, HARBOUR, RIVER, article

OLD = article("old", "Dockers walk out in Porthaven, forty ships wait", HARBOUR, source="gazette")


def test_the_same_text_is_a_reprint_under_any_title() -> None:
    """Whoever prints it; a cut of it too."""
    again = article("x", "Harbour at a standstill", HARBOUR.upper(), source="wire")
    cut = article("y", "Strike", ". ".join(HARBOUR.split(". ")[:2]), source="post")
    other = article("z", "Villages cut off", RIVER, source="wire")
    assert reprinted([again, cut, other], [OLD]) == {"x": "old", "y": "old"}
    assert reprinted([other, cut, again], [OLD]) == {"x": "old", "y": "old"}


def test_one_that_has_more_to_say_is_none() -> None:
    """Unless it is the whole article of a printed teaser, under its very headline."""
    longer = f"{HARBOUR} {RIVER}"
    assert reprinted([article("x", "Dockers and rivers", longer)], [OLD]) == {}
    assert reprinted([article("x", OLD.headline, longer)], [OLD]) == {"x": "old"}


def test_a_teaser_with_another_fact_is_another_report() -> None:
    """A toll told in standing words is new where its number, or a name in it, is."""
    words = (
        "The number of people who have caught river fever in {} has risen by {} overnight, the clinic board said today."
    )
    before = article("old", "River fever in Valdoria", words.format("Valdoria", 43))
    assert reprinted([article("x", "River fever in Valdoria", words.format("Valdoria", 44))], [before]) == {}
    assert reprinted([article("x", "River fever in Lindow", words.format("Lindow", 43))], [before]) == {}
    assert reprinted([article("x", "Fever, day 9", words.format("Valdoria", 43))], [before]) == {}
    assert reprinted([article("x", "More river fever", words.format("Valdoria", 43))], [before]) == {"x": "old"}


def test_a_headline_alone_is_known_by_its_words() -> None:
    """A long one; a label that returns every day is none, nor is a live blog's."""
    long, label, live = (
        "Dockers walk out in Porthaven, forty ships wait",
        "Morning news",
        "Live updates from the harbour",
    )
    for headline, expected in ((long, {"x": "old"}), (label, {}), (live, {})):
        assert reprinted([article("x", headline, "")], [article("old", headline, "")]) == expected


def test_stock_text_makes_no_reprint() -> None:
    """What a source prints under everything is no text of its own."""
    stock = " ".join(f"Subscribe to number {n} of our many letters and read it every single morning." for n in range(6))
    before = [article(f"o{n}", f"Printed headline number {n} of many", stock) for n in range(4)]
    fresh = [
        article("x", "Rye loaf wins bread prize in Lindow", f"{stock}"),
        article("y", "A loaf", f"{BAKERY} {stock}"),
    ]
    assert reprinted(fresh, before) == {}


def test_nothing_printed_is_no_reprint() -> None:
    """Before the first issue there is nothing to come again."""
    assert reprinted([OLD], []) == {}
    assert reprinted([], [OLD]) == {}
