"""The dated items of earlier issues as events: each once, in its newest words, unless it was called off."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from digest.dates import find
from digest.dates.grammar import load
from digest.dates.tense import Tenses
from digest.issues.page import alike, fit
from digest.model import Article, History, Passage, PrintedArticle, PrintedStory, Story, Upcoming
from digest.text import stems

# Of one thread and one day, two sentences tell of one event from this part of the shorter one's stems on.
ONE_EVENT = 0.34
AT_LEAST = 2  # stems
ACROSS = 4  # so many where the threads are two
_BESIDE = 60  # characters on either side of a word that calls off: what is called off stands there

_CALLED_OFF = re.compile(
    r"\b(?:cancel(?:l?ed|l?ing|s|lation)?|call(?:ed|s|ing) off|scrap(?:ped|s|ping)|axed|abandon(?:ed|s|ing)"
    r"|postpon(?:ed|es?|ing|ement)|delay(?:ed|s|ing)|shelv(?:ed|es?|ing)|put off|push(?:ed|es|ing) back|reschedul\w+"
    r"|no longer|will not (?:happen|take place|go ahead)|won['’]t (?:happen|take place|go ahead))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—]\s|\b(?:but|as|while|when|after|because|although|which)\b", re.IGNORECASE)
_GUESS = re.compile(r"\b(?:likely|probably|perhaps|maybe|possibly|could|might|may)\b[^,;:.]{0,60}$")
_NAMED_SPAN = re.compile(r"\d.*(?:\bto\b|\band\b|\buntil\b|\bthrough\b|-|–|—).*\d", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'’-])[^\W\d_][\w'’&.-]*")
_STARTS = (0, 5)  # the days a stretch begins on that has not begun when it is told of: a week's Monday, a Saturday


@dataclass(frozen=True, slots=True)
class Promise:
    """A dated item, and the issue that printed it last."""

    item: Upcoming
    first: date
    last: date
    issue: date
    number: int
    headline: str  # of its story there
    thread: str


class Words:
    """What passages are made of, worked out once: their stems, and those that are no part of a date."""

    def __init__(self, printed: Iterable[PrintedArticle], articles: Iterable[Article]) -> None:
        self._langs = {article.id: article.lang for article in printed}
        self._langs |= {article.id: article.lang for article in articles}
        self._matter: dict[tuple[str, str], frozenset[str]] = {}

    def lang(self, article: str) -> str:
        """Of an article, English where it is not known."""
        return self._langs.get(article, "en")

    def matter(self, passage: Passage) -> frozenset[str]:
        """The stems of a passage without the words that name its days."""
        lang = self.lang(passage.article)
        key = lang, passage.text
        if key not in self._matter:
            rest, end = [], 0
            for one in find(passage.text, published=None, lang=lang):
                rest.append(passage.text[end : one.start])
                end = one.end
            self._matter[key] = frozenset(stems(" ".join([*rest, passage.text[end:]]), lang))
        return self._matter[key]

    def names(self, passage: Passage) -> frozenset[str]:
        """The stems of its words with a capital, its first word left out."""
        found = [word[0] for word in _WORD.finditer(passage.text) if word.start() > 1 and word[0][0].isupper()]
        return frozenset(stems(" ".join(found), self.lang(passage.article)))

    def alike(self, one: Passage, other: Passage) -> bool:
        """Whether two passages say the same, whatever days they name."""
        return one.text == other.text or alike(self.matter(one), self.matter(other))

    def close(self, one: Passage, other: Passage, *, one_thread: bool) -> bool:
        """Whether two passages that name the same day tell of the same event."""
        mine, theirs = self.matter(one), self.matter(other)
        shared = len(mine & theirs)
        enough = shared >= (AT_LEAST if one_thread else ACROSS)
        return self.alike(one, other) or (enough and shared >= ONE_EVENT * min(len(mine), len(theirs)))


def promises(history: History, *, words: Words) -> list[Promise]:
    """The events that earlier issues named a day for, in the order in which they first did.

    Of the same event the newest issue's words count, and the newest day.
    """
    kept: list[Promise] = []
    for issue in history.issues:
        for new in dated(issue.whats_next, issue.stories, day=issue.date, number=issue.number):
            put(kept, new, words)
    return kept


def put(kept: list[Promise], new: Promise, words: Words) -> Promise:
    """Put a promise among those ``kept``: in the place of the one whose event it tells of, if any, and by its name."""
    same = [at for at, old in enumerate(kept) if _same_day(old, new, words)]
    same += [at for at, old in enumerate(kept) if at not in same and _moved(old, new, words)]
    if not same:
        kept.append(new)
        return new
    old = kept[same[0]]
    if old.number == new.number:
        return old  # said twice in one issue
    changed = old.item.passage != new.item.passage or old.first != new.first or old.last != new.last
    item = replace(new.item, event=old.item.name, revision=old.item.revision + changed)
    kept[same[0]] = new = dataclasses.replace(new, item=item)
    for at in reversed(same[1:]):
        del kept[at]
    return new


def called_off(promise: Promise, history: History, stories: Sequence[Story], words: Words) -> bool:
    """Whether a later sentence of the promise's thread, printed or in today's ``stories``, says that it is off.

    Or an issue found so before.
    """
    if any(promise.item.name in issue.withdrawn for issue in history.issues if issue.number > promise.number):
        return True
    later = [
        passage
        for issue in history.issues
        if issue.number > promise.number
        for story in issue.stories
        if story.thread == promise.thread
        for passage in printed_in(story)
    ]
    for told in stories:
        if (told.thread or told.id) == promise.thread:
            later += [sentence for article in told.articles for sentence, _ in fit(article)]
    matter = words.matter(promise.item.passage)
    return any(
        len(matter.intersection(_beside(passage.text, found, words.lang(passage.article)))) >= AT_LEAST
        for passage in later
        for found in _CALLED_OFF.finditer(passage.text)
    )


def _beside(text: str, found: re.Match[str], lang: str) -> list[str]:
    """The stems around a word that calls off, in its own clause."""
    before = _CLAUSE.split(text[max(0, found.start() - _BESIDE) : found.start()])[-1]
    after = _CLAUSE.split(text[found.end() : found.end() + _BESIDE])[0]
    return stems(f"{before} {after}", lang)


def printed_in(story: PrintedStory) -> tuple[Passage, ...]:
    """The sentences that a story prints as news."""
    return (
        *((story.dek,) if story.dek else ()),
        *story.what_happened,
        *(quote.passage for quote in story.quotes),
        *(figure.sentence for figure in story.figures),
        *(item.passage for item in story.whats_next),
    )


def is_named_span(item: Upcoming) -> bool:
    """Whether both days of a span are named: "11 to 29 May"."""
    return item.expression is not None and _NAMED_SPAN.search(item.expression.text) is not None


def is_stretch(item: Upcoming) -> bool:
    """Whether an item names a stretch of days and none of them, such as a week that had begun when it was told."""
    if item.first is None or item.last is None or item.first >= item.last or is_named_span(item):
        return False
    return item.first.weekday() not in _STARTS


def passed(promise: Promise, words: Words) -> bool:
    """Whether the clause that names the day tells of what was over: a day that was read wrongly, and no promise."""
    item = promise.item
    grammar = load(words.lang(item.passage.article))
    if grammar is None or item.expression is None:
        return False
    start = item.expression.start - item.passage.start
    if not 0 <= start < len(item.passage.text):
        return False
    tenses = Tenses(item.passage.text, grammar)
    return tenses.at(start, start + len(item.expression.text), own=True) == "past"


def dated(whats_next: Iterable[Upcoming], stories: Sequence[PrintedStory], *, day: date, number: int) -> list[Promise]:
    """What an issue names a day for: on its calendar, then in its stories; each sentence once for a day."""
    by_id = {story.id: story for story in stories}
    found: dict[tuple[Passage, date], Promise] = {}
    for item in (*whats_next, *(item for story in stories for item in story.whats_next)):
        story = by_id.get(item.story)
        if item.first is None or story is None:
            continue
        found.setdefault(
            (item.passage, item.first),
            Promise(
                item=item,
                first=item.first,
                last=max(item.last or item.first, item.first),
                issue=day,
                number=number,
                headline=story.headline,
                thread=story.thread,
            ),
        )
    return list(found.values())


def guessed(promise: Promise) -> bool:
    """Whether the clause that names the day only says what may come: a forecast is news, and nobody's promise."""
    item = promise.item
    if item.expression is None:
        return False
    before = item.passage.text[: max(0, item.expression.start - item.passage.start)]
    return _GUESS.search(before) is not None


def _same_day(old: Promise, new: Promise, words: Words) -> bool:
    if old.first != new.first:
        return False
    if old.number == new.number:  # an issue says nothing twice but in the same words
        return words.alike(old.item.passage, new.item.passage)
    return words.close(old.item.passage, new.item.passage, one_thread=old.thread == new.thread)


def _moved(old: Promise, new: Promise, words: Words) -> bool:
    """Whether a later issue names another day for the same event, which had not been when it did."""
    return (
        old.thread == new.thread
        and old.first != new.first
        and old.number < new.number
        and new.issue <= old.first
        and words.alike(old.item.passage, new.item.passage)
    )
