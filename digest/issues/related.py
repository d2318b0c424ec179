""" "Read also": where else a reader finds the story told, and what its sources themselves point to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from digest.model import Related, Story
from digest.text import stems
from digest.text.headlines import kind

OTHER_OUTLETS = 3
POINTED_TO = 2
NEARLY = 0.8  # of the shorter headline's stems: from here on two headlines are one
MEANT = 0.7  # of the longer headline's stems: from here on a "Read also" line means a headline

_FIRST_PERSON = re.compile(r"(?<![\w'’])(?:I|me|my|My|I['’]m)(?![\w'’-])")

Held: TypeAlias = Mapping[str, tuple[str, str, str]]  # headline -> (URL, source's name, id of its story's thread)


def relate(story: Story, held: Held) -> tuple[Related, ...]:
    """Other outlets' headlines for the story, then the ``held`` ones that its articles' own "Read also" lines name.

    An outlet has one, and none that says what a headline above it says; its commentary and its films are not the
    news. ``held`` are the headlines of this issue and earlier ones.
    """
    lang = story.lead.lang
    said = [frozenset(stems(story.lead.headline, lang))]
    outlets = {story.lead.source_name}
    others: list[Related] = []
    for article in story.articles[1:]:
        mine = frozenset(stems(article.headline, article.lang))
        if len(others) == OTHER_OUTLETS or article.source_name in outlets or any(_nearly(mine, one) for one in said):
            continue
        if kind(article.headline, article.url) not in ("news", "live") or _FIRST_PERSON.search(article.headline):
            continue
        outlets.add(article.source_name)
        said.append(mine)
        others.append(Related(headline=article.headline, url=article.url or None, source=article.source_name))
    pointed: list[Related] = []
    for hint in (hint for article in story.articles for hint in article.related):
        wanted = frozenset(stems(hint, lang))
        headline = next((h for h in sorted(held) if _means(wanted, frozenset(stems(h, lang)))), None)
        if headline is None or any(_nearly(frozenset(stems(headline, lang)), one) for one in said):
            continue
        url, source, thread = held[headline]
        if thread != (story.thread or story.id) and len(pointed) < POINTED_TO:
            said.append(wanted)
            pointed.append(Related(headline=headline, url=url or None, source=source))
    return (*others, *pointed)


def _nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > NEARLY * max(1, min(len(one), len(other)))


def _means(hint: frozenset[str], headline: frozenset[str]) -> bool:
    return bool(hint) and len(hint & headline) >= MEANT * max(len(hint), len(headline))
