"""Articles into stories: near-duplicates, clusters, the article that leads, and threads across days.

    articles ─▶ duplicates ─▶ cluster ─▶ tell ─▶ follow ─▶ novel ─▶ adding

``reprinted`` knows what was printed before under another address. What an editor decided comes in by ``remember`` and
``bind`` before ``tell``, ``hindsight`` before ``follow``, and ``settle`` after it.
It does not rank stories, choose sentences or decide what an issue prints.
"""

from __future__ import annotations

from digest.stories.clusters import cluster
from digest.stories.corrections import bind, remember, settle
from digest.stories.duplicates import duplicates
from digest.stories.hindsight import hindsight
from digest.stories.newness import newness
from digest.stories.novelty import adding, novel
from digest.stories.reprints import reprinted
from digest.stories.stock import clean
from digest.stories.telling import tell
from digest.stories.threads import follow

__all__ = [
    "adding",
    "bind",
    "clean",
    "cluster",
    "duplicates",
    "follow",
    "hindsight",
    "newness",
    "novel",
    "remember",
    "reprinted",
    "settle",
    "tell",
]
