"""What is to come: which sentences, which days, each event once."""

from __future__ import annotations

from datetime import date

import pytest

from digest.dates import find
from digest.issues.ahead import CALENDAR_DATED, calendar, look_ahead, names, next_of
from digest.issues.appointments import leaf
from digest.issues.page import Page
from digest.model import Story, Upcoming
from digest.testing import article, story

TODAY = date(2026, 3, 2)  # a Monday


def ahead(*texts: str) -> tuple[Upcoming, ...]:
    """What a story of these articles says is to come."""
    articles = [article(f"Story {n}", text, source=f"Paper {n}") for n, text in enumerate(texts)]
    return look_ahead(story(*articles), articles, today=TODAY)


def days(found: tuple[Upcoming, ...]) -> list[tuple[date | None, date | None]]:
    """Their days."""
    return [(one.first, one.last) for one in found]


def leaf_of(sentence: str) -> tuple[date, date] | None:
    """The leaf of the first date in a sentence."""
    return leaf(sentence, find(sentence, published=TODAY)[0], TODAY)


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The Porthaven council will vote on Friday.", date(2026, 3, 6), date(2026, 3, 6)),
        ("The Porthaven council will vote next week.", date(2026, 3, 9), date(2026, 3, 15)),
        ("The bridge will be repaired by the end of May.", date(2026, 5, 31), date(2026, 5, 31)),
        ("The ferry will run free through September.", date(2026, 9, 30), date(2026, 9, 30)),
        ("The fair will run from March 9 to 27.", date(2026, 3, 9), date(2026, 3, 27)),
        ("The match was postponed until Friday.", date(2026, 3, 6), date(2026, 3, 6)),
    ],
)
def test_a_leaf_is_a_day_a_week_a_named_stretch_or_a_deadlines_last_day(sentence: str, first: date, last: date) -> None:
    """What a calendar can show."""
    assert leaf_of(sentence) == (first, last)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Porthaven council will vote later this month.",
        "The tunnel will open next year.",
        "The curfew will go on beyond its previous deadline of March 9.",
        "The scheme, which had been due to end on Friday, will stay.",
        "The budget for the fiscal year starting July 1 will be larger.",
        "The regatta, due to be held on Friday, is cancelled.",
        "The port may close by the end of May or early June.",
        "A post-mortem will be done either today or Tuesday.",
        "The gala scheduled for Friday night has been postponed.",
        "Six months before Election Day, the mayor is to choose a deputy.",
        "The Porthaven council voted on Friday.",
    ],
)
def test_a_long_stretch_a_day_left_behind_and_a_thing_called_off_are_no_leaf(sentence: str) -> None:
    """Nobody would write these into a diary."""
    assert leaf_of(sentence) is None


def test_dated_items_come_before_undated_ones_and_self_contained_ones_before_others() -> None:
    """A sentence that names nobody is understood only beside its headline."""
    found = ahead(
        "A final deal on the tunnel is due on Thursday evening. "
        "The Porthaven council will vote on it on Friday. Porthaven is expected to publish a plan for the harbour."
    )
    assert [one.passage.text[:13] for one in found] == ["The Porthaven", "A final deal ", "Porthaven is "]
    assert days(found)[2] == (None, None)


def test_a_day_comes_once_and_the_other_article_is_cited() -> None:
    """Two desks, one vote."""
    found = ahead(
        "The Porthaven council will vote on the tunnel on Friday.",
        "Councillors in Porthaven will decide the tunnel's fate on Friday.",
    )
    assert len(found) == 1
    assert [passage.article for passage in found[0].also] != [found[0].passage.article]
    assert len(found[0].also) == 1


def test_a_day_told_in_other_words_by_another_story_is_one_item_with_two_citations() -> None:
    """Sentences that name one day need few words in common; those of other days are others."""
    said = (
        "Porthaven's council will vote on the harbour tunnel on Friday after a week of talks.",
        "A vote on the Porthaven tunnel is scheduled for Friday, Mayor Ines Ortega said.",
        "Porthaven's council will vote on the harbour budget on Thursday.",
        "Norwich Symphony will play in Porthaven on Friday.",
    )
    articles = [article(f"Story {n}", text, source=f"Paper {n}") for n, text in enumerate(said)]
    pages = [(story(one), Page([one], limit=200)) for one in articles]
    found = calendar(pages, read=3, today=TODAY)
    told = sorted(sorted(passage.text for passage in (one.passage, *one.also)) for one in found)
    assert told == sorted([sorted(said[:2]), [said[2]], [said[3]]])


