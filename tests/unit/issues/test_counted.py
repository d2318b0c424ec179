""" "By the numbers": which figures are printed, and what stands beside each."""

from __future__ import annotations

import pytest

from digest.issues.counted import figures_of
from digest.issues.page import Page
from digest.model import PrintedFigure
from digest.testing import article
from digest.text import article_sentences


def shown(*texts: str, summary: int = 0, limit: int = 400) -> list[tuple[str, str]]:
    """(figure, label) of what is printed of articles, the first sentences of the first being its summary."""
    return [(one.figure.text, one.unit) for one in printed(*texts, summary=summary, limit=limit)]


def printed(*texts: str, summary: int = 0, limit: int = 400) -> tuple[PrintedFigure, ...]:
    articles = [article(f"Harbour bridge closed {n}", text, source=f"Paper {n}") for n, text in enumerate(texts)]
    page = Page(articles, limit=limit)
    for sentence in article_sentences(articles[0])[:summary]:
        page.put(sentence)
    return figures_of(articles, page)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The storm left 3,000 soldiers without a roof.", "soldiers"),
        ("Officials say 46,000 soldiers have died on that coast.", "soldiers have died"),
        ("In the town, at least 120 people were killed by the wave.", "people were killed"),
        ("The owner was given 25 years in prison by the court.", "years in prison"),
        ("The town lost 300 hectares of forest to the flames.", "hectares of forest"),
        ("The port let 400 of its pilots go.", "of its pilots"),
        ("The death toll in the valley rose to 12,734.", "death toll"),
        ("The port faces a $27bn tax demand from the state.", "tax demand"),
        ("The port has to pay $185 million in penalties by law.", "in penalties"),
        ("The town spends £40m a year on the bridge.", "a year"),
        ("The party won 16.1% of the vote when it last stood.", "of the vote"),
        ("There was a 40% drop in the rate among pilots.", "drop in the rate"),
        ("The harbour bridge cost £9m to bring to the town.", ""),
        ("Prices rose 2.1% in January.", ""),
        ("The crew earned $100,000 an episode on that shore.", ""),
        ("The ship brought in £30m over the past week.", ""),
        ("The shares fell 3.5% a year later.", ""),
    ],
)
def test_a_label_reads_by_itself(text: str, label: str) -> None:
    """What a figure counts, what befell those counted, or what an amount is of; nothing torn, no time, no bare sign."""
    (one,) = printed(text)
    assert one.unit == label
    assert label in one.sentence.text


@pytest.mark.parametrize(
    "text",
    [
        "The fee is due, and the port has had 4,000 already.",  # four thousand what?
        "The crew found 14 crates on the quay.",  # too few to tell anything
        "In 2003 the figure was 29%.",  # what figure?
        "Of the 81, some 70% had no roof.",
        "Did 47 councillors break the law in plain sight?",
    ],
)
def test_leaves_out_what_tells_nothing_alone(text: str) -> None:
    """A bare amount, a small count, and a share of something said before."""
    assert shown(text) == []


def test_one_thing_is_told_once() -> None:
    """Neither in other money, nor as what it is held against, nor as the other end of a range, nor nearly alike."""
    assert shown("The fine came to 520,000 yuan ($83,000) in the end.") == [("520,000 yuan", "")]
    assert shown("The port took $44bn, compared with $45bn a year before.") == [("$44bn", "")]
    assert shown("The bridge costs the port $780 million to $990 million each year.") == [("$780 million", "")]
    assert len(shown("The wave took 130 boats.", "The wind, the rain and the wave took 131 boats.")) == 1


def test_two_things_are_told_twice() -> None:
    """The dead and the hurt of one sentence; and much more of one thing than another source counted."""
    assert shown("The wave left 385 people dead and 2,191 wounded.") == [("385", "people dead"), ("2,191", "wounded")]
    assert shown("The wave took 130 boats.", "All along that coast it sank 900 boats.") == [
        ("130", "boats"),
        ("900", "boats"),
    ]


def test_what_the_summary_says_is_not_said_again() -> None:
    """Not its sentences, and not its figures in other sentences."""
    text = "The wave took 130 boats at Porthaven. A mile on, the wind took 130 roofs. Some 250 trees fell on the road."
    assert shown(text, summary=1) == [("Some 250", "trees")]


def test_at_most_two_of_a_sentence_and_four_of_a_story() -> None:
    """The most telling ones, in the order of the text."""
    text = "The wave took 130 boats, 240 carts and 390 huts. A fire took £40m of grain. The fire killed 70 people. "
    found = shown(text + "Up the coast, wind felled 8,000 poles.")
    assert len(found) == 4
    assert ("70", "people") in found
    assert sum(label in {"boats", "carts", "huts"} for _, label in found) <= 2


def test_half_a_quotation_is_no_place_for_a_figure() -> None:
    """Not even behind the sentence that it goes on from; what only goes on from there may stand."""
    first = "The toll brought in $4.5 million in its best year."
    for second, stands in (
        ("It cost “the town and its harbour $9 million in repairs since then.", False),
        ("It cost the town and its harbour $9 million in repairs since then.", True),
    ):
        found = [words for words, _ in shown(f"{first} {second}")]
        assert "$4.5 million" in found
        assert ("$9 million" in found) == stands
