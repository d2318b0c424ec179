"""Our own method: the lead first, moved aside only by sentences that hold more of what the story is about.

Added up for a sentence, each between 0 and 1: how early it stands, how much of the story's vocabulary it has (the
centroid of Radev et al. 2004, over sets of stems), how much of the lead's and the headline's words, and how much of it
the story's other articles say too; questions and sentences that open with a quotation count less. The shorter the
summary, the closer it keeps to the lead: writers of three sentences do, writers of ten range over the whole text. The
weights are plain numbers, set once on English news with human summaries, and one of them on Turkish news. Each step is
linear in the sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.model import Article
from digest.summarizers.candidates import Candidate, asks
from digest.summarizers.features import is_english, opens_with_quotation
from digest.summarizers.ranked import BRIEF, Ranked
from digest.text import stems

_EARLY = 0.5
_CENTRAL = 0.85
_CENTRAL_ELSEWHERE = 1.4  # in other languages, whose writers are less sure to put first what matters most
_LEAD = 0.45
_TITLE = 0.1
_SHARED = 0.8
_SHARED_AT_TOP = 0.4
_FULL = 0.05
_LATER_ARTICLE = 1.15  # taken off for each article before it, over the summary's length: the lead article tells it best
_QUESTION = 1.0
_QUOTATION = 0.45  # over the summary's length: a brief one has no room for what was said of the news
_VOICES = 0.14  # and a long one, of three times as many sentences, lives by it

_FADE = 0.8  # sentences down the text after which being early counts half, in a brief summary; with its length cubed
_MOST_FADE = 25.0
_FULL_WORDS = 20  # words of a full sentence
_TOP = 3  # sentences at an article's top that say what it is about
_WIDE_TOP = 6  # sentences at an article's top that hold what matters of it


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a sentence; each from 0 to 1, save the counts."""

    place: int  # sentences before it in its article
    article: int  # articles before its own
    central: float  # cosine with the story's vocabulary
    lead: float  # cosine with its article's first sentences
    title: float  # cosine with its headline
    shared: float  # share of its stems that another article of the story has too
    shared_at_top: float  # mean share of the articles that have its stems near their top
    full: float  # whether it has the length of a full sentence
    question: bool
    quotation: bool
    english: bool = True


class LeadRank(Ranked):
    """The formula."""

    name = "lead-rank"

    def worth(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[float]:
        """The sum of a sentence's points."""
        return [score(one, length) for one in features(found, articles)]

    def terms(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[dict[str, float]]:
        """A sentence's points."""
        return [points(one, length) for one in features(found, articles)]


def score(one: Features, length: float) -> float:
    """How much a sentence is worth in a summary of ``length`` sentences."""
    return sum(points(one, length).values())


def points(one: Features, length: float) -> dict[str, float]:
    """What each feature of a sentence adds to its score."""
    fade = min(_MOST_FADE, _FADE * (length / BRIEF) ** 3)
    return {
        "early": _EARLY * fade / (fade + one.place),
        "central": (_CENTRAL if one.english else _CENTRAL_ELSEWHERE) * one.central,
        "lead": _LEAD * min(1.0, BRIEF / length) ** 2 * one.lead,
        "headline": _TITLE * one.title,
        "shared": _SHARED * one.shared,
        "shared at top": _SHARED_AT_TOP * one.shared_at_top,
        "full": _FULL * one.full,
        "later article": -_LATER_ARTICLE * one.article / length,
        "question": -_QUESTION * one.question,
        "quotation": one.quotation * (_VOICES * min(1.0, max(0.0, length / BRIEF - 1) / 2) - _QUOTATION / length),
    }


def features(found: Sequence[Candidate], articles: Sequence[Article]) -> list[Features]:
    """The features of each candidate of ``articles``."""
    printable: list[list[frozenset[str]]] = [[] for _ in articles]
    for candidate in found:
        if candidate.printable:
            printable[candidate.document].append(frozenset(candidate.stems))
    whole = _Centroid(own for sets in printable for own in sets)
    leads = [_Centroid(sets[:_TOP]) for sets in printable]
    titles = [_Centroid([frozenset(stems(article.headline, article.lang))]) for article in articles]
    told = _articles_with(printable)
    told_at_top = _articles_with([sets[:_WIDE_TOP] for sets in printable])
    made: list[Features] = []
    for candidate in found:
        own, document = frozenset(candidate.stems), candidate.document
        several = len(articles) > 1 and bool(own)
        made.append(
            Features(
                place=candidate.place,
                article=document,
                central=whole.cosine(own),
                lead=leads[document].cosine(own),
                title=titles[document].cosine(own),
                shared=sum(told[stem] > 1 for stem in own) / len(own) if several else 0.0,
                shared_at_top=sum(told_at_top[s] for s in own) / len(own) / len(articles) if several else 0.0,
                full=min(1.0, candidate.words / _FULL_WORDS),
                question=asks(candidate.passage.text),
                quotation=opens_with_quotation(candidate.passage.text),
                english=is_english(articles[document].lang),
            )
        )
    return made


def _articles_with(articles: Iterable[Iterable[frozenset[str]]]) -> Counter[str]:
    """In how many of the articles each stem stands."""
    return Counter(stem for sentences in articles for stem in frozenset().union(*sentences))


class _Centroid:
    """Stems, weighted by how many of some sentences each stands in."""

    def __init__(self, sentences: Iterable[frozenset[str]]) -> None:
        self._weights = Counter(stem for own in sentences for stem in own)
        self._norm = math.sqrt(sum(weight * weight for weight in self._weights.values()))

    def cosine(self, own: frozenset[str]) -> float:
        """The cosine between it and a sentence's set of stems; 0 where they share nothing."""
        shared = sum(self._weights[stem] for stem in own)
        return shared / (self._norm * math.sqrt(len(own))) if shared else 0.0
