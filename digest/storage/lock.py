"""One run at a time, by a lock that the system frees when its holder dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import LockedError, StorageError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_MOMENT = 0.1  # seconds


class RunLock:
    """``ports.Lock`` by an advisory lock on a file (flock). Beside it, ``NAME.holder`` names who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._holder = path.with_name(f"{path.name}.holder")

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the lock for a block, never waiting for another run.

        Raises ``LockedError`` where another run holds it, ``StorageError`` where the file cannot be written. The files
        stay: to delete a lock file that another is about to open would give two holders.
        """
        # Only here: commands that hold no lock need not pay for it.
        from filelock import FileLock, Timeout

        # A moment, because who asks how the lock stands (``storage.holding``) has it for some microseconds.
        lock: BaseFileLock = FileLock(self.path, timeout=_MOMENT, mode=0o600)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire(poll_interval=_MOMENT / 5)
        except Timeout as error:
            raise LockedError(
                f"another digest run{self._who()} is at work here",
                where=str(self.path),
                fix="wait until it has ended; its lock goes with it, so there is nothing to delete",
            ) from error
        except OSError as error:
            raise StorageError(
                f"the lock cannot be taken: {(error.strerror or str(error)).lower()}",
                where=str(self.path),
                fix="check who owns the folder, its mode, and that the disk has room",
            ) from error
        try:
            self._sign()
            yield
        finally:
            lock.release()

    def _sign(self) -> None:
        """Say who holds the lock. A replaced file is never read half written, and only the holder writes it."""
        draft = self._holder.with_name(f"{self._holder.name}.new")
        try:
            draft.touch(mode=0o600)
            draft.write_text(f"{os.getpid()}\n", encoding="ascii")
            draft.replace(self._holder)
        except OSError as error:
            raise StorageError(
                f"the lock's holder cannot be written: {(error.strerror or str(error)).lower()}",
                where=str(self._holder),
                fix="check who owns the folder, its mode, and that the disk has room",
            ) from error

    def _who(self) -> str:
        """ " (process 123)", or nothing where the file names no live process."""
        try:
            process = int(self._holder.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return ""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return ""
        except PermissionError:
            pass  # alive, and another user's
        return f" (process {process})"
