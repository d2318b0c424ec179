"""``digest backup``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.storage.backup import Manifest


@click.command()
@options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(given: Given, file: Path) -> None:
    """Write all that cannot be made again to FILE: the database, the secret that signs links, the mails' pictures.

    Runs and `digest serve` go on meanwhile: it is one state of the database, checked before it is kept. A FILE that is
    there is replaced, whole or not at all. FILE is for your eyes only: who is on the list is in it, and the secret.
    """
    from digest.cli import newsroom
    from digest.cli.report import shown
    from digest.doctor.words import size as size_of
    from digest.storage.backup import back_up
    from digest.wiring import STATE_FOLDER

    console = given.console
    made = back_up(given.config.parent / STATE_FOLDER, file, at=newsroom.clock())
    size = file.stat().st_size
    console.line(f"Backed up {shown(file)}, {size_of(size)}")
    tell(console, made)
    console.line("          not in it: feeds.yml, templates/, seeds/ and keys that you keep;")
    console.line("          output/ can be made again")
    console.fact(backup=str(file), bytes=size, **facts(made))
    console.finish(0)


def tell(console: Console, made: Manifest) -> None:
    """What is in a backup."""
    from digest.cli.columns import wrapped
    from digest.cli.report import counted

    held = made.facts
    counts = [
        counted(held.counts.get(table, 0), one, many)
        for table, one, many in (
            ("issues", "issue", "issues"),
            ("entries", "entry", "entries"),
            ("subscribers", "subscriber", "subscribers"),
            ("deliveries", "delivery", "deliveries"),
        )
    ]
    span = ""
    if held.first and held.last:
        span = f" (No. {held.first[0]} of {held.first[1]} to No. {held.last[0]} of {held.last[1]})"
    for line in wrapped(f"{counts[0]}{span}, {', '.join(counts[1:])}; schema {held.version}", indent=10):
        console.line(line)
    secret = "the secret that signs links" if made.secret else "no secret: none was made yet"
    console.line(f"          {secret}; {counted(made.pictures, 'picture')} of mails")


def facts(made: Manifest) -> dict[str, object]:
    """The same for --json."""
    return {
        "made": made.made,
        "program": made.program,
        "schema": made.facts.version,
        "counts": dict(made.facts.counts),
        "last_issue": made.facts.last,
        "secret": made.secret,
        "pictures": made.pictures,
    }
