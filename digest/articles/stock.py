"""What a source prints under everything: found because it stands in several of its articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from digest.model import Article, Block

_MANY = 3  # articles of one source


def mark_stock(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles, in the same order, with each paragraph that stands in three articles of one source as boilerplate.

    Paywall notices, cookie banners and appeals are worded anew every month, but the same on every page. Copies of one
    text count once, so that an article which a source repeats is not called boilerplate. Texts and offsets stay.
    """
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        for block in article.blocks:
            if block.kind == "paragraph":
                seen[article.source, _key(article, block)].add(article.text)
    return tuple(
        replace(article, blocks=blocks) if (blocks := _marked(article, seen)) != article.blocks else article
        for article in articles
    )


def _marked(article: Article, seen: dict[tuple[str, str], set[str]]) -> tuple[Block, ...]:
    return tuple(
        Block("boilerplate", block.start, block.end)
        if block.kind == "paragraph" and len(seen[article.source, _key(article, block)]) >= _MANY
        else block
        for block in article.blocks
    )


def _key(article: Article, block: Block) -> str:
    return " ".join(article.text[block.start : block.end].casefold().split())
