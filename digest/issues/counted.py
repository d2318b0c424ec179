""" "By the numbers": which figures of a story are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from digest.issues import figures
from digest.issues.page import Page, intact
from digest.model import Article, Figure, Passage, PrintedFigure
from digest.text import cut, stands_alone, stems

MOST = 4
MOST_OF_ONE_SENTENCE = 2
LEAST = 20  # a count of less, but of the dead and the like, is no number to list
SAME = 1.25  # times as large: two figures of one thing as near as that tell it twice
SAME_BARE = 1.05  # the same of two that only show that they are money or shares
# Right behind a figure: the next says the same in other money or measures ("520,000 yuan ($83,000)", "euros, or $22"),
# or is the other end of a range ("$2m to $3m").
AGAIN = re.compile(r"(?: [^\W\d_]+){0,3}(?: ?\(|,? or )(?:[^\W\d_]+ ){0,3}| to | ?[-–—] ?")
# What a figure is held against: "up from $1m", "compared with 12%", "a year earlier $5m".
REACH = 60  # characters before a figure that are read for it
HELD_AGAINST = re.compile(
    r"\b(?:from|(?:compared|against|versus)(?: (?:with|to))?|than|as opposed to)(?: [^\W\d_]+){0,3} $"
)
# "In 2003 the figure was 29%", "Of the 81, most": what figure, only the sentence before says.
SAID_BEFORE = re.compile(
    r"^(?:of|out of|among) (?:the|those|these) [\d,]+ ?,"
    r"|\b(?:the|that|this) (?:figure|number|total|proportion|percentage|tally|latter|sum|amount)s? "
    r"(?!of\b|for\b|who\b|that\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedFigure
    salience: float
    order: int  # as it stands
    stands: bool  # its sentence may be printed by itself
    before: Passage | None  # the sentence before it
    thing: frozenset[str]  # stems of its label


@dataclass(slots=True)
class _Chosen:
    """What is chosen so far."""

    page: Page
    told: set[float]  # values that the story prints already
    figures: list[_Candidate] = field(default_factory=list)

    def of(self, sentence: Passage | None) -> list[_Candidate]:
        return [one for one in self.figures if one.printed.sentence == sentence]

    def takes(self, one: _Candidate) -> bool:
        """Whether a figure may join: not said yet, in a sentence that is chosen or may be."""
        if one.printed.value in self.told or any(_tell_the_same(one, other) for other in self.figures):
            return False
        beside = self.of(one.printed.sentence)
        if beside:
            return len(beside) < MOST_OF_ONE_SENTENCE
        return (one.stands or bool(self.of(one.before))) and self.page.room(one.printed.sentence)

    def put(self, one: _Candidate) -> None:
        if not self.of(one.printed.sentence):
            self.page.put(one.printed.sentence)
        self.figures.append(one)
        self.told.add(one.printed.value)


def figures_of(articles: Iterable[Article], page: Page) -> tuple[PrintedFigure, ...]:
    """The most telling figures, each in its sentence, as they stand; their sentences are put on the page.

    None is printed that the story has said, nor two of one thing, and at most two of one sentence; each says by itself
    what it counts, or shows by its sign that it is money or a share. A sentence that hangs on the one before it
    ("However, officials claim …") may be printed behind it.
    """
    read = tuple(articles)
    langs = {article.id: article.lang for article in read}
    told = {
        figure.value
        for passage in page.printed
        for figure in figures.find(passage.text, langs.get(passage.article, "en"))
    }
    chosen = _Chosen(page, told)
    waiting = sorted(_candidates(read), key=lambda one: (-one.salience, one.order))
    while len(chosen.figures) < MOST:
        best = next((one for one in waiting if chosen.takes(one)), None)
        if best is None:
            break
        chosen.put(best)
    return tuple(one.printed for one in sorted(chosen.figures, key=lambda one: one.order))


def _tell_the_same(one: _Candidate, other: _Candidate) -> bool:
    """Whether two figures are of one thing: as labelled alike in one sentence, or nearly as large in two."""
    if one.thing != other.thing:
        return False
    if one.printed.sentence == other.printed.sentence:
        return True
    smaller, larger = sorted((one.printed.value, other.printed.value))
    return larger <= (SAME if one.thing else SAME_BARE) * smaller


def _candidates(articles: Iterable[Article]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for article in articles:
        before: Passage | None = None
        for sentence, whole in intact(article):
            stands = whole and stands_alone(sentence.text, article.lang)
            for figure in _telling(sentence.text, article.lang) if whole else ():
                label = figures.label(figure, sentence.text, article.lang)
                salience = figures.salience(figure, sentence.text, article.lang)
                printed = PrintedFigure(
                    figure=cut(article, sentence.start + figure.start, sentence.start + figure.end),
                    unit=label,
                    value=figure.value,
                    sentence=sentence,
                )
                thing = frozenset(stems(label, article.lang))
                found.append(_Candidate(printed, salience, len(found), stands, before, thing))
            before = sentence
    return found


def _telling(sentence: str, lang: str) -> list[Figure]:
    """The figures of a sentence that a reader understands: no bare amount, no conversion, none only compared with."""
    if SAID_BEFORE.search(sentence) or sentence.rstrip("”\"' ").endswith("?"):
        return []
    found: list[Figure] = []
    last = -1
    for figure in figures.find(sentence, lang):
        converted = last >= 0 and AGAIN.fullmatch(sentence, last, figure.start)
        last = figure.end
        small = figure.value < LEAST and figures.kind(figure, sentence, lang) == "count"
        if (
            figure.unit
            and not small
            and not converted
            and not HELD_AGAINST.search(sentence, max(0, figure.start - REACH), figure.start)
        ):
            found.append(figure)
    return found
