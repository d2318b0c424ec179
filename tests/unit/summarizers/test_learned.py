"""The default: when the trees are heard, and what of."""

import json
from importlib.resources import files

import pytest

from digest.model import Article
from digest.summarizers import learned
from digest.summarizers.candidates import candidates
from digest.summarizers.features import FEATURES
from digest.summarizers.lead_rank import LeadRank
from digest.summarizers.learned import Learned
from digest.summarizers.ranked import BRIEF
from digest.summarizers.trees import Trees
from tests.unit.summarizers.articles import HARBOUR, article

# A tree that asks whether a sentence names a figure, and thinks the world of it.
FIGURES = Trees([[FEATURES.index("figures"), 0.5, 0.0, -10.0, 10.0]], 1)


def gained(articles: list[Article], length: float) -> list[float]:
    """What the trees add to the formula's worth of each sentence."""
    found = candidates(articles)
    pairs = zip(Learned(FIGURES).worth(found, articles, length), LeadRank().worth(found, articles, length), strict=True)
    return [round(ours - plain, 6) for ours, plain in pairs]


def test_the_trees_move_a_summary() -> None:
    """Of the harbour's sentences three name a figure."""
    made = Learned(FIGURES).summarize([HARBOUR], sentences=2)
    assert made.method == "learned"
    assert [one.text.split()[1] for one in made.sentences] == ["bridge", "sailing"]
    assert LeadRank().summarize([HARBOUR], sentences=2).sentences[0].text.startswith("The city")


def test_they_are_heard_where_they_know_what_they_judge() -> None:
    """One article of some length in English, in a few sentences: the longer the summary, the less."""
    assert set(gained([HARBOUR], BRIEF)) == {1.6, -1.6}
    assert set(gained([HARBOUR], 1.0)) == {1.6, -1.6}
    assert set(gained([HARBOUR], 1.5 * BRIEF)) == {0.8, -0.8}
    assert set(gained([HARBOUR], 2 * BRIEF)) == set(gained([HARBOUR], 10 * BRIEF)) == {0.0}
    teaser = article("Three ships sank. All 30 sailors swam ashore.")
    assert gained([teaser], BRIEF) == [0.0, 0.0]
    german = article(*(HARBOUR.text.split("\n\n")), lang="de")
    assert set(gained([german], BRIEF)) == {0.0}
    assert gained([teaser, HARBOUR], BRIEF) == [0.0, 0.0, *gained([HARBOUR], BRIEF)]


def test_the_reasons_add_up() -> None:
    """The learnt terms are named by what they ask for, and are the trees' worth."""
    told = Learned().explain([HARBOUR], sentences=3)
    assert {one.passage for one in told.chosen} == set(Learned().summarize([HARBOUR], sentences=3).sentences)
    found = candidates([HARBOUR])
    worth = Learned().worth(found, [HARBOUR], BRIEF)
    for terms, value in zip(Learned().terms(found, [HARBOUR], BRIEF), worth, strict=True):
        assert sum(terms.values()) == pytest.approx(value)
        assert any(name.startswith("learnt: ") for name in terms)


def test_the_trees_of_the_package_are_of_these_features() -> None:
    """The file says from what they are learnt and how well they do, and holds no text."""
    model = json.loads(files("digest.summarizers").joinpath("data/sentences.json").read_text("utf-8"))
    assert tuple(model["features"]) == FEATURES
    assert "train_sentences.py" in model["about"]
    assert set(model["ROUGE-1/ROUGE-2"]) == {"lead", "formula", "out of fold", "learnt from"}
    assert set(learned._TERM_OF) == set(FEATURES)


def test_trees_of_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was not learnt anew says what to run."""
    monkeypatch.setattr(learned, "FEATURES", (*FEATURES, "another"))
    learned._shipped.cache_clear()
    with pytest.raises(ValueError, match="train_sentences"):
        learned._shipped()
    learned._shipped.cache_clear()
