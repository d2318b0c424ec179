"""Who holds a lock, asked without taking it from anybody and without writing anything."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How a lock stands."""

    held: bool
    process: int | None = None  # that holds it, or held it last
    alive: bool = False  # whether that process is
    since: datetime | None = None  # when it took the lock


def holding(path: Path) -> Holding:
    """How the ``RunLock`` at ``path`` stands. Raises ``OSError`` where its file is there and cannot be read.

    It is asked for as readers share one, for a moment: a lock that nobody holds is so for a run that begins then, too,
    but within microseconds.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return Holding(held=False)
    beside = path.with_name(f"{path.name}.holder")
    process, since = _signed(beside)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Holding(held=True, process=process, alive=process is not None and is_alive(process), since=since)
    finally:
        os.close(descriptor)
    return Holding(held=False, process=process, since=since)


def at_work(path: Path, number: int) -> bool:
    """Whether a process is alive that began the run of that number; ``path`` is the file that runs hold a byte of."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, number)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def is_alive(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True  # another user's
    return True


def _signed(path: Path) -> tuple[int | None, datetime | None]:
    try:
        return int(path.read_text(encoding="ascii")), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return None, None
