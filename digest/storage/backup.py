"""One file that holds what cannot be made again, and the way back from it.

A gzipped tar, as any system can read: ``manifest.json`` first, then ``digest.db`` as one consistent state of the
database, the publication's ``secret``, and the pictures that mails took along. What else is in .digest/ (compiled
templates, caches, locks) is made anew when it is missing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from digest import __version__
from digest.errors import DataError, DigestError, LockedError, StorageError
from digest.storage import inspecting
from digest.storage.database import FILE, sync_folder, told
from digest.storage.inspecting import Facts, faults
from digest.storage.schema import VERSION
from digest.storage.secret import FILE as SECRET

PICTURES = "pictures"
_MANIFEST = "manifest.json"
_FORMAT = 1
_MANIFEST_BYTES = 1 << 20
_LOG = ("-wal", "-shm", "-journal")


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    format: int
    program: str  # version of the digest that made it
    made: datetime
    facts: Facts
    files: tuple[Held, ...]

    @property
    def secret(self) -> bool:
        """Whether the publication's secret is in it."""
        return any(each.name == SECRET for each in self.files)

    @property
    def pictures(self) -> int:
        """How many pictures are in it."""
        return sum(each.name.startswith(f"{PICTURES}/") for each in self.files)


def back_up(folder: Path, target: Path, *, at: datetime) -> Manifest:
    """Write what is in ``folder`` to ``target``, in the place of what was there; returns what is in it.

    Runs, sending and serving go on meanwhile. The file is its owner's alone, on the disk when this returns, and there
    whole or not at all. The copy is checked first: a damaged database raises ``StorageError`` and changes nothing, as
    does a disk that is full.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    copy = draft.with_name(f"{draft.name}.db")
    try:
        with _cleared(draft, copy, *(copy.with_name(copy.name + end) for end in _LOG)):
            _copy(folder / FILE, copy)
            if wrong := faults(copy):
                raise StorageError(
                    f"the database is damaged, and was not backed up: {wrong[0]}",
                    where=str(folder / FILE),
                    fix="keep the backups you have; `digest restore` brings one of them back",
                )
            sources = {FILE: copy, **_beside(folder)}
            files = tuple(
                Held(name=name, size=path.stat().st_size, sha256=_sha256(path)) for name, path in sources.items()
            )
            manifest = Manifest(format=_FORMAT, program=__version__, made=at, facts=inspecting.facts(copy), files=files)
            _write(draft, manifest, sources)
            draft.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        raise StorageError(
            f"the backup cannot be written: {(error.strerror or str(error)).lower()}",
            where=str(target),
            fix="what was there is as it was; check the folder, its mode, and that its disk has room",
        ) from error
    return manifest


@contextmanager
def opened(backup: Path, staging: Path) -> Iterator[Manifest]:
    """A block in which a backup's files are in the folder ``staging``, proved whole; returns what it says of itself.

    The folder is made for it, and taken away at the end. Raises ``DataError`` where it is no backup or a damaged one,
    or its database is; ``StorageError`` where it cannot be read, or a newer program made it.
    """
    try:
        staging.mkdir(mode=0o700, parents=True)
        try:
            manifest = _unpack(backup, staging)
            if manifest.format != _FORMAT or manifest.facts.version > VERSION:
                raise StorageError(
                    f"the backup was made by a newer digest ({manifest.program}; its database's schema is"
                    f" {manifest.facts.version}, this program's {VERSION})",
                    where=str(backup),
                    fix="upgrade digest, or restore a backup made before the upgrade",
                )
            if wrong := faults(staging / FILE):
                raise DataError(
                    f"the database in it is damaged: {wrong[0]}", where=str(backup), fix="restore an earlier backup"
                )
            yield manifest
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise StorageError(
            f"the backup cannot be restored: {(error.strerror or str(error)).lower()}",
            where=error.filename or str(backup),
            fix="nothing was changed; check the file, the folder and that the disk has room",
        ) from error


def let_go(folder: Path) -> bool:
    """Bring the database in ``folder`` to one file that no program has open; False where it is too damaged for that.

    Raises ``LockedError`` where a program has it open, ``StorageError`` where it cannot be written.
    """
    path = folder / FILE
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LockedError(
                "another program has the database open, such as `digest serve`",
                where=str(path),
                fix="stop it, restore, and start it again",
            ) from error
        if not name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            raise told(error, path) from error
        return False
    return True


def put_in_place(staging: Path, folder: Path, manifest: Manifest, aside: Path) -> None:
    """Put the files of an ``opened`` backup into ``folder``; what they take the place of is kept in ``aside``.

    Each file changes in one step: a kill leaves the old one or the new one. Raises ``OSError``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside.mkdir(mode=0o700)
    # A log of the old database must never meet the new one.
    for end in _LOG:
        with contextlib.suppress(FileNotFoundError):
            (folder / f"{FILE}{end}").replace(aside / f"{FILE}{end}")
    # The secret first: the database says who may have links that it signed.
    for held in sorted(manifest.files, key=lambda each: each.name == FILE):
        old, kept = folder / held.name, aside / held.name
        old.parent.mkdir(mode=0o700, exist_ok=True)
        if old.exists():
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            try:
                kept.hardlink_to(old)
            except OSError:  # a file system without links
                shutil.copy2(old, kept)
            sync_folder(kept.parent)  # before the old name is the new file's
        (staging / held.name).replace(old)
    for place in (aside, folder):
        sync_folder(place)


