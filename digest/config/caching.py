"""What sound feeds.yml files said, kept so that a file that has not changed is not parsed and checked again.

One file a feeds.yml: a line with a SHA-256, and a line of JSON that is a ``Written``. The sum is of everything that the
value depends on, the program, the path and the bytes of feeds.yml, and of the JSON itself; so a file that is stale,
damaged or another's is simply not known. Nothing here ever fails: without the cache, all is as with it, but slower.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from digest import __version__

if TYPE_CHECKING:
    from digest.config.written import Written

_BYTES = 16 << 20  # of a file; what feeds.yml may hold makes less
_HERE = Path(__file__).parent
# Beside the files of this room, those that say what is right in a feeds.yml and what comes of it.
_RULES = [
    _HERE.parent / name
    for name in ("model/mail.py", "model/settings.py", "messages/addresses.py", "summarizers/__init__.py")
]


class Cache:
    """The cache in one folder, which it does not make: where nothing else is kept, neither is this."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unkept: dict[Path, bytes] = {}

    def recall(self, path: Path, body: bytes) -> Written | None:
        """What the feeds.yml of these bytes at ``path`` says, where that is known."""
        total, _, said = _read(self._file(path)).partition(b"\n")
        if not said or total != _sum(path, body, said):
            return None
        import msgspec

        from digest.config.written import Written

        try:
            return msgspec.json.decode(said, type=Written)
        except (msgspec.MsgspecError, RecursionError):
            return None

    def learn(self, path: Path, body: bytes, written: Written) -> None:
        """Keep what a sound feeds.yml says: at once where the folder is there, else when ``keep`` is called."""
        import msgspec

        from digest.config.written import Written

        try:
            said = msgspec.json.encode(written)
        except UnicodeEncodeError:
            return  # a path or a text that is no Unicode: read anew each time
        total = _sum(path, body, said)
        # An odd value, such as an offset from UTC with seconds, may not come back as it went.
        if total and msgspec.json.decode(said, type=Written) == written:
            self._unkept[self._file(path)] = total + b"\n" + said
        self.keep()

    def keep(self) -> None:
        """Write what could not be written when it was learnt. Call it when the folder may be there."""
        self._unkept = {file: content for file, content in self._unkept.items() if not _write(file, content)}

    def _file(self, path: Path) -> Path:
        return self._folder / f"{path.name}.cache"


def _sum(path: Path, body: bytes, said: bytes) -> bytes:
    """Of all that ``said`` depends on, and of itself; empty where the program does not know itself."""
    try:
        program = _program()
    except OSError:
        return b""
    total = hashlib.sha256()
    for part in (program, os.fsencode(path), body, said):
        total.update(b"%d:" % len(part) + part)
    return total.hexdigest().encode()


def _program() -> bytes:
    """What tells this program from one that reads the same file otherwise: its version, and when its rules changed."""
    with os.scandir(_HERE) as found:
        files = sorted(each.path for each in found if each.is_file())
    states = [(file, os.stat(file)) for file in (*files, *map(str, _RULES))]  # noqa: PTH116 - many, and this is faster
    facts = [f"{file} {state.st_size} {state.st_mtime_ns}" for file, state in states]
    return "\n".join([__version__, sys.version, *facts]).encode(errors="surrogateescape")


def _read(file: Path) -> bytes:
    """The bytes of a regular file that nobody else can have written; none where there is no such file."""
    try:
        # A link is not followed, and a pipe not waited for.
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as opened:  # noqa: PTH123 - of a handle
            state = os.fstat(handle)
            ours = state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            return opened.read() if stat.S_ISREG(state.st_mode) and ours and state.st_size <= _BYTES else b""
    except OSError:
        return b""


def _write(file: Path, content: bytes) -> bool:
    """Whether the file is there now, whole and for its owner alone."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return False  # no folder, or one of someone else's, or a full disk
    try:
        with open(handle, "wb") as opened:  # noqa: PTH123 - of a handle
            opened.write(content)
        draft.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        return False
    return True
