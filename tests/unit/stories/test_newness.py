"""How much of a continuing story is new."""

from __future__ import annotations

from datetime import date

from digest.model import Earlier
from digest.stories import newness
from digest.testing import article, story

EARLIER = (Earlier(date(2026, 3, 1), 1, "Kelmar Bridge closed after crack is found"),)
CLOSED = "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable."
REPAIRED = "Welders from the Tarsk shipyard began to splice steel into the broken strand overnight."


def test_a_new_story_is_all_new() -> None:
    """What continues nothing has nothing old in it."""
    assert newness(story(article("Bridge closed", CLOSED)), [CLOSED]) == 1.0


def test_what_was_printed_is_old() -> None:
    """The share counts headlines and sentences, each against every printed one and every earlier headline."""
    again = story(article("Kelmar Bridge closed after crack is found", CLOSED), day=2, earlier=EARLIER)
    assert newness(again, [CLOSED]) == 0.0
    half = story(article("Welders splice Kelmar cable", f"{REPAIRED} {CLOSED}"), day=2, earlier=EARLIER)
    assert newness(half, [CLOSED]) == 2 / 3
    assert newness(half, []) == 1.0


def test_a_long_text_is_read_at_its_top() -> None:
    """Sentences far down an article, and articles far down a story, make nothing new."""
    long = " ".join([CLOSED] * 12 + [REPAIRED])
    others = [article("Kelmar Bridge closed after crack is found", CLOSED, source=f"Wire {n}") for n in range(6)]
    late = article("Welders splice Kelmar cable", REPAIRED, source="Ledger")
    told = story(article("Kelmar Bridge closed", long), *others, late, day=2, earlier=EARLIER)
    assert newness(told, [CLOSED]) == 0.0
