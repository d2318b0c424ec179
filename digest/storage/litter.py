"""What a kill leaves behind of files that are written aside: ``NAME.PROCESS``, and of the secret ``secret.CHANCE``."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digest.storage.holding import is_alive

_DRAFT = re.compile(r".+\.(\d{1,9})")
_SECRET = re.compile(r"secret\.[0-9a-f]{16}")
_HOUR = 3600.0  # seconds: longer than anybody takes to write 32 bytes


def clear(state: Path, reports: Iterable[Path] = ()) -> None:
    """Delete the drafts of dead processes in ``state``, and those of files that everybody may name, beside these."""
    for folder in (state, state / "pictures", state / "templates"):
        for path in _files(folder):
            draft = _DRAFT.fullmatch(path.name)
            if (draft and not is_alive(int(draft[1]))) or (_SECRET.fullmatch(path.name) and _old(path)):
                _delete(path)
    for report in reports:
        for path in _files(report.parent):
            draft = _DRAFT.fullmatch(path.name)
            if draft and path.name == f".{report.name}.{draft[1]}" and not is_alive(int(draft[1])):
                _delete(path)


def _files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return sorted(Path(each.path) for each in found if each.is_file(follow_symlinks=False))
    except OSError:  # not there; or not ours to see, which what the run needs of it tells
        return []


def _old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _HOUR
    except OSError:
        return False


def _delete(path: Path) -> None:
    with suppress(OSError):  # it is no more in the way than before
        path.unlink()
