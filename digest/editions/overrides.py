"""Templates of the user's own that stand before the program's: which are changed, and which are copies of no use."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digest.editions.environment import is_template, shipped_templates
from digest.program import folder

# Each template that was ever shipped, a line each: its name, and what stands for the bytes of each of its versions.
RECORD = Path(__file__).with_name("shipped.txt")
ORIGINS = ".origin"  # in the user's folder: the program's templates as they were when they were copied
_MARK = 12  # hexadecimal digits of a hash: enough for some hundred versions

# shipped: the program's own is used. Of the user's: "same" is the program's byte for byte, "old" is what an earlier
# digest shipped, byte for byte; "yours" is changed, and the program's is as it was when it was copied; "behind" is
# changed, and so is the program's since; "unknown" is changed, and what it was copied from is not known. The program
# has no template of that name: "gone" is one that an earlier digest shipped, byte for byte; "beside" is any other.
State = Literal["shipped", "same", "old", "yours", "behind", "unknown", "gone", "beside"]
UNCHANGED: tuple[State, ...] = ("same", "old", "gone")  # what can be had again of some digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template of that name, and whose it is."""

    name: str  # its path below the folder: "site/base.html"
    state: State


def survey(own: Path | None, shipped: Path | None = None) -> tuple[Template, ...]:
    """Every template, by name: the program's, and those in the user's folder, where there is one.

    A file that cannot be read counts as changed. A checkout's own folder of templates is the program's, not a user's.
    """
    shipped = shipped or shipped_templates()
    names = {name: "shipped" for name, _ in files(shipped)}
    states: dict[str, State] = dict.fromkeys(names, "shipped")
    if own is not None and not is_shipped(own, shipped):
        for name, path in files(own):
            states[name] = _state(name, _read(path), _read(shipped / name), origin(own, name))
    return tuple(Template(name=name, state=state) for name, state in sorted(states.items()))


def _state(name: str, mine: bytes | None, theirs: bytes | None, copied: bytes | None) -> State:
    if mine is None:
        return "beside" if theirs is None else "unknown"
    if mine == theirs:
        return "same"
    # Who says of an earlier version that it is what they want (``merged``) has made it theirs.
    if mine == copied or (copied is None and mark(mine) in record().get(name, ())):
        return "gone" if theirs is None else "old"
    if theirs is None:
        return "beside"
    if copied is None:
        return "unknown"
    return "yours" if copied == theirs else "behind"


def files(place: Path) -> Iterator[tuple[str, Path]]:
    """Name and path of each template in a folder, in one order."""
    for path in folder(place):
        name = path.relative_to(place).as_posix()
        if is_template(name):
            yield name, path


def is_shipped(own: Path, shipped: Path | None = None) -> bool:
    """Whether that folder is the program's own, as it is in a checkout."""
    shipped = shipped or shipped_templates()
    try:
        return own.samefile(shipped)
    except OSError:
        return False


def origin(own: Path, name: str) -> bytes | None:
    """The program's template as it was when it was copied, or last looked at; None where that is not known."""
    return _read(own / ORIGINS / name)


def mark(body: bytes) -> str:
    """What stands for these bytes in the record."""
    return hashlib.sha256(body).hexdigest()[:_MARK]


@functools.cache
def record() -> Mapping[str, tuple[str, ...]]:
    """Name -> the marks of every version that was ever shipped."""
    rows = (line.split() for line in RECORD.read_text("utf-8").splitlines())
    return {name: tuple(marks) for name, *marks in rows}


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
