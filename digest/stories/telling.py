"""Stories out of articles: copies, events, and which article leads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from msgspec.structs import replace

from digest.model import Article, Story
from digest.stories.clusters import cluster
from digest.stories.duplicates import duplicates
from digest.stories.stock import clean, distinct
from digest.text import stems
from digest.text.headlines import announces, of_many_events

_ENOUGH = 250  # words from which more text makes no better lead
_RECORDING = 1.0
_ORIGIN = {"teaser": 0.0, "content": 0.5, "page": 0.6, "seed": 0.6}


def tell(
    articles: Sequence[Article],
    *,
    source_weights: Mapping[str, float] | None = None,
    together: Sequence[Sequence[str]] = (),
    apart: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
) -> tuple[Story, ...]:
    """The stories that the articles tell, ordered by id: every article stands in one, under the best of them.

    ``source_weights`` maps a source's key to how much its voice counts, 1 where not given; ``together`` and ``apart``
    (article ids) are what an editor said of events, as ``cluster`` takes them. The result does not depend on the order
    of ``articles``. Of several articles with one id the first in a fixed order is kept.
    """
    by_id = distinct(articles)
    kept = list(by_id.values())
    cleaned = clean(kept)
    reports = duplicates(kept, cleaned=cleaned)
    report_of = {one: report for report in reports for one in report}
    weights = source_weights or {}
    clustering = cluster(kept, reports, cleaned=cleaned, together=together, apart=apart)
    links = {link.article: link for link in clustering.links}
    stories = []
    for ids in clustering.groups:
        told = [by_id[one] for one in ids]
        merit = {
            article.id: fitness(article, weights.get(article.source, 1.0)) + common
            for article, common in zip(told, agreement(told), strict=True)
        }
        ranked = sorted(told, key=lambda a: (-merit[a.id], a.id))
        place = {article.id: at for at, article in enumerate(ranked)}
        copies = {
            tuple(sorted((one for one in report_of[a.id] if one in place), key=place.__getitem__)): None for a in ranked
        }
        tied = tuple(links[one.id] for one in ranked if one.id in links)
        near = clustering.near.get(ids[0], ())
        stories.append(replace(story_of(tuple(ranked), tuple(copies)), links=tied, near=near))
    return tuple(sorted(stories, key=lambda story: story.id))


def story_of(articles: tuple[Article, ...], copies: tuple[tuple[str, ...], ...]) -> Story:
    """The story of these articles, the first of them its lead, with its own id as its thread."""
    key = sha256(articles[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Story(id=key, articles=articles, copies=copies, thread=key)


def without(story: Story, gone: Collection[str]) -> Story | None:
    """The story without these articles (ids), under the best of those that are left; None where none is."""
    kept = tuple(article for article in story.articles if article.id not in gone)
    if len(kept) == len(story.articles):
        return story
    if not kept:
        return None
    groups = (tuple(id_ for id_ in group if id_ not in gone) for group in story.copies)
    left = story_of(kept, tuple(group for group in groups if group))
    return replace(
        left,
        thread=left.id if story.day == 1 else story.thread,
        earlier=story.earlier,
        day=story.day,
        links=tuple(link for link in story.links if link.article not in gone and link.to not in gone),
        near=story.near,
    )


def agreement(articles: Sequence[Article]) -> list[float]:
    """For each article, how far its headline's words are those of the others' headlines, 0 to 1."""
    headlines = [frozenset(stems(article.headline, article.lang)) for article in articles]
    held = Counter(word for words in headlines for word in words)
    others = max(len(articles) - 1, 1)
    return [sum(held[word] - 1 for word in sorted(words)) / (others * max(len(words), 4)) for words in headlines]


def fitness(article: Article, weight: float = 1.0) -> float:
    """How well an article would lead its story; higher is better. The terms add up.

    Text there is to quote (up to 1, by its logarithm) and where it came from; a headline that tells rather than asks,
    teases, or labels; words before a recording; an early place in its feed; the weight of its source.
    """
    words = sum(len(article.text[b.start : b.end].split()) for b in article.blocks if b.kind == "paragraph")
    score = math.log1p(min(words, _ENOUGH)) / math.log1p(_ENOUGH) + _ORIGIN.get(article.origin, 0.0)
    headline = article.headline.strip()
    if announces("feature", headline) or "? " in headline:
        score -= 0.7
    if of_many_events(headline, article.url):
        score -= 1.5
    if announces("opinion", headline):
        score -= 1.0
    if announces("video", headline, article.url):
        score -= 0.5
    if article.enclosure is not None:
        score -= _RECORDING  # its text announces what is to be heard or seen; an article of words leads before it
    if headline.isupper() or len(headline.split()) < 4:
        score -= 0.3
    if article.position is not None:
        score += 0.5 / (1.0 + max(article.position - 1, 0) / 5.0)
    return score + math.log(max(weight, 0.01))
