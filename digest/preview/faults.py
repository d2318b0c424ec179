"""What went wrong, with the lines around the place: a template or a feeds.yml with a fault is shown, not only named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.errors import ConfigError, DigestError

_AROUND = 3  # lines before and after
_BYTES = 1_000_000  # of a file whose lines are shown
_PLACE = re.compile(r"(.+?):(\d{1,7})(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the page shows it. ``lines`` are (number, text, whether it is the one)."""

    what: str
    where: str = ""
    fix: str = ""
    lines: tuple[tuple[int, str, bool], ...] = ()


def fault(error: DigestError, folders: Sequence[Path]) -> Fault:
    """The error, and where it names a line of a file in one of ``folders``, that line with those around it."""
    if isinstance(error, ConfigError):
        first = error.faults[0] if error.faults else None
        return Fault(
            what=str(error),
            lines=_lines(error.file, first.line, folders) if first is not None else (),
        )
    found = _PLACE.fullmatch(error.where or "")
    return Fault(
        what=error.what,
        where=error.where or "",
        fix=error.fix or "",
        lines=_lines(found[1], int(found[2]), folders) if found is not None else (),
    )


def _lines(name: str, number: int, folders: Sequence[Path]) -> tuple[tuple[int, str, bool], ...]:
    """The lines around one. Nothing is read but a file in one of the folders."""
    for path in (Path(name), *(folder / name for folder in folders)):
        try:
            if not any(path.resolve().is_relative_to(folder.resolve()) for folder in folders):
                continue
            with path.open("rb") as opened:
                every = opened.read(_BYTES).decode("utf-8", "replace").splitlines()
        except (OSError, ValueError):
            continue
        begin = max(1, number - _AROUND)
        return tuple(
            (at, line[:300], at == number) for at, line in enumerate(every[begin - 1 : number + _AROUND], begin)
        )
    return ()
