"""Articles that were printed before and come again under another address: the same text, whoever prints it now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.model import Article
from digest.similarity import shingles
from digest.stories.stock import distinct, plain, prose, without_stock
from digest.text.headlines import of_many_events

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_HELD = 0.8  # share of an article's 5-word runs that stand in a printed one
_WHOLE = 0.9  # the same the other way round, for a printed teaser that comes again as the whole article
_LONG = 40  # words from which a text is known by its runs alone
_TOLD = 20  # words from which a teaser is, where no fact in it or in its headline is another
_TEXT = 8  # fewer words are no text: the headline alone says what it is
_HEADLINE = 5  # words from which a headline is no label that returns every day
_ALIKE = 0.5  # share of the shorter headline's words that make two headlines alike

_FACT = re.compile(r"\b[A-ZÀ-Þ][\w'’]+|\d[\d.,]*\d|\d")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class _Text:
    headline: str  # plain
    text: str  # as it stands, stock set aside
    words: int
    runs: NDArray[Any]
    told: str  # headline and text, as they stand


def reprinted(articles: Sequence[Article], printed: Sequence[Article]) -> Mapping[str, str]:
    """The id of each of ``articles`` that is a printed one over again, to the id of the printed one.

    It is where a printed text holds nearly all of its own (its source's stock sentences set aside): a copy, a cut, a
    light edit, under whatever title. One that has more to say is no reprint, unless it has the very headline of a
    printed teaser and holds all of it. Live blogs and roundups keep their standing text and are none. The order of
    either sequence does not show.
    """
    today = [each for each in distinct(articles).values() if not of_many_events(each.headline, each.url)]
    before = [each for each in distinct(printed).values() if not of_many_events(each.headline, each.url)]
    if not today or not before:
        return {}
    likely = _likely(today, before)
    if not likely:
        return {}
    texts = without_stock([*before, *articles])  # what is stock shows only beside all that a source says
    read = [_read(each, text) for each, text in zip(before, texts, strict=False)]
    of_today = {each.id: text for each, text in zip(articles, texts[len(before) :], strict=True)}
    found: dict[str, str] = {}
    for article in likely:
        mine = _read(article, of_today[article.id])
        for each, other in zip(before, read, strict=True):
            if _again(mine, other):
                found[article.id] = each.id
                break
    return found


def _likely(today: Sequence[Article], before: Sequence[Article]) -> list[Article]:
    """Those whose headline or text may stand in a printed one: nearly always none."""
    import numpy as np

    runs = [shingles(plain(prose(each)).split()) for each in before]
    codes = np.unique(np.concatenate(runs))
    headlines = {plain(each.headline) for each in before}
    likely = []
    for each in today:
        own = shingles(plain(prose(each)).split())
        if plain(each.headline) in headlines or _share(own, codes) >= _HELD:
            likely.append(each)
    return likely


def _read(article: Article, text: str) -> _Text:
    words = plain(text).split()
    return _Text(plain(article.headline), text, len(words), shingles(words), f"{article.headline}\n{text}")


def _again(mine: _Text, other: _Text) -> bool:
    same = mine.headline == other.headline and len(mine.headline.split()) >= _HEADLINE
    if mine.words < _TEXT:
        return same
    if other.words < _TEXT:
        return False
    if _share(other.runs, mine.runs) >= _WHOLE and same:
        return True
    if _share(mine.runs, other.runs) < _HELD:
        return False
    if mine.words >= _LONG:
        return True
    own = set(_FACT.findall(mine.text)) | set(_NUMBER.findall(mine.told))
    if own - set(_FACT.findall(other.told)):
        return False
    return mine.words >= _TOLD or _alike(mine.headline, other.headline)


def _share(runs: NDArray[Any], others: NDArray[Any]) -> float:
    """The share of runs that are among the others, which are in order; 0 where there are none of either."""
    import numpy as np

    if not len(runs) or not len(others):
        return 0.0
    places = np.minimum(np.searchsorted(others, runs), len(others) - 1)
    return float((others[places] == runs).mean())


def _alike(one: str, two: str) -> bool:
    mine, other = set(one.split()), set(two.split())
    least = min(len(mine), len(other))
    return bool(least) and len(mine & other) >= _ALIKE * least
