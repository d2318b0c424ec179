"""``digest restore``."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from digest.storage.inspecting import Facts


@click.command()
@options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Also where the database here is newer than the backup.")
def command(given: Given, file: Path, force: bool) -> None:
    """Bring back what `digest backup` wrote to FILE, and keep aside what it takes the place of.

    The backup is proved whole first. Refused while a run, a sending or `digest serve` is at work here; and where the
    database here knows what the backup does not, unless --force is given: what was mailed since would be mailed again.
    """
    from digest.cli import newsroom
    from digest.cli.backup import facts, tell
    from digest.cli.moments import written, zone_of
    from digest.cli.report import shown
    from digest.errors import StorageError, UsageError
    from digest.storage import RunLock
    from digest.storage.backup import let_go, opened, put_in_place
    from digest.storage.database import FILE
    from digest.wiring import STATE_FOLDER

    console = given.console
    home = given.config.parent
    if not given.config.exists():
        raise UsageError(
            f"there is no {given.config} here", fix="restore beside the publication's feeds.yml, or name it by --config"
        )
    folder = home / STATE_FOLDER
    aside = folder / f"before-restore-{newsroom.clock():%Y-%m-%dT%H-%M-%SZ}"
    if aside.exists():  # restored twice in a second
        aside = aside.with_name(f"{aside.name}.{os.getpid()}")
    with ExitStack() as held:
        for lock in ("lock", "sending.lock", "mailbox.lock", "letters.lock"):
            held.enter_context(RunLock(folder / lock).hold())
        for left in folder.glob("restoring.*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        staging = folder / f"restoring.{os.getpid()}"
        made = held.enter_context(opened(file, staging))
        replaced = (folder / FILE).exists()
        if replaced and let_go(folder) and not force:
            _refuse_older(folder / FILE, made.facts, file, zone_of(given))
        try:
            put_in_place(staging, folder, made, aside)
        except OSError as error:
            raise StorageError(
                f"the backup cannot be put in place: {(error.strerror or str(error)).lower()}",
                where=error.filename or str(folder),
                fix=f"what was there is whole, here or in {aside}",
            ) from error
        if not any(aside.iterdir()):
            aside.rmdir()
    console.line(f"Restored  {shown(file)}, made {written(made.made, zone_of(given))} by digest {made.program}")
    tell(console, made)
    if replaced:
        console.line(f"          what was here is in {shown(aside)}; delete it once all is well")
    console.line("          next: `digest verify --all`; where output/ was lost too, `digest publish --all` first")
    console.fact(restored=str(file), aside=str(aside) if replaced else None, **facts(made))
    console.finish(0)


def _refuse_older(path: Path, backup: Facts, file: Path, zone: ZoneInfo) -> None:
    """Raises ``UsageError`` where the database at ``path`` knows what the backup does not."""
    from digest.cli.moments import written
    from digest.cli.report import counted
    from digest.errors import DigestError, UsageError
    from digest.storage.inspecting import facts

    try:
        here = facts(path)
    except DigestError:
        return  # damaged: nothing can be told of it, and it is kept aside
    told = []
    issues = here.last[0] - (backup.last[0] if backup.last else 0) if here.last else 0
    if issues > 0:
        told.append(f"{counted(issues, 'issue')} that the backup lacks")
    if here.latest is not None and (backup.latest is None or here.latest > backup.latest):
        told.append(f"what was written until {written(here.latest, zone)}")
    if told:
        until = f" (its newest is of {written(backup.latest, zone)})" if backup.latest else ""
        raise UsageError(
            f"the database here is newer than {file}{until}: it has {' and '.join(told)}",
            fix="--force restores all the same and keeps it aside; what was mailed since would be mailed again",
        )
