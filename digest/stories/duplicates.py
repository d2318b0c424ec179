"""Near-duplicates: which articles are copies, cuts or light edits of one text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from digest.model import Article
from digest.similarity import WordCodes, connected, containment, overlaps, shared, shingles
from digest.stories.stock import Cleaned, clean, distinct, plain
from digest.urls import canonical

if TYPE_CHECKING:  # numpy is heavy: imported where it is used
    from numpy.typing import NDArray

_CONTAINMENT = 0.4  # share of the shorter text's 5-word runs that the longer one holds
_LONG = 40  # words from which a text is judged by its runs alone
_SHORT_CONTAINMENT = 0.75  # of the 2-word runs of teasers, where headlines agree too
_SHORT_RUNS = 5  # 2-word runs from which a teaser says anything
_SHORT_HEADLINES = 0.6
_SURE = 0.8  # from this containment on, nothing else is asked
_OPENING = 15  # words of a text's opening
_HEADLINE_WORDS = 5  # a headline of fewer words tells nothing by itself
_MOST = 400  # a run of words that more texts hold is stock text

_CAPITAL = re.compile(r"\b[A-ZÀ-Þ][\w'’]+|\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class _Told:
    """An article as it is held against others."""

    source: str
    headline: str
    text: str
    normal: str  # the text in plain words
    words: int
    runs: NDArray[Any]  # its shingles
    many: bool


def _told(article: Article, cleaned: Cleaned, codes: WordCodes) -> _Told:
    normal = plain(cleaned.text)
    words = normal.split()
    runs = shingles(words, codes=codes)
    return _Told(article.source, article.headline, cleaned.text, normal, len(words), runs, cleaned.many)


def _facts(text: str) -> frozenset[str]:
    """The numbers and capitalised words that tell two look-alike teasers apart."""
    return frozenset(found.casefold() for found in _CAPITAL.findall(text))


def _share(left: frozenset[Any], right: frozenset[Any]) -> float:
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """The 2-word runs of a text in plain words."""
    words = text.split()
    return frozenset(pairwise(words) if len(words) > 1 else [tuple(words)] if words else ())


def _of_one_wording(told: Sequence[_Told], codes: WordCodes, left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
    """Which pairs of single events share enough 2-word runs to be one teaser; of a hundred thousand few do."""
    import numpy as np

    asked = np.flatnonzero(np.bincount(np.concatenate([left, right]), minlength=len(told)))
    place = np.zeros(len(told), dtype=np.int64)
    place[asked] = np.arange(len(asked))
    runs = [shingles([] if one.many else one.normal.split(), 2, codes) for one in map(told.__getitem__, asked.tolist())]
    sizes = np.array([len(each) for each in runs], dtype=np.int64)
    one, other = place[left], place[right]
    least = np.minimum(sizes[one], sizes[other])
    enough: NDArray[Any] = (least >= _SHORT_RUNS) & (shared(runs, one, other) >= _SHORT_CONTAINMENT * least)
    return enough


def _alike_teasers(one: _Told, other: _Told) -> bool:
    """Whether two teasers of one wording are copies: headlines are alike, or texts as long; names and numbers agree."""
    texts = _runs(one.normal), _runs(other.normal)
    same_text = 3 * min(len(texts[0]), len(texts[1])) >= 2 * max(len(texts[0]), len(texts[1]))
    if not same_text and _share(_runs(plain(one.headline)), _runs(plain(other.headline))) < _SHORT_HEADLINES:
        return False
    facts = _facts(one.text), _facts(other.text)
    apart = facts[0] ^ facts[1]
    # A cut loses facts on one side only; different facts on both sides are two events.
    return not (apart & facts[0] and apart & facts[1])


def _told_again(one: _Told, other: _Told) -> bool:
    """Whether what one outlet repeats from its own earlier report is a copy: it begins or is headed alike."""
    headlines = plain(one.headline), plain(other.headline)
    openings = (shingles(told.normal.split()[:_OPENING]) for told in (one, other))
    opening = max(containment(begun, told.runs) for begun, told in zip(openings, (other, one), strict=True))
    if opening >= _CONTAINMENT and not frozenset(headlines[0].split()).isdisjoint(headlines[1].split()):
        return True
    return _share(_runs(headlines[0]), _runs(headlines[1])) >= _SHORT_HEADLINES


def duplicates(
    articles: Sequence[Article], *, cleaned: Mapping[str, Cleaned] | None = None
) -> tuple[tuple[str, ...], ...]:
    """The articles' ids in groups of independent reports, a partition: copies of one text stand together.

    Copies have the same canonical URL, the same text apart from case and punctuation, or share 0.4 of the shorter
    text's 5-word runs once their sources' stock sentences are set aside; teasers of under 40 words are held to a
    stricter rule.
    Groups and ids within them are in ascending order; the order of ``articles`` does not show. ``cleaned`` (what
    ``stock.clean`` gives) is worked out where it is not at hand.
    """
    import numpy as np

    ordered = list(distinct(articles).values())
    cleaned = cleaned if cleaned is not None else clean(ordered)
    codes = WordCodes()
    told = [_told(article, cleaned[article.id], codes) for article in ordered]
    pairs: list[tuple[int, int]] = []

    first: dict[tuple[str, str], int] = {}
    for at, (article, one) in enumerate(zip(ordered, told, strict=True)):
        keys = [("url", canonical(article.url))] if article.url else []
        if one.words >= _LONG:
            keys.append(("text", one.normal))
        elif len(plain(article.headline).split()) >= _HEADLINE_WORDS and not one.many:
            keys.append(("both", plain(article.headline) + "\n" + one.normal))
        pairs.extend((first.setdefault(key, at), at) for key in keys)

    sizes, words = np.array([len(one.runs) for one in told]), np.array([one.words for one in told])
    # A million pairs share a run on a busy day; few of them share more. Teasers are held to other rules.
    needed = np.where(words < _LONG, 1.0, _CONTAINMENT * sizes)
    left, right, same = overlaps([one.runs for one in told], most=_MOST, needed=needed)
    least = np.minimum(sizes[left], sizes[right])
    teasers = np.minimum(words[left], words[right]) < _LONG
    worth = np.ones(len(left), dtype=bool)
    worth[teasers] = _of_one_wording(told, codes, left[teasers], right[teasers])
    for at in np.flatnonzero(worth).tolist():
        a, b = int(left[at]), int(right[at])
        one, other = told[a], told[b]
        if teasers[at]:
            alike = _alike_teasers(one, other)
        else:
            sure = one.source != other.source or same[at] >= _SURE * least[at]
            alike = sure or _told_again(one, other)
        if alike:
            pairs.append((a, b))

    groups: dict[int, list[str]] = defaultdict(list)
    for article, group in zip(ordered, connected(len(ordered), pairs), strict=True):
        groups[group].append(article.id)
    return tuple(tuple(ids) for _, ids in sorted(groups.items()))
