"""The budget: every candidate story with its score, made of a few named terms.

    points = BREADTH·breadth + GRAVITY·gravity + PROMINENCE·prominence + FRESHNESS·freshness + SUBSTANCE·substance
    score  = points · worth · weight · section · (CONTINUED + (1 - CONTINUED)·novelty)

Each term lies in 0..1, but for the weights, and is kept in the issue file, so that any rank can be read off and argued
with; ``worked`` writes the sum out:

- breadth: how many independent houses tell it, by logarithm; a house's several feeds are one voice;
- gravity: how grave its gravest headlines are (``gravity``);
- prominence: where front pages put it; a feed in order of time has no front page, and its places say nothing;
- freshness: how new its newest article is;
- substance: whether there is text to quote;
- worth: what kind of articles tell it;
- weight: what feeds.yml says of its sources, on the mean;
- section: what feeds.yml says of the section that takes it;
- novelty: how much of what it tells no earlier issue has printed of its thread; 1 where it is new.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import pairwise
from statistics import mean

from msgspec import Struct
from msgspec.structs import replace

from digest.issues.gravity import gravity
from digest.issues.sections import place
from digest.model import Article, Candidate, Rules, Source, Story
from digest.text.headlines import Kind, kind

# How much each term counts. An event that many desks chose to tell is news whatever one of them thinks of it, so
# breadth leads; of what few tell, the grave comes before the light.
BREADTH, GRAVITY, PROMINENCE, FRESHNESS, SUBSTANCE = 0.40, 0.33, 0.15, 0.10, 0.02
WEIGHTS = {
    "breadth": BREADTH,
    "gravity": GRAVITY,
    "prominence": PROMINENCE,
    "freshness": FRESHNESS,
    "substance": SUBSTANCE,
}
# What a continuing story keeps of its score where it tells nothing new: another day of a great matter comes before a
# small one's first.
CONTINUED = 0.6

# What each kind of article is worth, news being 1. An editor prints the others, but lower.
WORTH: dict[Kind, float] = {
    "news": 1.0,
    "feature": 0.8,
    "sport": 0.75,
    "live": 0.7,
    "video": 0.75,
    "opinion": 0.5,
    "soft": 0.45,
    "roundup": 0.35,
    "programme": 0.35,
    "service": 0.35,
    "advice": 0.35,
}
# Beside a report, these take nothing from it.
_BESIDE: frozenset[Kind] = frozenset({"live", "video", "roundup", "feature"})

FULL_BREADTH = 8  # independent reports at which breadth is 1; or as many as houses told anything, where these are fewer
HALF_LIFE_HOURS = 18.0  # after which freshness is one half
UNDATED = 0.5  # freshness of an article that nobody dated
FULL_TEXT_WORDS = 60  # words at which substance is 1
FRONT = 6.0  # places down a front page that halve prominence
TOP = 0.8  # prominence of the top of one front page; a second front adds the same share of what is left
NO_FRONT = 0.2  # prominence where no front page shows the story
IN_ORDER = 0.85  # share of neighbours in order of time from which a feed has no front page …
NEIGHBOURS = 4  # … where at least so many pairs can be compared
GRAVEST = 3  # headlines that tell how grave a story is: a great one has lighter ones about it, too
GRAVE = 0.33  # gravity from which a light word in a headline ("wedding") makes no light news

_SQUEEZED = re.compile(r"[\W_]+")
# What a house adds to its name for one of its feeds.
_FEED = re.compile(r"(?:tv|news|video|videos|online|radio)$")


class Ranked(Struct, frozen=True, kw_only=True):
    """A candidate story and what it is worth."""

    story: Story
    score: float
    terms: dict[str, float]

    def with_articles(self, better: Mapping[str, Article]) -> Ranked:
        """The same candidate, its articles replaced by those of the same id in ``better``."""
        if not any(article.id in better for article in self.story.articles):
            return self
        articles = tuple(better.get(article.id, article) for article in self.story.articles)
        return replace(self, story=replace(self.story, articles=articles))


class Part(Struct, frozen=True):
    """A term of the sum: ``points`` is ``weight`` times ``value``, to four places."""

    term: str
    weight: float
    value: float
    points: float


class Worked(Struct, frozen=True, kw_only=True):
    """A score written out: ``sum(points of the parts) == total``, and ``total`` times the factors is ``score``.

    Both hold to the four places that each number is given to.
    """

    parts: tuple[Part, ...]
    total: float
    factors: dict[str, float]
    score: float


def worked(terms: Mapping[str, float]) -> Worked:
    """The score that ``terms`` give, step by step. What issues of earlier versions do not name changes nothing."""
    parts = tuple(
        Part(name, weight, terms.get(name, 0.0), round(weight * terms.get(name, 0.0), 4))
        for name, weight in WEIGHTS.items()
    )
    total = round(sum(part.points for part in parts), 4)
    factors = {name: terms.get(name, 1.0) for name in ("worth", "weight", "section")}
    factors["novelty"] = round(CONTINUED + (1.0 - CONTINUED) * terms.get("novelty", 1.0), 4)
    return Worked(parts=parts, total=total, factors=factors, score=round(total * math.prod(factors.values()), 4))


def rank(
    stories: Sequence[Story],
    *,
    sources: Mapping[str, Source],
    now: datetime,
    rules: Rules | None = None,
    novelty: Mapping[str, float] | None = None,
) -> tuple[Ranked, ...]:
    """``stories`` with their scores, the highest first; ties go by id, so that the order is always the same.

    ``rules`` weigh sections; ``novelty`` maps a continuing story's id to how much of it is new, 1 where not given.
    """
    fronts = _fronts(stories)
    houses = {house(article) for story in stories for article in story.articles if article.origin != "seed"}
    full = min(FULL_BREADTH, max(2, len(houses)))
    weights = {rule.name: rule.weight for rule in rules.sections} if rules else {}
    ranked = []
    for story in stories:
        section = weights.get(place(story, rules, sources), 1.0) if rules and weights else 1.0
        new = (novelty or {}).get(story.id, 1.0)
        terms = {**_terms(story, sources, fronts, full, now), "section": round(section, 4), "novelty": round(new, 4)}
        ranked.append(Ranked(story=story, score=worked(terms).score, terms=terms))
    return tuple(sorted(ranked, key=lambda r: (-r.score, r.story.id)))


def _terms(
    story: Story, sources: Mapping[str, Source], fronts: AbstractSet[str], full: int, now: datetime
) -> dict[str, float]:
    """The terms that the story's articles give."""
    weights = [sources[a.source].weight for a in story.articles if a.source in sources] or [1.0]
    graves = [gravity(a.headline, a.text) for a in story.articles]
    terms = {
        "breadth": math.log2(independent(story)) / math.log2(full),
        "gravity": mean(sorted(graves, reverse=True)[:GRAVEST]),
        "prominence": _prominence(story, fronts),
        "freshness": max(_freshness(article, now) for article in story.articles),
        "substance": min(1.0, max(len(a.text.split()) for a in story.articles) / FULL_TEXT_WORDS),
        "worth": _worth(story, graves),
        "weight": sum(weights) / len(weights),
    }
    return {name: round(min(value, 1.0) if name != "weight" else value, 4) for name, value in terms.items()}


