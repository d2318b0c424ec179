"""The first sentences: what a news writer put first."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Article, Summary
from digest.summarizers.candidates import candidates
from digest.summarizers.choosing import choose


class Lead:
    """The first sentences fit to be printed; of several articles, the lead article's first."""

    name = "lead"

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences; the one that reaches ``words`` words is the last."""
        found = candidates(articles)
        scores = [-float(at) for at in range(len(found))]
        chosen = choose(found, scores, sentences=sentences, words=words)
        return Summary(tuple(candidate.passage for candidate in chosen), self.name)
