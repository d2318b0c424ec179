"""The folder that is the site.

An issue's own folder comes first and appears whole; then each file that spans issues, leaves before indexes and the
home page last. At every moment each page that the home page links to is there, so a kill leaves the last site or the
next one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from digest.errors import StorageError
from digest.model import Edition, SiteFile
from digest.publishing import disk

# Where the next site takes shape; a kill may leave it behind, and the next publication clears it away.
_ASIDE = ".publishing"

# Names that an issue's editions take; in an issue's folder, what bears another name is not ours to take away.
_EDITIONS = frozenset({"email.html", "email.txt", "index.html", "calendar.ics", "card.png"})

_IN_THE_WAY = "something else bears that name, or a link there leads nowhere: move it away"
_FIXES = {
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.ENOSPC: "the disk is full; free some space and run `digest publish` again",
    errno.EDQUOT: "the disk quota is used up; free some space and run `digest publish` again",
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: _IN_THE_WAY,
    errno.ENOTEMPTY: _IN_THE_WAY,
    errno.ENAMETOOLONG: "name a shorter site.output in feeds.yml",
    errno.EXDEV: "all of site.output must lie on one file system",
    errno.EIO: "check the disk, then run `digest publish` again",
}


class FolderPublisher:
    """Publishes into a folder. One at a time: the caller holds the run's lock."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def publish(self, folder: str, editions: Sequence[Edition], files: Sequence[SiteFile]) -> None:
        """Put an issue's editions into ``folder`` (relative to output/) as one, then each file of the site.

        A file that has its bytes already is not touched. Raises ``StorageError`` where the disk says no, or where a
        path would lead out of output/: then nothing has been written.
        """
        issue = self._inside(folder)
        parts = [(self._inside(f"{folder}/{edition.path}"), edition.body) for edition in editions]
        leaves = [(self._inside(file.path), file.body) for file in sorted(files, key=_turn)]
        with self._told(), self._aside() as aside:
            if parts:
                self._put_folder(issue, parts, aside)
            for path, body in leaves:
                self._no_links_out(path)
                disk.replace_file(path, body, aside)

    def read(self, path: str) -> bytes | None:
        """The file of that path below output/; None where there is none. Raises ``StorageError``."""
        file = self._inside(path)
        try:
            return file.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            what = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise StorageError(what, where=str(file)) from error

    def has(self, path: str) -> bool:
        """Whether there is a file of that path; a path that leads out of output/ has none."""
        try:
            return self._inside(path).is_file()
        except (StorageError, OSError):
            return False

    def files(self, folder: str = "") -> Iterator[str]:
        """The path of every file below a folder, in one order, a folder held at a time; what is hidden is not ours."""
        place = self._inside(folder) if folder else self._output
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            what = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise StorageError(what, where=str(place)) from error
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self.files(path)
            elif entry.is_file():
                yield path

    def _put_folder(self, issue: Path, parts: Sequence[tuple[Path, bytes]], aside: Path) -> None:
        self._no_links_out(issue)
        stale = [issue / name for name in _EDITIONS if (issue / name).exists() and issue / name not in dict(parts)]
        if not stale and all(disk.holds(path, body) for path, body in parts):
            return
        staged = aside / "issue"
        for path, body in parts:
            disk.write(staged / path.relative_to(issue), body)
        disk.make_folder(issue.parent)
        if not issue.exists():
            for folder in sorted({(staged / path.relative_to(issue)).parent for path, _ in parts}):
                disk.sync_folder(folder)  # a name that is on the disk before the names in it would be an empty folder
            staged.rename(issue)
            disk.sync_folder(issue.parent)
            return
        for path in sorted(issue.rglob("*")):
            kept = staged / path.relative_to(issue)
            if path.is_file() and not kept.exists() and path not in stale:
                disk.keep(path, kept)
        disk.sync_folder(staged)
        if disk.swap(staged, issue):
            return
        # No swap in one step here: each file in turn, so that none is ever missing.
        for path, body in parts:
            disk.replace_file(path, body, aside)
        for path in stale:
            path.unlink(missing_ok=True)

    def _inside(self, path: str) -> Path:
        """The path under output/. Raises ``StorageError`` for one that leads elsewhere."""
        pure = PurePosixPath(path)
        plain = path and not pure.is_absolute() and "\\" not in path and "\0" not in path
        if not plain or any(part in ("..", _ASIDE) for part in pure.parts) or not pure.parts:
            raise StorageError("this path leads out of the site", where=repr(path))
        return self._output.joinpath(*pure.parts)

    def _no_links_out(self, path: Path) -> None:
        """Raises ``StorageError`` where a symbolic link on the way leads out of output/."""
        if not path.parent.resolve().is_relative_to(self._output.resolve()):
            raise StorageError("a symbolic link leads out of the site", where=str(path))

    @contextlib.contextmanager
    def _aside(self) -> Iterator[Path]:
        """An empty folder on the file system of output/, gone afterwards."""
        aside = self._output / _ASIDE
        if aside.is_symlink() or aside.is_file():
            aside.unlink()
        shutil.rmtree(aside, ignore_errors=True)
        disk.make_folder(self._output)
        aside.mkdir(mode=0o700)  # what a kill leaves in it is for no reader
        try:
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the disk says into words."""
        try:
            yield
        except OSError as error:
            raise StorageError(
                f"cannot publish: {os.strerror(error.errno) if error.errno else error}",
                where=str(error.filename or self._output),
                fix=_FIXES.get(error.errno or 0),
            ) from error


def _turn(file: SiteFile) -> tuple[int, str]:
    """What is linked to comes before what links: other files, then indexes and feeds, then the home page."""
    if file.path == "index.html":
        return 2, file.path
    index = file.path.endswith("/index.html") and file.path.count("/") == 1
    return int(index or file.path.endswith((".xml", ".json", ".ics"))), file.path
