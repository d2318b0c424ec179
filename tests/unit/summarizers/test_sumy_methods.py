"""sumy's methods through our sentences."""

import subprocess
import sys

import pytest

from digest.summarizers import get
from digest.summarizers.sumy_methods import METHODS, MOST_SENTENCES
from tests.unit.summarizers.articles import HARBOUR, article

# What each method takes of the article, by the first words of each sentence.
CHOICES = {
    "edmundson": ["The city council", "Opponents fear that", "Work on the"],
    "kl": ["“We have waited", "Opponents fear that", "Work on the"],
    "lexrank": ["The city council", "The bridge will", "Mayor Ruth Lowe"],
    "lsa": ["The city council", "The bridge will", "Work on the"],
    "luhn": ["The city council", "The bridge will", "Work on the"],
    "reduction": ["The city council", "Opponents fear that", "Work on the"],
    "sumbasic": ["The sailing club", "Work on the", "The weather was"],
    "textrank": ["The city council", "Opponents fear that", "Work on the"],
}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_chooses_verbatim_in_order(method: str) -> None:
    """Passages carry their offsets; what is not fit to be printed is not ranked."""
    made = get(f"sumy:{method}").summarize([HARBOUR], sentences=3)
    assert made.method == f"sumy:{method}"
    assert [" ".join(one.text.split()[:3]) for one in made.sentences] == CHOICES[method]
    assert [one.start for one in made.sentences] == sorted(one.start for one in made.sentences)
    assert all(HARBOUR.text[one.start : one.end] == one.text for one in made.sentences)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_honours_words_and_several_articles(method: str) -> None:
    """The sentence that reaches the words is the last; articles keep their order; no text at all is no error."""
    other = article("Fishermen plan to sue the council. The pier will be closed for years.", id="a2", lang="de")
    made = get(f"sumy:{method}").summarize([HARBOUR, other], words=40).sentences
    counts = [len(one.text.split()) for one in made]
    assert sum(counts) >= 40
    assert sum(counts) - min(counts) < 40 or sum(counts) - max(counts) < 40
    assert [one.article for one in made] == sorted(one.article for one in made)
    assert get(f"sumy:{method}").summarize([article("")], sentences=2).sentences == ()
    assert len(get(f"sumy:{method}").summarize([article("Nobody came to the hall.")], sentences=2).sentences) == 1


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_takes_a_language_that_sumy_does_not_know(method: str) -> None:
    """Plain words and our own stop words, or none."""
    text = "Belediye meclisi yeni köprüyü salı günü onayladı. Köprü eski limanda yapılacak ve tramvay taşıyacak."
    one = article(text, lang="tr")
    assert len(get(f"sumy:{method}").summarize([one], sentences=1).sentences) == 1


def test_long_stories_are_cut_before_ranking() -> None:
    """Each article keeps its first sentences, as many as the others."""
    long = article(" ".join(f"District {number} met about its own pier number {number * 7}." for number in range(400)))
    short = article("The council approved a bridge across the harbour.", id="a2")
    made = get("sumy:luhn").summarize([long, short]).sentences
    assert len([one for one in made if one.article == "a1"]) < MOST_SENTENCES
    assert max(one.start for one in made if one.article == "a1") < len(long.text) / 2
    assert made[-1].article == "a2"


def test_sumy_is_imported_only_when_it_summarises() -> None:
    """Choosing a method by name costs nothing; ranking needs no data of nltk's."""
    code = (
        "import sys; from digest.summarizers import get, names\n"
        "get('learned'), get('lead-rank'), get('sumy:lexrank'), names()\n"
        "sys.exit(any(name in sys.modules for name in ('sumy', 'nltk', 'numpy', 'py3langid')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
