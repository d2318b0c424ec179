"""Sentences of an article, each tied to the place it stands at."""

from __future__ import annotations

from digest.model import Article, Passage
from digest.text.segmentation import sentences


def cut(article: Article, start: int, end: int) -> Passage:
    """The stretch of an article's text from ``start`` to ``end``."""
    return Passage(article.text[start:end], article.id, start, end)


def article_sentences(article: Article) -> tuple[Passage, ...]:
    """The sentences of the article's paragraphs in source order, verbatim; other kinds of block are left out."""
    found: list[Passage] = []
    for block in article.blocks:
        if block.kind != "paragraph":
            continue
        for start, end in sentences(article.text[block.start : block.end], article.lang):
            found.append(cut(article, block.start + start, block.start + end))
    return tuple(found)
