"""What the clusterer reads of an article: terms, names, numbers and the moment it was published.

A source's own stock sentences ("Subscribe to …") are left out, for they make all that source's articles look alike.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Article
from digest.stories.stock import Cleaned, clean, sentences
from digest.text import stems

_LEAD_LIMIT = 45  # stems of headline and opening that make the lead

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
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


class _Capitals:
    """Capitalised words as they are met, and in the end which of them are names."""

    def __init__(self) -> None:
        self._found: Counter[str] = Counter()
        self._same: dict[str, str] = {}  # one string for all that are equal: a busy day holds millions

    def read(self, units: Iterable[str]) -> list[str]:
        """The capitalised words of these sentences and headlines, in order.

        The first word of one tells nothing of whether it is a name, nor does any where most words are capitalised.
        """
        capitals, telling = [], []
        for unit in units:
            words = (_ASCII_WORD if unit.isascii() else _WORD).findall(unit)
            here = [word for word in words if word[0].isupper()]
            capitals += here
            rest = words[1:]
            long = len([1 for word in rest if len(word) > 3])
            raised = len([1 for word in here[len(here) > 0 and here[0] is words[0] :] if len(word) > 3])
            if long < 3 or raised < 0.7 * long:
                telling += rest
        self._found.update(telling)
        return list(map(self._same.setdefault, capitals, capitals))

    def names(self) -> Mapping[str, str]:
        """The words that stand mostly capitalised where case tells something, each with its name in small letters."""
        upper: Counter[str] = Counter()
        lower: Counter[str] = Counter()
        for word, times in self._found.items():
            (upper if word[0].isupper() else lower)[word.casefold()] += times
        known = {word for word, times in upper.items() if len(word) > 2 and times > 2 * lower[word]}
        folded = ((word, word.casefold()) for word in self._same)
        return {word: name.removesuffix("'s").removesuffix("’s") for word, name in folded if name in known}


def read(articles: Sequence[Article], cleaned: Mapping[str, Cleaned] | None = None) -> list[Reading]:
    """A reading for each article, in their order."""
    cleaned = cleaned if cleaned is not None else clean(articles)
    told = [cleaned[article.id] for article in articles]
    capitals = _Capitals()
    capitalised = [capitals.read((one.headline, *sentences(one.text))) for one in told]
    names = capitals.names()
    stemmed: dict[str, dict[str, str]] = defaultdict(dict)  # by language
    readings = []
    for article, one, words in zip(articles, told, capitalised, strict=True):
        title = stems(one.headline, article.lang, stemmed[article.lang])
        body = stems(one.text, article.lang, stemmed[article.lang])
        readings.append(
            Reading(
                id=article.id,
                source=article.source,
                lang=article.lang,
                day=article.published.timestamp() / 86_400 if article.published else None,
                title=tuple(title),
                lead=tuple([*title, *body][:_LEAD_LIMIT]),
                body=tuple(body),
                names=tuple([names[word] for word in words if word in names]),
                numbers=tuple(_NUMBER.findall(f"{one.headline} {one.text}"[:1500])),
                alone=one.many,
            )
        )
    return readings