def house(article: Article) -> str:
    """Whose voice an article is: its source's name without what a house adds for one of its feeds ("Gazette TV")."""
    return _house(article.source_name) or article.source


def _house(source: str) -> str:
    name = _SQUEEZED.sub("", source.casefold())
    while len(shorter := _FEED.sub("", name)) > 1 and shorter != name:
        name = shorter
    return name


def independent(story: Story) -> int:
    """How many reports of a story stand on their own: one for a house, and one for a text however many print it."""
    return _voices(story.copies, {article.id: house(article) for article in story.articles})


def reports(candidate: Candidate) -> int:
    """As ``independent``, of a candidate in a budget."""
    return _voices(candidate.copies, {one.id: _house(one.source) or one.source for one in candidate.articles})


def _voices(copies: Iterable[Iterable[str]], houses: Mapping[str, str]) -> int:
    voices = {frozenset(houses[member] for member in group if member in houses) for group in copies}
    seen: set[str] = set()
    count = 0
    for voice in sorted(voices, key=sorted):
        if not voice & seen:
            count += 1
        seen |= voice
    return max(1, count)


def _fronts(stories: Sequence[Story]) -> frozenset[str]:
    """The sources whose feeds an editor orders: not simply the newest first."""
    placed: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    sources = set()
    for story in stories:
        for article in story.articles:
            if article.position:
                sources.add(article.source)
                if article.published:
                    placed[article.source].append((article.position, article.published))
    in_time = set()
    for source, articles in placed.items():
        times = [published for _, published in sorted(articles)]
        pairs = [above > below for above, below in pairwise(times) if above != below]
        if len(pairs) >= NEIGHBOURS and mean(pairs) >= IN_ORDER:
            in_time.add(source)
    return frozenset(sources - in_time)


def _prominence(story: Story, fronts: AbstractSet[str]) -> float:
    """How high front pages put it, in 0..1: each house's best place, and more where several put it high."""
    best: dict[str, int] = {}
    elsewhere = False
    for article in story.articles:
        if article.position and article.source in fronts:
            name = house(article)
            best[name] = min(best.get(name, article.position), article.position)
        else:
            elsewhere = True
    left = 1.0
    for position in sorted(best.values()):
        left *= 1.0 - TOP / (1.0 + (position - 1) / FRONT)
    return max(NO_FRONT if elsewhere else 0.0, 1.0 - left)


def _freshness(article: Article, now: datetime) -> float:
    if article.published is None:
        return UNDATED
    hours = max(0.0, (now - article.published).total_seconds() / 3600)
    return float(0.5 ** (hours / HALF_LIFE_HOURS))


def _worth(story: Story, graves: Sequence[float]) -> float:
    """What the kinds of its articles are worth on the whole: one soft headline among ten does not make a story soft."""
    kinds: list[Kind] = []
    for article, grave in zip(story.articles, graves, strict=True):
        found = kind(article.headline, article.url)
        kinds.append("news" if found == "soft" and grave >= GRAVE else found)
    told = [one for one in kinds if one not in _BESIDE] or kinds
    return mean(WORTH[one] for one in told)
