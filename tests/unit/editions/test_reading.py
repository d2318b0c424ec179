"""What readers meet: citations numbered, dates grouped, nothing printed twice for want of care."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.editions.reading import view
from digest.model import IssueSection, Passage, PrintedFigure, Related, SourceReport, Upcoming


def test_an_article_has_one_number_in_a_story(newsroom: ModuleType) -> None:
    """Numbers follow the order of citing; every sentence of one article has the same."""
    lead = view(newsroom.sample_issue()).lead
    assert lead is not None
    assert [(mark.number, mark.name) for mark in lead.citations] == [
        (1, "Alder Gazette"),
        (2, "Coast Radio"),
        (3, "The Northern Post"),
    ]
    assert [sentence.mark.number for sentence in lead.sentences] == [1, 1, 2]
    assert [len(paragraph) for paragraph in lead.paragraphs] == [2, 1]


def test_an_outlet_is_named_once_with_all_its_articles(newsroom: ModuleType) -> None:
    """Two articles of one outlet are two citations, each with its own address, under one name."""
    issue = newsroom.sample_issue()
    same = tuple(replace(a, source="Alder Gazette") if a.id == "ferry-radio" else a for a in issue.articles)
    lead = view(replace(issue, articles=same)).lead
    assert lead is not None
    assert [(o.name, [m.number for m in o.marks]) for o in lead.outlets] == [
        ("Alder Gazette", [1, 2]),
        ("The Northern Post", [3]),
    ]
    urls = {article.id: article.url for article in issue.articles}
    assert [m.url for m in lead.citations] == [urls[key] for key in ("ferry-gazette", "ferry-radio", "ferry-post")]


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
        ("approaching one million", "approaching", "one million"),
        ("almost half a million", "almost", "half a million"),
        ("more than two dozen", "more than", "two dozen"),
        ("several hundreds", "several", "hundreds"),
        ("شتين", "", "شتين"),
        ("12%", "", "12%"),
    ],
)
def test_hedges(newsroom: ModuleType, text: str, hedge: str, figure: str) -> None:
    """The words before a figure's first digit, currency or numeral are its hedge."""
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
        ("7", "May", "Today", 1),
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


def test_what_is_today_says_so(newsroom: ModuleType) -> None:
    """A leaf of the issue's own day says "Today" for its weekday; a span that begins today does not."""
    issue = newsroom.sample_issue()
    item = replace(issue.whats_next[0], first=issue.date, last=issue.date)
    longer = replace(issue.whats_next[2], first=issue.date, last=issue.date + timedelta(days=3))
    today, span = view(replace(issue, whats_next=(longer, item))).ahead
    assert (today.today, today.under, today.spoken) == (True, "Today", "Today, Wednesday, 7 May 2031")
    assert (span.today, span.day) == (False, "7–10")


def test_a_sentence_is_not_told_of_the_week_around_its_day(newsroom: ModuleType) -> None:
    """Where it names both, the day has it; two weeks that only overlap both have it."""
    issue = newsroom.sample_issue()
    day = replace(issue.whats_next[0], first=date(2031, 5, 14), last=None)
    week = replace(day, first=date(2031, 5, 12), last=date(2031, 5, 18))
    later = replace(day, first=date(2031, 5, 16), last=date(2031, 5, 22))
    (leaf,) = view(replace(issue, whats_next=(week, day))).ahead
    assert leaf.day == "14"
    assert [leaf.day for leaf in view(replace(issue, whats_next=(week, later))).ahead] == ["12–18", "16–22"]


def test_one_day_is_one_leaf_and_its_stories_stand_together(newsroom: ModuleType) -> None:
    """Items of a day share its leaf; those of one story are neighbours."""
    issue = newsroom.sample_issue()
    library, ferry = issue.whats_next[2], issue.lead.whats_next[0]
    items = tuple(replace(item, first=date(2031, 5, 9), last=None) for item in (ferry, library, ferry))
    (leaf,) = view(replace(issue, whats_next=items)).ahead
    assert [entry.story for entry in leaf.entries] == [ferry.story, ferry.story, library.story]


def test_the_words_that_name_the_date_are_set_apart(newsroom: ModuleType) -> None:
    """The sentence in three parts is the sentence, however it was broken into lines; a stray expression is no part."""
    issue = newsroom.sample_issue()
    item = issue.lead.whats_next[0]
    assert item.expression is not None
    (leaf,) = view(replace(issue, whats_next=(item,))).ahead
    assert leaf.entries[0].parts == (
        "The company has cancelled all night sailings ",
        "from 8 May to 21 May",
        ".",
    )
    broken = replace(item, passage=replace(item.passage, text=item.passage.text.replace(" all ", "\nall ")))
    astray = replace(item, expression=replace(item.expression, end=item.passage.end + 9))
    for other, parts in ((broken, 3), (astray, 1)):
        (leaf,) = view(replace(issue, whats_next=(other,))).ahead
        assert "".join(leaf.entries[0].parts) == leaf.entries[0].sentence.text == item.passage.text
        assert len([part for part in leaf.entries[0].parts if part]) == parts