def test_a_day_and_a_week_that_begins_with_it_are_two_where_the_words_differ() -> None:
    """ "On March 9" and "next week" begin on one day."""
    found = ahead(
        "Porthaven schools will reopen on March 9.", "Lisbon ferries will be cleaned next week by divers from Norwich."
    )
    assert sorted(days(found), key=str) == [(date(2026, 3, 9), date(2026, 3, 15)), (date(2026, 3, 9), date(2026, 3, 9))]


@pytest.mark.parametrize(
    "sentence",
    [
        "council members will vote on the tunnel on Friday.",
        "The result of his test is expected on Friday morning.",
        "Harbour News will update this story on Friday with more from Porthaven.",
        "Porthaven police will release more details at harbournews.com on Friday.",
        "Fears that the Porthaven tunnel will close on Friday have led to queues.",
        "The noise threatens to haunt Porthaven on Friday and Saturday nights.",
        "Porthaven's ferries were crowded at a party on Friday morning.",
    ],
)
def test_cut_sentences_unnamed_persons_and_a_papers_word_of_itself_are_left_out(sentence: str) -> None:
    """Each of them names a day to come, or seems to."""
    assert ahead(sentence) == ()


def test_a_they_whose_several_stand_before_it_is_no_riddle() -> None:
    """The teachers' union is theirs; a plan of nobody's, or of a "her", may be anybody's."""
    assert ahead("Teachers in three cities will strike on Friday after pay talks broke down, their union said.") != ()
    assert ahead("The council will show their plan for the tunnel on Friday.") == ()
    assert ahead("The teachers in three cities will follow her on Friday.") == ()


def test_a_sentence_with_two_days_comes_for_each_and_days_in_a_row_are_one() -> None:
    """The draft begins and ends; a weekend is one leaf."""
    assert days(ahead("The Porthaven fair will open on March 9 and will close on March 20.")) == [
        (date(2026, 3, 9), date(2026, 3, 9)),
        (date(2026, 3, 20), date(2026, 3, 20)),
    ]
    assert days(ahead("The Porthaven fair will fill the harbour on 14 and 15 March.")) == [
        (date(2026, 3, 14), date(2026, 3, 15))
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is unclear whether the Porthaven council will vote again.",
        "Will the Porthaven council vote on the tunnel on Friday?",
        "Doubts have been raised over whether the Porthaven tunnel will open next year.",
        "A model says that 500 boats in Porthaven will be lost by Friday.",
        "“Porthaven will have its tunnel one of these days,” the mayor of Lund said.",
        "He will open the Porthaven fair on Friday morning at ten.",
        "March 03, 2026 5:00 AM The Porthaven council will vote on the tunnel on Friday.",
        "• The Porthaven council will vote on the tunnel on Friday.",
    ],
)
def test_doubts_questions_bare_speech_and_fragments_are_left_out(sentence: str) -> None:
    """Nothing is promised there, or nobody can tell what."""
    assert ahead(sentence) == ()


def test_without_a_day_of_publication_nothing_is_dated() -> None:
    """The words still look ahead."""
    undated = article("Tunnel", "The Porthaven council will vote on the tunnel on Friday.", published=False)
    assert days(look_ahead(story(undated), [undated], today=TODAY)) == [(None, None)]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The Porthaven council will vote.", True),
        ("Porthaven will vote.", True),  # the text writes it with a capital inside a sentence too
        ("NATO will vote.", True),
        ("A deal is due by Friday.", False),
        ("Guidelines will follow in May.", False),
    ],
)
def test_a_name_is_a_capital_that_is_no_day_and_no_mere_beginning(sentence: str, named: bool) -> None:
    """What a reader needs to know what it is about."""
    held = article("Tunnel", f"{sentence} Everybody in Porthaven waits.")
    assert names(sentence, held) is named


