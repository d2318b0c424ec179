"""``digest db``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, Listing, options

if TYPE_CHECKING:
    from digest.storage.retention import Swept


class Showing(Listing):
    """A group that shows where no command is named."""

    named = "show"


@click.group(name="db", cls=Showing)
def command() -> None:
    """Show, check, shrink or upgrade the database. Without a word more: show."""


@command.command("show")
@options
def show(given: Given) -> None:
    """How large the database is, what it holds, and what would go for its age. It changes nothing."""
    from digest.cli import newsroom
    from digest.cli.report import shown
    from digest.doctor.words import size as size_of
    from digest.storage import inspecting
    from digest.storage.retention import due
    from digest.storage.schema import VERSION
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        path = _path(given)
        held, size = inspecting.facts(path), inspecting.sizes(path)
        console.line(f"Database  {shown(path)}, schema {held.version}{_older(held.version)}")
        room_left = f", {size_of(size.free)} of it free" if size.free else ""
        console.line(f"          {size_of(size.file)}{room_left}; log {size_of(size.log)}")
        for table, count in held.counts.items():
            (console.line if count else console.detail)(f"          {count:>12,}  {table}")
        swept = None
        if config.keep_days is None:
            console.line("Age       keep_articles is forever: nothing is dropped")
        elif held.version == VERSION:
            swept = due(room.database, keep=timedelta(days=config.keep_days), now=newsroom.clock())
            gone = _told(swept)
            console.line(
                f"Age       older than {config.keep_days} days and cited by no issue: {gone or 'nothing'}"
                f"{'; runs drop it bit by bit, `digest db vacuum` at once' if swept else ''}"
            )
    console.fact(
        database=str(path),
        schema=held.version,
        newest_schema=VERSION,
        bytes=size.file,
        log=size.log,
        free=size.free,
        counts=dict(held.counts),
        keep_days=config.keep_days,
        would_go=_facts(swept) if swept is not None else None,
    )
    console.finish(0)


@command.command("check")
@options
def check(given: Given) -> None:
    """Every page, index and reference of the database. It changes nothing; a fault ends in status 74.

    What issues say, and whether that is what was frozen, is proved by `digest verify --all`.
    """
    from digest.cli.report import shown
    from digest.errors import StorageError
    from digest.storage import inspecting
    from digest.storage.database import newer
    from digest.storage.schema import VERSION

    console = given.console
    path = _path(given)
    found = inspecting.faults(path)
    if found:
        for fault in found[1:]:
            console.line(f"          ! {fault}")
        console.fact(database=str(path), faults=found)
        raise StorageError(
            f"the database is damaged: {found[0]}",
            where=str(path),
            fix="`digest restore FILE` brings a backup back and keeps this one aside",
        )
    held = inspecting.facts(path)
    if held.version > VERSION:
        raise newer(held.version, path)
    console.line(f"Sound     {shown(path)}: pages, indexes and references; schema {held.version}{_older(held.version)}")
    console.fact(database=str(path), faults=[], schema=held.version, newest_schema=VERSION)
    console.finish(0)


@command.command("vacuum")
@options
def vacuum(given: Given) -> None:
    """Drop all that is older than `keep_articles` and cited by no issue, and give its room back to the disk.

    No run may be at work meanwhile. It needs room on the disk for a second copy of the database.
    """
    from digest.cli import newsroom
    from digest.cli.report import counted, shown
    from digest.doctor.words import size as size_of
    from digest.storage import inspecting
    from digest.storage.forgetting import forget
    from digest.storage.retention import Swept, sweep
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    path = _path(given)
    inspecting.connect(path).close()
    with Newsroom(config) as room, room.lock.hold(), room.sending.hold():
        before = inspecting.sizes(path)
        keep = config.keep_days
        database = room.database
        swept = (
            sweep(database, keep=timedelta(days=keep), now=newsroom.clock(), whole=True)
            if keep is not None
            else Swept()
        )
        forgotten = 0
        while (some := forget(database, now=newsroom.clock())).sign_ups:
            forgotten += some.sign_ups
        emptied = database.scrub()
    after = inspecting.sizes(path)
    console.line(f"Dropped   {_told(swept) or 'nothing: ' + ('nothing is old enough' if keep else 'keep_articles')}")
    if forgotten:
        console.line(f"          and {counted(forgotten, 'sign-up')} that nobody confirmed")
    console.line(f"Vacuumed  {shown(path)}: {size_of(before.file + before.log)}, now {size_of(after.file + after.log)}")
    if not emptied:
        console.line("          another program is reading it: the log beside it goes when that has ended")
    console.fact(
        dropped={**_facts(swept), "sign_ups": forgotten}, before=before.file + before.log, after=after.file + after.log
    )
    console.finish(0)


@command.command("migrate")
@options
def migrate(given: Given) -> None:
    """Bring an older database to this program's schema, as the first command that opens it would.

    There is no way back but a backup: an older digest refuses a newer database.
    """
    from digest.cli.report import shown
    from digest.storage import Database, RunLock, inspecting
    from digest.storage.schema import VERSION

    console = given.console
    path = _path(given)
    with RunLock(path.parent / "lock").hold():
        before = inspecting.facts(path).version
        Database.open(path.parent).close()
    console.line(
        f"Migrated  {shown(path)}: from schema {before} to {VERSION}"
        if before != VERSION
        else f"Nothing to do: {shown(path)} has schema {VERSION} already"
    )
    console.fact(database=str(path), before=before, schema=VERSION)
    console.finish(0)


def _path(given: Given) -> Path:
    """The database, which need not be there."""
    from digest.storage.database import FILE
    from digest.wiring import STATE_FOLDER

    return given.config.parent / STATE_FOLDER / FILE


def _older(version: int) -> str:
    from digest.storage.schema import VERSION

    return f" (this digest's is {VERSION}: the next run, or `digest db migrate`, brings it there)" * (version < VERSION)


def _told(swept: Swept) -> str:
    from digest.cli.report import counted

    parts = (
        counted(swept.entries, "entry", "entries") if swept.entries else "",
        counted(swept.articles, "article") if swept.articles else "",
        f"{counted(swept.changes, 'step')} of deliveries" if swept.changes else "",
    )
    return ", ".join(part for part in parts if part)


def _facts(swept: Swept) -> dict[str, int]:
    return {"entries": swept.entries, "articles": swept.articles, "changes": swept.changes}
