"""Our own method: the lead first, moved aside only by sentences that hold more of what the story is about.

Added up for a sentence, each between 0 and 1: how early it stands, how much of the story's vocabulary it has (the
centroid of Radev et al. 2004, over sets of stems), how much of the lead's and the headline's words, and whether it has
the length of a full sentence. The weights are plain numbers, set once on English news with human summaries. Every step is linear in the number of sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from digest.model import Article, Summary
from digest.summarizers.candidates import Candidate, candidates
from digest.summarizers.choosing import choose
from digest.text import stems

_EARLY = 1.0
_CENTRAL = 1.0
_LEAD = 0.5
_TITLE = 0.3
_FULL = 0.3
_REDUNDANCY = 0.3

_FADE = 4.0  # sentences after which being early counts half
_FULL_WORDS = 22  # words of a full sentence
_LEAD_SENTENCES = 3  # those at an article's top that say what it is about


class LeadRank:
    """The default."""

    name = "lead-rank"

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences; the one that reaches ``words`` words is the last."""
        found = candidates(articles)
        scores = [
            _EARLY * early + _CENTRAL * central + _LEAD * lead + _TITLE * title + _FULL * full
            for early, central, lead, title, full in features(found, articles)
        ]
        chosen = choose(found, scores, sentences=sentences, words=words, redundancy=_REDUNDANCY)
        return Summary(tuple(candidate.passage for candidate in chosen), self.name)


def features(found: Sequence[Candidate], articles: Sequence[Article]) -> list[tuple[float, float, float, float, float]]:
    """(early, central, lead, title, full) of each candidate, each from 0 to 1."""
    printable = [candidate for candidate in found if candidate.printable]
    everything = _Centroid(candidate.stems for candidate in printable)
    tops: list[list[tuple[str, ...]]] = [[] for _ in articles]
    for candidate in printable:
        if len(tops[candidate.document]) < _LEAD_SENTENCES:
            tops[candidate.document].append(candidate.stems)
    leads = [_Centroid(top) for top in tops]
    titles = [_Centroid([stems(article.headline, article.lang)]) for article in articles]
    rows = []
    for candidate in found:
        own = frozenset(candidate.stems)
        rows.append(
            (
                _FADE / (_FADE + candidate.place),
                everything.cosine(own),
                leads[candidate.document].cosine(own),
                titles[candidate.document].cosine(own),
                min(1.0, candidate.words / _FULL_WORDS),
            )
        )
    return rows


class _Centroid:
    """Stems, weighted by how many of some sentences each stands in."""

    def __init__(self, stemmed: Iterable[Iterable[str]]) -> None:
        self._weights = Counter(stem for one in stemmed for stem in set(one))
        self._norm = math.sqrt(sum(weight * weight for weight in self._weights.values()))

    def cosine(self, own: frozenset[str]) -> float:
        """The cosine between it and a sentence's set of stems; 0 where either is empty."""
        shared = sum(self._weights[stem] for stem in own)
        return shared / (self._norm * math.sqrt(len(own))) if shared else 0.0
