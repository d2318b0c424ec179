"""Log lines on standard error, each with the id of its run: one JSON object a line, or for eyes."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click
import structlog

from digest.cli.report import seen, told
from digest.pipeline.runs import discreet

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger, Processor

    from digest.cli.report import Console

_FIRST = ("time", "level", "run", "event")


class Log:
    """The log of one run."""

    def __init__(self, run: str, *, pretty: tzinfo | None) -> None:
        shapes: list[Processor] = [structlog.processors.add_log_level, _discreet]
        if pretty is not None:
            colours = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
            shapes += [
                lambda _logger, _level, line: {"time": f"{datetime.now(pretty):%H:%M:%S} {pretty}", **line},
                _named_last,
                structlog.dev.ConsoleRenderer(colors=colours, timestamp_key="time", sort_keys=False),
            ]
        else:
            shapes += [
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
                _named_first,
                structlog.processors.JSONRenderer(serializer=json.dumps, default=str),
            ]
        self._lines: FilteringBoundLogger = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=shapes,
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            context_class=dict,
            run=run,
        )

    def write(self, level: str, event: str, fields: Mapping[str, Any]) -> None:
        """One line. Where nobody listens any more, the run goes on in silence."""
        with suppress(OSError):
            getattr(self._lines, level)(event, **fields)


def _discreet(_logger: Any, _level: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Without addresses and secrets, and without what would move a terminal's cursor: whatever field they are in."""
    return {name: seen(discreet(value)) if isinstance(value, str) else value for name, value in line.items()}


def _named_first(_logger: Any, _level: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: line[name] for name in (*_FIRST, *line)}


def _named_last(_logger: Any, _level: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Eyes look for what happened; to which run is the same on every line."""
    run = line.pop("run")
    said = {name: ", ".join(value) if isinstance(value, list) else value for name, value in line.items()}
    return {**said, "run": run}


@contextmanager
def alone(console: Console, run: str, *, pretty: tzinfo | None) -> Iterator[Log]:
    """A block in which standard error holds nothing but log lines: asides, errors and even a fault of the program's.

    ``pretty``: lines for eyes, with the time of that zone; None for JSON, with that of UTC.
    """
    log = Log(run, pretty=pretty)
    console.log = lambda text: log.write("warning", "said", {"text": text})
    try:
        yield log
    except click.exceptions.Exit:
        raise
    except KeyboardInterrupt as error:
        log.write("error", "stopped", {"status": 130})
        raise click.exceptions.Exit(130) from error
    except SystemExit as end:  # SIGTERM
        log.write("error", "stopped", {"status": end.code})
        raise
    except Exception as error:
        known = told(error)
        if known is None:
            # Where it happened, and not its words: they may hold anything.
            where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            log.write("error", "fault of the program's own", {"type": type(error).__name__, "where": where})
            raise click.exceptions.Exit(1) from error
        console.fail(known)
        log.write("error", "error", {"text": str(known), "status": known.status})
        raise click.exceptions.Exit(known.status) from error
