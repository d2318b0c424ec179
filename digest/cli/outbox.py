"""Where dry runs put their mails: among what is private, and never below output/, which a web server may read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import StorageError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.config import Config
    from digest.wiring import Newsroom

NAME = "outbox"


def folder(room: Newsroom) -> Path:
    """The folder of all of them, of which each issue has one of its own."""
    return room.folder / NAME


def old(config: Config) -> Path:
    """Where earlier versions put them."""
    return Path(config.site.output) / NAME


def bring_home(room: Newsroom, console: Console) -> None:
    """Take what an earlier version left below output/ to where it belongs. Raises ``StorageError``."""
    place = old(room.config)
    if not place.is_dir() or place.is_symlink():
        return
    mails = sorted(place.glob("*/*.eml"))
    try:
        for mail in mails:
            home = folder(room) / mail.parent.name
            for each in (folder(room), home):
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
            mail.chmod(0o600)
            shutil.move(mail, home / mail.name)  # another disk, perhaps
        for each in (*sorted({mail.parent for mail in mails}), place):
            if not any(each.iterdir()):
                each.rmdir()
    except OSError as error:
        raise StorageError(
            f"mails of a dry run lie where a web server may show them, and cannot be moved:"
            f" {(error.strerror or str(error)).lower()}",
            where=str(place),
            fix="delete that folder",
        ) from error
    if mails:
        from digest.cli import report

        console.line(
            f"Moved     {report.counted(len(mails), 'mail')} of earlier dry runs from {report.shown(place)}/"
            f" to {report.shown(folder(room))}/: a web server could have shown them"
        )
