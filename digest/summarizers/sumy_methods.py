"""sumy's eight methods behind our port: our sentences and words, sumy's stemmers, stop words and ranking.

Importing sumy takes seconds and pulls in nltk, so it happens when a summary is asked for; nothing of nltk's downloads
is used. The methods compare every sentence with every other (KL worse), so they see the first ``MOST_SENTENCES`` of a
story: from each of its articles as many as from the others, the rest from those that have more.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from digest.model import Article, Summary
from digest.summarizers.candidates import Candidate, candidates
from digest.summarizers.choosing import choose
from digest.text import stop_words, words

MOST_SENTENCES = 100  # the slowest, KL, takes a second for these, and two minutes for a thousand

METHODS = {
    "edmundson": ("sumy.summarizers.edmundson", "EdmundsonSummarizer"),
    "kl": ("sumy.summarizers.kl", "KLSummarizer"),
    "lexrank": ("sumy.summarizers.lex_rank", "LexRankSummarizer"),
    "lsa": ("sumy.summarizers.lsa", "LsaSummarizer"),
    "luhn": ("sumy.summarizers.luhn", "LuhnSummarizer"),
    "reduction": ("sumy.summarizers.reduction", "ReductionSummarizer"),
    "sumbasic": ("sumy.summarizers.sum_basic", "SumBasicSummarizer"),
    "textrank": ("sumy.summarizers.text_rank", "TextRankSummarizer"),
}

# What Edmundson's cue method rewards and punishes (Edmundson 1969, table of cue words, cut to what news has).
_BONUS = "significant important announced confirmed warned first largest major according reported revealed decided"
_STIGMA = "hardly impossible perhaps unclear maybe anyway incidentally reportedly unrelated"


class Sumy:
    """One of sumy's methods. ``name`` is "sumy:" and the method's."""

    def __init__(self, method: str) -> None:
        self.name = f"sumy:{method}"
        self._module, self._class = METHODS[method]

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences; the one that reaches ``words`` words is the last.

        Only sentences fit to be printed are ranked; two that say the same are never both taken.
        """
        found = _first([candidate for candidate in candidates(articles) if candidate.printable], len(articles))
        if not found:
            return Summary((), self.name)
        scores = self._scores(found, articles)
        chosen = choose(found, scores, sentences=sentences, words=words, antecedents=False)
        return Summary(tuple(candidate.passage for candidate in chosen), self.name)

    def _scores(self, found: Sequence[Candidate], articles: Sequence[Article]) -> list[float]:
        """Minus the place of each candidate in sumy's ranking."""
        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # seconds: see above

        lang = articles[0].lang.partition("-")[0].lower()
        tokenizer = _Tokenizer()
        paragraphs = []
        for document, article in enumerate(articles):
            lines = [Sentence(article.headline, tokenizer, is_heading=True)] if article.headline.strip() else []
            lines.extend(Sentence(one.passage.text, tokenizer) for one in found if one.document == document)
            paragraphs.append(Paragraph(lines))
        scores = [-float(len(found) + at) for at in range(len(found))]  # what a method leaves out follows in order

        def ranked(infos: Sequence[Any]) -> Sequence[Any]:
            for rank, info in enumerate(infos):
                scores[info.order] = -float(rank)
            return infos

        import numpy as np  # sumy needs it anyway

        # Texts of one or two sentences make its matrices singular: it says so, and ranks them all the same.
        with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
            warnings.simplefilter("ignore")
            self._method(lang)(ObjectDocumentModel(paragraphs), ranked)
        return scores

    def _method(self, lang: str) -> Any:
        """sumy's summarizer, set up for a language."""
        from sumy.nlp.stemmers import Stemmer, null_stemmer  # seconds: see above

        try:
            stemmer = Stemmer(lang)
        except LookupError:  # a language that sumy has no stemmer for
            stemmer = null_stemmer
        method = getattr(import_module(self._module), self._class)(stemmer)
        dropped = _stop_words(lang)
        if self._class == "EdmundsonSummarizer":
            method.bonus_words = _BONUS.split()
            method.stigma_words = _STIGMA.split()
            method.null_words = dropped or {"the"}
        else:
            method.stop_words = dropped
        return method


class _Tokenizer:
    """What sumy asks of a tokenizer, without nltk's data."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words that hold a letter."""
        return tuple(word for word in words(sentence) if any(character.isalpha() for character in word))


def _stop_words(lang: str) -> frozenset[str]:
    """sumy's stop words, ours where it has none."""
    from sumy.utils import get_stop_words  # seconds: see above

    try:
        return frozenset(get_stop_words(lang))
    except LookupError:
        return stop_words(lang)


def _first(found: Sequence[Candidate], documents: int) -> list[Candidate]:
    """The first ``MOST_SENTENCES``, taken from the articles in turn; in the order given."""
    by_document: list[list[Candidate]] = [[] for _ in range(documents)]
    for candidate in found:
        by_document[candidate.document].append(candidate)
    turns = sorted((turn, document) for document, own in enumerate(by_document) for turn in range(len(own)))
    taken = sorted((document, turn) for turn, document in turns[:MOST_SENTENCES])
    return [by_document[document][turn] for document, turn in taken]
