"""Whether a sentence may follow those that a story has printed: it is understood there, and it adds something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.model import Article, Passage, Story
from digest.text import article_sentences, stems
from digest.text.openings import dangles, goes_on, sent_back
from digest.text.telling import figures_in, told

# Share of what another article's sentence tells that the headline and the sentences printed tell already: from here on
# it is the same news in other words. With figures that are new it may share more.
TOLD_ALREADY = 0.38
TOLD_BUT_FOR_FIGURES = 0.5
# The same of what it tells beside names: who is in the news is told with whatever is new of them, so that two outlets'
# words for one event share few words more; but that few are no chance where so large a part of the sentence is among
# them. In German every noun looks like a name.
TOLD_BUT_FOR_NAMES = 0.3
SHARED_AT_LEAST = 3
_NO_NAMES_IN = frozenset({"de"})
_NAME = re.compile(r"\b[A-Z][\w’'-]*")
_WORD = re.compile(r"\b[a-z][\w’'-]*")
_SAME_COUNT = 0.03  # of a figure: two outlets' counts of one thing differ by less
_ROUND = 20  # days of a month and small whole numbers are never about the same
# Figures that count nothing new: days, years, ages, times, spans and ordinals.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WHEN = re.compile(
    rf"\b{_MONTH} \d{{1,2}}(?: and \d{{1,2}})?\b|\b\d{{1,2}} {_MONTH}|\b(?:19|20)\d\d\b"
    r"|, (?:aged )?\d{2}(?=[,.](?:\s|$))"
    r"|\b\d+(?:st|nd|rd|th)\b|\b\d+(?:[.:]\d\d)? ?(?:[ap]\.?m\b|GMT\b)"
    r"|\b\d+[ -](?:hours?|days?|weeks?|months?|years?)\b"
)


def stands(passage: Passage, printed: Sequence[Passage], story: Story) -> bool:
    """Whether a reader who has the headline and what is ``printed`` understands it.

    What hangs on the sentence before it ("He …", "But …") stands only right behind that one; "The order …" also where
    the headline or a sentence printed speaks of an order; and what opens the lead article hangs on its headline, save
    what goes on from there ("But …").
    """
    article = _article(passage, story)
    if not dangles(passage.text, article.lang):
        return True
    if printed and _follows(passage, printed[-1], article):
        return True
    noun = sent_back(passage.text)
    if noun is not None:
        known = stems(" ".join((story.lead.headline, *(one.text for one in printed))), article.lang)
        if set(stems(noun, article.lang)) & set(known):
            return True
    return not printed and opens_lead(passage, story) and not goes_on(passage.text)


def opens_lead(passage: Passage, story: Story) -> bool:
    """Whether it is the first sentence of the lead article, which stands under its own headline."""
    if passage.article != story.lead.id:
        return False
    sentences = article_sentences(story.lead)
    return bool(sentences) and sentences[0].start == passage.start


def adds(passage: Passage, printed: Sequence[Passage], story: Story) -> bool:
    """Whether it tells more than the headline and the ``printed`` sentences of other articles do in their words.

    Of one article every sentence adds something: its writer did not say a thing twice.
    """
    others = [one for one in printed if one.article != passage.article]
    lang = _article(passage, story).lang
    news = told(passage.text, lang)
    if not others or not news:
        return True
    known = told(story.lead.headline, lang).union(*(told(one.text, lang) for one in others))
    figures = figures_in(story.lead.headline).union(*(figures_in(one.text) for one in others))
    counted = any(not _counted(figure, figures) for figure in figures_in(_WHEN.sub(" ", passage.text)))
    if len(news & known) >= (TOLD_BUT_FOR_FIGURES if counted else TOLD_ALREADY) * len(news):
        return False
    plain = news - _names([passage, *others], lang)
    shared = len(plain & known)
    return counted or shared < SHARED_AT_LEAST or shared < TOLD_BUT_FOR_NAMES * len(plain)


def _names(passages: Sequence[Passage], lang: str) -> frozenset[str]:
    """The stems of words that have a capital wherever they stand."""
    if lang in _NO_NAMES_IN:
        return frozenset()
    text = "\n".join(passage.text for passage in passages)
    named, plain = (" ".join(words.findall(text)) for words in (_NAME, _WORD))
    return frozenset(stems(named, lang)) - frozenset(stems(plain, lang))


def _counted(figure: str, known: frozenset[str]) -> bool:
    """Whether a figure is known, or another outlet's count of the same: 300,140 dead where 300,000 are told."""
    if figure in known:
        return True
    value = _value(figure)
    return (value >= _ROUND or "." in figure) and any(
        abs(value - _value(other)) <= _SAME_COUNT * value for other in known
    )


def _value(figure: str) -> float:
    """Of what is no plain number ("12:30", "1.2.3"), nothing that another could be near to."""
    try:
        return float(figure)
    except ValueError:
        return -1.0


def _follows(passage: Passage, before: Passage, article: Article) -> bool:
    """Whether no sentence of the article stands between the two."""
    if before.article != passage.article or before.start >= passage.start:
        return False
    starts = [one.start for one in article_sentences(article)]
    return (
        passage.start in starts
        and starts.index(passage.start) > 0
        and (starts[starts.index(passage.start) - 1] <= before.start)
    )


def _article(passage: Passage, story: Story) -> Article:
    return next((one for one in story.articles if one.id == passage.article), story.lead)
