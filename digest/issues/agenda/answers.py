"""The sentence of today's story that tells what came of a promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.dates import find
from digest.dates.grammar import load
from digest.issues import forward
from digest.issues.agenda.events import Promise, Words
from digest.issues.page import Page, fit
from digest.model import Article, Passage

SHARED = 3  # stems of the promise that the answer holds, at least …
PART = 0.4  # … and of the shorter one's
DATED = 0.3  # the part that suffices where the answer names the promise's day
MATTER = 2  # of the stems, so many that are no names: the people of a story stand in whatever is told of them


# Of a story of another thread, which may be of another event: more of each.
SHARED_APART = 5
PART_APART = 0.5
NAMES_APART = 2


def answer(
    promise: Promise,
    articles: Sequence[Article],
    printed: Sequence[Passage],
    page: Page,
    words: Words,
    *,
    zone: str,
    apart: bool = False,
) -> Passage | None:
    """The sentence that tells that it happened, the surest one; None where there is none that surely does.

    It was published on the day that was promised or later, shares the promise's words, looks back, and is printed
    already or has room on the ``page``. Where the story is ``apart``, of another thread, it also names the promised day
    and shares the promise's names.
    """
    matter = words.matter(promise.item.passage)
    names = words.names(promise.item.passage)
    best: tuple[float, bool, int] | None = None
    chosen: Passage | None = None
    at = 0
    for article in articles:
        day = _day(article.published, zone)
        if day is None or day < promise.first:
            continue
        for sentence, stands in fit(article):
            at += 1
            shown = sentence in printed
            if not stands or not (shown or page.affords(sentence)):
                continue
            theirs = words.matter(sentence)
            shared = len(matter & theirs)
            part = shared / max(1, min(len(matter), len(theirs)))
            if shared < SHARED or part < DATED:
                continue
            dated = _names(sentence.text, promise, article)
            if dated is None:
                continue
            if (part < PART and not dated) or len(matter & theirs - names) < (1 if dated else MATTER):
                continue
            if apart and not (
                dated and shared >= SHARED_APART and part >= PART_APART and len(theirs & names) >= NAMES_APART
            ):
                continue
            if not _looks_back(sentence.text, article):
                continue
            worth = (part + (0.2 if dated else 0.0), shown, -at)
            if best is None or worth > best:
                best, chosen = worth, sentence
    return chosen


def _names(sentence: str, promise: Promise, article: Article) -> bool | None:
    """Whether a sentence names the promised day; None where it names earlier ones alone, and tells of those."""
    days = [
        one.first
        for one in find(sentence, published=article.published_there, lang=article.lang)
        if one.first is not None and one.first == one.last
    ]
    if days and max(days) < promise.first:
        return None
    return any(promise.first <= day <= promise.last for day in days)


def _looks_back(sentence: str, article: Article) -> bool:
    """Whether it tells of what was: its verbs are of the past, and none is of the future."""
    grammar = load(article.lang)
    if grammar is None or forward.look(sentence, published=article.published_there, lang=article.lang).forward:
        return False
    tenses = [tense for tense, _ in grammar.cues.scan(sentence)]
    return ("past" in tenses or "weak_past" in tenses) and not {"future", "weak_future", "soft"}.intersection(tenses)


def _day(published: datetime | None, zone: str) -> date | None:
    return None if published is None else published.astimezone(ZoneInfo(zone)).date()
