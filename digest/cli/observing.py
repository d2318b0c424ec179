"""A command while it works, as others see it: the lines of its log, the spans of a collector. Neither can fail it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from digest import __version__
from digest.errors import DigestError
from digest.model import Run
from digest.pipeline import runs as story

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.cli.report import Console
    from digest.ports import Span
    from digest.wiring import Newsroom


def status_of(error: BaseException | None) -> int:
    """What the process ends with where this comes out of a command; None is its good end."""
    from digest.cli.report import told

    if error is None:
        return 0
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, Exception):
        known = told(error)
        return known.status if known is not None else 141 if isinstance(error, BrokenPipeError) else 1
    code = error.code if isinstance(error, SystemExit) else 130
    return code if isinstance(code, int) else 1


def words(error: BaseException | None) -> str:
    """What an error says; of a fault of the program's own only where: its words may hold anything."""
    from digest.cli.report import told

    if error is None or isinstance(error, click.exceptions.Exit):
        return ""
    if not isinstance(error, Exception):
        return "stopped"
    known = told(error)
    if known is not None:
        return str(known)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
    return f"a fault of the program's own: {type(error).__name__}{where}"


def ended(run: Run, console: Console, error: BaseException | None, *, since: float) -> Run:
    """``run`` with all that it did, now that it ends so; ``since``: ``time.monotonic`` at its beginning."""
    status = status_of(error)
    left = isinstance(error, click.exceptions.Exit)  # with a status of its own: nothing broke
    said = list(console.asides)
    if isinstance(error, Exception) and not left:
        said.append(words(error))
    used = os.times()
    return replace(
        story.gathered(run, console.heard, said),
        ended=datetime.now(UTC),
        status=status,
        outcome=story.outcome(status, None if left else error),
        seconds=round(time.monotonic() - since, 3),
        cpu=round(used.user + used.system + used.children_user + used.children_system, 3),
    )


@contextmanager
def observed(given: Given, room: Newsroom, command: str) -> Iterator[None]:
    """A command that is not remembered, as ``watching.watched`` does it with a run."""
    if given.log is None and room.config.watch.collector is None:
        yield
        return
    since, run = time.monotonic(), Run(id=given.id, started=datetime.now(UTC), version=__version__)
    observer = Observer(room, given, command)
    error: BaseException | None = None
    try:
        yield
    except BaseException as fault:
        error = fault
        raise
    finally:
        run = ended(run, given.console, error, since=since)
        observer.close(run, words(error) or f"status {run.status}")
        observer.end(run)


class Observer:
    """Hears what a command does from its beginning to its end. Where nobody asks for either, it costs nothing."""

    def __init__(self, room: Newsroom, given: Given, command: str, **fields: object) -> None:
        """``command``: its name, as in ``digest run``; ``fields`` are what the first line of the log says of it."""
        self._console = given.console
        self._log = given.log
        self._name = command
        self._heard = 0  # facts of the console that were told
        self._blocks = ExitStack()
        self._spans = None
        self._command: Span | None = None
        self._span: Span | None = None  # of the phase, or of the command itself
        try:
            self._spans = room.follow(given.id)
        except DigestError as error:
            self._aside(str(error))
        if self._spans is not None:
            self._command = self._span = self._blocks.enter_context(self._spans.span(f"digest {command}", {}))
        self.event("info", f"{command} began", {"version": __version__, **fields})

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """A part of the work, timed."""
        began = time.monotonic()
        failed = True
        try:
            if self._spans is None:
                yield
            else:
                around = self._span
                with self._spans.span(name, {}) as self._span:
                    try:
                        yield
                    finally:
                        self.tell()
                        self._span = around
            failed = False
        finally:
            self.tell()
            seconds = round(time.monotonic() - began, 3)
            self.event("info", "phase ended", {"phase": name, "seconds": seconds, "failed": failed})

    def event(self, level: str, event: str, fields: Mapping[str, object]) -> None:
        """A line of the log."""
        if self._log is not None:
            self._log.write(level, event, fields)

    def tell(self) -> None:
        """What the stages reported since this was last called."""
        if self._log is None and self._span is None:
            return
        for facts in self._console.heard[self._heard :]:
            for level, event, fields in story.events(facts):
                self.event(level, event, fields)
                if self._span is not None and level == "warning":
                    self._span.happened(event, {name: str(value) for name, value in fields.items()})
        self._heard = len(self._console.heard)

    def end(self, run: Run) -> None:
        """The last line of the log: what came of it."""
        self.tell()
        fields = {"status": run.status, "outcome": run.outcome, "seconds": run.seconds, "cpu": run.cpu}
        if run.number:
            fields = {"number": run.number, **fields}
        self.event("info" if run.outcome != "failure" else "error", f"{self._name} ended", fields)

    def close(self, run: Run, reason: str) -> None:
        """Let the collector have the spans, and wait for it no longer than ``telemetry.spans.PATIENCE``.

        ``reason``: why it failed, where it did.
        """
        if self._spans is None or self._command is None:
            return
        self._command.tell(story.facts(run))
        for text in run.said:
            self._command.happened("said", {"text": text})
        if run.outcome == "failure":
            self._command.fail(reason)
        self._blocks.close()
        lost = self._spans.close()
        if lost is not None:
            self._aside(f"run.telemetry: {lost}")

    def _aside(self, text: str) -> None:
        """A fault in watching: said on the terminal, or to cron."""
        self._console.line(f"          ! {text}")
        self._console.aside(text)
