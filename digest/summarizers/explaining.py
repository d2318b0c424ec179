"""Why a summary holds the sentences it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from msgspec import Struct

from digest.model import Article, Passage


class Weighed(Struct, frozen=True, kw_only=True):
    """A sentence and what it was worth: the ``terms`` add up to ``score``."""

    passage: Passage
    score: float
    terms: dict[str, float]
    reason: str | None = None  # why it was not chosen, in words; None: it was


class Explained(Struct, frozen=True, kw_only=True):
    """A summary with its reasons."""

    method: str
    considered: int  # sentences of the articles
    chosen: tuple[Weighed, ...]  # in the order they were taken
    left: tuple[Weighed, ...]  # the others that are fit to be printed, the best first


@runtime_checkable
class Explaining(Protocol):
    """A summarizer that can say why."""

    def explain(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Explained:
        """The choice that ``summarize`` makes with the same arguments, and its reasons."""
        ...
