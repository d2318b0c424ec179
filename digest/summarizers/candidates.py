"""The sentences a summary may be made of, with what a method needs to know of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.model import Article, Passage
from digest.text import article_sentences, stems
from digest.text.headlines import announces as is_of
from digest.text.languages import is_foreign, same_language
from digest.text.lines import in_first_person, is_boilerplate, is_cut_off, is_unfinished, points_at_picture
from digest.text.openings import dangles, sent_back
from digest.text.quotations import whole
from digest.text.telling import figures_in, told

_WIDE = re.compile("[\u0e00-\u0eff\u2e80-\u9fff]")  # Thai and Lao, kana and Han: written without spaces
_FEWEST_WORDS = 4  # "Nobody." says nothing by itself
_MOST_WORDS = 90  # a "sentence" longer than this is a list or a table that lost its shape
_TEASER = 1_000  # characters: a longer text tells more than its headline, wherever it came from
_ECHO = 0.75  # share of the sentence's stems that the headline has too
_ECHO_UNFINISHED = 0.5  # the same for a line without a full stop: another wording of the headline
_ECHO_MORE = 3  # stems beyond the headline's that make it worth printing all the same

_ASKS = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article."""

    passage: Passage
    document: int  # which of the articles, from 0
    place: int  # which of the article's sentences, from 0
    words: int  # as a reader counts them
    stems: tuple[str, ...]  # in order, stop words left out
    printable: bool  # fit to be printed at all
    spare: bool  # cut off, or speaks of a picture: printed only where the articles have nothing better
    dangling: bool  # understood only beside the sentence before it, or the headline before the first
    news: frozenset[str] = frozenset()  # its stems but for who said so and when
    figures: frozenset[str] = frozenset()  # its numbers, as stems have them


def candidates(articles: Sequence[Article]) -> list[Candidate]:
    """Every sentence of the articles' paragraphs, articles in the order given and sentences as they stand."""
    found: list[Candidate] = []
    for document, article in enumerate(articles):
        headline = frozenset(stems(article.headline, article.lang))
        sentences = article_sentences(article)
        in_tongue = same_language(article.lang, articles[0].lang)
        # What a columnist makes of the news stands under a columnist's headline, not among other papers' reports.
        opines = document > 0 and is_of("opinion", article.headline, article.url)
        announces = article.origin == "teaser" and article.headline != "" and len(article.text) <= _TEASER
        for place, (passage, fits) in enumerate(zip(sentences, _whole(article, sentences), strict=True)):
            stemmed = tuple(stems(passage.text, article.lang))
            words = count_words(passage.text)
            unfinished = is_unfinished(passage.text)
            echo = _ECHO_UNFINISHED if unfinished else _ECHO
            fits = fits and _FEWEST_WORDS <= words <= _MOST_WORDS and not _echoes(stemmed, headline, echo)
            fits = fits and in_tongue and not opines and not is_foreign(passage.text, article.lang)
            if announces and _keeps_silent(passage.text, article.lang):
                fits = False
            dangling = dangles(passage.text, article.lang)
            found.append(
                Candidate(
                    passage,
                    document,
                    place,
                    words,
                    stemmed,
                    printable=fits and not is_boilerplate(passage.text),
                    # What opens a teaser hangs on its headline: better a sentence that hangs on nothing.
                    spare=unfinished
                    or points_at_picture(passage.text)
                    or (dangling and document == place == 0 and announces and sent_back(passage.text) is None),
                    dangling=dangling,
                    news=told(passage.text, article.lang, stemmed),
                    figures=figures_in(passage.text),
                )
            )
    return found


def count_words(text: str) -> int:
    """Words by white space; in scripts that write none, two characters are a word."""
    if text.isascii():
        return len(text.split())
    return max(len(text.split()), len(_WIDE.findall(text)) // 2)


def asks(sentence: str) -> bool:
    """Whether it is a question."""
    return sentence.rstrip("\"'”’»)").endswith(_ASKS)


def _keeps_silent(sentence: str, lang: str) -> bool:
    """Whether a teaser's sentence tells less than its headline does.

    Half a sentence does, a question that it leaves open, and the "I" of a writer unnamed.
    """
    return asks(sentence) or is_cut_off(sentence) or (lang == "en" and in_first_person(sentence))


def _echoes(stemmed: tuple[str, ...], headline: frozenset[str], share: float) -> bool:
    """Whether a sentence says the headline again and next to nothing more; one that says nothing does."""
    said = frozenset(stemmed)
    return len(said & headline) >= share * len(said) and len(said - headline) < _ECHO_MORE


def _whole(article: Article, sentences: Sequence[Passage]) -> list[bool]:
    """For each sentence whether its quotations lie wholly inside it, paragraph by paragraph."""
    found: list[bool] = []
    for block in article.blocks:
        if block.kind == "paragraph":
            first = last = len(found)
            while last < len(sentences) and sentences[last].end <= block.end:
                last += 1
            found.extend(whole(article.text, block.start, block.end, sentences[first:last]))
    return found
