"""Log lines for machines: one JSON object a line on standard error, each with the id of its run."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from digest.cli.report import Console


class JsonLog:
    """The log of one run."""

    def __init__(self, run: str) -> None:
        self._run = run

    def write(self, level: str, event: str, fields: Mapping[str, Any]) -> None:
        """One line. Where nobody listens any more, the run goes on in silence."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": level,
            "run": self._run,
            "event": event,
            **fields,
        }
        with suppress(OSError):
            print(json.dumps(line, default=str), file=sys.stderr, flush=True)


@contextmanager
def alone(console: Console, run: str) -> Iterator[JsonLog]:
    """A block in which standard error holds nothing but log lines: asides, errors and even a fault of the program's."""
    from digest.cli.report import told
    from digest.pipeline.runs import discreet

    log = JsonLog(run)
    console.log = lambda text: log.write("warning", "said", {"text": discreet(text)})
    try:
        yield log
    except click.exceptions.Exit:
        raise
    except KeyboardInterrupt as error:
        log.write("error", "stopped", {"status": 130})
        raise click.exceptions.Exit(130) from error
    except Exception as error:
        known = told(error)
        if known is None:
            # Where it happened, and not its words: they may hold anything.
            where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            log.write("error", "fault of the program's own", {"type": type(error).__name__, "where": where})
            raise click.exceptions.Exit(1) from error
        console.fail(known)
        log.write("error", "error", {"text": discreet(str(known)), "status": known.status})
        raise click.exceptions.Exit(known.status) from error
