"""The editor's hand: stories tied and parted, the budget, approval."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from digest.model.articles import Link

CorrectionKind = Literal["merge", "split", "never-merge", "pin", "kill"]


class Correction(Struct, frozen=True, kw_only=True):
    """What an editor decided about stories: it holds on every later run until it is undone.

    Sides are named by articles (``Article.key``), because the stories that hold them are told anew on every run.
    """

    number: int  # 1 up, in the order they were made; what `undo` names
    kind: CorrectionKind
    articles: tuple[str, ...]  # keys of the articles of the side named first
    others: tuple[str, ...] = ()  # of the other side: merge, split and never-merge
    about: str  # the headlines it was made of, for the list
    at: datetime
    undone: datetime | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """An article in the budget."""

    id: str
    source: str  # the name that readers see
    url: str
    headline: str

    @property
    def key(self) -> str:
        """As of the article itself: its canonical URL, else its id."""
        return self.url or self.id


class Candidate(Struct, frozen=True, kw_only=True):
    """A story that an issue could have printed: what it was worth, and what became of it."""

    story: str  # its id
    thread: str
    day: int
    headline: str
    articles: tuple[Listed, ...]  # lead first
    copies: tuple[tuple[str, ...], ...]  # as of the story
    links: tuple[Link, ...]
    score: float
    terms: dict[str, float]
    rank: int | None  # in the issue; None: left out
    section: str | None  # where it stands; None: left out, or among the developing
    verdict: str  # in words: why it is in, or why out
    near: tuple[str, ...] = ()  # as of the story


class Budget(Struct, frozen=True, kw_only=True):
    """Everything an issue was made from: every candidate, best first, and every article that was none."""

    date: date
    as_of: datetime
    candidates: tuple[Candidate, ...]
    dropped: dict[str, tuple[Listed, ...]]  # reason -> articles that no story could use


class Approval(Struct, frozen=True, kw_only=True):
    """Somebody's word that an issue may be mailed, for the bytes that they saw."""

    issue: int  # its number
    sha256: str  # of the issue and its editions (``digest.pipeline.approve``)
    by: str  # who
    at: datetime
    revoked: datetime | None = None
    revoked_by: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """Whether an issue, as it would be mailed now, is approved."""

    state: Literal["approved", "changed", "revoked", "none"]  # changed: other bytes of it are approved
    sha256: str  # of the issue and its editions as they are now
    approval: Approval | None = None  # the latest; None where there never was one
