""" "By the numbers": which figures of a story are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from digest.issues import figures
from digest.issues.page import Page, fit
from digest.model import Article, Passage, PrintedFigure
from digest.text import cut

MOST = 4
MOST_OF_ONE_SENTENCE = 2


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedFigure
    salience: float
    order: int  # as it stands
    stands: bool  # its sentence may be printed by itself
    before: Passage | None  # the sentence before it


def figures_of(articles: Iterable[Article], page: Page) -> tuple[PrintedFigure, ...]:
    """The most telling figures, each in its sentence, as they stand; their sentences are put on the page.

    A value comes once, and at most two of one sentence. A sentence that hangs on the one before it ("However,
    officials claim …") may be printed behind it.
    """
    waiting = sorted(_candidates(articles), key=lambda one: (-one.salience, one.order))
    chosen: list[_Candidate] = []
    sentences: Counter[Passage] = Counter()
    while len(chosen) < MOST:
        best = next((one for one in waiting if _may_follow(one, sentences, page)), None)
        if best is None:
            break
        sentence = best.printed.sentence
        if not sentences[sentence]:
            page.put(sentence)
        sentences[sentence] += 1
        chosen.append(best)
        waiting = [one for one in waiting if one.printed.value != best.printed.value]
    return tuple(one.printed for one in sorted(chosen, key=lambda one: one.order))


def _may_follow(one: _Candidate, sentences: Counter[Passage], page: Page) -> bool:
    """Whether a figure may join those whose sentences are printed here."""
    told = sentences[one.printed.sentence]
    if told:
        return told < MOST_OF_ONE_SENTENCE
    return (one.stands or bool(one.before and sentences[one.before])) and page.room(one.printed.sentence)


def _candidates(articles: Iterable[Article]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for article in articles:
        before: Passage | None = None
        for sentence, stands in fit(article):
            for figure in figures.find(sentence.text, article.lang):
                printed = PrintedFigure(
                    figure=cut(article, sentence.start + figure.start, sentence.start + figure.end),
                    unit=figure.unit,
                    value=figure.value,
                    sentence=sentence,
                )
                salience = figures.salience(figure, sentence.text, article.lang)
                found.append(_Candidate(printed, salience, len(found), stands, before))
            before = sentence
    return found
