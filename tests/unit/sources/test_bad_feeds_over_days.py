"""What feeds do from day to day, over a newsroom in memory: nothing comes back as new, and nothing is told twice."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from msgspec.structs import replace

from digest.model import Held
from digest.testing import Feed, World

BRIDGE = "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable."
MAYOR = "The mayor of Tarsk resigned on Tuesday after auditors found that a contract had gone to her brother."
FERRY = "The night ferry ran aground off Cape Tallow on Monday, and all 412 people aboard were brought ashore."


class Paper:
    """A feed whose every item is written by hand, and may be written otherwise tomorrow."""

    def __init__(self, world: World, name: str = "Gazette") -> None:
        self.world = world
        self.feed: Feed = world.source(name)
        self.items: list[str] = []
        self.feed.serve = self._serve  # type: ignore[method-assign]  # the world's own feeds are always sound

    def _serve(self) -> bytes:
        inside = "".join(f"<item>{item}</item>" for item in self.items)
        return f'<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()

    def item(
        self, title: str, body: str, *, link: str = "", guid: str = "", hours_ago: float = 1, date: str = ""
    ) -> str:
        date = date or format_datetime(self.world.now - timedelta(hours=hours_ago))
        return (
            f"<title>{title}</title><description>{body}</description><pubDate>{date}</pubDate>"
            + (f"<link>{link}</link>" if link else "")
            + (f"<guid isPermaLink='false'>{guid}</guid>" if guid else "")
        )

    @property
    def held(self) -> list[Held]:
        return sorted(self.world.archive.held.values(), key=lambda held: held.first_seen)


def headlines(world: World) -> list[str]:
    """What today's issue prints; nothing where there is none."""
    issue = world.run()
    return [story.headline for story in issue.stories] if issue else []


