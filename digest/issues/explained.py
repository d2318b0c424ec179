"""Background: what a reader who meets a story for the first time has to know of what came before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from digest.issues import background
from digest.issues.page import Page, fit
from digest.model import Article, Passage, Story
from digest.text import stems

MOST = 2
FIT = 0.45  # of background's score: from here on a sentence explains
# A thread that was quiet for so long is new to its readers again.
FORGOTTEN = timedelta(days=21)


def needed(story: Story, today: date) -> bool:
    """Whether readers of the issue of ``today`` need its background: they never met the thread, or not for weeks."""
    return story.day <= 1 or not story.earlier or today - story.earlier[-1].date >= FORGOTTEN


def background_of(story: Story, articles: Iterable[Article], page: Page, *, today: date) -> tuple[Passage, ...]:
    """The sentences of ``articles`` that explain most what came before, in the order they stand; put on the page.

    None where the thread is known to readers; and none that shares no word with the headline and what is printed so
    far: it explains something else.
    """
    if not needed(story, today):
        return ()
    lang = story.lead.lang
    about = set(stems(story.lead.headline, lang)).union(*(stems(passage.text, lang) for passage in page.printed))
    candidates: list[tuple[float, int, Passage]] = []
    for article in articles:
        sentences = fit(article)
        for index, (sentence, stands) in enumerate(sentences):
            score = background.score(sentence.text, position=index / max(1, len(sentences) - 1), lang=article.lang)
            if stands and score >= FIT and about & set(stems(sentence.text, lang)):
                candidates.append((score, len(candidates), sentence))
    chosen: list[tuple[int, Passage]] = []
    for _, order, sentence in sorted(candidates, key=lambda c: (-c[0], c[1])):
        if len(chosen) < MOST and page.room(sentence):
            page.put(sentence)
            chosen.append((order, sentence))
    return tuple(sentence for _, sentence in sorted(chosen, key=lambda c: c[0]))
