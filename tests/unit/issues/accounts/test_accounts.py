"""Where accounts differ: what is a disagreement, and what only looks like one."""

from __future__ import annotations

import math
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from digest.issues import figures
from digest.issues.accounts import differences_of
from digest.issues.accounts.bounds import bounds
from digest.issues.accounts.claim import claims
from digest.issues.accounts.lexicon import lexicon
from digest.issues.page import Page
from digest.model import Difference, Story
from digest.testing import article, story
from digest.text import article_sentences

MORNING = datetime(2026, 3, 2, 5, tzinfo=UTC)
CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))


def told(case: dict[str, Any]) -> tuple[Difference, ...]:
    """What is printed of the two sentences, each the text of one house."""
    one = article("The first account", case["one"], source="Gazette", at=MORNING.isoformat())
    later = MORNING + timedelta(hours=case.get("hours", 0))
    two = article("The second account", case["two"], source="Courier", at=later.isoformat())
    both = story(one, two)
    return differences_of(both, Page(both.articles, limit=120))


def named(case: dict[str, Any]) -> str:
    return str(case["one"])[:40]


@pytest.mark.parametrize("case", CASES["disagree"], ids=named)
def test_figures_that_cannot_both_be_true_are_set_side_by_side(case: dict[str, Any]) -> None:
    """Each with its source's own words; what is marked as missed shows where precision costs recall."""
    assert bool(told(case)) is not case.get("missed", False)


@pytest.mark.parametrize("case", CASES["agree"], ids=named)
def test_rounding_and_hedges_are_no_disagreement(case: dict[str, Any]) -> None:
    """ "Over 46,000" and 46,217 agree, and "up to 500" agrees with everything below."""
    assert told(case) == ()


@pytest.mark.parametrize("case", CASES["scope"], ids=named)
def test_a_difference_of_scope_is_no_disagreement(case: dict[str, Any]) -> None:
    """Other places, parts, periods and events, and what is only expected, are other things."""
    assert told(case) == ()


@pytest.mark.parametrize("case", CASES["date"], ids=named)
def test_a_count_that_grew_is_no_disagreement(case: dict[str, Any]) -> None:
    """A toll that rises between two publication times is news, not a contradiction."""
    assert told(case) == ()


POLICE = "Police said about 200 people joined the march through Porthaven on Saturday."
ORGANISERS = "Organisers said 2,000 people had joined the march through Porthaven on Saturday."
COUNCIL = "The council said 650 people had joined the march through Porthaven on Saturday."


def two(one: str = POLICE, other: str = ORGANISERS, **fields: Any) -> Story:
    """A story of two accounts."""
    return story(article("One", one, source="Gazette"), article("Two", other, source="Courier"), **fields)


def printed(told: Story, limit: int = 120, *, page: Page | None = None) -> tuple[Difference, ...]:
    return differences_of(told, page or Page(told.articles, limit=limit))


def test_each_account_is_verbatim_with_its_sentence() -> None:
    """Figure and sentence are stretches of the article's text, the figure with its hedge."""
    march = two()
    (difference,) = printed(march)
    texts = {one.id: one.text for one in march.articles}
    assert difference.unit == "people"
    assert [figure.figure.text for figure in difference.figures] == ["about 200", "2,000"]
    for figure in difference.figures:
        for passage in (figure.figure, figure.sentence):
            assert texts[passage.article][passage.start : passage.end] == passage.text
        assert figure.sentence.start <= figure.figure.start < figure.figure.end <= figure.sentence.end


def test_a_third_account_joins_where_it_contradicts_both() -> None:
    """Every two of the figures printed contradict each other; they stand in the order of the story."""
    march = story(*(article(n, t, source=n) for n, t in zip("ABC", (POLICE, ORGANISERS, COUNCIL), strict=True)))
    (difference,) = printed(march)
    assert [figure.figure.text for figure in difference.figures] == ["about 200", "2,000", "650"]


def test_an_account_that_agrees_with_one_side_is_not_printed_beside_it() -> None:
    """Two that give about the same number need one line."""
    near = "The mayor said 210 people had joined the march through Porthaven on Saturday."
    march = story(*(article(n, t, source=n) for n, t in zip("ABC", (POLICE, ORGANISERS, near), strict=True)))
    (difference,) = printed(march)
    assert [figure.figure.text for figure in difference.figures] == ["about 200", "2,000"]


