"""What is said of a source, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from digest import health
from digest.health.words import rate
from digest.model import SourceState

MOVED = "https://feeds.example.org/all"
DAILY = [24.0 * n for n in range(10)]


def test_one_hiccup_is_not_said(days):
    """Nor two. Three are, once; and that it is over."""
    days.give(days.dated(*DAILY))
    assert [days.fail(), days.fail(), days.same()] == [[], [], []]
    assert [days.fail(), days.fail(), days.fail("HTTP 404"), days.fail(), days.fail()] == [[], [], ["failing"], [], []]
    assert days.said[0].text == "failed 3 times in a row, since 7 May: HTTP 404"
    assert days.said[0].fix == "look: digest sources test News"
    assert days.give(days.dated(*DAILY)) == ["back"]
    assert days.said[1].text == "answers again; it had failed since 7 May"
    assert days.state.told == ()
    assert days.state.failing_since is None
    assert [days.fail(), days.fail(), days.fail()] == [[], [], ["failing"]]


def test_gone_is_said_at_once_and_once(days):
    """410 is no hiccup. Its return is said too."""
    days.give(days.dated(*DAILY))
    assert days.fail(status=410, hours=24 * 31) == ["gone"]
    assert days.said[0].text == "gone for good since 4 May (HTTP 410)"
    assert days.said[0].fix == "take it out: digest sources remove News"
    assert [days.fail(status=410, hours=24 * 31) for _ in range(4)] == [[]] * 4
    assert days.give(days.dated(*DAILY)) == ["back"]


def test_a_failing_source_that_is_gone_in_the_end(days):
    """Both are said, each once."""
    assert [days.fail(), days.fail(), days.fail(), days.fail(status=410)] == [[], [], ["failing"], ["gone"]]
    assert days.state.told == ("gone",)


def test_silence_beyond_its_own_rhythm(days):
    """A daily source after eight days and not before; and its return."""
    days.give(days.dated(*DAILY))
    said = [days.same() for _ in range(12)]
    assert [kind for kinds in said for kind in kinds] == ["silent"]
    assert said[8] == ["silent"]
    assert days.said[0].text == "nothing new for 9 days; it used to give about one a day"
    assert days.give([*days.dated(1), *days.entries]) == ["back"]
    assert days.said[1].text == "gives new entries again"


def test_a_long_weekend_is_no_silence(days):
    """Twelve a day, and none from Thursday evening to Monday night."""
    days.give(days.dated(*(2.0 * n for n in range(60))), hours=95)
    assert days.same(hours=2) == []
    assert days.same() == ["silent"]


def test_a_source_that_speaks_seldom_is_given_time(days):
    """One a month: half a year is not silent."""
    days.give(days.dated(*(24 * 30.0 * n for n in range(10))), hours=24 * 50)
    assert days.same(hours=24 * 130) == []
    assert days.same(hours=24 * 90) == ["stale"]


def test_stale_is_not_said_after_silent(days):
    """It stopped: that is one piece of news, however long it lasts."""
    days.give(days.dated(*DAILY))
    for _ in range(120):
        days.same()
    assert [notice.kind for notice in days.said] == ["silent"]
    assert days.stands().verdict == "stale"


def test_a_source_that_only_serves_old_entries(days):
    """A new source whose newest entry is of years ago is said to be stale at once."""
    assert days.give(days.dated(24 * 900, 24 * 901, 24 * 902, 24 * 904)) == ["stale"]
    assert days.said[0].text == "serves only old entries; the newest is of 15 November 2023"


def test_nothing_is_judged_while_it_fails(days):
    """What failed cannot show whether it is silent; what was said stands."""
    days.give(days.dated(*DAILY), hours=24 * 20)
    assert days.fail() == []
    assert days.same() == ["silent"]
    assert [days.fail(), days.fail(), days.fail()] == [[], [], ["failing"]]
    assert days.same() == []
    assert days.state.told == ("silent",)
    assert days.give([*days.dated(1), *days.entries]) == ["back"]


def test_an_empty_feed_is_thin(days):
    """It is there, with nothing in it."""
    assert days.give(()) == ["thin"]
    assert days.give(()) == []
    assert days.give(days.dated(1, 2, 3)) == []
    assert days.state.told == ()
    assert days.give(()) == ["thin"]


def test_a_feed_of_headlines_alone_is_thin(days):
    """Most of its entries say nothing beside their titles: what can be done is said with it."""
    bare = tuple(replace(one, summary="") for one in days.dated(1, 2, 3))
    assert days.give(bare) == ["thin"]
    assert (days.said[0].text, days.said[0].fix) == (
        "gives headlines without text",
        "to have its pages read: full_text: auto",
    )
    assert days.give((*days.dated(0.5), *bare)) == []
    assert days.give(days.dated(1, 2, 3)) == []
    assert days.state.told == ()


def test_a_feed_that_holds_far_less_than_it_gave(days):
    """Two entries of a source that gave twelve a day."""
    days.give(days.dated(*(2.0 * n for n in range(60))))
    assert days.give(days.dated(1, 2)) == ["thin"]
    assert days.said[0].text == "its feed holds 2 entries; it used to give about 12 a day"


def test_a_move_within_the_domain(days):
    """Said when it is believed; a failure there is no news, nor is its holding again."""
    assert [days.give(days.dated(1), moved=MOVED) for _ in range(3)] == [[], [], ["moved"]]
    assert days.said[0].text == f"moved for good to {MOVED}, and is asked there now"
    assert days.said[0].fix == "write that down: digest sources move News"
    days.give()
    days.fail()
    assert [days.give(moved=MOVED) for _ in range(4)] == [[]] * 4
    assert [days.give(moved="https://example.org/2") for _ in range(3)] == [[], [], ["moved"]]


def test_a_move_to_another_domain(days):
    """Proposed, never done."""
    for _ in range(3):
        days.give(days.dated(1), moved="https://other.example.net/feed")
    assert days.said[0].text.endswith("another site's address; it is still asked at its own")
    assert days.said[0].fix == "if that is right: digest sources move News"


def test_a_move_out_of_encryption(days):
    """Nor is that done unasked."""
    for _ in range(3):
        days.give(days.dated(1), moved="http://news.example.org/feed")
    assert days.said[0].text.endswith("an address without encryption; it is still asked at its own")


def test_names_are_quoted_for_a_shell(days):
    """What to type can be typed."""
    days.source = replace(days.source, name="It's News")
    for _ in range(3):
        days.fail()
    assert days.said[0].fix == """look: digest sources test 'It'"'"'s News'"""
    assert days.said[0].source == "It's News"


def test_seeds_are_never_silent(days):
    """They are what a person put there."""
    days.source = replace(days.source, kind="seeds")
    days.give(days.dated(24 * 900), hours=24 * 900)
    assert days.same() == []


@pytest.mark.parametrize(
    ("known", "verdict", "text"),
    [
        ({}, "ok", "newest of 3 May"),
        ({"failures": 1, "reason": "HTTP 500"}, "ok", "failed the last time: HTTP 500"),
        ({"failures": 2, "reason": "HTTP 500"}, "ok", "failed the last two times: HTTP 500"),
        ({"failures": 3, "reason": "HTTP 500"}, "failing", "failed 3 times in a row: HTTP 500"),
        (
            {"failures": 1, "reason": "HTTP 429", "not_before": timedelta(hours=2)},
            "waiting",
            "left alone until 4 May, 09:30 UTC (HTTP 429)",
        ),
        (
            {"failures": 1, "reason": "HTTP 500", "last_success": None},
            "new",
            "not read yet; failed the last time: HTTP 500",
        ),
        ({"entries": 0}, "thin", "its feed is there, but empty"),
        ({"moved": MOVED, "moved_runs": 3}, "moved", f"moved for good to {MOVED}, and is asked there now"),
        ({"moved": MOVED, "moved_runs": 2}, "ok", "newest of 3 May"),
    ],
)
def test_standing(days, known, verdict, text):
    """A word and a sentence."""
    days.give(days.dated(1, 25, 49, 73), hours=0)
    if "not_before" in known:
        known = known | {"not_before": days.now.replace(day=4) + known["not_before"]}
    days.set(**known)
    assert (days.stands().verdict, days.stands().text) == (verdict, text)


def test_a_source_never_asked(days):
    """Nothing is known of it, nor of one whose URL changed."""
    assert days.stands().verdict == "new"
    days.give(days.dated(1))
    days.source = replace(days.source, url="https://elsewhere.example.net/")
    assert (days.stands().verdict, days.stands().text) == ("new", "not asked yet")


@pytest.mark.parametrize(
    ("ages", "usual"),
    [
        (range(0, 96, 2), "about 12 a day"),
        ([n / 6.2 for n in range(900)], "about 150 a day"),
        ([168 * n for n in range(8)], "about one a week"),
        ([84 * n for n in range(8)], "about 2 a week"),
        ([24 * 30.4 * n for n in range(8)], "about one a month"),
        ([24 * 900 * n for n in range(8)], "less than one a year"),
        ([1], ""),
    ],
)
def test_the_usual_in_words(days, ages, usual):
    """Two figures, and the unit that fits."""
    days.give(days.dated(*ages))
    assert days.stands().usual == usual


def test_verdicts_are_sorted_by_gravity():
    """Gone first, ok last."""
    assert (health.VERDICTS[0], health.VERDICTS[-1]) == ("gone", "ok")


def test_nothing_is_said_of_what_was_never_asked(days):
    """An empty memory is no news."""
    state = SourceState(key="news", url=days.request.url)
    assert health.notices(state, days.source, days.now) == ((), state)


def test_a_rhythm_too_small_to_divide_by_says_nothing():
    """A day holds more of its entries than any number."""
    assert rate(2.2e-309, None) == ""
    assert rate(86_400.0, None) == "about one a day"
