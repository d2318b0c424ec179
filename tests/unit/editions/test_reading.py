"""What readers meet: citations numbered, dates grouped, nothing printed twice for want of care."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

import pytest

from digest.editions.reading import view
from digest.model import Passage, PrintedFigure, Upcoming


def test_an_outlet_has_one_number_in_a_story(newsroom: ModuleType) -> None:
    """Numbers follow the line of sources; every sentence of one outlet has the same."""
    lead = view(newsroom.sample_issue()).lead
    assert lead is not None
    assert [(mark.number, mark.name) for mark in lead.outlets] == [
        (1, "Alder Gazette"),
        (2, "Coast Radio"),
        (3, "The Northern Post"),
    ]
    assert [sentence.mark.number for sentence in lead.sentences] == [1, 1, 2]
    assert [len(paragraph) for paragraph in lead.paragraphs] == [2, 1]


def test_a_quotation_is_set_without_the_comma_that_led_to_its_speaker(newsroom: ModuleType) -> None:
    """The words stand in the marks of their language; a comma before the closing mark falls away."""
    lead = view(newsroom.sample_issue()).lead
    assert lead is not None
    quote = lead.quotes[0]
    assert quote.words.text == "We heard a long scrape, then nothing at all, and then the lights went out"
    assert (quote.marks, quote.speaker) == (("“", "”"), "Ines Marrow")
    arabic = view(newsroom.right_to_left_issue()).lead
    assert arabic is not None
    assert arabic.quotes[0].marks == ("«", "»")


def test_a_quotation_without_a_speaker_is_its_whole_sentence(newsroom: ModuleType) -> None:
    """Where nobody is named, the sentence with its attribution is printed, without marks of our own."""
    issue = newsroom.sample_issue()
    nameless = replace(issue.lead, quotes=(replace(issue.lead.quotes[0], speaker=None),))
    lead = view(replace(issue, lead=nameless)).lead
    assert lead is not None
    assert lead.quotes[0].words.text == issue.lead.quotes[0].passage.text
    assert lead.quotes[0].marks == ("", "")


def test_figures_part_from_their_hedge_and_share_their_sentence(newsroom: ModuleType) -> None:
    """ "Over 1,900" lines up by its digits; a sentence that stands above already is not printed again."""
    lead = view(newsroom.sample_issue()).lead
    assert lead is not None
    groups = [([(row.hedge, row.figure, row.unit) for row in group.rows], group.repeated) for group in lead.figures]
    assert groups == [
        ([("", "412", "people aboard")], True),
        ([("Over", "1,900", "people"), ("another", "640", "tonnes of freight")], False),
        ([("", "80", "metres to the east")], False),
    ]


@pytest.mark.parametrize(
    ("text", "hedge", "figure"),
    [
        ("about $3.5 billion", "about", "$3.5 billion"),
        ("46,000", "", "46,000"),
        ("one million", "", "one million"),
        ("12%", "", "12%"),
    ],
)
def test_hedges(newsroom: ModuleType, text: str, hedge: str, figure: str) -> None:
    """The words before a figure's first digit or currency are its hedge; a figure in words has none."""
    issue = newsroom.sample_issue()
    words = Passage(text, issue.lead.article, 0, len(text))
    alone = replace(issue.lead, figures=(PrintedFigure(figure=words, unit="", value=1.0, sentence=words),))
    lead = view(replace(issue, lead=alone)).lead
    assert lead is not None
    (row,) = lead.figures[0].rows
    assert (row.hedge, row.figure) == (hedge, figure)
    assert not lead.figures[0].repeated


def test_the_agenda_has_one_leaf_a_date_and_the_undated_last(newsroom: ModuleType) -> None:
    """Dates in order, whatever order they came in; spans say where they end; a whole month is called by its name."""
    issue = newsroom.sample_issue()
    leaves = view(replace(issue, whats_next=issue.whats_next[::-1])).ahead
    assert [(leaf.day, leaf.month, leaf.under, len(leaf.entries)) for leaf in leaves] == [
        ("8–21", "May", "", 1),
        ("10", "May", "Sat", 1),
        ("14", "May", "Wed", 1),
        ("June", "2031", "all month", 1),
        ("", "", "", 2),
    ]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2031, 9, 3), None, ("3", "Sept", "Wed", "Wednesday, 3 September 2031")),
        (date(2031, 5, 30), date(2031, 6, 2), ("30", "May", "to 2 June", "30 May – 2 June 2031")),
        (
            date(2031, 12, 30),
            date(2032, 1, 2),
            ("30", "Dec", "to 2 Jan 2032", "30 December 2031 – 2 January 2032"),
        ),
        (date(2032, 2, 1), date(2032, 2, 29), ("Feb", "2032", "all month", "1–29 February 2032")),
        (date(2032, 3, 4), date(2032, 3, 1), ("4", "Mar 2032", "Thu", "Thursday, 4 March 2032")),
    ],
)
def test_leaves(newsroom: ModuleType, first: date, last: date | None, shown: tuple[str, ...]) -> None:
    """A year that is not the issue's is said; a span that ends before it begins is its first day."""
    issue = newsroom.sample_issue()
    passage = issue.whats_next[0].passage
    item = Upcoming(passage=passage, story=issue.lead.id, first=first, last=last)
    (leaf,) = view(replace(issue, whats_next=(item,))).ahead
    assert (leaf.day, leaf.month, leaf.under, leaf.spoken) == shown


def test_in_brief_is_three_to_five_headlines_or_none(newsroom: ModuleType) -> None:
    """The top stories after the lead, by rank; where they are fewer than three the issue needs no such list."""
    full = view(newsroom.sample_issue())
    assert [story.rank for story in full.brief] == [2, 3, 4, 5, 6]
    assert view(newsroom.quiet_issue()).brief == ()
    issue = newsroom.sample_issue()
    assert view(replace(issue, sections=issue.sections[:1])).brief[2].rank == 4


def test_anchors_stay_from_issue_to_issue(newsroom: ModuleType) -> None:
    """A story is anchored by its thread; a second story of one thread by itself."""
    issue = newsroom.sample_issue()
    assert view(issue).stories[0].anchor == "s-t-ferry-gazette"
    twin = replace(issue.sections[0].stories[0], thread=issue.lead.thread)
    both = view(replace(issue, sections=(replace(issue.sections[0], stories=(twin,)),)))
    assert both.stories[1].anchor == "s-library"


def test_a_foreign_story_says_its_language_once(newsroom: ModuleType) -> None:
    """The story carries the language; its own sentences need not repeat it."""
    stories = {story.id: story for story in view(newsroom.sample_issue()).stories}
    assert (stories["marsa"].lang, stories["marsa"].dir) == ("ar", "rtl")
    assert stories["marsa"].sentences[0].lang == ""
    assert stories["library"].lang == ""


def test_sources_are_counted_and_failures_named(newsroom: ModuleType) -> None:
    """The masthead counts sources that were read; the coverage names those that failed."""
    shown = view(newsroom.sample_issue())
    assert shown.sources == shown.coverage.read == 9
    assert shown.coverage.failed == (("Inland Daily", "no answer within 20 s"),)
