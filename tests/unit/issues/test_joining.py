"""Which sentences may follow those that a story has printed."""

from __future__ import annotations

import pytest

from digest.issues.joining import adds, stands
from digest.model import Passage, Story
from digest.testing import article, story
from digest.text import article_sentences

HEADLINE = "Porthaven council orders harbour bridge closed"
LEAD = (
    "The Porthaven council closed the harbour bridge on Monday. But the ferries will go on. "
    "The order was read out at noon. The toll was struck down in 2019."
)


def passages(told: Story, place: int = 0) -> tuple[Passage, ...]:
    return article_sentences(told.articles[place])


def test_a_sentence_stands_behind_the_one_it_hangs_on() -> None:
    """And nowhere else: neither first, nor behind one further up, nor behind another article's."""
    made = story(article(HEADLINE, LEAD), article("Ferries go on", "The ferries of Norland go on crossing."))
    closed, ferries, *_ = passages(made)
    [other] = passages(made, 1)
    assert stands(ferries, [closed], made)
    assert not stands(ferries, [], made)
    assert not stands(ferries, [closed, other], made)


def test_the_headline_may_name_what_a_sentence_goes_back_to() -> None:
    """The order of "orders": the reader has just read it. Of the toll he knows nothing."""
    made = story(article(HEADLINE, LEAD))
    closed, _, order, toll = passages(made)
    assert stands(order, [closed], made)
    assert not stands(toll, [closed], made)


@pytest.mark.parametrize(
    ("opening", "fine"),
    [
        ("It comes after divers found a crack in its pier.", True),
        ("He told the council that its pier would not hold.", True),
        ("But the ferries will go on crossing.", False),
        ("Meanwhile, the ferries will go on crossing.", False),
    ],
)
def test_what_opens_the_lead_hangs_on_its_headline(opening: str, fine: bool) -> None:
    """Which is printed above it; what goes on from there begins no story."""
    made = story(article(HEADLINE, opening))
    assert stands(passages(made)[0], [], made) is fine


def test_what_opens_another_article_hangs_on_a_headline_that_is_not_printed() -> None:
    """So that it stands nowhere."""
    made = story(article(HEADLINE, LEAD), article("Ferries go on", "It comes after divers found a crack."))
    assert not stands(passages(made, 1)[0], [], made)
    assert not stands(passages(made, 1)[0], [passages(made)[0]], made)


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("Porthaven's harbour bridge has been closed by its council after a crack was found.", False),
        ("Divers of the navy found a crack in its eastern pier, and engineers fear for the others.", True),
        ("The harbour bridge of Porthaven was closed after 14,000 cars crossed its cracked pier.", True),
    ],
)
def test_another_outlets_sentence_must_add_something(sentence: str, more: bool) -> None:
    """What the headline and the sentence before it tell, in other words, is no news; a new figure may be."""
    made = story(article(HEADLINE, LEAD), article("Bridge shut", sentence))
    assert adds(passages(made, 1)[0], [passages(made)[0]], made) is more


def test_two_counts_of_one_thing_are_one_figure() -> None:
    """300,140 adds nothing to 300,000; 410,000 does."""
    lead = "More than 300,000 salmon have died of the plague in Norland's rivers, the fisheries office counts."
    same = (
        "A plague has killed 300,140 salmon in the rivers of Norland, by a count of anglers, who blame the paper mill."
    )
    story_of = [
        story(article("Salmon die", lead), article("Plague", text)) for text in (same, same.replace("300,1", "410,0"))
    ]
    assert [adds(passages(one, 1)[0], [passages(one)[0]], one) for one in story_of] == [False, True]


def test_one_writer_says_nothing_twice() -> None:
    """Within an article likeness is no repetition."""
    made = story(article(HEADLINE, "The council closed the harbour bridge. The council closed the harbour tunnel."))
    first, second = passages(made)
    assert adds(second, [first], made)


CLOSED = "The Porthaven council closed the harbour bridge over the river Skell to all lorries on Monday."


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        # Three of its words beside names are told; what is left is who and when.
        ("Mayor Ada Lindqvist of Porthaven and Carl Dahl let the bridge be closed to lorries at 6 a.m.", False),
        ("Mayor Ada Lindqvist, 61, let the harbour bridge be closed to lorries for 20 days from May 3 on.", False),
        ("Mayor Ada Lindqvist let the harbour bridge be closed to lorries, 14,000 of which cross it a day.", True),
        # The council and the town are told in whatever is new of them.
        ("The Porthaven council also fired Carl Dahl, who had praised its pier in a brochure.", True),
    ],
)
def test_who_and_when_are_no_more_than_is_told(sentence: str, more: bool) -> None:
    """Names, ages, days and spans are in every report of an event: what is told beside them is what counts."""
    made = story(article(HEADLINE, CLOSED), article("Bridge shut", sentence))
    assert adds(passages(made, 1)[0], [passages(made)[0]], made) is more


def test_two_rounded_figures_of_one_thing_are_one() -> None:
    """8.3 million of one outlet is 8.2 million of another."""
    lead = "The council hopes to raise 8.3 million crowns for a new pier, to be built in the spring of next year."
    text = "Councillors hope to raise 8.2 million crowns for the pier, to be built next spring."
    made = story(article("New pier", lead), article("Pier planned", text))
    assert not adds(passages(made, 1)[0], [passages(made)[0]], made)


def test_where_nouns_have_capitals_none_is_taken_for_a_name() -> None:
    """German: without its nouns a sentence would tell next to nothing."""
    lead = article("Hafenbrücke gesperrt", "Der Rat von Porthaven hat am Montag die Hafenbrücke gesperrt.", lang="de")
    text = "Taucher fanden einen Riss im Pfeiler, deshalb hat der Rat die Brücke für Lastwagen gesperrt."
    made = story(lead, article("Riss", text, lang="de"))
    assert adds(passages(made, 1)[0], [passages(made)[0]], made)
