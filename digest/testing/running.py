"""A lock in memory, and a progress that nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from digest.errors import LockedError


class MemoryLock:
    """``ports.Lock`` in memory; ``held`` by another where a test says so."""

    def __init__(self) -> None:
        self.held = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold it for a block."""
        if self.held:
            raise LockedError("another run is at work")
        self.held = True
        try:
            yield
        finally:
            self.held = False


class Unwatched:
    """``ports.Progress`` that nobody watches."""

    def phase(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, note: str = "") -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""