@pytest.mark.parametrize("guid", ["", "urn:bridge"])
def test_the_same_link_under_a_new_title(guid: str) -> None:
    """miniflux#3120: one article, and its headline follows, with a guid and without."""
    world = World()
    paper = Paper(world)
    paper.items = [paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge", guid=guid)]
    world.fetch()
    paper.items = [
        paper.item("Bridge closed for months", BRIDGE, link="https://a.example/bridge?utm_source=x", guid=guid)
    ]
    assert headlines(world) == ["Bridge closed for months"]
    (held,) = paper.held
    assert held.entry.title == "Bridge closed for months"


def test_titles_that_change_all_day() -> None:
    """Every fetch another headline: still one article, printed once, with the last."""
    world = World()
    paper = Paper(world)
    for hour in range(8):
        paper.items = [paper.item(f"Bridge closed, version {hour}", BRIDGE, link="https://a.example/bridge")]
        world.fetch()
        world.now += timedelta(minutes=10)
    assert headlines(world) == ["Bridge closed, version 7"]
    world.tomorrow()
    paper.items = [
        paper.item("Bridge closed, version 8", BRIDGE, link="https://a.example/bridge"),
        paper.item("Mayor of Tarsk resigns", MAYOR, link="https://a.example/mayor"),
    ]
    assert headlines(world) == ["Mayor of Tarsk resigns"]


def test_items_dated_anew_every_day() -> None:
    """A later pubDate is followed, and makes nothing new: when it was first seen stays, printed or not."""
    world = World()
    paper = Paper(world)
    paper.items = [paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge", guid="b")]
    old = paper.item("Ferry runs aground", FERRY, link="https://a.example/ferry", guid="f", hours_ago=2000)
    paper.items.append(old)
    seen = world.now
    assert headlines(world) == ["Bridge closed"]
    for _ in range(3):
        world.tomorrow()
        paper.items = [
            paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge", guid="b"),
            paper.item("Ferry runs aground", FERRY, link="https://a.example/ferry", guid="f"),
        ]
        assert headlines(world) == []
        assert {held.first_seen for held in paper.held} == {seen}
        assert {held.entry.published for held in paper.held} == {world.now - timedelta(hours=1)}


@pytest.mark.parametrize("linked", [True, False])
def test_guids_that_change_with_every_fetch(linked: bool) -> None:
    """reader#335: printed once all the same, for its link is the same; without a link, as a story that goes on."""
    world = World()
    paper = Paper(world)
    for day in range(3):
        link = "https://a.example/bridge" if linked else ""
        paper.items = [
            paper.item("Bridge closed", BRIDGE, link=link, guid=f"{day}-{world.now:%s}", hours_ago=1 + 24 * day)
        ]
        found = headlines(world)
        assert found == (["Bridge closed"] if day == 0 else []), (day, found)
        world.tomorrow()


def test_items_that_resurface_after_weeks() -> None:
    """Gone from the feed and back: it was seen, and is not news."""
    world = World()
    paper = Paper(world)
    paper.items = [paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge")]
    assert headlines(world) == ["Bridge closed"]
    paper.items = []
    for _ in range(20):
        world.tomorrow()
    world.fetch()
    for date in ("", "Mon, 02 Mar 2026 05:00:00 GMT", "no date"):
        paper.items = [paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge", date=date)]
        assert headlines(world) == []
        world.tomorrow()


def test_dates_of_the_future_and_of_nowhen() -> None:
    """What is dated next month is not printed today; what is undated counts from when it was first seen."""
    world = World()
    paper = Paper(world)
    paper.items = [
        paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge", hours_ago=-24 * 30),
        paper.item("Mayor of Tarsk resigns", MAYOR, link="https://a.example/mayor", date="soon"),
    ]
    assert headlines(world) == ["Mayor of Tarsk resigns"]
    issue = world.archive.issue(world.now.date())
    assert issue is not None
    assert issue.coverage.dropped == {"dated in the future": 1}


def test_one_broken_feed_spoils_no_other() -> None:
    """The others are read, and the report names the broken one and why."""
    world = World()
    good, bad = Paper(world), Paper(world, "Wire")
    good.items = [good.item("Bridge closed", BRIDGE, link="https://a.example/bridge")]
    bad.feed.serve = lambda: b"<!DOCTYPE html><title>Sign in</title><input type=password>"  # type: ignore[method-assign]
    issue = world.run()
    assert issue is not None
    assert issue.subject == "Bridge closed"
    (failed,) = [report for report in issue.coverage.sources if report.state == "failed"]
    assert failed.source == "Wire"
    assert (failed.reason or "").startswith("a login page titled “Sign in” — the feed needs an account")


def test_notices_under_everything_are_no_news() -> None:
    """The same paragraph under several articles of one source is boilerplate, whatever its words."""
    notice = "Gazette Plus members fund the reporting that you have just enjoyed on this fine page."
    world = World()
    paper = Paper(world)
    for name, text in (("bridge", BRIDGE), ("mayor", MAYOR), ("ferry", FERRY)):
        body = f"&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;{notice}&lt;/p&gt;"
        paper.items.append(paper.item(f"The {name} story", body, link=f"https://a.example/{name}"))
    issue = world.run()
    assert issue is not None
    printed = [passage.text for story in issue.stories for passage in story.what_happened]
    assert len(issue.stories) == 3
    assert printed
    assert not any("Gazette Plus" in text for text in printed)


@pytest.mark.parametrize(
    "end",
    [
        " The council will…",
        " The council will [&amp;#8230;]",
        " … Continue reading",
        " Continue reading Bridge closed →",
        " Read more...",
    ],
)
def test_teasers_cut_short(end: str) -> None:
    """Half a sentence is not printed, nor the words that say it goes on."""
    world = World()
    paper = Paper(world)
    paper.items = [paper.item("Bridge closed", BRIDGE + end, link="https://a.example/bridge")]
    issue = world.run()
    assert issue is not None
    assert issue.lead is not None
    assert [passage.text for passage in issue.lead.what_happened] == [BRIDGE]


def test_a_source_that_says_nothing_new_is_no_fault() -> None:
    """The same bytes under another ETag give no entry twice."""
    world = World()
    paper = Paper(world)
    paper.items = [paper.item("Bridge closed", BRIDGE, link="https://a.example/bridge")]
    counts = []
    for tag in ("one", "two", "two"):
        paper.feed.answer = {"etag": tag}
        counts.append([replace(report).new for report in world.fetch().sources])
    assert counts == [[1], [0], [0]]
