"""Near-duplicates: which articles are copies, cuts or light edits of one text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from digest.model import Article
from digest.similarity import connected, containment, overlaps, shingles
from digest.stories.stock import Cleaned, clean, distinct, plain
from digest.urls import canonical

_CONTAINMENT = 0.4  # share of the shorter text's 5-word runs that the longer one holds
_LONG = 40  # words from which a text is judged by its runs alone
_SHORT_CONTAINMENT = 0.75  # of the 2-word runs of teasers, where headlines agree too
_SHORT_HEADLINES = 0.6
_SURE = 0.8  # from this containment on, nothing else is asked
_OPENING = 15  # words of a text's opening
_HEADLINE_WORDS = 5  # a headline of fewer words tells nothing by itself
_MOST = 400  # a run of words that more texts hold is stock text

_CAPITAL = re.compile(r"\b[A-ZÀ-Þ][\w'’]+|\d[\d.,]*\d|\d")


def _facts(text: str) -> frozenset[str]:
    """The numbers and capitalised words that tell two look-alike teasers apart."""
    return frozenset(found.casefold() for found in _CAPITAL.findall(text))


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _runs(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[at : at + 2]) for at in range(max(1, len(words) - 1))) if words else frozenset()


def _alike_teasers(left: Article, right: Article, left_text: str, right_text: str) -> bool:
    """Headline and teaser nearly the same, with the same numbers and names in the shorter as in the longer."""
    headlines = _runs(plain(left.headline).split()), _runs(plain(right.headline).split())
    texts = _runs(plain(left_text).split()), _runs(plain(right_text).split())
    if _share(*texts) < _SHORT_CONTAINMENT or min(len(texts[0]), len(texts[1])) < 5:
        return False
    same_text = 3 * min(len(texts[0]), len(texts[1])) >= 2 * max(len(texts[0]), len(texts[1]))
    if not same_text and _share(*headlines) < _SHORT_HEADLINES:
        return False
    facts = _facts(left_text), _facts(right_text)
    apart = facts[0] ^ facts[1]
    # A cut loses facts on one side only; different facts on both sides are two events.
    return not (apart & facts[0] and apart & facts[1])


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
    ordered = list(distinct(articles).values())
    cleaned = cleaned if cleaned is not None else clean(ordered)
    texts = [cleaned[article.id].text for article in ordered]
    normal = [plain(text) for text in texts]
    words = [text.split() for text in normal]
    many = [cleaned[article.id].many for article in ordered]
    pairs: list[tuple[int, int]] = []

    first: dict[tuple[str, str], int] = {}
    for at, article in enumerate(ordered):
        keys = [("url", canonical(article.url))] if article.url else []
        if len(words[at]) >= _LONG:
            keys.append(("text", normal[at]))
        elif len(plain(article.headline).split()) >= _HEADLINE_WORDS and not many[at]:
            keys.append(("both", plain(article.headline) + "\n" + normal[at]))
        pairs.extend((first.setdefault(key, at), at) for key in keys)

    runs = [shingles(text) for text in words]
    openings = [shingles(text[:_OPENING]) for text in words]
    left, right, shared = overlaps(runs, most=_MOST)
    for a, b, count in zip(left.tolist(), right.tolist(), shared.tolist(), strict=True):
        one, other = ordered[a], ordered[b]
        least = min(len(words[a]), len(words[b]))
        if least < _LONG:
            alike = not (many[a] or many[b]) and _alike_teasers(one, other, texts[a], texts[b])
        else:
            alike = count >= _CONTAINMENT * min(len(runs[a]), len(runs[b]))
            if alike and one.source == other.source and count < _SURE * min(len(runs[a]), len(runs[b])):
                # What one outlet repeats from its own earlier report is no copy, unless it begins or is headed alike.
                opening = max(containment(openings[a], runs[b]), containment(openings[b], runs[a])) >= _CONTAINMENT
                headlines = plain(one.headline).split(), plain(other.headline).split()
                alike = bool(opening and set(headlines[0]) & set(headlines[1])) or (
                    _share(_runs(headlines[0]), _runs(headlines[1])) >= _SHORT_HEADLINES
                )
        if alike:
            pairs.append((a, b))

    groups: dict[int, list[str]] = defaultdict(list)
    for article, group in zip(ordered, connected(len(ordered), pairs), strict=True):
        groups[group].append(article.id)
    return tuple(tuple(ids) for _, ids in sorted(groups.items()))
