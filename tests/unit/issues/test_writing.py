"""One story as it is printed: which parts, and that none says a thing twice or too much."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from digest.issues.page import Page, fit
from digest.issues.ranking import Ranked
from digest.issues.related import Headline, relate
from digest.issues.selection import Placed
from digest.issues.writing import how_many, write
from digest.model import Article, Block, Earlier, Passage, PrintedStory, Story, Summary
from digest.testing import article, story
from digest.text import article_sentences

TODAY = date(2026, 3, 2)

NEWS = "The Porthaven council closed the harbour bridge on Monday after divers found a crack in its eastern pier."
TRAFFIC = "Lorries bound for the docks are led round by the old coast road while engineers measure the damage."
SPEECH = "“We would rather have an empty bridge than a full one that falls,” said Mayor Ada Lindqvist."
MORE_SPEECH = "“Nobody should have to guess whether a road will hold.”"
COUNT = "The bridge carried 14,000 cars a day in its best years."
STORY_SO_FAR = (
    "Despite repeated warnings by its own engineers, Porthaven has long put off the repair, "
    "because the toll that was to pay for it was struck down in 2019."
)
AHEAD = "The Porthaven council will vote on a new bridge on Friday."
FILLER = " ".join(
    f"Along the quay the {thing} stood in the rain, and nobody came to move it."
    for thing in ("crane", "ferry", "wagon", "barrow", "tug")
)
FULL = f"{NEWS} {TRAFFIC}\n\n{FILLER}\n\n{SPEECH} {MORE_SPEECH}\n\n{COUNT} {STORY_SO_FAR}\n\n{FILLER}\n\n{AHEAD}"


def printed(told: Story, *, leads: bool = True, limit: int = 120, sentences: int = 1) -> PrintedStory:
    """The story, its summary the first sentences of its lead article."""
    placed = Placed(ranked=Ranked(story=told, score=0.5, terms={"breadth": 0.5}), section="Home", rank=1)
    summary = Summary(article_sentences(told.lead)[:sentences], "lead")
    return write(placed, summary, Page(told.articles, limit=limit), leads=leads, today=TODAY)


def passages(made: PrintedStory) -> list[Passage]:
    """Every passage of a story; the sentence of two figures once."""
    figures = list(dict.fromkeys(figure.sentence for figure in made.figures))
    dek = [made.dek] if made.dek else []
    return [
        *dek,
        *made.what_happened,
        *(quote.passage for quote in made.quotes),
        *figures,
        *made.background,
        *(item.passage for item in made.whats_next),
    ]


def words(found: list[Passage], id: str) -> int:
    """Words printed of one article."""
    return sum(len(passage.text.split()) for passage in found if passage.article == id)


def test_a_lead_with_full_text_has_every_part() -> None:
    """Each heading has what belongs there, and speech that goes on stands with what it goes on from."""
    made = printed(story(article("Harbour bridge closed", FULL)), limit=400)
    assert [p.text for p in made.what_happened] == [NEWS]
    assert [(q.passage.text, q.speaker) for q in made.quotes] == [(f"{SPEECH} {MORE_SPEECH}", "Ada Lindqvist")]
    assert made.quotes[0].words.text == "We would rather have an empty bridge than a full one that falls,"
    assert [(f.value, f.unit, f.sentence.text) for f in made.figures] == [(14000, "cars", COUNT)]
    assert [p.text for p in made.background] == [STORY_SO_FAR]
    assert [(u.first, u.passage.text) for u in made.whats_next] == [(date(2026, 3, 6), AHEAD)]
    assert made.whats_next[0].expression is not None
    assert made.whats_next[0].expression.text == "Friday"


def test_a_part_appears_only_where_there_is_evidence() -> None:
    """A story of plain sentences is its summary, with no empty promise of more."""
    made = printed(story(article("Quiet harbour", FILLER)))
    assert made.what_happened
    assert passages(made) == list(made.what_happened)


def test_a_teaser_is_its_summary() -> None:
    """There is nothing to look for behind two sentences, even in the lead story."""
    made = printed(story(article("Harbour bridge closed", f"{NEWS} {AHEAD}")))
    assert passages(made) == list(made.what_happened)


def test_a_story_below_the_lead_is_its_summary() -> None:
    """The lead has room, the others do not."""
    made = printed(story(article("Harbour bridge closed", FULL)), leads=False, sentences=2)
    assert [p.text for p in passages(made)] == [NEWS, TRAFFIC]


@pytest.mark.parametrize("limit", [20, 60, 120, 200])
def test_of_one_article_no_more_is_printed_than_the_cap(limit: int) -> None:
    """Quotations, figures and all; the summary leaves words to the other parts."""
    held = article("Harbour bridge closed", FULL)
    made = printed(story(held), limit=limit, sentences=30)
    assert words(passages(made), held.id) <= limit
    if limit >= 120:
        assert made.quotes or made.whats_next or made.figures


def test_the_cap_is_for_each_article_and_not_for_our_own_text() -> None:
    """A second source brings words of its own; a seed is the publication's text and may be printed at length."""
    one = article("Harbour bridge closed", FULL)
    other = article("Docks cut off", FULL.replace("Porthaven", "Lund").replace("bridge", "tunnel"), source="Wire")
    both = passages(printed(story(one, other), limit=100, sentences=3))
    assert 0 < words(both, one.id) <= 100
    assert 0 < words(both, other.id) <= 100
    seed = replace(one, origin="seed")
    assert words(passages(printed(story(seed), limit=100, sentences=3)), seed.id) > 100


