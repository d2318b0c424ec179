"""An article once printed never comes back as new, whatever its title, date or guid does: the whole newsroom runs."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from digest.model import Entry, Given, Issue, SourceReport, SourceState
from digest.testing import Feed, World
from digest.urls import page

BRIDGE = (
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. The crack is "
    "eleven centimetres long, the roads office said, and nobody knows how old it is. Lorries have been sent over the "
    "pass at Sorn since noon, which takes two hours more, and the ferry at Lower Kelmar sails through the night."
)
HEADLINE = "Kelmar Bridge closed after crack is found in main cable"
ADDRESS = "https://www.gazette.example/news/kelmar-bridge"
OTHER = ("Sorn bakery wins the rye prize", "A bakery in Sorn won the national prize for rye bread for the third time.")


def printed(issue: Issue | None) -> list[str]:
    return [story.headline for story in issue.stories] if issue else []


def morning() -> tuple[World, Feed]:
    """A newsroom that printed the bridge yesterday, whose feed has another article today."""
    world = World()
    feed = world.source("Gazette")
    feed.entry(HEADLINE, BRIDGE, link=ADDRESS)
    assert printed(world.run()) == [HEADLINE]
    world.tomorrow()
    feed.entries.clear()
    feed.guids.clear()
    feed.entry(*OTHER, link="https://www.gazette.example/news/bakery")
    return world, feed


@pytest.mark.parametrize(
    "link",
    [
        ADDRESS + "?utm_source=rss&fbclid=x1",
        ADDRESS + "/",
        ADDRESS + "#comments",
        ADDRESS.replace("https:", "http:"),
        ADDRESS.replace("www.", ""),
        ADDRESS.replace("www.", "m."),
        ADDRESS.replace("www.", "amp."),
        ADDRESS + "/amp/",
        ADDRESS + "?outputType=amp",
        "https://www.google.com/amp/s/www.gazette.example/news/kelmar-bridge",
        "https://www-gazette-example.cdn.ampproject.org/c/s/www.gazette.example/news/kelmar-bridge",
    ],
)
def test_under_another_address_of_its_page(link: str) -> None:
    """Tracking, scheme, host for small screens, AMP, slash: the page is the page, whatever its guid and title."""
    world, feed = morning()
    feed.entry("Why the Kelmar Bridge is closed", "All you want to know of the bridge.", link=link, guid="new-1")
    assert printed(world.run()) == [OTHER[0]]


def test_under_its_guid_with_another_address() -> None:
    """A source that moves an article keeps its guid."""
    world, feed = morning()
    feed.entry(
        "Kelmar Bridge: what we know", "The roads office explains.", link="https://gazette.example/2", guid=ADDRESS
    )
    assert printed(world.run()) == [OTHER[0]]


def test_in_another_feed() -> None:
    """Two feeds that carry one address carry one article."""
    world, _ = morning()
    world.source("Gazette Top").entry(HEADLINE, BRIDGE, link=ADDRESS)
    assert printed(world.run()) == [OTHER[0]]


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize("outlet", ["Gazette", "Wire"])
def test_the_same_text_under_another_address(outlet: str, days: int) -> None:
    """Published again with a new address, title, guid and date, by its outlet or another, it is no news."""
    world, feed = morning()
    for _ in range(days - 1):
        assert printed(world.run())
        world.tomorrow()
        feed.entry(
            f"Council of Sorn meets, day {days}", "The council of Sorn spoke about bins and benches for an hour."
        )
    again = feed if outlet == "Gazette" else world.source(outlet)
    again.entry("Cable trouble: a region takes the long way round", BRIDGE, link=f"https://{outlet}.example/again")
    assert "Cable trouble: a region takes the long way round" not in printed(world.run())


def test_a_cut_and_a_light_edit_of_the_same_text() -> None:
    """A shorter copy, and one with a word changed, say nothing that was not printed."""
    world, _ = morning()
    world.source("Wire").entry(
        "Bridge shut at Kelmar", BRIDGE[: BRIDGE.index(" Lorries")], link="https://wire.example/1"
    )
    world.source("Post").entry("Bridge at Kelmar shut", BRIDGE.replace("noon", "midday"), link="https://post.example/1")
    assert printed(world.run()) == [OTHER[0]]


def test_more_of_the_same_affair_is_news() -> None:
    """An article that repeats what was printed and has as much again to say is the next part of its thread."""
    world, feed = morning()
    more = (
        " On Tuesday a second crack was found in the northern anchor, and the minister for roads told parliament that "
        "the bridge will be taken down and built anew by 2031. Divers will look at the piers this week. The ferry line "
        "asks for a second ship, and hauliers for money: each detour costs them ninety crowns in fuel and wages."
    )
    feed.entry(
        "Kelmar Bridge will be taken down", BRIDGE[: BRIDGE.index(" Lorries")] + more, link="https://g.example/3"
    )
    issue = world.run()
    assert issue is not None
    [story] = [story for story in issue.stories if story.headline == "Kelmar Bridge will be taken down"]
    assert story.day == 2
    before = {BRIDGE[: BRIDGE.index(" The crack")]}
    assert story.what_happened
    assert not before & {passage.text for passage in story.what_happened}


def test_a_reprint_beside_a_new_report_goes_without_it() -> None:
    """The new report stands alone, and the old copy is told apart in the coverage."""
    world, feed = morning()
    news = "Engineers found a second crack in the northern anchor of the Kelmar Bridge on Tuesday, the minister said."
    link = feed.entry("Second crack found in Kelmar Bridge main cable, minister says", news)
    world.source("Wire").entry(HEADLINE, BRIDGE, link="https://wire.example/1")
    issue = world.run()
    assert issue is not None
    [story] = [story for story in issue.stories if story.day > 1]
    assert story.outlets == ("Gazette",)
    assert [article.url for article in issue.articles if article.id == story.article] == [page(link) and link]
    assert issue.coverage.dropped["its text was printed in an earlier issue"] == 1
    coverage = issue.coverage
    assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values())


def test_an_entry_without_a_link() -> None:
    """Its guid is all it has; with a new guid, its text."""
    world = World()
    feed = world.source("Gazette")
    feed.entry(HEADLINE, BRIDGE, link="", guid="one")
    assert printed(world.run()) == [HEADLINE]
    world.tomorrow()
    feed.entries.clear()
    feed.guids.clear()
    feed.entry("Bridge news", "The bridge is closed.", link="", guid="one")
    feed.entry("Bridge closed", BRIDGE, link="", guid="two")
    feed.entry(*OTHER)
    assert printed(world.run()) == [OTHER[0]]


def test_a_headline_alone_that_returns() -> None:
    """A long headline without a text is known by its words; a label that returns every day is none."""
    world = World()
    feed = world.source("Gazette")
    feed.entry(HEADLINE, link="https://gazette.example/1")
    feed.entry("The evening in pictures", link="https://gazette.example/2")
    world.run()
    world.tomorrow()
    feed.entries.clear()
    feed.entry(HEADLINE, link="https://gazette.example/3")
    feed.entry("The evening in pictures", link="https://gazette.example/4")
    assert printed(world.run()) == ["The evening in pictures"]


def test_a_daily_figure_in_standing_words_is_new() -> None:
    """The toll is told in the same words each day: the number is the news."""
    world = World()
    feed = world.source("Gazette")
    told = (
        "The number of people who have caught the river fever in Valdoria has risen by {} to {}, the clinic board says."
    )
    feed.entry("River fever cases pass 2,300 in Valdoria", told.format(43, "2,329"))
    world.run()
    world.tomorrow()
    feed.entry("River fever cases pass 2,400 in Valdoria", told.format(81, "2,410"))
    issue = world.run()
    assert printed(issue) == ["River fever cases pass 2,400 in Valdoria"]


def test_a_seed_edited_after_it_was_printed() -> None:
    """A file keeps its id: a new headline, text, date, or a link added to it, make it no new article."""
    world = World()
    source = world.source("Desk").source
    state, report = SourceState(key="Desk", url=source.url), SourceReport(source="Desk", state="read", entries=1)
    first = Entry(source="Desk", id="bridge.txt", url="", title=HEADLINE, content=BRIDGE, content_kind="text")
    world.archive.record([Given(state=state, report=report, entries=(first,))], at=world.now)
    assert printed(world.edit().issue) == [HEADLINE]
    world.tomorrow()
    edited = replace(
        first, title="The bridge at Kelmar", content=f"Corrected. {BRIDGE}", url=ADDRESS, published=world.now
    )
    world.archive.record([Given(state=state, report=report, entries=(edited,))], at=world.now)
    assert world.edit().issue is None
