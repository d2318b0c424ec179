"""The budget: every candidate story with its score, made of a few named terms.

    score = worth · weight · (BREADTH·breadth + PROMINENCE·prominence + GRAVITY·gravity
                              + FRESHNESS·freshness + SUBSTANCE·substance)

Each term lies in 0..1 and is kept in the issue file, so that any rank can be read off and argued with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.issues.gravity import gravity
from digest.model import Source, Story
from digest.text.headlines import Kind, kind

# How much each term counts. An event that many desks chose to tell is news whatever one of them thinks of it, so
# breadth leads; where a desk puts a story on its own front says the most about the stories that only one desk has.
BREADTH, PROMINENCE, GRAVITY, FRESHNESS, SUBSTANCE = 0.50, 0.20, 0.15, 0.10, 0.05

# What each kind of article is worth, news being 1. An editor prints the others, but lower.
WORTH: dict[Kind, float] = {
    "news": 1.0,
    "live": 0.7,
    "video": 0.55,
    "opinion": 0.5,
    "soft": 0.45,
    "roundup": 0.35,
    "programme": 0.35,
    "service": 0.35,
    "advice": 0.35,
}

FULL_BREADTH = 8  # independent reports at which breadth is 1
HALF_LIFE_HOURS = 18.0  # after which freshness is one half
FULL_TEXT_WORDS = 60  # words at which substance is 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate story and what it is worth."""

    story: Story
    score: float
    terms: dict[str, float]


def rank(stories: Sequence[Story], *, sources: Mapping[str, Source], now: datetime) -> tuple[Ranked, ...]:
    """``stories`` with their scores, the highest first; ties go by id, so that the order is always the same."""
    ranked = [_score(story, sources, now) for story in stories]
    return tuple(sorted(ranked, key=lambda r: (-r.score, r.story.id)))


def _score(story: Story, sources: Mapping[str, Source], now: datetime) -> Ranked:
    weights = [sources[a.source].weight for a in story.articles if a.source in sources] or [1.0]
    terms = {
        "breadth": math.log2(independent(story)) / math.log2(FULL_BREADTH),
        "prominence": _prominence(story),
        "gravity": max(gravity(a.headline) for a in story.articles),
        "freshness": _freshness(story, now),
        "substance": min(1.0, max(len(a.text.split()) for a in story.articles) / FULL_TEXT_WORDS),
        "worth": _worth(story),
        "weight": sum(weights) / len(weights),
    }
    terms = {name: round(min(value, 1.0) if name != "weight" else value, 4) for name, value in terms.items()}
    score = BREADTH * terms["breadth"] + PROMINENCE * terms["prominence"] + GRAVITY * terms["gravity"]
    score += FRESHNESS * terms["freshness"] + SUBSTANCE * terms["substance"]
    return Ranked(story=story, score=round(terms["worth"] * terms["weight"] * score, 4), terms=terms)


def independent(story: Story) -> int:
    """How many reports of a story stand on their own: one for a source, and one for a text however many print it."""
    sources = {article.id: article.source for article in story.articles}
    voices = {frozenset(sources[member] for member in group if member in sources) for group in story.copies}
    seen: set[str] = set()
    count = 0
    for voice in sorted(voices, key=sorted):
        if not voice & seen:
            count += 1
        seen |= voice
    return max(1, count)


def _prominence(story: Story) -> float:
    """The best place that any source gave it on its own front page, in 0..1; a half where no place is known."""
    places = [a.position for a in story.articles if a.position]
    if not places:
        return 0.5
    return 1.0 / (1.0 + (min(places) - 1) / 6.0)


def _freshness(story: Story, now: datetime) -> float:
    newest = max((a.published or a.first_seen) for a in story.articles)
    hours = max(0.0, (now - newest).total_seconds() / 3600)
    return float(0.5 ** (hours / HALF_LIFE_HOURS))


def _worth(story: Story) -> float:
    """What the kinds of its articles are worth on the whole: one soft headline among ten does not make a story soft."""
    return sum(WORTH[kind(a.headline, a.url)] for a in story.articles) / len(story.articles)