def test_the_cap_holds_for_the_first_sentence_too() -> None:
    """Another is printed in its place; where none is short enough, the headline stands alone."""
    short = "The ferries go on."
    made = printed(story(article("Harbour bridge closed", f"{NEWS} {short}")), leads=False, limit=5, sentences=2)
    assert [p.text for p in passages(made)] == [short]
    assert passages(printed(story(article("Harbour bridge closed", NEWS)), limit=5)) == []


def test_nothing_is_said_twice() -> None:
    """Neither a sentence under two headings, nor one that says what another says."""
    again = NEWS.replace("closed", "shut").replace("Monday", "Monday morning")
    held = article("Harbour bridge closed", f"{FULL}\n\n{again} {COUNT} {AHEAD} {SPEECH}")
    found = [passage.text for passage in passages(printed(story(held), limit=900, sentences=40))]
    assert len(found) == len(set(found))
    assert sum("crack in its eastern pier" in text for text in found) == 1


def test_the_dek_is_the_line_that_the_source_set_there() -> None:
    """Verbatim from the text, and not twice."""
    dek = "Divers found a crack, and the lorries go round by the coast."
    held = article("Harbour bridge closed", f"{dek}\n\n{FULL}", dek=dek)
    placed = Placed(ranked=Ranked(story=story(held), score=0.5, terms={}), section="Home", rank=1)
    summary = Summary(article_sentences(held)[1:2], "lead")
    made = write(placed, summary, Page([held], limit=120), leads=True, today=TODAY)
    assert made.dek is not None
    assert held.text[made.dek.start : made.dek.end] == made.dek.text == dek
    lost = replace(held, dek="A line that the text does not hold.")
    assert write(placed_of(lost), summary, Page([lost], limit=120), leads=True, today=TODAY).dek is None


@pytest.mark.parametrize(
    "dek", ["The mayor “called it a sad evening for everyone.", "He said that nobody may cross it now."]
)
def test_no_dek_stands_there_that_another_sentence_has_to_explain(dek: str) -> None:
    """Half a quotation, or a "He" that nobody went before, is no line to set under a headline."""
    held = article("Harbour bridge closed", f"{NEWS} {dek}\n\n{FULL}", dek=dek)
    assert printed(story(held)).dek is None


def placed_of(held: Article) -> Placed:
    """A story of one article, placed first."""
    return Placed(ranked=Ranked(story=story(held), score=0.5, terms={}), section="Home", rank=1)


def test_speech_without_a_named_speaker_in_a_heading_or_hanging_on_what_was_said_is_left_out() -> None:
    """Nobody can be credited with it, or nobody can follow it."""
    nobody = "“Somebody ought to have seen that crack years ago,” he said."
    hanging = "And Ada Lindqvist said it was “a bridge like any other bridge here”."
    text = f"{nobody}\n\n{hanging}\n\n{FILLER}"
    held = article("Harbour bridge closed", text)
    assert printed(story(held), limit=400).quotes == ()
    heading = article("Harbour bridge closed", f"{SPEECH}\n\n{FILLER}")
    blocks = (Block("heading", 0, len(SPEECH)), *heading.blocks[1:])
    assert printed(story(replace(heading, blocks=blocks)), limit=400).quotes == ()


def test_those_who_are_named_in_the_same_breath_come_before_those_who_are_he() -> None:
    """And no speaker has all the room."""
    speeches = [
        "“The pier was sound in autumn when we looked at it last,” he said.",
        "“There is no money for a bridge in this year's budget,” said Treasurer Bo Ekman.",
        "“There was none last year and there will be none,” said Treasurer Bo Ekman.",
        "“The docks pay for half of what this town spends,” said Treasurer Bo Ekman.",
        SPEECH,
    ]
    held = article("Harbour bridge closed", "Diver Carl Dahl found the crack.\n\n" + "\n\n".join([*speeches, FILLER]))
    made = printed(story(held), limit=900)
    assert [q.speaker for q in made.quotes] == ["Bo Ekman", "Bo Ekman", "Ada Lindqvist"]


