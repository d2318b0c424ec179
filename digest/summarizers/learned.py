"""The default: the formula of ``lead_rank``, and what was learnt of which sentences human summaries hold.

Learnt regression trees judge a sentence by some thirty features of it in its own article: what a summary gains by it,
in points of ROUGE (Lin 2004), beside the article's other sentences. ``benchmarks/train_sentences.py`` learns them from
English news with summaries by people; ``data/sentences.json`` says from which, and how well they do.

They know how one article of full length is told in a few sentences. Where that is not asked, less is heard of them: of
a teaser, and in another language than English, nothing; the longer the summary, the less, and nothing from twice the
length on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from digest.model import Article
from digest.summarizers.candidates import Candidate
from digest.summarizers.features import FEATURES, is_english, measure
from digest.summarizers.lead_rank import features, points
from digest.summarizers.ranked import BRIEF, Ranked
from digest.summarizers.trees import Trees

_WEIGHT = 0.16  # of a point of ROUGE, in the formula's measure, in a brief summary
_FEWEST_SENTENCES = 5  # of an article that is more than a teaser

# The features under the names that a reader of ``digest explain`` understands.
_TERMS = {
    "learnt: place": "place depth sentences lead opening",
    "learnt: length": "words stems longer commas",
    "learnt: subject": "central common recurring names known_names echoed_later",
    "learnt: new": "told_before new new_and_lasting",
    "learnt: speech": "question quotation quoted talk said first_person",
    "learnt: wording": "dangling day past money pronouns perfect relative figures",
}
_TERM_OF = {word.replace("_", " "): term for term, words in _TERMS.items() for word in words.split()}


class Learned(Ranked):
    """The default."""

    name = "learned"

    def __init__(self, trees: Trees | None = None) -> None:
        """``trees``: those to judge by, where not the package's own."""
        self._given = trees

    @property
    def _trees(self) -> Trees:
        return self._given or _shipped()

    def worth(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[float]:
        """The formula's worth and the learnt one."""
        scores = [sum(points(one, length).values()) for one in features(found, articles)]
        weight = _weight(length)
        for first, rows in _measured(found, articles):
            for at, value in enumerate(self._trees.values(rows), start=first):
                scores[at] += weight * value
        return scores

    def terms(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[dict[str, float]]:
        """The formula's terms, and the learnt ones by what they were asked for."""
        made_of = [points(one, length) for one in features(found, articles)]
        weight = _weight(length)
        for first, rows in _measured(found, articles):
            for at, shares in enumerate(self._trees.shares(rows, len(FEATURES)), start=first):
                terms = made_of[at]
                terms["learnt: any"] = weight * self._trees.start
                for name, share in zip(FEATURES, shares, strict=True):
                    terms[_TERM_OF[name]] = terms.get(_TERM_OF[name], 0.0) + weight * share
        return made_of


def _weight(length: float) -> float:
    return _WEIGHT * min(1.0, max(0.0, 2 - length / BRIEF))


def _measured(found: Sequence[Candidate], articles: Sequence[Article]) -> list[tuple[int, list[list[float]]]]:
    """The features of the sentences of each article that the trees can judge, with the place of its first candidate."""
    measured = []
    first = 0
    for document, article in enumerate(articles):
        last = first
        while last < len(found) and found[last].document == document:
            last += 1
        if last - first >= _FEWEST_SENTENCES and is_english(article.lang):
            measured.append((first, measure(found[first:last])))
        first = last
    return measured


@cache
def _shipped() -> Trees:
    """The trees that come with the package. Raises ``ValueError`` where they were learnt from other features."""
    model: dict[str, Any] = json.loads(files("digest.summarizers").joinpath("data/sentences.json").read_text("utf-8"))
    if tuple(model["features"]) != FEATURES:
        raise ValueError("data/sentences.json was learnt from other features: run benchmarks/train_sentences.py")
    return Trees(model["trees"], model["depth"])
