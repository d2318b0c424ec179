"""A source's stock text ("Subscribe to …"): what it prints under several different headlines, word for word.

Left in, it makes all entries of one source look alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.model import Article
from digest.similarity import runs
from digest.text.headlines import of_many_events

_TEXT_LIMIT = 4000  # characters of an article that are read: the news stands first, and cost stays in bounds
_HEADLINES = 3  # words under this many different headlines of one source are stock
_RUN = 7  # words in a row that make a stock phrase; shorter runs are idiom

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_STYLE = re.compile(r"\{[^{}]*\}")  # style rules that leaked into the text
_PART = re.compile(r"\s*[:|–—]\s+|\s+[:|–—-]\s+")  # what parts a label from the rest of a headline
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def distinct(articles: Iterable[Article]) -> dict[str, Article]:
    """Articles by id, in the order of ids; of several with one id always the same one, whatever order they come in."""
    kept: dict[str, Article] = {}
    for article in articles:
        rival = kept.get(article.id)
        if rival is None or repr(article) < repr(rival):
            kept[article.id] = article
    return {key: kept[key] for key in sorted(kept)}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What an article itself says."""

    headline: str  # without labels
    text: str  # its prose without stock text
    many: bool  # tells of many events, or of none


def clean(articles: Sequence[Article]) -> dict[str, Cleaned]:
    """What each article says without what its source prints everywhere, by id. What is stock shows over all of them."""
    return {
        article.id: Cleaned(headline, text, of_many_events(article.headline, article.url))
        for article, headline, text in zip(articles, bare_headlines(articles), without_stock(articles), strict=True)
    }


def prose(article: Article) -> str:
    """Its paragraphs alone, without a headline that they repeat and without addresses, to a limit."""
    parts = [article.text[block.start : block.end] for block in article.blocks if block.kind == "paragraph"]
    text = "\n".join(parts) if article.blocks else article.text
    text = text[: _TEXT_LIMIT + len(article.headline)].lstrip()
    headline = article.headline.strip()
    if headline and text[: len(headline)].casefold() == headline.casefold():
        text = text[len(headline) :].lstrip(" .:-–—|\n\t")
    return _STYLE.sub(" ", _ADDRESS.sub(" ", text[:_TEXT_LIMIT]))


def plain(text: str) -> str:
    """Words alone, in small letters, one space between: for telling whether two texts are the same."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def sentences(text: str) -> list[str]:
    """A rough cut at sentence ends and line breaks; enough to find what is repeated."""
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip()]


def bare_headlines(articles: Sequence[Article]) -> list[str]:
    """Each headline without the labels ("Sport:", "| Channel Nine") that its source puts on several of them."""
    parts = [_PART.split(article.headline[:500]) for article in articles]
    under: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article, pieces in zip(articles, parts, strict=True):
        for piece in {plain(piece) for piece in pieces} if len(pieces) > 1 else ():
            under[article.source, piece].add(plain(article.headline))
    bare = []
    for article, pieces in zip(articles, parts, strict=True):
        kept = [piece for piece in pieces if len(under[article.source, plain(piece)]) < _HEADLINES]
        bare.append(" – ".join(kept) if kept and len(kept) < len(pieces) else article.headline)
    return bare


def without_stock(articles: Sequence[Article]) -> list[str]:
    """Each article's prose without the sentences and the long runs of words that its source prints elsewhere too."""
    cut = [sentences(prose(article)) for article in articles]
    headlines = [plain(article.headline) for article in articles]
    of_source: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        of_source[article.source].append(at)
    texts = [""] * len(articles)
    for group in of_source.values():
        if len({headlines[at] for at in group}) < _HEADLINES:
            for at in group:
                texts[at] = " ".join(cut[at])
            continue
        under: dict[str, set[str]] = defaultdict(set)
        keys = {at: [_DIGITS.sub("0", plain(piece)) for piece in cut[at]] for at in group}
        for at in group:
            for key in keys[at]:
                under[key].add(headlines[at])
        rest = {
            at: [piece for piece, key in zip(cut[at], keys[at], strict=True) if len(under[key]) < _HEADLINES]
            for at in group
        }
        texts_of_group = _without_runs([" ".join(rest[at]) for at in group], [headlines[at] for at in group])
        for at, text in zip(group, texts_of_group, strict=True):
            texts[at] = text
    return texts


def _without_runs(texts: Sequence[str], headlines: Sequence[str]) -> list[str]:
    """Texts of one source without the words that stand in a run found under several headlines."""
    import numpy as np

    pieces = [text.split() for text in texts]
    bare = {word: plain(word) for word in dict.fromkeys(word for words in pieces for word in words)}
    codes, starts = runs([[bare[word] for word in words] for words in pieces], _RUN)
    if not len(codes):
        return list(texts)
    number = {headline: at for at, headline in enumerate(sorted(set(headlines)))}
    lengths = np.diff(starts)
    under = np.repeat([number[headline] for headline in headlines], lengths)
    order = np.lexsort((under, codes))
    ordered, under = codes[order], under[order]
    fresh = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    other = fresh | np.concatenate([[True], under[1:] != under[:-1]])
    run = np.cumsum(fresh) - 1
    stock = np.zeros(len(codes), dtype=bool)
    stock[order] = (np.bincount(run[other]) >= _HEADLINES)[run]
    kept = list(texts)
    for at in np.unique(np.repeat(np.arange(len(texts)), lengths)[stock]).tolist():
        hits = np.flatnonzero(stock[starts[at] : starts[at + 1]]).tolist()
        drop = {word for hit in hits for word in range(hit, hit + _RUN)}
        kept[at] = " ".join(word for place, word in enumerate(pieces[at]) if place not in drop)
    return kept
