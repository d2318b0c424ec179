"""``digest subscribers export``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from digest.cli.common import Given, options
from digest.cli.subscribers.people import STATES, People, State
from digest.errors import StorageError


@click.command("export", short_help="Write the list as CSV; `import` makes it again.")
@options
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--state", type=click.Choice(STATES), help="Those alone whose state this is; active: whom mail goes to.")
def export(given: Given, file: Path | None, state: State | None) -> None:
    """Write the list as CSV to FILE, or to standard output: everybody, what they get, and who is suppressed and why.

    `digest subscribers import` makes the same list of it again. No cell is one that a spreadsheet would run.
    """
    from digest.cli.report import counted, shown
    from digest.wiring import Newsroom

    console = given.console
    with Newsroom(given.load()) as room:
        people = People(room)
        if file is None or str(file) == "-":
            with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
                for line in _lines(people, state):
                    out.write(line.encode())
            return
        rows = _written(file, _lines(people, state))
    console.line(f"Wrote     {counted(rows - 1, 'person', 'people')} to {shown(file)}")
    console.fact(file=str(file), people=rows - 1)
    console.finish(0)


def _lines(people: People, state: State | None) -> Iterator[str]:
    """The table. The list is walked through twice: what fields there are is known at its end."""
    from digest.messages import lists

    found: set[str] = set()
    for each in people.every(state):
        if each.subscriber is not None:
            found.update(each.subscriber.fields)
    fields = sorted(found)
    yield lists.heading(fields)
    for each in people.every(state):
        yield lists.line(each.person, each.subscriber, each.suppression, fields)
    if state is None:
        for each in people.every("suppressed"):
            if each.subscriber is None:
                yield lists.line(each.person, None, each.suppression, fields)


def _written(file: Path, lines: Iterator[str]) -> int:
    """Write whole or not at all, for its owner alone. Returns how many lines."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    count = 0
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                for line in lines:
                    out.write(line.encode())
                    count += 1
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot be written: {(error.strerror or str(error)).lower()}", where=str(file)) from error
    return count
