"""What the clusterer reads of an article: terms, names, numbers and the moment it was published.

A source's own stock sentences ("Subscribe to …") are left out, for they make all that source's articles look alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Article
from digest.stories.stock import Cleaned, clean, sentences
from digest.text import stems

_LEAD_LIMIT = 45  # stems of headline and opening that make the lead

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the clusterer sees it."""

    id: str
    source: str
    lang: str
    day: float | None  # when published, in days since 1970; None where unknown
    title: tuple[str, ...]  # stems
    lead: tuple[str, ...]  # stems of headline and opening
    body: tuple[str, ...]  # stems of the text, headline not included
    names: tuple[str, ...]  # capitalised words that are names, lower case
    numbers: tuple[str, ...]
    alone: bool  # tells of many events or none, and joins no story


def _case_tells(words: Sequence[str]) -> bool:
    """Whether capitals set words apart: not where most words have them."""
    long = [word for word in words if len(word) > 3]
    return len(long) < 3 or sum([word[0].isupper() for word in long]) < 0.7 * len(long)


def _known_names(units: Iterable[str]) -> frozenset[str]:
    """Words that stand mostly capitalised where case tells something; the first of a sentence tells nothing."""
    found: Counter[str] = Counter()
    for unit in units:
        words = _WORD.findall(unit)[1:]
        if _case_tells(words):
            found.update(words)
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for word, times in found.items():
        (upper if word[0].isupper() else lower)[word.casefold()] += times
    return frozenset(word for word, times in upper.items() if len(word) > 2 and times > 2 * lower[word])


def read(articles: Sequence[Article], cleaned: Mapping[str, Cleaned] | None = None) -> list[Reading]:
    """A reading for each article, in their order."""
    cleaned = cleaned if cleaned is not None else clean(articles)
    texts = [cleaned[article.id].text for article in articles]
    headlines = [cleaned[article.id].headline for article in articles]
    told = zip(headlines, texts, strict=True)
    known = _known_names(unit for headline, text in told for unit in (headline, *sentences(text)))
    readings = []
    same: dict[str, str] = {}  # one string for all that are equal: a busy day holds millions
    for article, headline, text in zip(articles, headlines, texts, strict=True):
        title = [same.setdefault(stem, stem) for stem in stems(headline, article.lang)]
        body = [same.setdefault(stem, stem) for stem in stems(text, article.lang)]
        opening = headline + " " + text
        capitalised = (word.casefold() for word in _WORD.findall(opening) if word[0].isupper())
        readings.append(
            Reading(
                id=article.id,
                source=article.source,
                lang=article.lang,
                day=article.published.timestamp() / 86_400 if article.published else None,
                title=tuple(title),
                lead=tuple([*title, *body][:_LEAD_LIMIT]),
                body=tuple(body),
                names=tuple(word.removesuffix("'s").removesuffix("’s") for word in capitalised if word in known),
                numbers=tuple(number for number in _NUMBER.findall(opening[:1500])),
                alone=cleaned[article.id].many,
            )
        )
    return readings
