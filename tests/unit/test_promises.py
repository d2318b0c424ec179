"""What an issue said was to come, over the days after it: the whole newsroom runs."""

from __future__ import annotations

from datetime import date

from digest.codec import decode, encode
from digest.model import Issue
from digest.testing import World
from tests.unit.editions.subscribing import subscription

# World() begins on Monday, 2 March 2026.
BRIDGE = (
    "Kelmar Bridge closed after crack is found in main cable",
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. The roads "
    "office will publish its report on the Kelmar cable on Thursday. Lorries are sent over the pass at Sorn.",
)
BRIDGE_LATER = (
    "Kelmar Bridge cable crack was years old, report says",
    "The roads office published its report on the Kelmar cable on Thursday. The crack in the main cable of the Kelmar "
    "Bridge was nine years old, and two inspections of the bridge had missed it.",
)
BRIDGE_OFF = (
    "Kelmar Bridge main cable crack report is put off",
    "The roads office has postponed its report on the Kelmar cable. The Kelmar Bridge stays closed after an inspection "
    "found a crack in its main cable, and lorries go over the pass at Sorn, engineers said.",
)
OTHER = [
    ("Sorn bakery wins the rye prize", "A bakery in Sorn won the national prize for rye bread for the third time."),
    ("Whale returns to the Ostrel estuary", "A humpback whale was seen in the Ostrel estuary by wardens."),
    ("Orm library lends telescopes", "The library of Orm lends telescopes to whoever holds a card of the town."),
    ("Lantern feast lights Tarsk", "Nine hundred lanterns were lit in the old harbour of Tarsk by children."),
]


def days(world: World, **served: tuple[str, str]) -> list[Issue]:
    """An issue a morning from Monday on, each with a story of its own and what is served that day besides."""
    gazette = world.source("Gazette")
    issues = []
    for day, other in zip(("mon", "tue", "wed", "thu"), OTHER, strict=True):
        gazette.entries.clear()
        gazette.guids.clear()
        for title, body in (other, *([served[day]] if day in served else [])):
            gazette.entry(title, body, link=f"https://gazette.example/{title.replace(' ', '-').lower()}")
        issue = world.run()
        assert issue is not None
        issues.append(issue)
        world.tomorrow()
    return issues


def test_a_promise_comes_back_on_its_day_and_can_be_proved() -> None:
    """On Thursday, in Monday's words; the article is cited with its hash, and held as evidence."""
    world = World()
    monday, tuesday, wednesday, thursday = days(world, mon=BRIDGE)
    (promised,) = (item for item in monday.whats_next if item.first)
    assert (tuesday.due, wednesday.due) == ((), ())
    (due,) = thursday.due
    assert due.item == promised
    assert (due.day, due.flagged.number, due.flagged.date) == (date(2026, 3, 5), monday.number, monday.date)
    assert due.thread == next(story.thread for story in monday.stories if story.id == promised.story)
    (cited,) = (article for article in thursday.articles if article.id == promised.passage.article)
    assert cited in monday.articles
    text = world.archive.articles([cited.id])[cited.id].text
    assert text[promised.passage.start : promised.passage.end] == promised.passage.text


def test_what_came_of_it_stands_beside() -> None:
    """Thursday's story of the thread tells that it happened: it is not due besides, and is told once."""
    world = World()
    *_, thursday = days(world, mon=BRIDGE, thu=BRIDGE_LATER)
    assert thursday.due == ()
    (settled,) = thursday.settled
    assert settled.answer.text.startswith("The roads office published its report")
    assert settled.story in {story.id for story in thursday.stories}
    assert decode(encode(thursday)) == thursday


def test_what_was_put_off_is_not_promised_again() -> None:
    """Wednesday's story says so: nothing on Thursday, and the calendar to subscribe to has it no more."""
    world = World()
    issues = days(world, mon=BRIDGE, wed=BRIDGE_OFF)
    assert issues[3].due == ()
    name = next(item.name for item in issues[0].whats_next if item.first)
    assert issues[2].withdrawn == (name,)
    before, after = subscription(issues[:2]), subscription(issues)
    assert before is not None
    assert name.encode() in before
    assert name.encode() not in (after or b"")


def test_the_same_days_give_the_same_bytes() -> None:
    """Issues and calendar."""
    one, two = (days(World(), mon=BRIDGE, thu=BRIDGE_LATER) for _ in range(2))
    assert [encode(issue) for issue in one] == [encode(issue) for issue in two]
    assert subscription(one) == subscription(two)
