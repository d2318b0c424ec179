"""``digest subscribers import``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.errors import DataError, StorageError
from digest.messages.addresses import who

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.cli.subscribers.people import People
    from digest.messages.lists import Row, Table
    from digest.model import Subscriber, Suppression
    from digest.ports import Letters, Progress

_BYTES = 512 << 20
_BATCH = 1000
_READ_AS = {"windows-1252": "Windows-1252"}
_TOLD = 50  # rows that are told one by one, unless --verbose
_WORDS = {
    "new": "new",
    "changed": "changed",
    "known": "on the list already, left as they are",
    "left": "left the list",
    "suppressed": "suppressed",
    "left alone": "unsubscribed or suppressed here, left alone",
}


@dataclass(slots=True)
class Done:
    """What came of a table."""

    kinds: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)  # taken, but for something
    undone: bool = False  # whether it was only looked at, or given up


@click.command("import", short_help="Import people from a table: CSV, Mailchimp's or listmonk's.")
@options
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Where a row is bad, import none.")
@click.option(
    "--update", is_flag=True, help="Let the file change people who are on the list; else they stay as they are."
)
@click.option("--welcome", is_flag=True, help="Send each who is new the letter of welcome.")
@click.option("--encoding", metavar="NAME", help="What the file is written in, where that is not seen of itself.")
def import_list(
    given: Given, file: Path, dry_run: bool, all_or_nothing: bool, update: bool, welcome: bool, encoding: str | None
) -> None:
    """Import people from FILE, a table: our own export, Mailchimp's, listmonk's, or your own; - is standard input.

    Its first line names the columns; `email` is the one that has to be there. All good rows are imported, a thousand at
    a time, and each bad one is told; to import the file again does what was left. Nobody comes back who unsubscribed or
    is suppressed. That they want mail is your word.
    """
    from digest.cli import newsroom
    from digest.cli.subscribers.people import People
    from digest.messages import lists, spreadsheets
    from digest.wiring import Newsroom

    config = given.load()
    name = "standard input" if str(file) == "-" else file.name
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room:
        people = People(room)
        try:
            text, read_as = spreadsheets.decoded(_body(file), encoding)
            table = lists.read(text, offered=people.offered, at=now)
        except DataError as error:
            raise DataError(error.what, where=name, fix=error.fix) from error
        letters = room.letters if welcome and config.mail is not None and config.mail.welcome else None
        with newsroom.watch(given.console) as progress:
            done = Done(undone=dry_run)
            if dry_run or all_or_nothing:
                progress.phase("Looking", text.count("\n"))
                first = lists.read(text, offered=people.offered, at=now)
                twice = {each.again for each in first.rows if isinstance(each, lists.Wrong) and each.again}
                trial = Trial(people, twice)
                looked = Done(undone=True)
                for batch in _batches(lists.read(text, offered=people.offered, at=now), people, looked, progress):
                    trial.take(batch, looked, update=update)
                if dry_run or looked.bad:
                    done = looked
            if not done.undone:
                progress.phase("Importing", text.count("\n"))
                for batch in _batches(table, people, done, progress):
                    # Some at a time: whoever leaves meanwhile, by a page or a mail, is not kept waiting.
                    with room.database.together():
                        _take(batch, people, done, name=name, now=now, update=update, letters=letters)
    status = 65 if done.bad else 0
    _report(given.console, table, done, name=name, read_as=read_as, dry_run=dry_run)
    given.console.finish(status)
    if status:
        raise click.exceptions.Exit(status)


class Trial:
    """What an import would do, without doing it. Of who is in the table twice it remembers what became of them."""

    def __init__(self, people: People, twice: Collection[str]) -> None:
        self._people = people
        self._twice = twice
        self._held: dict[str, Subscriber] = {}
        self._stopped: dict[str, Suppression] = {}

    def take(self, batch: list[Row], done: Done, *, update: bool) -> None:
        """Count what becomes of these."""
        from digest.messages.merging import decide

        names = [row.person for row in batch]
        held = {**self._people.known(names), **self._held}
        stopped = {**self._people.kept.suppressed(names), **self._stopped}
        for row in batch:
            made = decide(row, held.get(row.person), stopped.get(row.person), update=update)
            done.kinds[made.kind] += 1
            if row.person in self._twice:
                if made.put is not None:
                    self._held[row.person] = made.put
                if made.suppress is not None:
                    self._stopped[row.person] = made.suppress


def _body(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(_BYTES)
    try:
        if file.stat().st_size > _BYTES:
            raise DataError(f"larger than {_BYTES >> 20} MiB", where=str(file), fix="import it in parts")
        return file.read_bytes()
    except OSError as error:
        raise StorageError(f"cannot be read: {(error.strerror or str(error)).lower()}", where=str(file)) from error


def _batches(table: Table, people: People, done: Done, progress: Progress) -> Iterator[list[Row]]:
    """The good rows of a table, some at a time, no person twice among them; the others are noted."""
    from digest.messages.lists import Row

    batch: list[Row] = []
    seen: set[str] = set()
    for row in table.rows:
        progress.step()
        if not isinstance(row, Row):
            what = f"{people.told(row.again)} {row.what}" if row.again else row.what
            (done.twice if row.again else done.bad).append((row.line, what))
            continue
        done.odd += [(row.line, what) for what in row.odd]
        if len(batch) == _BATCH or row.person in seen:
            yield batch
            batch, seen = [], set()
        batch.append(row)
        seen.add(row.person)
    if batch:
        yield batch


def _take(
    batch: list[Row], people: People, done: Done, *, name: str, now: datetime, update: bool, letters: Letters | None
) -> None:
    from digest.messages.merging import decide

    held = people.known(row.person for row in batch)
    stopped = people.kept.suppressed([row.person for row in batch])
    made = [decide(row, held.get(row.person), stopped.get(row.person), update=update) for row in batch]
    done.kinds.update(decision.kind for decision in made)
    for kind, what in (("new", "imported"), ("changed", "changed"), ("left", "unsubscribed")):
        put = [decision.put for decision in made if decision.kind == kind and decision.put is not None]
        if put:
            people.kept.put(put, what=what, at=now, note=name)
        for subscriber in put:
            if letters is not None and kind == "new" and subscriber.state == "active":
                letters.add(who(subscriber.address), "welcome", at=now)
    people.kept.suppress([decision.suppress for decision in made if decision.suppress is not None])


def _report(console: Console, table: Table, done: Done, *, name: str, read_as: str, dry_run: bool) -> None:
    from digest.cli.report import counted

    headings = table.headings
    program = {"mailchimp": "Mailchimp's export", "listmonk": "listmonk's export"}.get(headings.program or "")
    separator = {",": "commas", ";": "semicolons", "\t": "tabs"}.get(table.delimiter, repr(table.delimiter))
    console.line(
        f"Read      {name}: {program + ', ' if program else ''}{_READ_AS.get(read_as, read_as.upper())}, {separator}"
    )
    if headings.fields:
        console.line(f"          fields for templates: {', '.join(headings.fields)}")
    if headings.left_out:
        console.line(f"          columns left out: {', '.join(column or '(no name)' for column in headings.left_out)}")
    if console.quiet and not console.json:
        for line, what in done.bad[:_TOLD]:  # an error is told, however little is to be said
            print(f"digest: {name}:{line}: {what}", file=sys.stderr)
    _rows(console, name, done.bad, "bad, and not taken")
    _rows(console, name, done.twice, "there twice, taken once")
    _rows(console, name, done.odd, "taken, but for something")
    kinds = {kind: done.kinds[kind] for kind in _WORDS if done.kinds[kind]}
    parts = [f"{count:,} {_WORDS[kind]}" for kind, count in kinds.items()] or ["nobody"]
    parts += [f"{len(done.twice):,} there twice"] if done.twice else []
    parts += [counted(len(done.bad), "bad row")] if done.bad else []
    label = "Imported" if not done.undone else "Would be" if dry_run else "Not done"
    for number, part in enumerate(parts):
        console.line(f"{'' if number else label:<10}{part}")
    if done.undone:
        console.line(
            "          Nothing was changed." if dry_run else "          Nothing was changed: some rows are bad."
        )
    elif done.bad:
        console.line("          Mend the bad rows and import the file again: nobody comes on the list twice.")
    console.fact(
        file=name,
        encoding=read_as,
        delimiter=table.delimiter,
        program=headings.program,
        fields=list(headings.fields),
        left_out=list(headings.left_out),
        rows={**kinds, "bad": len(done.bad), "twice": len(done.twice)},
        bad=[{"line": line, "what": what} for line, what in done.bad],
        twice=[{"line": line, "what": what} for line, what in done.twice],
        odd=[{"line": line, "what": what} for line, what in done.odd],
        imported=not done.undone,
        dry_run=dry_run,
    )


def _rows(console: Console, name: str, rows: list[tuple[int, str]], words: str) -> None:
    if not rows:
        return
    console.line(f"          {len(rows):,} {words}:" if len(rows) > 1 else f"          1 row {words}:")
    told = rows if console.verbose else rows[:_TOLD]
    for line, what in told:
        console.line(f"          {name}:{line}: {what}")
    if len(told) < len(rows):
        console.line(f"          … and {len(rows) - len(told):,} more (--verbose names all)")
