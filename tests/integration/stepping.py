"""The installed command, in a process that counts its steps and can be made to die at any of them.

A step is a call that reaches outside the program: a file, the database, a socket. Only there does it matter when a
process dies, so that kills spread over steps meet each deed of a run alike, however long a machine takes for it.

    python stepping.py STEP FILE [ARGUMENT]...   dies by SIGKILL before that step; 0: writes how many there were to FILE
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_OUTSIDE = frozenset(["posix", "sqlite3", "_io", "_socket", "socket", "fcntl"])
_IMPORTING = "<frozen importlib"


def counted(home: Path, *arguments: str) -> int:
    """How many steps a command takes, which has to succeed."""
    file = home.with_name(f"{home.name}.steps")
    done = struck(home, 0, *arguments, counted=file)
    assert done.returncode == 0, done.stdout + done.stderr
    return int(file.read_text())


def struck(home: Path, step: int, *arguments: str, counted: Path | str = "") -> subprocess.CompletedProcess[str]:
    """Run a command that dies before its Nth step, if it comes as far."""
    return subprocess.run(
        [sys.executable, __file__, str(step), str(counted), *arguments],
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def _main(last: int, file: str, arguments: list[str]) -> None:
    taken = 0

    def step(frame: Any, event: str, called: Any) -> None:
        nonlocal taken
        if event != "c_call":
            return
        module = called.__module__ or type(called.__self__).__module__
        if module in _OUTSIDE and not frame.f_code.co_filename.startswith(_IMPORTING):
            taken += 1
            if taken == last:
                os.kill(os.getpid(), signal.SIGKILL)

    from digest.cli import program

    sys.argv = ["digest", *arguments]
    threading.setprofile(step)
    sys.setprofile(step)
    try:
        program()
    finally:
        sys.setprofile(None)
        if file:
            Path(file).write_text(str(taken))


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
