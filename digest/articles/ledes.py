"""The opening of an article: its lede and its dek, verbatim."""

from __future__ import annotations

from digest.articles.blocks import Line
from digest.model import Article
from digest.text import sentences


def lede(article: Article) -> str:
    """The first sentence of the first paragraph, verbatim from the text; "" where there is no paragraph."""
    for block in article.blocks:
        if block.kind == "paragraph":
            text = article.text[block.start : block.end]
            found = sentences(text, article.lang)
            return text[found[0].start : found[0].end] if found else ""
    return ""


def dek(lines: tuple[Line, ...], lang: str) -> str | None:
    """What stands under the headline: the opening paragraph's second sentence, verbatim; None where it has none."""
    opening = next((line.text for line in lines if line.kind == "paragraph"), "")
    found = sentences(opening, lang)
    return opening[found[1].start : found[1].end] if len(found) > 1 else None
