""" "Read also": what lies near a story, among the headlines of this issue and earlier ones."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from digest.issues.related import MOST, Headline, relate
from digest.model import Earlier, Story
from digest.testing import article, story
from digest.text import article_sentences

# What stands in every third headline is no rare name.
WEEKS = {
    f"{what} in Porthaven after the flood": Headline(f"https://gazette.example/{nth}", "Gazette", f"t{nth}")
    for nth, what in enumerate(
        ["Schools shut", "Trams stop", "Shops sold out", "Docks idle", "Roads gone", "Power back"]
    )
}
QUIET = {
    f"{what} at the {where}": Headline(f"https://ledger.example/{nth}", "Ledger", f"q{nth}")
    for nth, (what, where) in enumerate(
        [("Swans counted", "lake"), ("Choir sings", "abbey"), ("New baker", "market"), ("Old elm falls", "green")]
    )
}
OLD = {"Divers find crack in Lindqvist's bridge": Headline("https://wire.example/1", "Wire", "w1")}
NEW = {"Lindqvist asks state for harbour bridge": Headline("https://wire.example/2", "Wire", "w2")}


def told(headline: str = "Mayor Lindqvist closes harbour bridge", *related: str) -> Story:
    text = "The town of Porthaven lost its bridge today. The crack was shown by Mayor Ada Lindqvist to the council."
    return story(article(headline, text, related=related))


def headlines(made: Story, held: dict[str, Headline]) -> list[str]:
    return [one.headline for one in relate(made, held)]


def test_what_shares_a_rare_name_and_more_is_near_the_most_recent_first() -> None:
    """``held`` has the oldest first."""
    held = {**OLD, **WEEKS, **QUIET, **NEW}
    assert headlines(told(), held) == [*NEW, *OLD]


def test_a_name_that_all_the_news_has_makes_nothing_near() -> None:
    """Nor does a name alone, nor common words alone."""
    held = {**WEEKS, **QUIET, "Lindqvist sings in choir": Headline("https://ledger.example/9", "Ledger", "q9")}
    assert headlines(told("Porthaven harbour bridge closed after the flood"), held) == []
    assert headlines(told(), held) == []


def test_no_story_is_near_itself_nor_named_twice() -> None:
    """Not its own thread, not a headline that says what one above says, and commentary never."""
    thread = replace(told(), thread="w1")
    again = {"Lindqvist asks the state for harbour bridge": Headline("https://other.example/3", "Other", "w3")}
    opinion = {"Opinion: Lindqvist was right about the bridge": Headline("https://other.example/4", "Other", "w4")}
    held = {**OLD, **WEEKS, **QUIET, **NEW, **again, **opinion}
    found = headlines(thread, held)
    assert len(found) == 1
    assert found[0] in {*NEW, *again}


def test_what_the_source_names_comes_first_and_there_are_few() -> None:
    """A "Read also" line that names a headline held, then what is near."""
    more = {
        f"Lindqvist {verb} the bridge": Headline(f"https://wire.example/{verb}", "Wire", verb)
        for verb in ("praises", "measures", "paints", "forgets", "photographs")
    }
    held = {**WEEKS, **QUIET, **more}
    found = headlines(told("Mayor Lindqvist closes harbour bridge", "Swans counted at the lake"), held)
    assert found[0] == "Swans counted at the lake"
    assert len(found) <= MOST
    assert found == headlines(told("Mayor Lindqvist closes harbour bridge", "Swans counted at the lake"), held)


def test_a_thread_is_named_once_and_by_the_issue_that_printed_it() -> None:
    """Its most telling headline, with the issue where it stands; None where that is this one."""
    last = Earlier(date(2026, 3, 1), 4, next(iter(OLD)))
    held = {**WEEKS, **QUIET, last.headline: Headline("https://wire.example/1", "Wire", "w1", last)}
    (found,) = relate(told(), held)
    assert (found.thread, found.issue) == ("w1", last)
    again = {**held, next(iter(NEW)): Headline("https://wire.example/2", "Wire", "w1")}
    (found,) = relate(told(), again)
    assert found.thread == "w1"


def test_another_outlets_headline_tells_more_than_is_printed() -> None:
    """The same news in other words is no more to read; and where nobody asks for others, none is named."""
    lead = article("Mayor Lindqvist closes harbour bridge", "Mayor Ada Lindqvist has closed the bridge over a crack.")
    same = article("Harbour bridge closed by mayor over crack", "x", source="Wire")
    more = article("Lorries queue for hours on coast road", "x", source="Radio")
    made = story(lead, same, more)
    printed = article_sentences(lead)
    assert [one.source for one in relate(made, {}, printed=printed)] == ["Radio"]
    assert relate(made, {}, others=False) == ()


def test_there_are_no_more_than_asked_for() -> None:
    """However many lie near."""
    held = {**WEEKS, **QUIET, **OLD, **NEW}
    assert headlines(told(), held) == [*NEW, *OLD]
    assert len(relate(told(), held, most=1)) == 1


def test_only_a_source_that_is_printed_points_to_more() -> None:
    """What stands on the page of an article that only swells the story's numbers is nobody's advice."""
    lead = article("Mayor Lindqvist closes harbour bridge", "The bridge is closed, Mayor Ada Lindqvist said today.")
    other = article("Bridge shut", "Divers found the crack.", source="Wire", related=("Swans counted at the lake",))
    made = story(lead, other)
    assert relate(made, QUIET, printed=article_sentences(lead), others=False) == ()
    pointed = relate(made, QUIET, printed=article_sentences(other), others=False)
    assert [one.headline for one in pointed] == ["Swans counted at the lake"]
