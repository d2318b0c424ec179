"""Near-duplicates: copies of one text are one report."""

from __future__ import annotations

from digest.stories import duplicates
from tests.unit.stories.make import BAKERY, HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, article


def test_copies_cuts_and_light_edits_are_one_report() -> None:
    """A syndicated text stays one report, whole, cut, or with a line put before it; another's own words do not."""
    groups = duplicates(
        [
            article("a", "Dockers walk out in Porthaven", HARBOUR),
            article("b", "Porthaven dockers on strike", HARBOUR.upper(), source="star"),
            article("c", "Strike shuts harbour", " ".join(HARBOUR.split()[:45]), source="globe"),
            article("d", "Harbour strike", "Sign up for our letters. " + HARBOUR, source="mail"),
            article("e", "Ships wait as dockers strike", HARBOUR_TOLD_AGAIN, source="post"),
            article("f", "Villages cut off by flood", RIVER),
        ]
    )
    assert groups == (("a", "b", "c", "d"), ("e",), ("f",))


def test_one_address_is_one_report_whatever_its_text() -> None:
    """Tracking parameters do not make a second article."""
    groups = duplicates(
        [
            article("a", "Flood in Oberau", "Short.", url="https://example.org/flood?utm_source=rss"),
            article("b", "Flood: bridge gone", RIVER, url="https://example.org/flood"),
        ]
    )
    assert groups == (("a", "b"),)


def test_teasers_that_differ_in_a_name_or_number_are_two_reports() -> None:
    """Look-alike teasers tell of two events where each has a number or a name that the other has not."""
    text = "Police in {0} seek a driver who left the scene after a crash that injured {1} people on Sunday night."
    one = article("a", "Driver sought after Oberau crash", text.format("Oberau", 3))
    other = article("b", "Driver sought after Lindow crash", text.format("Lindow", 5), source="star")
    again = article("c", "Driver sought after Oberau crash", text.format("Oberau", 3), source="globe")
    assert duplicates([one, other, again]) == (("a", "c"), ("b",))


def test_stock_sentences_of_a_source_make_no_copies() -> None:
    """What a source prints under every headline says nothing of its articles."""
    stock = (
        " Subscribe to the evening broadcast of Channel Nine, the most watched newscast of the northern provinces, "
        "anchored by two people whose names you know, every weekday at six and at half past ten at night, with "
        "repeats on our own channel and on all of the usual platforms where you find your favourite programmes."
    )
    groups = duplicates(
        [
            article("a", "Prize for a rye loaf", "Greta Holm won the bread prize." + stock, source="nine"),
            article("b", "Bridge swept away", "The Senna took the bridge at Oberau." + stock, source="nine"),
            article("c", "Dockers walk out", "Forty ships wait off Porthaven." + stock, source="nine"),
        ]
    )
    assert groups == (("a",), ("b",), ("c",))


def test_live_pages_of_two_days_are_not_copies() -> None:
    """A standing line under a standing title is not a text that was copied."""
    groups = duplicates(
        [
            article("a", "Live updates: markets", "The latest from the trading floors of the world today."),
            article("b", "Live updates: markets and more", "The latest from the trading floors of the world today."),
        ]
    )
    assert groups == (("a",), ("b",))


def test_empty_articles_stand_alone() -> None:
    """No headline and no text is nothing in common."""
    assert duplicates([]) == ()
    assert duplicates([article("a", ""), article("b", ""), article("c", "Oh")]) == (("a",), ("b",), ("c",))


def test_order_does_not_show() -> None:
    """The same articles in any order give the same groups."""
    given = [article("a", "Loaf", BAKERY), article("b", "Flood", RIVER), article("c", "Bread", BAKERY, source="star")]
    assert duplicates(given) == duplicates(given[::-1]) == (("a", "c"), ("b",))
