"""What headlines and addresses announce."""

from __future__ import annotations

import pytest

from digest.text.headlines import announces, kind, of_many_events


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
        "Harbour strike: Latest News and Updates",
        "Harbour Updates: Dockers walk out",
        "Harbour Strike Updates",
        "Dockers walk out in Lindow. Mayor blames the crane. Rye loaf wins again",
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
        "The U.S. fleet left. Dockers cheered in Lindow",
        "Will the ferry run on Sunday? That depends. Dockers meet again tonight",
        "PORTHAVEN DOCKERS STRIKE AND LIVE ON SOUP",
        "",
    ],
)
def test_headlines_of_one_event(headline: str) -> None:
    """Words that labels use are no labels by themselves."""
    assert not of_many_events(headline)


def test_kinds_of_headline() -> None:
    """Live, opinion and video headlines are told by their labels; an address may tell a live page too."""
    assert announces("live", "Storm LIVE: trains stopped")
    assert announces("live", "Storm", "https://example.org/news/live/2026/storm")
    assert announces("live", "Live Storm-Nine updates from the coast and elsewhere on 15 May")
    assert not announces("live", "Sheep live longer in the hills")
    assert announces("opinion", "Opinion: leave the harbour alone")
    assert announces("opinion", "GRETA HOLM: Leave the harbour alone")
    assert not announces("opinion", "PORTHAVEN STRIKE: DOCKERS WALK OUT")
    assert not announces("opinion", "Public opinion turns on harbour")
    assert announces("video", "Watch: bridge swept away")
    assert not announces("video", "Watchdog fines shipping line")


@pytest.mark.parametrize(
    ("headline", "url", "expected"),
    [
        ("Bridge closed after crack is found", "", "news"),
        ("Opinion: the estuary deserves a bridge", "", "opinion"),
        ("Live: council votes on the budget", "", "live"),
        ("Watch: ferry breaks through the ice", "", "video"),
        ("Watch the ferry break through the ice", "", "video"),
        ("See Porthaven from above", "", "video"),
        ("See you at the harbour", "", "news"),
        ("Terrifying moment ferry strikes the pier", "", "video"),
        ("Momentum builds for harbour bridge", "", "news"),
        ("Spectacular demolition of harbour crane", "", "video"),
        ("Storm interactive: where the trains stand still", "", "service"),
        ("Harbour pilot of the great flood dies aged 91", "", "feature"),
        ("Harbour pilot dead at age 91", "", "feature"),
        ("Harbour pilot dies after collision", "", "news"),
        ("10 things to know this morning", "", "roundup"),
        ("Your horoscope for Tuesday", "", "service"),
        ("How to pack for a storm", "", "advice"),
        ("Singer stuns fans on red carpet", "", "soft"),
        ("Minister resigns", "https://wire.example/opinion/1", "opinion"),
        ("Minister resigns", "https://wire.example/video/1", "video"),
        ("Minister resigns", "https://wire.example/sport/1", "sport"),
        ("Why did the minister resign?", "", "feature"),
        ("Harbour: Inside the ministry", "", "feature"),
        ("Why did the minister resign?", "https://wire.example/sport/1", "sport"),
        ("Watch: minister resigns", "https://wire.example/opinion/1", "video"),
        ("HARBOUR STRIKE: DOCKERS LIVE ON SOUP", "", "news"),
        ("Harbour ministry names its chief", "", "news"),
    ],
)
def test_kinds(headline: str, url: str, expected: str) -> None:
    """The kind is what the headline, or else the folder of its URL, announces."""
    assert kind(headline, url) == expected


def test_a_headline_that_sends_one_to_look_is_a_clips() -> None:
    """It keeps back what it is about: "See what she told the judge"."""
    assert kind("Dockers walk out at dawn. See what the mayor said") == "video"
    assert kind("Dockers walk out at dawn. Seeds for sale are stuck") == "news"
