"""How far a run is: bars on a terminal, a line a phase in a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from digest.ports import Progress


class Silent:
    """Says nothing: --quiet and --json."""

    def phase(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, note: str = "") -> None:
        """Nothing."""

    def done(self) -> None:
        """Nothing."""


class Lines:
    """A plain line a phase, for logs."""

    def phase(self, name: str, total: int | None = None) -> None:
        """Say that it begins."""
        del total  # of our own steps, mostly; the report says how many there were of what matters
        print(f"{name} …", file=sys.stderr, flush=True)

    def step(self, note: str = "") -> None:
        """Nothing: a line a step would drown the log."""

    def done(self) -> None:
        """Nothing: the report follows."""


class Bars:
    """A bar a phase, gone when the phase is over, so that the report stands alone."""

    def __init__(self) -> None:
        self._progress: RichProgress | None = None
        self._task: TaskID | None = None

    def phase(self, name: str, total: int | None = None) -> None:
        """Start a bar."""
        # Only here: nothing else needs it, and a run without a terminal nothing of it.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self.done()
        self._progress = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(name, total=total, note="")
        self._progress.start()

    def step(self, note: str = "") -> None:
        """Move it on."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, advance=1, note=note[:40])

    def done(self) -> None:
        """Take it away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


@contextmanager
def progress(*, speaks: bool) -> Iterator[Progress]:
    """The progress that fits where the output goes; however the block ends, the terminal is as it was."""
    made = Silent() if not speaks else Bars() if sys.stderr.isatty() else Lines()
    try:
        yield made
    finally:
        made.done()
