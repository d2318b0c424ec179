"""How much of a continuing story is new."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from digest.model import Passage, Story
from digest.stories.novelty import novel
from digest.text import article_sentences

_ARTICLES = 6  # of one story; more only say the same again
_LEAD = 12  # sentences of the lead article: what a long text adds below them is no news
_OTHERS = 3  # sentences of each other


def newness(story: Story, printed: Sequence[str]) -> float:
    """The share of what a story tells, 0 to 1, that none of the sentences ``printed`` of its thread has.

    What it tells: its articles' headlines, the lead article's opening, and the first sentences of the others. 1 for a
    story that continues none.
    """
    if story.day == 1:
        return 1.0
    told: list[Passage] = []
    for place, article in enumerate(story.articles[:_ARTICLES]):
        told.append(Passage(article.headline, article.id, 0, 0))
        told += islice(article_sentences(article), _LEAD if place == 0 else _OTHERS)
    headlines = [earlier.headline for earlier in story.earlier]
    return len(novel(told, [*printed, *headlines], lang=story.lead.lang)) / len(told)
