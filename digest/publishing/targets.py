"""Where the site in output/ is taken: another folder, a branch of a git repository, or a place that rsync reaches.

Each target first says what it would change, and then changes it; what it does not know of it leaves alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from digest.errors import StorageError, UsageError
from digest.publishing import disk

_ASIDE = ".publishing"
_MINUTES = 10 * 60.0  # seconds that a push or a transfer may take


@dataclass(frozen=True, slots=True)
class Taken:
    """What a target changes, or would change."""

    files: tuple[str, ...]  # paths below the site, new or changed, in the order they are put there
    where: str  # what they were taken to, in words


class Target(Protocol):
    """A place for the site."""

    def take(self, *, dry_run: bool) -> Taken:
        """Take the site there; ``dry_run``: only say what would change. Raises ``StorageError``."""
        ...


def target(wanted: str, *, output: Path, home: Path, state: Path) -> Target:
    """The target that ``--target`` names: ``git:BRANCH``, ``rsync:DEST``, or a folder.

    ``home`` is the publication's folder: a relative path is one below it, and a branch one of the repository that holds
    it. ``state`` is a folder for what makes the next time quicker. Raises ``UsageError`` where it names none.
    """
    kind, colon, name = wanted.partition(":")
    if colon and kind in ("git", "rsync"):
        if not name or name.startswith("-"):
            raise UsageError(f"--target {wanted!r} names no place", fix="git:BRANCH, rsync:DEST, or a folder")
        return Branch(name, output, home, state) if kind == "git" else Rsync(name, output, home)
    folder = (home / Path(wanted).expanduser()).resolve()
    own = output.resolve()
    if not wanted or folder == own or own in folder.parents or folder in own.parents:
        raise UsageError(f"--target {wanted!r} is output/ itself, or holds it", fix="name a folder apart from it")
    return Folder(folder, output)


def _site(output: Path) -> tuple[Path, ...]:
    """Every file of the site, what is linked to before what links, the home page last. Raises ``StorageError``."""
    found = []
    for place, folders, files in os.walk(output):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(place, name) != output / _PRIVATE
        )
        found += [Path(place, name).relative_to(output) for name in files if not name.startswith(".")]
    found = [path for path in found if path != Path(_OF_RUNS)]
    if Path("index.html") not in found:
        raise StorageError("there is no site yet", where=str(output), fix="make an issue with `digest run`")
    return tuple(sorted(found, key=lambda path: (path.name in _LAST, path == Path("index.html"), path.as_posix())))


# Where earlier versions put mails of dry runs, with readers' addresses and the links that speak for them: never to be
# taken anywhere.
_PRIVATE = "outbox"
# What each run says of itself: of this machine, and another at every run.
_OF_RUNS = "run.json"
_LAST = ("index.html", "feed.xml", "feed.json", "sitemap.xml")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, on this machine or mounted. A file is copied where its size or time differs, as rsync does."""

    folder: Path
    output: Path

    def take(self, *, dry_run: bool) -> Taken:
        """Copy what differs, each file whole or not at all."""
        changed = tuple(path for path in _site(self.output) if self._differs(path))
        try:
            if changed and not dry_run:
                self._copy(changed)
        except OSError as error:
            what = f"cannot copy the site: {(error.strerror or str(error)).lower()}"
            raise StorageError(what, where=str(error.filename or self.folder)) from error
        return Taken(tuple(path.as_posix() for path in changed), str(self.folder))

    def _copy(self, changed: Sequence[Path]) -> None:
        aside = self.folder / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        disk.make_folder(self.folder)
        aside.mkdir(mode=0o700)
        try:
            for path in changed:
                made, wanted = aside / "file", self.folder / path
                disk.copy(self.output / path, made)
                disk.make_folder(wanted.parent)
                made.replace(wanted)
            for folder in sorted({(self.folder / path).parent for path in changed}):
                disk.sync_folder(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _differs(self, path: Path) -> bool:
        try:
            there, here = (self.folder / path).stat(), (self.output / path).stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        return (there.st_size, there.st_mtime_ns) != (here.st_size, here.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Rsync:
    """A place that rsync reaches: ``user@host:/srv/www``, ``rsync://…``, or a path."""

    place: str
    output: Path
    home: Path

    def take(self, *, dry_run: bool) -> Taken:
        """Transfer what differs; the new files are put in their places together, at the end."""
        _site(self.output)
        if shutil.which("rsync") is None:
            raise StorageError("rsync is not installed", where=self.place, fix="install it, or name another --target")
        options = [
            "--recursive",
            "--times",
            "--perms",
            "--links",
            "--delay-updates",
            "--out-format=%n",
            "--exclude=/.*",
            f"--exclude=/{_PRIVATE}/",
            f"--exclude=/{_OF_RUNS}",
        ]
        command = ["rsync", *options, *(["--dry-run"] if dry_run else []), "--", f"{self.output}/", self.place]
        told = _run(command, self.home, what="rsync failed", where=self.place)
        files = tuple(line for line in told.splitlines() if line and not line.endswith("/"))
        return Taken(files, self.place)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that a host of pages serves, of the ``origin`` of the repository that holds the publication.

    Neither the working tree nor the index of that repository is touched, and nothing is forced: what the branch holds
    beside the site (CNAME, say) stays, and a branch that somebody else moved meanwhile is not pushed over.
    """

    name: str
    output: Path
    home: Path
    state: Path

    def take(self, *, dry_run: bool) -> Taken:
        """Commit what differs on top of the branch, and push that."""
        _site(self.output)
        if shutil.which("git") is None:
            raise StorageError("git is not installed", where=self.name, fix="install it, or name another --target")
        self._git("check-ref-format", "--branch", self.name, what=f"{self.name!r} is no name of a branch")
        parent = self._parent()
        self.state.mkdir(parents=True, exist_ok=True)
        # Kept from time to time: git reads again only the files that have changed since.
        index = str(self.state / "pages.index")
        if parent:
            self._git("read-tree", "-m" if Path(index).exists() else "--reset", parent, index=index)
        else:
            self._git("read-tree", "--empty", index=index)
        others = [f":(top,exclude){name}" for name in (_PRIVATE, _OF_RUNS)]
        self._git("add", "--force", "--ignore-removal", "--", ".", *others, index=index, tree=True)
        # Earlier versions took them along.
        self._git("rm", "-rfq", "--cached", "--ignore-unmatch", "--", _PRIVATE, index=index, tree=True)
        tree = self._git("write-tree", index=index)
        against = parent or self._git("hash-object", "-t", "tree", "-w", os.devnull)
        told = self._git("diff-tree", "-r", "-z", "--name-only", "--no-renames", against, tree)
        files = tuple(path for path in told.split("\0") if path)
        where = f"{self.name} of {self._git('remote', 'get-url', 'origin')}"
        if files and not dry_run:
            commit = self._git("commit-tree", tree, *(["-p", parent] if parent else []), "-m", "The site", author=True)
            self._git("push", "--quiet", "origin", f"{commit}:refs/heads/{self.name}", what="the branch was not pushed")
        return Taken(files, where)

    def _parent(self) -> str:
        """The commit that the branch is at, fetched; "" where there is no such branch."""
        listed = self._git("ls-remote", "origin", f"refs/heads/{self.name}", what="origin cannot be reached")
        if not listed:
            return ""
        self._git("fetch", "--quiet", "--depth=1", "origin", f"refs/heads/{self.name}", what="origin cannot be reached")
        return listed.split()[0]

    def _git(
        self, *words: str, index: str = "", tree: bool = False, author: bool = False, what: str = "git failed"
    ) -> str:
        given = dict(os.environ) | {"GIT_TERMINAL_PROMPT": "0"} | ({"GIT_INDEX_FILE": index} if index else {})
        given |= _NAMES if author else {}
        options = ["--git-dir", self._repository(), "--work-tree", str(self.output)] if tree else []
        place = self.output if tree else self.home
        return _run(["git", *options, *words], place, what=what, where=self.name, environment=given).rstrip("\n")

    def _repository(self) -> str:
        told = _run(
            ["git", "rev-parse", "--absolute-git-dir"], self.home, what="no git repository", where=str(self.home)
        )
        return told.rstrip("\n")


# Whoever runs this may have told git no name: cron's user seldom has.
_NAMES = {
    "GIT_AUTHOR_NAME": "digest",
    "GIT_AUTHOR_EMAIL": "digest@localhost",
    "GIT_COMMITTER_NAME": "digest",
    "GIT_COMMITTER_EMAIL": "digest@localhost",
}


def _run(
    command: Sequence[str], place: Path, *, what: str, where: str, environment: dict[str, str] | None = None
) -> str:
    """What the program prints. Raises ``StorageError`` with the last thing it says where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - git and rsync, with words that the operator gave; no shell reads them
            command,
            cwd=place,
            env=environment,
            capture_output=True,
            check=False,
            timeout=_MINUTES,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StorageError(f"{what}: {error}", where=where) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"]
        raise StorageError(f"{what}: {said[-1].strip()}", where=where)
    return done.stdout.decode("utf-8", "replace")
