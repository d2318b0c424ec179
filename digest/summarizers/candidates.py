"""The sentences a summary may be made of, with what a method needs to know of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.model import Article, Passage
from digest.summarizers.lines import is_boilerplate, is_fragment
from digest.summarizers.openings import dangles
from digest.summarizers.quotations import whole
from digest.text import article_sentences, stems

_FEWEST_WORDS = 4  # "Nobody." says nothing by itself
_MOST_WORDS = 90  # a "sentence" longer than this is a list or a table that lost its shape
_ECHO = 0.75  # share of the sentence's stems that the headline has too
_ECHO_MORE = 3  # stems beyond the headline's that make it worth printing all the same


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article."""

    passage: Passage
    document: int  # which of the articles, from 0
    place: int  # which of the article's sentences, from 0
    words: int  # as a reader counts them
    stems: tuple[str, ...]  # in order, stop words left out
    printable: bool  # fit to be printed at all
    fragment: bool  # cut off: printed only where an article has nothing else
    dangling: bool  # understood only beside the sentence before it


def candidates(articles: Sequence[Article]) -> list[Candidate]:
    """Every sentence of the articles' paragraphs, articles in the order given and sentences as they stand."""
    found: list[Candidate] = []
    for document, article in enumerate(articles):
        headline = frozenset(stems(article.headline, article.lang))
        sentences = article_sentences(article)
        for place, (passage, fits) in enumerate(zip(sentences, _whole(article, sentences), strict=True)):
            stemmed = tuple(stems(passage.text, article.lang))
            words = count_words(passage.text)
            fits = fits and _FEWEST_WORDS <= words <= _MOST_WORDS and bool(stemmed) and not _echoes(stemmed, headline)
            found.append(
                Candidate(
                    passage,
                    document,
                    place,
                    words,
                    stemmed,
                    printable=fits and not is_boilerplate(passage.text),
                    fragment=is_fragment(passage.text),
                    dangling=place > 0 and dangles(passage.text, article.lang),
                )
            )
    return found


def count_words(text: str) -> int:
    """Words by white space; in scripts that write none, two characters are a word."""
    if text.isascii():
        return len(text.split())
    wide = sum("\u2e80" <= character <= "\u9fff" or "\u0e00" <= character <= "\u0eff" for character in text)
    return max(len(text.split()), wide // 2)


def _echoes(stemmed: tuple[str, ...], headline: frozenset[str]) -> bool:
    """Whether a sentence says the headline again and next to nothing more."""
    said = frozenset(stemmed)
    return len(said & headline) >= _ECHO * len(said) and len(said - headline) < _ECHO_MORE


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
