"""Our own ranking, by hand on small cases."""

import math
from dataclasses import replace

import pytest

from digest.summarizers.candidates import candidates
from digest.summarizers.lead import Lead
from digest.summarizers.lead_rank import Features, LeadRank, features, score
from digest.summarizers.learned import Learned
from tests.unit.summarizers.articles import HARBOUR, article

PLAIN = Features(
    place=0, article=0, central=0.0, lead=0.0, title=0.0, shared=0.0, shared_at_top=0.0, full=0.0, question=False,
    quotation=False,
)  # fmt: skip


def test_features_of_two_sentences() -> None:
    """Stems {ferri, sank} and {ferri, crew, swam}: the centroid is ferri 2, the rest 1 each, norm sqrt 7."""
    one = article("The ferry sank before us. The ferry crew then swam.", headline="Ferry crew")
    first, second = features(candidates([one]), [one])
    assert first.central == pytest.approx(3 / math.sqrt(7 * 2))
    assert second.central == pytest.approx(4 / math.sqrt(7 * 3))
    assert first.title == pytest.approx(1 / math.sqrt(2 * 2))
    assert second.title == pytest.approx(2 / math.sqrt(2 * 3))
    assert (first.place, second.place, first.article) == (0, 1, 0)
    assert (first.shared, first.shared_at_top) == (0.0, 0.0)
    assert first.full == pytest.approx(5 / 20)


def test_what_another_article_tells_too_is_shared() -> None:
    """Of {ferri, sank, lake} the other article has ferri and lake."""
    articles = [article("The ferry sank on the lake."), article("The lake ferry burned out.", id="a2")]
    first, second = features(candidates(articles), articles)
    assert first.shared == pytest.approx(2 / 3)
    assert first.shared_at_top == pytest.approx((2 + 1 + 2) / 3 / 2)
    assert second.article == 1


def test_score_by_hand() -> None:
    """A brief summary halves earliness after 0.8 sentences; one twice as long after 6.4, with a quarter of the lead.

    And there is some room for voices then.
    """
    assert score(PLAIN, 3.0) == pytest.approx(0.5)
    third = Features(
        place=2, article=1, central=0.5, lead=0.4, title=0.2, shared=0.5, shared_at_top=0.25, full=1.0, question=True,
        quotation=True,
    )  # fmt: skip
    rest = 0.85 * 0.5 + 0.1 * 0.2 + 0.8 * 0.5 + 0.4 * 0.25 + 0.05 - 1.0
    assert score(third, 3.0) == pytest.approx(0.5 * 0.8 / 2.8 + 0.45 * 0.4 + rest - 1.15 / 3 - 0.45 / 3)
    assert score(third, 6.0) == pytest.approx(
        0.5 * 6.4 / 8.4 + 0.45 * 0.25 * 0.4 + rest - 1.15 / 6 - 0.45 / 6 + 0.14 / 2
    )


def test_elsewhere_the_subject_weighs_more() -> None:
    """In another language the same features are worth more by how central they are."""
    told = replace(PLAIN, central=0.5)
    assert score(replace(told, english=False), 3.0) - score(told, 3.0) == pytest.approx((1.4 - 0.85) * 0.5)
    german = article("Die Fähre sank auf dem See.", lang="de-AT")
    assert not features(candidates([german]), [german])[0].english


def test_one_sentence_is_the_lead() -> None:
    """What "In brief" prints."""
    (only,) = LeadRank().summarize([HARBOUR], sentences=1).sentences
    assert only.text.startswith("The city council approved a new bridge")


def test_a_summary_is_verbatim_in_source_order_and_says_who_made_it() -> None:
    """Passages point into the text; the weather and the call to scroll are not what the story is about."""
    made = LeadRank().summarize([HARBOUR], sentences=4)
    assert made.method == "lead-rank"
    assert len(made.sentences) == 4
    assert [one.start for one in made.sentences] == sorted(one.start for one in made.sentences)
    assert all(HARBOUR.text[one.start : one.end] == one.text and one.article == "a1" for one in made.sentences)
    assert not any(word in one.text for one in made.sentences for word in ("weather", "Scroll"))


def test_two_articles_of_one_story_do_not_repeat_each_other() -> None:
    """The lead article's telling is kept."""
    other = article(
        "On Tuesday the city council approved the new bridge across the old harbour after a debate. "
        "Fishermen in the harbour plan to sue the council over the bridge.",
        id="a2",
    )
    made = LeadRank().summarize([HARBOUR, other], sentences=3).sentences
    assert made[0].text.startswith("The city council approved")
    assert not any(one.text.startswith("On Tuesday the city council") for one in made)


@pytest.mark.parametrize("method", [Learned(), LeadRank(), Lead()])
def test_a_teasers_summary_is_its_good_sentences(method: Learned | LeadRank | Lead) -> None:
    """Never empty where one is fit to be printed; empty where none is."""
    teaser = article(
        "The council approved a bridge across the harbour. Read more: the plans.", headline="A bridge at last"
    )
    assert [one.text for one in method.summarize([teaser], sentences=3).sentences] == [
        "The council approved a bridge across the harbour."
    ]
    cut = article("The council approved a bridge across the harbour after a …", headline="A bridge at last")
    assert method.summarize([cut], sentences=3).sentences == ()
    column = article("I have crossed the bridge for years and shall miss it.", headline="A bridge at last")
    assert method.summarize([column], sentences=3).sentences == ()
    assert method.summarize([article("Read more here.")], sentences=3).sentences == ()
    assert method.summarize([article("")], sentences=3).sentences == ()
    assert method.summarize([], sentences=3).sentences == ()


def test_lead_takes_the_first_fit_sentences() -> None:
    """And a pronoun only beside what it stands for."""
    made = Lead().summarize([HARBOUR], words=40)
    assert [one.text.split()[0:2] for one in made.sentences] == [["The", "city"], ["The", "bridge"], ["Mayor", "Ruth"]]
    assert made.method == "lead"


def test_a_long_article_is_no_special_case() -> None:
    """Over a thousand sentences."""
    names = [first + second for first in "BCDFGHJKLM" for second in ("aron", "evin", "iral", "olan", "udek")]
    text = " ".join(f"{one} and {other} met about the harbour." for one in names for other in names[::2])
    assert len(LeadRank().summarize([article(text)], sentences=3).sentences) == 3
