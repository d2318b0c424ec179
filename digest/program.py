"""Which program this is: what tells a flaw from a change where the same inputs give other bytes."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from digest import __version__

_PACKAGE = Path(__file__).parent
# What the words and places of an issue come from, and the libraries that have a say in them.
EDITING = (
    (
        "model",
        "text",
        "html",
        "dates",
        "similarity",
        "articles",
        "stories",
        "summarizers",
        "issues",
        "pipeline/decide.py",
        "pipeline/write.py",
    ),
    ("lxml", "nh3", "numpy", "pystemmer", "sentencex", "sumy", "tzdata"),
)
RENDERING = (
    ("model", "personal.py", "locales.py", "editions"),
    ("babel", "css_inline", "icalendar", "jinja2", "markupsafe", "mjml_python", "resvg_py", "tzdata"),
)


def identity(parts: tuple[Sequence[str], Sequence[str]]) -> dict[str, str]:
    """Name -> version of what makes bytes: digest, its code, Python, libraries; ``EDITING`` or ``RENDERING``.

    ``code`` is a hash of the package's own files, which a checkout changes without a new version.
    """
    rooms, libraries = parts
    made = {"digest": __version__, "Python": platform.python_version()}
    found = _installed()
    made |= {name: found[name] for name in libraries if name in found}
    return {**made, "code": hashed(_files(rooms))}


def hashed(files: Iterable[Path]) -> str:
    """What stands for the bytes of these files, in their order; those that cannot be read do not count."""
    whole = hashlib.sha256()
    for file in files:
        try:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError:
            continue
    return whole.hexdigest()[:16]


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What is other now, in words: "digest 0.1.0, now 0.2.0; lxml 6.0, now 6.1"; "" where nothing is."""
    told = []
    for name in sorted({*then, *now}):
        before, after = then.get(name), now.get(name)
        if before == after:
            continue
        if name in _UNVERSIONED:
            told.append(_UNVERSIONED[name])
        else:
            told.append(f"{name} {before or 'not there'}, now {after or 'not there'}")
    return "; ".join(told)


# What is known by a hash that tells nobody anything.
_UNVERSIONED = {
    "code": "its code has changed",
    "templates": "your templates have changed",
    "settings": "feeds.yml, or what is installed beside digest, asks for other mail or pages",
}


def folder(place: Path, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Path]:
    """Every file below a folder, in one order, without what Python and editors leave there.

    A link to a folder that it lies in (``above``, as device and inode) leads to nothing new, and is passed over.
    """
    try:
        about = place.stat()
        with os.scandir(place) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    here = (about.st_dev, about.st_ino)
    if here in above:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")) or entry.name.endswith((".pyc", ".template", "~")):
            continue
        try:
            inside = entry.is_dir()
        except OSError:  # a link to itself
            inside = False
        if inside:
            yield from folder(Path(entry.path), above | {here})
        else:
            yield Path(entry.path)


def _files(rooms: Sequence[str]) -> Iterator[Path]:
    for room in rooms:
        place = _PACKAGE / room
        yield from (place,) if room.endswith(".py") else folder(place)


def _installed() -> dict[str, str]:
    """Name in lower case -> version of what lies beside the libraries that this program uses.

    The names of their folders tell it: to ask ``importlib.metadata`` takes forty milliseconds.
    """
    import msgspec

    found: dict[str, str] = {}
    for place in dict.fromkeys([str(Path(msgspec.__file__).parent.parent), *sys.path]):
        try:
            names = [entry.name for entry in os.scandir(place)] if place.endswith("-packages") else []
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                library, _, version = name.removesuffix(".dist-info").partition("-")
                found.setdefault(library.lower().replace("-", "_"), version)
    return found