def test_copies_and_feeds_of_one_house_are_one_account() -> None:
    """A wire text that two houses print, and a house's second feed, contradict nobody but others."""
    copied = two()
    assert printed(replace(copied, copies=(tuple(one.id for one in copied.articles),))) == ()
    feeds = story(article("One", POLICE, source="Gazette"), article("Two", ORGANISERS, source="Gazette News"))
    assert printed(feeds) == ()


def test_who_knows_both_numbers_tells_of_two_things() -> None:
    """A source that has the other's number explains it; only sources that do not know of it differ."""
    explained = f"{ORGANISERS} Of these, about 200 people came by boat."
    assert printed(two(other=explained)) == ()


def test_a_difference_keeps_to_the_words_an_article_may_print() -> None:
    """No room for one of the sentences: no difference, and nothing is put on the page; a seed has no cap."""
    march = two()
    page = Page(march.articles, limit=11)
    assert printed(march, page=page) == ()
    assert page.printed == []
    seeds = story(*(replace(one, origin="seed") for one in march.articles))
    assert len(printed(seeds, limit=11)) == 1


def test_a_sentence_that_is_printed_already_costs_nothing() -> None:
    """The summary often holds one of the accounts."""
    march = two()
    page = Page(march.articles, limit=12)
    first = article_sentences(march.lead)[0]
    page.put(first)
    (difference,) = printed(march, page=page)
    assert difference.figures[0].sentence == first
    assert page.printed.count(first) == 1


def test_a_difference_that_readers_know_is_not_printed_again() -> None:
    """Where an earlier issue printed both sentences, the contradiction is no news."""
    march = two()
    known = tuple(article_sentences(one)[0] for one in march.articles)
    assert printed(march, page=Page(march.articles, limit=120, told=known)) == ()


def test_at_most_two_differences_of_a_story() -> None:
    """The surest two, of whatever they count."""
    lines = (
        "The fire at the Alder mill destroyed {0} lorries of the dairy.",
        "The mill near Alder employed {1} workers before the fire on its eastern side.",
        "Insurers paid ${2} million for the mill after the flood in Alder.",
    )
    texts = [" ".join(line.format(*numbers) for line in lines) for numbers in ((41, 312, 12), (87, 555, 37))]
    assert len(printed(two(*texts), limit=400)) == 2


def test_a_language_without_words_has_no_differences() -> None:
    """Where the program cannot tell a rounding from a contradiction it says nothing."""
    march = story(*(replace(one, lang="nn") for one in two().articles))
    assert printed(march) == ()


def test_undated_tolls_differ_only_where_authorities_do() -> None:
    """Without publication times a toll may simply be older, unless each names whose count it is."""
    toll = "The {0} said {1} people were killed when shells hit the school in Tarn."
    accounts = (toll.format("army", 17), toll.format("hospital", 42))

    def undated(*texts: str) -> Story:
        return story(*(article(t, t, source=f"S{n}", published=False) for n, t in enumerate(texts)))

    assert len(printed(undated(*accounts))) == 1
    assert printed(undated(toll.format("army", 17), toll.format("army", 42))) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("over 46,000 soldiers", 45_500, 92_000),
        ("approaching one million soldiers", 750_000, 1_500_000),
        ("up to 500 workers", 0, 550),
        ("at least 30 people", 25, math.inf),
        ("about 3,000 people", 2_400, 3_600),
        ("30 people or more", 25, math.inf),
        ("1,463 houses", 1_463, 1_463),
        ("between 200 and 300 people", 150, 350),
    ],
)
def test_what_a_figure_leaves_open(text: str, low: float, high: float) -> None:
    """A hedge opens a figure, and noughts at its end may be rounding."""
    words = lexicon("en")
    assert words is not None
    (figure,) = figures.find(text)
    found = bounds(figure, text, words, "en")
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_added_figures_are_no_account() -> None:
    """ "Another 40" only adds to what was told before."""
    words = lexicon("en")
    assert words is not None
    text = "another 40 people were hurt"
    assert bounds(figures.find(text)[0], text, words, "en") is None


@pytest.mark.parametrize("row", ["In 1999 and in 2000 about 30 people voted ", "killing 12, "])
def test_a_table_that_lost_its_lines_is_no_account(row: str) -> None:
    """Thousands of figures without a full stop are read once and not held against one another; what follows them is."""
    sentence = "The ferry fire off Orvel killed 14 people on Monday, the coast guard said."
    one = article("Ferry burns", f"{row * 1500}.\n\n{sentence}", source="Gazette")
    assert [claim.printed.sentence.text for claim in claims(one, "Gazette")] == [sentence]
