"""feeds.yml with a change in it, proved before it takes the old one's place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.config import Config


def rewrite(given: Given, change: Callable[[str, Config], str]) -> None:
    """Change feeds.yml and prove the new text before it takes the old one's place.

    Raises ``UsageError`` where the change would make it unsound; the file is then as it was.
    """
    import os
    import shutil
    import tempfile

    from digest.config import load

    config = given.load()
    with given.config.open(encoding="utf-8", newline="") as file:  # its line ends are its own
        changed = change(file.read(), config)
    handle, name = tempfile.mkstemp(prefix=".feeds-", suffix=".yml", dir=given.config.absolute().parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(given.config.stat().st_mode & 0o777)
        try:
            load(Path(name), os.environ)
        except ConfigError as error:
            faults = "; ".join(f"{fault.path}: {fault.what}" for fault in error.faults)
            raise UsageError(f"that would spoil {given.config}: {faults}") from error
        if given.config.is_symlink():  # the link stays, and what it leads to is replaced, whole
            target = given.config.resolve()
            draft = Path(shutil.copy2(name, target.with_name(f".{target.name}.{os.getpid()}")))
            draft.replace(target)
        else:
            Path(name).replace(given.config)
    finally:
        Path(name).unlink(missing_ok=True)


def unused(name: str, taken: set[str]) -> str:
    """``name``, or where a source has it already "name (2)", "name (3)", …"""
    made, count = name, 2
    while made in taken:
        made, count = f"{name} ({count})", count + 1
    return made