def test_only_who_is_cited_has_a_number(newsroom: ModuleType) -> None:
    """Articles are numbered in the order they are cited; other outlets report it also."""
    stories = {story.id: story for story in view(newsroom.sample_issue()).stories}
    assert [(m.number, m.name) for m in stories["cable"].citations] == [(1, "Meridian Wire"), (2, "Tide & Times")]
    assert [(o.name, o.marks[0].number) for o in stories["cable"].also] == [("The Northern Post", 0)]
    assert [(m.number, m.name) for m in stories["kelp"].citations] == [(0, "Tide & Times")]
    assert {sentence.mark.number for sentence in stories["kelp"].sentences} == {0}


def test_the_first_sentence_is_cited_first(newsroom: ModuleType) -> None:
    """An article of which only the headline is printed has no number, which no sentence would carry, and comes last."""
    issue = newsroom.sample_issue()
    cable = next(story for story in issue.stories if story.id == "cable")
    other = next(p for p in cable.what_happened if p.article != cable.article)
    lone = replace(
        issue.lead, article=cable.article, articles=cable.articles, dek=None, what_happened=(other,),
        quotes=(), figures=(), differences=(), background=(), whats_next=(),
    )  # fmt: skip
    lead = view(replace(issue, lead=lone)).lead
    assert lead is not None
    assert [sentence.mark.number for sentence in lead.sentences] == [1]
    assert [mark.number for mark in lead.citations] == [1, 0]
    assert [outlet.marks[0].number for outlet in lead.outlets] == [1, 0]


def test_a_label_that_tells_nothing_apart_is_not_printed(newsroom: ModuleType) -> None:
    """The lead's section is said unless the next heading says it again, none follows, or it takes every story."""
    issue = newsroom.sample_issue()

    def label(name: str, sections: tuple[IssueSection, ...]) -> str:
        lead = view(replace(issue, lead=replace(issue.lead, section=name), sections=sections)).lead
        assert lead is not None
        return lead.section

    assert label("The coast", issue.sections) == "The coast"
    assert label("Science & nature", issue.sections) == "Science & nature"
    assert label("Port Alder", issue.sections) == ""
    assert label("More news", issue.sections) == label("In the news", issue.sections) == ""
    assert label("The coast", ()) == ""
    assert label("World", (replace(issue.sections[0], stories=()), issue.sections[1])) == ""


def test_an_issue_of_one_story_has_one_agenda(newsroom: ModuleType) -> None:
    """The story's own look ahead joins the issue's, each sentence once, and needs no headline beside it."""
    issue = replace(newsroom.sample_issue(), sections=(), developing=())
    issue = replace(issue, whats_next=tuple(item for item in issue.whats_next if item.story == issue.lead.id)[:1])
    shown = view(issue)
    assert shown.lead is not None
    assert shown.lead.ahead == ()
    entries = [entry for leaf in shown.ahead for entry in leaf.entries]
    assert sorted(entry.sentence.text for entry in entries) == sorted(i.passage.text for i in issue.lead.whats_next)
    assert {entry.headline for entry in entries} == {""}
    alone = view(replace(issue, whats_next=()))
    assert alone.lead is not None
    assert len(alone.lead.ahead) == 3
    assert alone.ahead == ()


def test_what_is_cited_is_not_offered_again(newsroom: ModuleType) -> None:
    """ "Read also" leaves out an article that the story's own sentences lead to."""
    issue = newsroom.sample_issue()
    cited = Related(headline="Ferry Marguerite aground, passengers safe", url=issue.articles[1].url)
    lead = view(replace(issue, lead=replace(issue.lead, read_also=(cited, *issue.lead.read_also)))).lead
    assert lead is not None
    assert [other.headline for other in lead.read_also] == [other.headline for other in issue.lead.read_also]


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


def test_what_nobody_read_for_the_issue_does_not_count_as_read(newsroom: ModuleType) -> None:
    """Seeds without a file, sources that were left alone and gave nothing, articles whose source is read no more."""
    issue = newsroom.sample_issue()
    unchanged = SourceReport(source="Seeds", state="unchanged", reason="no file matches")
    resting = SourceReport(source="Resting", state="unchanged", reason="left alone until 14:00")
    gone = SourceReport(source="Gone", state="unchanged", reason="gone for good since 3 May (HTTP 410); take it out")
    considered = replace(resting, source="Earlier", earlier=3)  # an earlier run had read it
    dropped = {"its source is no longer read": 315, "older than 72 hours": 4}
    coverage = replace(
        issue.coverage,
        sources=(*issue.coverage.sources, unchanged, resting, gone, considered),
        candidates=325,
        printed=5,
        merged=1,
        dropped=dropped,
    )
    shown = view(replace(issue, coverage=coverage))
    assert shown.sources == shown.coverage.read == 10
    found = shown.coverage
    assert (found.candidates, found.printed, found.merged, found.dropped) == (10, 5, 1, 4)


def test_a_source_of_several_globs_is_read_where_one_of_them_names_a_file(newsroom: ModuleType) -> None:
    """It counts once, by its name."""
    issue = newsroom.sample_issue()
    empty = SourceReport(source="Letters", state="unchanged", reason="no file matches")
    several = (empty, SourceReport(source="Letters", state="read", entries=2), empty)
    shown = view(replace(issue, coverage=replace(issue.coverage, sources=several)))
    assert shown.coverage.read == 1
