"""What a story has printed so far, and whether a sentence may still join it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.issues import quotes
from digest.model import Article, Passage
from digest.text import article_sentences, stands_alone, stems
from digest.text.quotations import whole

SAME_WORDS = 0.6  # of the shorter sentence's stems: from here on two sentences say the same
SAME_AT_LEAST = 3  # stems; two sentences of two words each may differ in what matters

# A line of a list, a line that leads to one, and a time stamp that a feed put before the text.
_LISTED = re.compile(r"\s*[•·▪●‣*–—-]\s|.*:\s?\.?\s*$", re.DOTALL)
_STAMPED = re.compile(r"\s*[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4},? \d{1,2}[:.]\d\d\b")


class Page:
    """The passages that one story prints, held to the fair-use cap: so many words of each article.

    The cap is for what others published. A seed article is the publication's own text, and has none.
    """

    def __init__(self, articles: Sequence[Article], *, limit: int, told: Sequence[Passage] = ()) -> None:
        """``told``: what earlier issues printed of the story's thread, which is not news again."""
        self.printed: list[Passage] = []
        self._told = tuple(told)
        self.limit = limit
        self._own = {article.id for article in articles if article.origin == "seed"}
        self._langs = {article.id: article.lang for article in articles}
        self._spent: dict[str, int] = {}
        self._stems: dict[Passage, frozenset[str]] = {}

    def room(self, passage: Passage, *, keep: int = 0) -> bool:
        """Whether it may be printed: its article has words left, ``keep`` of them not to be touched, and it is new."""
        return self.affords(passage, keep=keep) and self.new(passage)

    def affords(self, passage: Passage, *, keep: int = 0) -> bool:
        """Whether its article has words left for it, ``keep`` of them not to be touched."""
        if passage.article in self._own:
            return True
        return self._spent.get(passage.article, 0) + count(passage) <= self.limit - keep

    def new(self, passage: Passage) -> bool:
        """Whether nothing printed so far, here or in an earlier issue, holds a part of it or says the same."""
        if any(overlap(passage, other) or self._alike(passage, other) for other in self.printed):
            return False
        return not any(overlap(passage, other) or self._held(passage, other) for other in self._told)

    def holds(self, passage: Passage) -> bool:
        """Whether the very same passage is printed."""
        return passage in self.printed

    def known(self, passage: Passage) -> bool:
        """Whether an earlier issue printed a part of it, or what says the same."""
        return any(overlap(passage, other) or self._alike(passage, other) for other in self._told)

    def put(self, passage: Passage) -> None:
        """Print it."""
        self._spent[passage.article] = self._spent.get(passage.article, 0) + count(passage)
        self.printed.append(passage)

    def _alike(self, one: Passage, other: Passage) -> bool:
        return alike(self._of(one), self._of(other)) or one.text == other.text

    def _held(self, one: Passage, other: Passage) -> bool:
        """Whether the other says what one does: a long sentence is not old because it holds a short one."""
        stems, held = self._of(one), self._of(other)
        return one.text == other.text or (len(stems) >= SAME_AT_LEAST and len(stems & held) >= SAME_WORDS * len(stems))

    def _of(self, passage: Passage) -> frozenset[str]:
        if passage not in self._stems:
            self._stems[passage] = frozenset(stems(passage.text, self._langs.get(passage.article, "en")))
        return self._stems[passage]


def count(passage: Passage) -> int:
    """Its words, parted by white space."""
    return len(passage.text.split())


def overlap(a: Passage, b: Passage) -> bool:
    """Whether two passages share a stretch of one article."""
    return a.article == b.article and a.start < b.end and b.start < a.end


def alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sentences, as sets of stems, say the same: most of the shorter one stands in the other."""
    shorter = min(len(one), len(two))
    return shorter >= SAME_AT_LEAST and len(one & two) >= SAME_WORDS * shorter


def fit(article: Article) -> tuple[tuple[Passage, bool], ...]:
    """Every sentence of the article, in order, and whether it may be printed by itself.

    It may where it is whole, and needs no other to be understood.
    """
    return tuple((one, complete and stands_alone(one.text, article.lang)) for one, complete in intact(article))


def intact(article: Article) -> tuple[tuple[Passage, bool], ...]:
    """Every sentence of the article, in order, and whether it is whole, though it may hang on the one before it.

    It is where it lies outside any quotation that is not whole within it, and is a sentence: no line of a list, and
    none with a stamp of its hour before it.
    """
    sentences = article_sentences(article)
    unbroken: list[bool] = []
    for block in article.blocks:
        if block.kind == "paragraph":
            first = last = len(unbroken)
            while last < len(sentences) and sentences[last].end <= block.end:
                last += 1
            unbroken += whole(article.text, block.start, block.end, sentences[first:last])
    return tuple(
        (
            sentence,
            complete
            and not _LISTED.match(sentence.text)
            and not _STAMPED.match(sentence.text)
            and quotes.balanced(sentence.text),
        )
        for sentence, complete in zip(sentences, unbroken, strict=True)
    )
