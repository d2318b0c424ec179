""" "Read also": where else a reader finds the story told, what its sources point to, and what lies near it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from digest.model import Earlier, Passage, Related, Story
from digest.text import article_sentences, stems
from digest.text.headlines import kind
from digest.text.telling import told

OTHER_OUTLETS = 3
POINTED_TO = 2
NEAR = 3
MOST = 5  # in all
NEW = 0.5  # of what another outlet's headline tells: where no more is news to whoever read what is printed, it is left
NEARLY = 0.8  # of the shorter headline's stems: from here on two headlines are one
MEANT = 0.7  # of the longer headline's stems: from here on a "Read also" line means a headline
# A headline is near a story where it shares a rare name with the story's own headline, a second word with the story,
# and so much of what both say, each word weighed by how rare it is among the headlines held.
CLOSE = 0.3
KNOWN = 0.06  # of the headlines held: what stands in more is no rare name, but the news of these weeks
SECOND = 0.2  # of them: what stands in more is no word to go by
FEW = 4  # headlines: what stands in no more is rare, however few are held
TOLD = 0.6  # what a word counts that stands in the story's text and not in its headline
ARTICLES = 6  # of the story that are read for what it is about
SENTENCES = 2  # of each
# Names that every country has: two stories of a supreme court may be of two courts.
_OFFICES = (
    "house white supreme court senate senator state department congress parliament minister ministry president prime "
    "world health organization organisation government council united nations republican democrats university new "
    "police army monday tuesday wednesday thursday friday saturday sunday north south east west general secretary "
    "party bank"
)

_FIRST_PERSON = re.compile(r"(?<![\w'’])(?:I|me|my|My|I['’]m)(?![\w'’-])")
# A capital inside a sentence; a headline may have one on every word.
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")


class Headline(NamedTuple):
    """Of a story that this issue or an earlier one prints."""

    url: str  # of its lead article
    source: str  # the name that readers see
    thread: str  # the story's
    issue: Earlier | None = None  # the earlier issue; None: this one


Held: TypeAlias = Mapping[str, Headline]  # by its words


def relate(
    story: Story, held: Held, *, printed: Sequence[Passage] = (), others: bool = True, most: int = MOST
) -> tuple[Related, ...]:
    """Other outlets' headlines for the story, then the ``held`` ones that its sources' own "Read also" lines name.

    Then those that lie near it, the most recent first. ``held`` are the headlines of this issue and earlier ones, the
    oldest first. An outlet has one of its own, if it tells more than the story's headline and what is ``printed`` of it
    (with ``others`` false none has); none says what a headline above it says; a thread is named once, and the story's
    own never; commentary and films are not the news. A source is the lead article's, or one whose words are printed.
    """
    lang = story.lead.lang
    said = [frozenset(stems(story.lead.headline, lang))]
    words = frozenset(stems(" ".join((story.lead.headline, *(one.text for one in printed))), lang))
    theirs = list(_others(story, said, words))[:most] if others else []
    known = {headline: _stems(headline, lang) for headline in held}
    threads = {story.thread or story.id}
    pointed: list[Related] = []
    cited = {story.lead.id, *(one.article for one in printed)}
    for hint in (hint for article in story.articles if article.id in cited for hint in article.related):
        wanted = frozenset(stems(hint, lang))
        headline = next((one for one in sorted(held) if _means(wanted, known[one])), None)
        if headline is None or any(_nearly(known[headline], one) for one in said):
            continue
        if held[headline].thread not in threads and len(pointed) < min(POINTED_TO, most - len(theirs)):
            said.append(known[headline])
            threads.add(held[headline].thread)
            pointed.append(_related(headline, held))
    near: list[str] = []
    for headline in _near(story, held, known):
        if len(near) == min(NEAR, most - len(theirs) - len(pointed)):
            break
        if held[headline].thread not in threads and not any(_nearly(known[headline], one) for one in said):
            said.append(known[headline])
            threads.add(held[headline].thread)
            near.append(headline)
    order = {headline: nth for nth, headline in enumerate(held)}
    recent = sorted(near, key=lambda headline: -order[headline])
    return (*theirs, *pointed, *(_related(headline, held) for headline in recent))


def _others(story: Story, said: list[frozenset[str]], printed: frozenset[str]) -> Iterator[Related]:
    """Other outlets' headlines that tell more of the story than is ``printed``; put to what is ``said``."""
    outlets = {story.lead.source_name}
    found = 0
    for article in story.articles[1:]:
        mine = frozenset(stems(article.headline, article.lang))
        if found == OTHER_OUTLETS or article.source_name in outlets or any(_nearly(mine, one) for one in said):
            continue
        news = told(article.headline, article.lang)
        if len(news - printed) <= NEW * len(news) or not _is_news(article.headline, article.url):
            continue
        outlets.add(article.source_name)
        said.append(mine)
        found += 1
        yield Related(headline=article.headline, url=article.url or None, source=article.source_name)


def _near(story: Story, held: Held, known: Mapping[str, frozenset[str]]) -> list[str]:
    """Headlines of other threads that share a rare name and more with the story, the nearest first."""
    lang = story.lead.lang
    texts = [
        passage.text for article in story.articles[:ARTICLES] for passage in article_sentences(article)[:SENTENCES]
    ]
    headline = frozenset(stems(story.lead.headline, lang))
    all_told = headline.union(*(stems(text, lang) for text in texts))
    names = frozenset(stem for text in texts for name in _NAME.findall(text) for stem in stems(name, lang))
    names -= frozenset(stems(_OFFICES, "en"))
    seen = Counter(stem for mine in known.values() for stem in mine)
    thread = story.thread or story.id

    def weight(stem: str) -> float:
        return math.log((len(known) + 1) / (seen[stem] + 0.5))

    found: list[tuple[float, str]] = []
    for other, mine in known.items():
        shared = mine & all_told
        if held[other].thread == thread or len(shared) < 2:
            continue
        rare = [stem for stem in shared & headline & names if seen[stem] <= max(FEW, KNOWN * len(known))]
        second = [stem for stem in shared if seen[stem] <= max(FEW, SECOND * len(known))]
        if not rare or len(second) < 2 or not _is_news(other, held[other].url):
            continue
        # Sums in a fixed order: floating point gives other last digits in another.
        common = sum(weight(stem) * (1.0 if stem in headline else TOLD) for stem in sorted(shared))
        whole = sum(weight(stem) for stem in sorted(mine)) * sum(weight(stem) for stem in sorted(headline))
        closeness = common / math.sqrt(whole)
        if closeness >= CLOSE:
            found.append((closeness, other))
    return [other for _, other in sorted(found, key=lambda one: (-one[0], one[1]))]


def _related(headline: str, held: Held) -> Related:
    url, source, thread, issue = held[headline]
    return Related(headline=headline, url=url or None, source=source, thread=thread or None, issue=issue)


@lru_cache(maxsize=8192)
def _stems(headline: str, lang: str) -> frozenset[str]:
    """Each story of an issue is held against the same headlines: those of a season, some two thousand."""
    return frozenset(stems(headline, lang))


def _is_news(headline: str, url: str) -> bool:
    return kind(headline, url) in ("news", "live") and not _FIRST_PERSON.search(headline)


def _nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > NEARLY * max(1, min(len(one), len(other)))


def _means(hint: frozenset[str], headline: frozenset[str]) -> bool:
    return bool(hint) and len(hint & headline) >= MEANT * max(len(hint), len(headline))
