"""Files and folders that appear whole: written aside on the same file system, synced, and renamed into place.

They are for readers: whoever runs the web server can read them, whatever the umask, and no stranger can write them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2): swap two names in one step


def write(path: Path, body: bytes) -> None:
    """A new file with these bytes, on the disk when this returns. Raises ``OSError``."""
    make_folder(path.parent)
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        _open_to_readers(file.fileno(), 0o444)
        os.fsync(file.fileno())


def copy(source: Path, target: Path) -> None:
    """A copy with the same times and mode, on the disk when this returns. Raises ``OSError``."""
    shutil.copy2(source, target)
    number = os.open(target, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def make_folder(path: Path) -> None:
    """The folder is there, with those above it, and their names are on the disk. Raises ``OSError``."""
    missing = []
    for each in (path, *path.parents):
        if each.is_dir():
            break
        missing.append(each)
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        _open_to_readers(each, 0o555)
        sync_folder(each.parent)


def _open_to_readers(made: Path | int, wanted: int) -> None:
    """All may read what was made, and none but its owner, and its group where the umask says so, may write it."""
    mode = stat.S_IMODE(os.stat(made).st_mode)  # noqa: PTH116 - of a descriptor too
    if mode != (mode | wanted) & ~stat.S_IWOTH:
        os.chmod(made, (mode | wanted) & ~stat.S_IWOTH)  # noqa: PTH101 - the same


def replace_file(path: Path, body: bytes, aside: Path) -> bool:
    """The file at ``path`` has these bytes, in one step; False where it already had. Raises ``OSError``."""
    if holds(path, body):
        return False
    made = aside / "file"
    write(made, body)
    make_folder(path.parent)
    made.replace(path)
    sync_folder(path.parent)
    return True


def holds(path: Path, body: bytes) -> bool:
    """Whether the file exists with exactly these bytes. Raises ``OSError``."""
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except (FileNotFoundError, NotADirectoryError):
        return False


def swap(new: Path, old: Path) -> bool:
    """Two folders change names in one step, where the system can do that; False where it cannot. Raises ``OSError``."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library older than glibc 2.28
        return False
    if renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
        sync_folder(old.parent)
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):  # the file system or a sandbox says no
        return False
    raise OSError(number, os.strerror(number), str(old))


def keep(source: Path, target: Path) -> None:
    """The same file under a second name, a copy where the file system knows no links. Raises ``OSError``."""
    make_folder(target.parent)
    try:
        target.hardlink_to(source)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target)


def sync_folder(folder: Path) -> None:
    """The folder's names are on the disk when this returns. Raises ``OSError``."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
