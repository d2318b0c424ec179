"""A source's stock text ("Subscribe to …"): what it prints under several different headlines, word for word.

Left in, it makes all entries of one source look alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from digest.model import Article
from digest.similarity import runs
from digest.text.headlines import of_many_events

_TEXT_LIMIT = 4000  # characters of an article that are read: the news stands first, and cost stays in bounds
_HEADLINES = 3  # words under this many different headlines of one source are stock
_RUN = 7  # words in a row that make a stock phrase; shorter runs are idiom

_SENTENCE_END = re.compile(r"[.!?…]\s")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_STYLE = re.compile(r"\{[^{}]*\}")  # style rules that leaked into the text
_PART = re.compile(r"\s*[:|–—]\s+|\s+[:|–—-]\s+")  # what parts a label from the rest of a headline
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_WORD_OR_LINE = re.compile(r"[^\w\n]+")
_DIGITS = re.compile(r"\d+")

# What parts words in ASCII, but for the line break.
_PARTING = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}
_TYPOGRAPHY = "’“”‘–—…"


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
    text = _ascii(text.casefold())
    if text.isascii():
        return " ".join(text.translate(_PARTING).split())
    return _NOT_WORD.sub(" ", text).strip()


def plain_lines(lines: Sequence[str]) -> list[str]:
    """``plain`` of each of these, which have no line breaks; quicker than one by one."""
    if not lines:
        return []
    text = _ascii("\n".join(lines).casefold())
    if text.isascii():
        return [" ".join(line.split()) for line in text.translate(_PARTING).split("\n")]
    return [line.strip() for line in _NOT_WORD_OR_LINE.sub(" ", text.replace("_", " ")).split("\n")]


def _ascii(text: str) -> str:
    """The text with spaces for typography, which is what keeps most English texts from being ASCII."""
    if not text.isascii():
        for mark in _TYPOGRAPHY:
            text = text.replace(mark, " ")
    return text


def sentences(text: str) -> list[str]:
    """A rough cut at sentence ends and line breaks; enough to find what is repeated."""
    pieces = []
    for line in text.split("\n"):
        at = 0
        for end in _SENTENCE_END.finditer(line):
            pieces.append(line[at : end.start() + 1].strip())
            at = end.end()
        pieces.append(line[at:].strip())
    return [piece for piece in pieces if piece]


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
        keys = {at: plain_lines(_DIGITS.sub("0", "\n".join(cut[at])).split("\n")) if cut[at] else [] for at in group}
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
    words = list(dict.fromkeys(chain.from_iterable(pieces)))
    bare = dict(zip(words, plain_lines(words), strict=True))
    codes, starts = runs(pieces, _RUN, bare)
    ordered = np.sort(codes)
    # A run that is found less often than that stands under no so many headlines: most are, and need no more.
    often = ordered[_HEADLINES - 1 :][ordered[_HEADLINES - 1 :] == ordered[: 1 - _HEADLINES]]
    if not len(often):
        return list(texts)
    lengths = np.diff(starts)
    number = {headline: at for at, headline in enumerate(sorted(set(headlines)))}
    among = np.flatnonzero(often[np.minimum(np.searchsorted(often, codes), len(often) - 1)] == codes)
    under = np.repeat([number[headline] for headline in headlines], lengths)[among]
    order = np.lexsort((under, codes[among]))
    ordered, under = codes[among][order], under[order]
    fresh = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    other = fresh | np.concatenate([[True], under[1:] != under[:-1]])
    run = np.cumsum(fresh) - 1
    stock = np.zeros(len(codes), dtype=bool)
    stock[among[order]] = (np.bincount(run[other]) >= _HEADLINES)[run]
    kept = list(texts)
    for at in np.unique(np.repeat(np.arange(len(texts)), lengths)[stock]).tolist():
        hits = np.flatnonzero(stock[starts[at] : starts[at + 1]]).tolist()
        drop = {word for hit in hits for word in range(hit, hit + _RUN)}
        kept[at] = " ".join(word for place, word in enumerate(pieces[at]) if place not in drop)
    return kept
