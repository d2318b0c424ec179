"""What every stage may have beside it: a lock, progress, spans, a folder to publish in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from digest.model import Edition, SiteFile

Fact = str | int | float | bool | None  # what may be said of a span


class Publisher(Protocol):
    """Puts files where readers find them."""

    def publish(self, folder: str, editions: Sequence[Edition], files: Sequence[SiteFile]) -> None:
        """An issue's folder first, whole; then each file; a kill at any point leaves the last site whole."""
        ...

    def read(self, path: str) -> bytes | None:
        """The file of that path below output/; None where there is none."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is a file of that path."""
        ...

    def files(self, folder: str = "") -> Iterator[str]:
        """The path of every file below a folder of output/, or below output/ itself, in one order."""
        ...


class Span(Protocol):
    """Something that takes time, while it goes on."""

    def tell(self, facts: Mapping[str, Fact]) -> None:
        """Facts about it, None where there is none; the names are OpenTelemetry's, where it has one."""
        ...

    def happened(self, event: str, facts: Mapping[str, Fact]) -> None:
        """Something happened meanwhile."""
        ...

    def fail(self, reason: str) -> None:
        """It does not do what it was to do."""
        ...


class Spans(Protocol):
    """Hears what takes how long, for whoever follows runs from elsewhere. No address of a reader is told here."""

    def span(self, name: str, facts: Mapping[str, Fact], *, asks: bool = False) -> AbstractContextManager[Span]:
        """A span for a block, part of that around it; ``asks``: another machine is asked. What is raised fails it."""
        ...


class Lock(Protocol):
    """One run at a time."""

    def hold(self) -> AbstractContextManager[None]:
        """Hold the lock for a block. Raises ``LockedError`` at once where another run holds it."""
        ...


class Progress(Protocol):
    """Hears how far a run is."""

    def phase(self, name: str, total: int | None = None) -> None:
        """A phase begins; ``total`` steps where that is known."""
        ...

    def step(self, note: str = "") -> None:
        """One step of the phase is done."""
        ...

    def done(self) -> None:
        """The last phase is over."""
        ...
