"""Threads across issues."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from digest.model import History
from digest.stories import follow, tell
from tests.unit.stories.make import BAKERY, HARBOUR, RIVER, article, issue

STRIKE = ("old", "https://example.org/strike", "Dockers walk out in Porthaven, forty ships wait", HARBOUR)
NEXT_DAY = (
    "The Porthaven Dockers' Union rejected an offer from Marlow Shipping on Tuesday and said the strike over rest "
    "breaks and night shifts would go on. Sixty container ships now wait outside the harbour. A court will hear the "
    "company's plea to end the walkout on Wednesday."
)


def test_a_story_that_goes_on_joins_its_thread() -> None:
    """Other words, same affair: it takes the thread, says which day it is, and names the issue before."""
    today = tell([article("new", "Porthaven dockers reject Marlow Shipping offer, strike goes on", NEXT_DAY, hours=1)])
    past = History(issues=(issue(7, [STRIKE, ("loaf", "", "Rye loaf wins bread prize", BAKERY)]),))
    (story,) = follow(today, past)
    assert story.thread == "t-old"
    assert story.day == 2
    assert [(one.number, one.headline) for one in story.earlier] == [(7, STRIKE[2])]
    assert story.id == today[0].id


def test_the_same_address_is_the_same_thread() -> None:
    """An article once printed is recognised however its headline and text have changed."""
    today = tell([article("new", "A new oven for Lindow", BAKERY, url="https://example.org/strike?utm_medium=rss")])
    (story,) = follow(today, History(issues=(issue(7, [STRIKE]),)))
    assert story.thread == "t-old"


def test_another_affair_starts_a_thread_of_its_own() -> None:
    """A subject in common is no thread."""
    flu = "Clinics across the country are treating more patients with the flu this week, doctors say."
    more = "A footballer has missed training because of the flu, his club said, and may not play on Saturday."
    today = tell([article("x", "Striker out with flu", more), article("y", "Villages cut off", RIVER)])
    stories = follow(today, History(issues=(issue(7, [("old", "", "Flu fills clinics across the country", flu)]),)))
    assert stories == today


COURT = (
    "President Aurelio Bastienne of Valdoria will be investigated, the Valdorian supreme court in Montrose ruled on "
    "Monday. Bastienne, who took office in Valdoria last year, denies all."
)
HEALTH = (
    "President Aurelio Bastienne of Valdoria said on Tuesday that Valdoria would ignore the health agency. Bastienne, "
    "who took office in Valdoria last year, spoke in Montrose."
)


def test_two_stories_of_one_politician_are_two_threads() -> None:
    """Names in common are no matter in common."""
    past = History(issues=(issue(7, [("old", "", "Valdoria court allows investigation of Bastienne", COURT)]),))
    fresh = [article("x", "Valdoria's Bastienne says he is ignoring the health agency", HEALTH)]
    assert follow(tell(fresh), past)[0].day == 1


def test_the_same_news_of_another_place_is_another_thread() -> None:
    """Two quakes, two tolls, two strikes: where headlines name different places, they are not one story."""
    quake = (
        "A shallow magnitude 3.4 earthquake rattled the hills near {0}, the seismic survey said. The quake struck "
        "before dawn at a depth of six miles. Aftershocks rattled {0} for an hour, and people near {0} felt tremors."
    )
    past = History(issues=(issue(7, [("old", "", "Shallow earthquake rattles Orvello", quake.format("Orvello"))]),))
    fresh = [article("x", "Shallow earthquake rattles Bramwick", quake.format("Bramwick"))]
    assert follow(tell(fresh), past)[0].day == 1


def test_opinion_continues_nothing() -> None:
    """What a columnist says of a running story is not its next part."""
    past = History(issues=(issue(7, [STRIKE]),))
    headline = "Porthaven dockers reject Marlow Shipping offer, strike goes on"
    assert follow(tell([article("new", headline, NEXT_DAY)]), past)[0].day == 2
    assert follow(tell([article("new", "Opinion: " + headline, NEXT_DAY)]), past)[0].day == 1


def test_days_count_issues_not_stories() -> None:
    """Two issues before make this the third day, oldest first."""
    first = issue(1, [STRIKE], day=date(2026, 5, 2))
    second = issue(2, [STRIKE], day=date(2026, 5, 3))
    today = tell([article("old", "Strike ends", NEXT_DAY)])
    (story,) = follow(today, History(issues=(second, first)))
    assert story.day == 3
    assert [one.number for one in story.earlier] == [1, 2]


def test_no_history_changes_nothing() -> None:
    """The first issue has no threads to follow."""
    today = tell([article("a", "Loaf wins", BAKERY)])
    assert follow(today, History()) == today
    assert follow((), History(issues=(issue(7, [STRIKE]),))) == ()


def test_a_reprint_tells_the_thread_and_is_taken_out() -> None:
    """The copy of what was printed leads to the thread; the story goes on without it, or not at all."""
    past = History(issues=(issue(7, [STRIKE]),))
    copy, fresh = article("copy", "Far from all that", RIVER), article("new", "Far from all that was", RIVER)
    (story,) = tell([copy, fresh])
    both = replace(story, articles=(copy, fresh), copies=(("copy",), ("new",)))
    (left,) = follow([both], past, reprints={"copy": "old"})
    assert [one.id for one in left.articles] == ["new"]
    assert left.copies == (("new",),)
    assert (left.thread, left.day) == ("t-old", 2)
    assert follow([both], past, reprints={"copy": "old", "new": "old"}) == ()


def quiet_past() -> History:
    """The strike was printed six weeks ago; since then, other things."""
    long_ago = issue(1, [STRIKE], day=date(2026, 3, 20))
    return History(issues=(long_ago, issue(2, [("loaf", "", "Rye loaf wins bread prize", BAKERY)])))


def test_a_quiet_story_returns() -> None:
    """After weeks without a word it is the same thread, where the words are surely of one affair."""
    back = HARBOUR.replace("Monday", "Tuesday")
    today = tell([article("new", "Porthaven dockers walk out again, thirty ships wait", back)])
    (story,) = follow(today, quiet_past())
    assert (story.thread, story.day) == ("t-old", 2)
    assert story.earlier[-1].date == date(2026, 3, 20)


def test_what_was_quiet_for_long_must_share_a_name() -> None:
    """Of old threads more is asked than of running ones: what would do for yesterday's does not for one of March."""
    elsewhere = HARBOUR.replace("Porthaven", "Oberau").replace("Marlow", "Tarn")
    today = tell([article("new", "Oberau dockers walk out, thirty ships wait", elsewhere)])
    (story,) = follow(today, quiet_past())
    assert story.day == 1
    weaker = tell([article("new", "Offer refused, strike goes on", NEXT_DAY)])
    assert follow(weaker, History(issues=(issue(7, [STRIKE]),)))[0].day == 2
    assert follow(weaker, quiet_past())[0].day == 1
