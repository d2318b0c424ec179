"""What the answers to subscribers are made of, and what has to be handed in to make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from digest.model import LetterKind, Subscriber, Suppression
from digest.ports import Letters, Subscribers

Purpose = Literal["unsubscribe", "preferences", "confirm", "data", "form"]
Unsigned = Literal["broken", "forged", "wrong purpose", "expired"]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who follows a link, as its token says."""

    who: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that counts of a person when something is asked."""

    who: str
    subscriber: Subscriber | None = None  # the list's row, else as feeds.yml or its file names them
    listed: bool = False  # whether the list has a row
    suppression: Suppression | None = None
    confirmations: int = 0  # letters to confirm that were asked for in the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done, all of it for one person; in the order of the fields, a welcome before ``put``."""

    who: str
    suppress: Suppression | None = None
    lift: bool = False
    put: Subscriber | None = None
    what: str = ""  # of the event that ``put`` keeps
    letter: LetterKind | None = None


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest issue, for who wants to see one first."""

    url: str
    date: date
    subject: str


class Store(Protocol):
    """Where people are kept. Used by one thread alone; every verb may raise ``StorageError``."""

    @property
    def subscribers(self) -> Subscribers:
        """The list."""
        ...

    @property
    def letters(self) -> Letters:
        """Mails to one person."""
        ...

    def named(self, who: str) -> Subscriber | None:
        """Whom feeds.yml or its file names."""
        ...

    def asked(self, who: str, kind: LetterKind, *, since: datetime) -> int:
        """How many letters of a kind were asked for since then."""
        ...

    def latest(self) -> Latest | None:
        """The newest issue that is on the web."""
        ...

    def told(self, who: str) -> str:
        """All that is known of a person, as they may keep it (JSON)."""
        ...

    def erase(self, who: str, *, at: datetime) -> bool:
        """Forget a person, but for the keyed hash that keeps them from being mailed again.

        Returns whether that could be done now: not while an issue is being sent.
        """
        ...

    def close(self) -> None:
        """Let the database go."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Everything that is handed in."""

    url: str  # where readers reach it; no trailing slash
    sections: tuple[str, ...]  # that a reader may leave out
    languages: Mapping[str, str]  # tag -> its own name
    language: str  # the publication's
    timezone: str  # the publication's
    welcome: bool  # whether a new subscriber gets a letter
    store: Callable[[], Store]  # opens it: in the thread that will use it
    read: Callable[[str, Purpose, datetime], Signed | Unsigned]  # a token
    sign: Callable[[Purpose, str, datetime], str]
    address: Callable[[str], str]  # canonical; raises DataError
    who: Callable[[str], str]  # of an address
    render: Callable[..., str]  # (template, language, **values)
    style: Callable[[], tuple[str, str]]  # the style sheet and the icon
    clock: Callable[[], datetime]
    posted: Callable[[], None]  # a letter waits: see to it, and do not block
    log: Callable[[str], None]  # one line, which names nobody
    fault: Callable[[str], None]  # one line of what went wrong on our side
    proxies: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)  # for every page
