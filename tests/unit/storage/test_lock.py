"""One run at a time."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import pytest

from digest.errors import LockedError
from digest.storage import RunLock


def test_who_only_asks_about_the_lock_keeps_no_run_from_its_day(tmp_path: Path) -> None:
    """They have it for a moment; a run waits so long, and no longer for another run."""
    path = tmp_path / "lock"
    with RunLock(path).hold():
        pass
    asking = os.open(path, os.O_RDONLY)
    fcntl.flock(asking, fcntl.LOCK_SH)
    threading.Timer(0.02, os.close, [asking]).start()
    with RunLock(path).hold(), pytest.raises(LockedError, match="another digest run"), RunLock(path).hold():
        pass


def test_what_says_who_holds_it_is_never_half_there(tmp_path: Path) -> None:
    """Nothing but the lock and its holder is left, whatever a kill left before."""
    (tmp_path / "lock.holder.new").write_text("12")
    with RunLock(tmp_path / "lock").hold():
        assert (tmp_path / "lock.holder").read_text() == f"{os.getpid()}\n"
    assert {path.name for path in tmp_path.iterdir()} == {"lock", "lock.holder"}