def test_a_story_prints_no_sentence_twice() -> None:
    """What its page holds is not said again under "What's next"."""
    held = article("Tunnel", "The Porthaven council will vote on the tunnel on Friday.")
    told = story(held)
    page = Page([held], limit=120)
    first = next_of(told, [held], page, today=TODAY, limit=3)
    assert len(first) == 1
    assert next_of(told, [held], page, today=TODAY, limit=3) == ()


def of(name: str, text: str, headline: str) -> tuple[Story, Page]:
    """A story of one article and its page."""
    held = article(headline, text, source=name)
    return story(held), Page([held], limit=120)


def test_the_calendar_is_in_order_of_days_then_the_undated() -> None:
    """Whatever the order of the stories."""
    found = calendar(
        [
            of("Wire", "The Lund museum is set to be rebuilt by its trustees.", "Museum to be rebuilt"),
            of("Ledger", "The Senna bank will report its results on March 12.", "Bank's results near"),
            of("Gazette", "The Porthaven council will vote on the tunnel on Friday.", "Tunnel vote near"),
        ],
        read=6,
        today=TODAY,
    )
    assert [one.first for one in found] == [date(2026, 3, 6), date(2026, 3, 12), None]


def test_the_calendar_has_one_event_of_two_stories_once() -> None:
    """Told twice, cited twice."""
    found = calendar(
        [
            of("Gazette", "The Porthaven council will vote on the harbour tunnel on Friday.", "Tunnel vote near"),
            of("Wire", "On Friday the Porthaven council will vote on the tunnel.", "A vote to watch"),
        ],
        read=6,
        today=TODAY,
    )
    assert len(found) == 1
    assert len(found[0].also) == 1


def test_the_calendar_repeats_an_appointment_but_no_undated_sentence() -> None:
    """A day belongs on the calendar wherever else its sentence stands."""
    dated = of("Gazette", "The Porthaven council will vote on the tunnel on Friday.", "Tunnel vote near")
    undated = of("Wire", "The Lund museum is set to be rebuilt by its trustees.", "Museum to be rebuilt")
    for told, page in (dated, undated):
        page.put(look_ahead(told, told.articles, today=TODAY)[0].passage)
    found = calendar([dated, undated], read=6, today=TODAY)
    assert [one.first for one in found] == [date(2026, 3, 6)]


def test_the_calendar_leaves_out_gossip_service_and_what_is_said_to_the_reader() -> None:
    """An issue's calendar is of the news."""
    found = calendar(
        [
            of("Gazette", "The Porthaven council will vote on Friday and you can watch it here.", "Council near vote"),
            of("Wire", "The Porthaven quiz will be held on Friday.", "Quiz: how well do you know Porthaven?"),
        ],
        read=6,
        today=TODAY,
    )
    assert found == ()


def test_the_calendar_ends() -> None:
    """A page holds so many."""
    stories = [
        of(f"Paper {n}", f"Port {name} will hold a regatta for {name} on March {n}.", f"{name} sails")
        for n, name in enumerate(["Arn", "Bel", "Cor", "Dun", "Esk", "Fal", "Gil", "Hull", "Ince", "Jura", "Kirn"], 10)
    ]
    assert len(calendar(stories, read=6, today=TODAY)) == CALENDAR_DATED


@pytest.mark.parametrize(
    ("sentence", "headline", "count"),
    [
        ("The Lund museum is set to be rebuilt by its trustees.", "Museum to be rebuilt", 1),
        ("The mayor of Lund says that the museum is set to be rebuilt.", "Museum to be rebuilt", 1),
        ("As Lund waits, the museum of Porthaven is set to be rebuilt.", "Museum to be rebuilt", 1),
        ("The Lund court closed the museum that is set to be rebuilt.", "Museum closed", 0),
        ("The Lund museum is set to be rebuilt by its trustees.", "Why we should let our museum go", 0),
        ("The museum is set to be rebuilt by its trustees.", "Museum to be rebuilt", 0),
    ],
)
def test_an_undated_item_tells_a_plan_in_its_main_clause_and_names_whose(
    sentence: str, headline: str, count: int
) -> None:
    """A plan told in passing, a columnist's, or nobody's is no item of the calendar."""
    assert len(calendar([of("Gazette", sentence, headline)], read=6, today=TODAY)) == count