def test_a_figure_behind_the_sentence_it_answers() -> None:
    """ "However, …" is printed only where what it answers is printed before it."""
    claim = "The port counted 3,000 lorries on the coast road."
    answer = "However, the drivers counted 5,000 lorries there."
    held = article("Harbour bridge closed", f"{NEWS}\n\n{FILLER}\n\n{claim} {answer}")
    assert [f.value for f in printed(story(held), limit=400).figures] == [3000, 5000]
    alone = article("Harbour bridge closed", f"{NEWS}\n\n{FILLER}\n\n{answer}")
    assert printed(story(alone), limit=400).figures == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "• Lorries go round by the coast road.",
        "These are the roads that are closed:",
        "March 03, 2026 5:00 AM The harbour bridge is closed.",
        "Among those roads are some that nobody knew of.",
        "He closed the bridge.",
        "“The bridge is closed.",
    ],
)
def test_what_is_no_sentence_by_itself_is_not_fit(sentence: str) -> None:
    """Lines of lists, stamps of the hour, what points back, and speech cut in two."""
    assert [stands for _, stands in fit(article("Bridge", sentence))] == [False]


def test_a_sentence_inside_a_longer_speech_is_not_fit() -> None:
    """It would read as the paper's own word."""
    held = article("Bridge", "“The pier is old. The bridge will fall. Nobody listens,” said Ada Lindqvist.")
    assert not any(stands for _, stands in fit(held))


@pytest.mark.parametrize(("rank", "count"), [(1, 4), (2, 3), (4, 3), (5, 2), (9, 2), (10, 1)])
def test_the_lead_has_room_and_the_tenth_is_a_line(rank: int, count: int) -> None:
    """Sentences by rank, three being usual."""
    assert how_many(rank, 3) == count
    assert how_many(rank, 1) == 1


# ------------------------------------------------------------------------------------------------------ read also


def test_other_outlets_come_once_each_with_a_headline_of_their_own() -> None:
    """No copy of the lead's headline, no second one of an outlet, no commentary, no film."""
    told = story(
        article("Harbour bridge closed in Porthaven", "x", source="Gazette"),
        article("Porthaven harbour bridge is closed", "x", source="Copy"),
        article("Crack in pier cuts off docks", "x", source="Wire"),
        article("Lorries take the coast road", "x", source="Wire"),
        article("Opinion: we saw it coming", "x", source="Ledger"),
        article("Watch: divers find the crack", "x", source="Screen"),
        article("Why I never trusted that pier", "x", source="Diary"),
        article("Engineers measure damage at docks", "x", source="Herald"),
    )
    assert [(one.source, one.headline) for one in relate(told, {})] == [
        ("Wire", "Crack in pier cuts off docks"),
        ("Herald", "Engineers measure damage at docks"),
    ]


def test_what_a_source_points_to_is_named_where_we_hold_it_elsewhere() -> None:
    """Not its own story again, and nothing that is not held."""
    told = story(
        article(
            "Harbour bridge closed",
            "x",
            related=("Toll struck down by Porthaven court", "Bridge closed at harbour", "Never seen"),
        )
    )
    held = {
        "Porthaven court strikes down toll": Headline("https://wire.example/9", "Wire", "other"),
        "Harbour bridge closed": Headline("https://gazette.example/1", "Gazette", told.id),
    }
    assert [(one.headline, one.url, one.source) for one in relate(told, held)] == [
        ("Porthaven court strikes down toll", "https://wire.example/9", "Wire")
    ]


@pytest.mark.parametrize(("rank", "leads", "found"), [(1, True, 1), (2, False, 1), (4, False, 1), (5, False, 0)])
def test_the_first_stories_say_what_else_there_is_to_read(rank: int, leads: bool, found: int) -> None:
    """What other outlets head theirs with is the lead's alone; further down there is no room for more."""
    told = story(
        article("Harbour bridge closed", NEWS, related=("Toll struck down by Porthaven court",)),
        article("Lorries queue for hours on coast road", "x", source="Radio"),
    )
    held = {"Porthaven court strikes down toll": Headline("https://wire.example/9", "Wire", "other")}
    placed = Placed(ranked=Ranked(story=told, score=0.5, terms={}), section="Home", rank=rank)
    summary = Summary(article_sentences(told.lead)[:1], "lead")
    made = write(placed, summary, Page(told.articles, limit=120), leads=leads, today=TODAY, held=held)
    assert [one.headline for one in made.read_also if one.thread] == ["Porthaven court strikes down toll"][:found]
    assert [one.source for one in made.read_also if not one.thread] == (["Radio"] if leads else [])


def test_background_is_for_who_meets_the_thread_for_the_first_time() -> None:
    """Who read of it yesterday knows what came before."""
    told = story(article("Harbour bridge closed", FULL))
    assert printed(told).background
    yesterday = Earlier(date(2026, 3, 1), 3, "Harbour bridge cracked")
    assert printed(replace(told, day=2, earlier=(yesterday,))).background == ()
