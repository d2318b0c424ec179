"""A method that says why makes the choice that it makes in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarizers import names
from digest.summarizers.explaining import Explaining
from digest.summarizers.lead import Lead
from digest.summarizers.lead_rank import LeadRank
from digest.summarizers.learned import Learned
from digest.summarizers.ranked import Ranked
from tests.unit.summarizers.articles import HARBOUR, article

AGAIN = article(
    "The council approved the new bridge across the old harbour after six hours.",
    "Divers will first clear 30 wrecks from the sea bed.",
    headline="Divers to clear the way for the bridge",
    id="a2",
)


@pytest.mark.parametrize("method", [Learned(), LeadRank()])
@pytest.mark.parametrize("sentences", [1, 2, 3, 6, 9])
def test_the_reasons_are_those_of_the_summary(sentences: int, method: Ranked) -> None:
    """The sentences chosen are the summary's; each score is the sum of its terms; the rest come best first."""
    summary = method.summarize([HARBOUR, AGAIN], sentences=sentences)
    told = method.explain([HARBOUR, AGAIN], sentences=sentences)
    assert told.method == summary.method
    assert {one.passage for one in told.chosen} == set(summary.sentences)
    assert all(one.reason is None for one in told.chosen)
    assert all(one.reason for one in told.left)
    for one in (*told.chosen, *told.left):
        assert one.score == pytest.approx(sum(one.terms.values()), abs=1e-9)
    assert [one.score for one in told.left] == sorted((one.score for one in told.left), reverse=True)


@given(st.lists(st.sampled_from(HARBOUR.text.split("\n\n")), max_size=6), st.integers(1, 5))
def test_any_text_is_explained_as_it_is_summarised(paragraphs: list[str], sentences: int) -> None:
    """Whatever stands in the texts, repeated or not, the two agree."""
    articles = [article(*paragraphs), article(*reversed(paragraphs), id="a2")]
    for method in (Learned(), LeadRank()):
        summary = method.summarize(articles, sentences=sentences)
        told = method.explain(articles, sentences=sentences)
        assert sorted((one.passage.article, one.passage.start) for one in told.chosen) == sorted(
            (passage.article, passage.start) for passage in summary.sentences
        )


def test_why_a_sentence_was_left() -> None:
    """What another sentence says, what hangs on one that is not there, and what simply came after."""
    told = LeadRank().explain([HARBOUR, AGAIN], sentences=2)
    reasons = {one.passage.text: one.reason for one in told.left}
    assert reasons[AGAIN.text.split("\n\n")[0]] == "sentence 1 says it"
    assert reasons["The sailing club has collected 12,000 signatures against it."] == "others were worth more"
    assert told.considered > len(told.chosen) + len(told.left)  # "Scroll down for video" is not even weighed
    hanging = reasons["“We have waited for this for forty years,” she said."]
    assert hanging == "it hangs on the sentence before it, which was not chosen"
    further = article("But divers said it would take until May.", headline="Wrecks to be raised", id="a3")
    [left] = [one for one in LeadRank().explain([HARBOUR, further], sentences=2).left if one.passage.article == "a3"]
    assert left.reason == "it hangs on its article's own headline, which is not printed"


def test_methods_that_do_not_say_why() -> None:
    """Only our own two do; the others are known by their names."""
    assert isinstance(Learned(), Explaining)
    assert isinstance(LeadRank(), Explaining)
    assert not isinstance(Lead(), Explaining)
    assert "lead-rank" in names()