def _copy(path: Path, copy: Path) -> None:
    """One consistent state of the database, by SQLite's backup API: in one step, while others read and write."""
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with closing(inspecting.connect(path)) as source, closing(sqlite3.connect(copy)) as taken:
            source.backup(taken)
            taken.execute("PRAGMA journal_mode=DELETE")  # one file
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":  # it is the copy that grows
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise told(error, path) from error


def _beside(folder: Path) -> dict[str, Path]:
    """What is backed up beside the database: name in the backup -> file."""
    found = {SECRET: folder / SECRET} if (folder / SECRET).is_file() else {}
    pictures = sorted((folder / PICTURES).iterdir()) if (folder / PICTURES).is_dir() else []
    # One with a suffix is being written, or was when a run was killed.
    return found | {f"{PICTURES}/{path.name}": path for path in pictures if path.is_file() and not path.suffix}


def _write(draft: Path, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    said = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - of a handle
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_member(_MANIFEST, len(said), manifest.made), io.BytesIO(said))
            for held in manifest.files:
                with sources[held.name].open("rb") as source:
                    tar.addfile(_member(held.name, held.size, manifest.made), source)
        file.flush()
        os.fsync(file.fileno())


def _member(name: str, size: int, made: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(made.timestamp())
    return member


def _unpack(backup: Path, staging: Path) -> Manifest:
    """The files that the manifest names, each by its own name and nothing but a file, with the bytes it had."""
    try:
        with tarfile.open(backup, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != _MANIFEST or not first.isfile() or first.size > _MANIFEST_BYTES:
                raise _no_backup(backup)
            manifest = msgspec.json.decode(_body(tar, first).read(), type=Manifest)
            wanted = {held.name: held for held in manifest.files}
            if FILE not in wanted or not all(_allowed(name) for name in wanted):
                raise _no_backup(backup)
            while (member := tar.next()) is not None:
                held = wanted.pop(member.name, None)
                if held is None or not member.isfile() or member.size != held.size:
                    raise _no_backup(backup) if held is None else _damaged(backup, held.name)
                if _take(_body(tar, member), staging / held.name) != held.sha256:
                    raise _damaged(backup, held.name)
            for name in wanted:
                raise _damaged(backup, name)
    except (tarfile.TarError, EOFError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _no_backup(backup) from error
    except OSError as error:
        if error.errno is None:  # gzip's own: not a gzipped file, or a sum that is wrong
            raise _no_backup(backup) from error
        raise
    return manifest


def _allowed(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return name in (FILE, SECRET) or (folder == PICTURES and file.replace("-", "").isalnum() and file.isascii())


def _body(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    body = tar.extractfile(member)
    assert body is not None  # it is a file
    return body


def _take(body: IO[bytes], path: Path) -> str:
    """Write it out; its SHA-256."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    total = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - of a handle
        while block := body.read(1 << 20):
            total.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return total.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_backup(path: Path) -> DigestError:
    return DataError(
        "this is no backup of digest's, or a damaged one", where=str(path), fix="name a file that `digest backup` wrote"
    )


def _damaged(path: Path, name: str) -> DigestError:
    return DataError(f"the backup is damaged: {name} is not what was backed up", where=str(path), fix="restore another")


@contextmanager
def _cleared(*paths: Path) -> Iterator[Sequence[Path]]:
    """A block after which none of these files is there."""
    try:
        yield paths
    finally:
        for path in paths:
            with contextlib.suppress(OSError):
                path.unlink()
