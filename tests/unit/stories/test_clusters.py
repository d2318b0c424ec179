"""Events: who tells of the same one."""

from __future__ import annotations

import pytest

from digest.stories import cluster
from digest.stories.kinds import is_live, is_opinion, is_video, of_many_events
from digest.stories.stock import bare_headlines
from tests.unit.stories.make import BAKERY, HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, article


def test_two_accounts_of_one_event_are_one_story() -> None:
    """Different words for one event join; other events stay apart."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Porthaven strike halts terminal as dockers walk out", HARBOUR_TOLD_AGAIN, source="star", hours=3),
        article("c", "Villages cut off as the Senna floods", RIVER, source="globe"),
        article("d", "Rye loaf by mistake wins bread prize", BAKERY, source="post"),
    ]
    alone = [(one.id,) for one in given]
    assert cluster(given, alone) == (("a", "b"), ("c",), ("d",))
    assert cluster(given[::-1], alone[::-1]) == (("a", "b"), ("c",), ("d",))


def test_copies_are_never_parted() -> None:
    """A group of copies counts as one report and goes as one."""
    given = [article("a", "Loaf wins", BAKERY), article("b", "Flood", RIVER), article("c", "Strike", HARBOUR)]
    assert cluster(given, [("a", "b"), ("c",)]) == (("a", "b"), ("c",))


def test_a_headline_alone_joins_nothing_where_the_texts_disagree() -> None:
    """Two texts that share nothing below one headline are two events."""
    given = [
        article("a", "Teenager injured in accident", RIVER),
        article("b", "Teenager injured in accident", BAKERY, source="star"),
    ]
    assert cluster(given, []) == (("a",), ("b",))


def test_a_live_page_joins_no_story() -> None:
    """A page that follows everything is about no single event, however alike it reads."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Live updates: dockers walk out in Porthaven", HARBOUR_TOLD_AGAIN, source="star"),
    ]
    assert cluster(given, []) == (("a",), ("b",))


def test_nothing_and_the_bare_are_grouped_too() -> None:
    """Empty headlines, empty texts and one article alone raise nothing and lose nothing."""
    assert cluster([], []) == ()
    assert cluster([article("a", "")], [("a",)]) == (("a",),)
    assert cluster([article("a", ""), article("b", "", hours=None)], [("a", "nobody")]) == (("a",), ("b",))


@pytest.mark.parametrize(
    "headline",
    [
        "Live updates: storm reaches the coast",
        "Storm LIVE: trains stopped",
        "10 things to know before you vote",
        "Your Tuesday Briefing",
        "Evening News Lindow - May 5, 2026",
        "Harbour Hour | Channel Nine (6 May 2026)",
        "Markets wrap: shares slip",
        "The week in pictures",
        "Weather forecast for Saturday",
        "Winning numbers for Friday night",
    ],
)
def test_headlines_of_many_events(headline: str) -> None:
    """Live blogs, roundups, programmes and service pages are known by their headlines."""
    assert of_many_events(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Live music returns to Lindow after two years",
        "Minister briefed judges before ruling",
        "Mayor resigns on May 5 over harbour contract",
        "Man survives 10 days at sea",
        "PORTHAVEN DOCKERS STRIKE AND LIVE ON SOUP",
        "",
    ],
)
def test_headlines_of_one_event(headline: str) -> None:
    """Words that labels use are no labels by themselves."""
    assert not of_many_events(headline)


def test_kinds_of_headline() -> None:
    """Live, opinion and video headlines are told by their labels; an address may tell a live page too."""
    assert is_live("Storm LIVE: trains stopped")
    assert is_live("Storm", "https://example.org/news/live/2026/storm")
    assert not is_live("Sheep live longer in the hills")
    assert is_opinion("Opinion: leave the harbour alone")
    assert is_opinion("GRETA HOLM: Leave the harbour alone")
    assert not is_opinion("PORTHAVEN STRIKE: DOCKERS WALK OUT")
    assert not is_opinion("Public opinion turns on harbour")
    assert is_video("Watch: bridge swept away")
    assert not is_video("Watchdog fines shipping line")


def test_labels_on_headlines_are_left_out() -> None:
    """A label that a source puts on several headlines says nothing of what they tell; another stays."""
    given = [
        article("a", "Nine at Six: dockers walk out"),
        article("b", "Nine at Six: bridge swept away | Channel Nine"),
        article("c", "Nine at Six: rye loaf wins | Channel Nine"),
        article("d", "Flood: villages cut off - Channel Nine"),
        article("e", "Nine at Six: dockers walk out", source="star"),
    ]
    assert bare_headlines(given) == [
        "dockers walk out",
        "bridge swept away",
        "rye loaf wins",
        "Flood – villages cut off",
        "Nine at Six: dockers walk out",
    ]
