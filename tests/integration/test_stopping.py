"""A run that is stopped, killed, or talks to nobody."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest
from installed import AT, FEED, MAYOR, digest, start, write

from digest.storage import RunLock

# Ends the process, as a power cut would, at the Nth time that it changes a name or opens a file to write below output/.
KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))
def hook(event, arguments):
    global left
    if event in ("os.rename", "os.mkdir", "os.link", "os.remove") or (
        event == "open" and "/output/" in str(arguments[0]) and str(arguments[1] or "r")[0] in "wxa"
    ):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from digest.cli import main
main()
"""
# An edit that never awaits: asyncio's own way to take Ctrl-C would wait for its end.
BUSY = """
from digest.pipeline import edit as stage
async def edit(*_, **__):
    print("busy", flush=True)
    while True:
        pass
stage.edit = edit
from digest.cli import main
main()
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_while_a_server_is_silent(home: Path, number: int, status: int) -> None:
    """Ctrl-C and SIGTERM end a run at once, without a traceback, and the lock is free."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write(home, f"  - feed: http://127.0.0.1:{silent.getsockname()[1]}/feed\n")
        with start(home, "run") as run:
            assert run.stderr is not None
            assert run.stderr.readline() == "Fetching …\n"
            taken = silent.accept()[0]  # the request is under way
            run.send_signal(number)
            _, errors = run.communicate(timeout=60)
            taken.close()
    assert (run.returncode, "Traceback" in errors) == (status, False)
    with RunLock(home / ".digest/lock").hold():
        pass


def test_stopped_in_mid_thought(home: Path) -> None:
    """Ctrl-C works where nothing is awaited, too."""
    with start(home, "edit", *AT, program=(sys.executable, "-c", BUSY)) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "busy\n"
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert (run.returncode, "Traceback" in errors) == (130, False)


def test_a_killed_run_leaves_the_last_site_whole(home: Path, web: tuple[str, Path]) -> None:
    """Killed at every fourth change of a second day's site, no page links to nothing, and the next run finishes."""
    digest(home, "run", *AT)
    (web[1] / "gazette.xml").write_text(FEED.format(**MAYOR))
    output = home / "output"
    for n in range(1, 200, 4):
        arguments = (str(n), "run", "--at", "2026-03-03T07:00", "--quiet")
        with start(home, *arguments, program=(sys.executable, "-c", KILLED)) as run:
            _, errors = run.communicate(timeout=60)
        for page in [output / "index.html", output / "issues/index.html"]:
            for link in re.findall(r'href="([^"#:?]+)"', page.read_text()):
                target = (page.parent / link).resolve()
                assert (target / "index.html").is_file() if target.is_dir() else target.is_file(), f"{page}: {link}"
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL, errors
    assert n > 5
    assert "Tarsk mayor resigns" in (output / "index.html").read_text()
    assert not [path for path in output.iterdir() if path.name.startswith(".")]


def test_a_run_whose_reader_has_gone_does_its_work(home: Path) -> None:
    """`digest run | head -0`: the issue is made and published all the same."""
    with start(home, "run", *AT) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.stderr is not None
        errors = run.stderr.read()
        assert run.wait(timeout=60) == 0
    assert "Error" not in errors
    assert (home / "output/index.html").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output(home: Path) -> None:
    """Status 74: what could not be told is not passed over."""
    with open("/dev/full", "w") as full, start(home, "issues", stdout=full) as run:  # noqa: PTH123  # a device
        _, errors = run.communicate(timeout=60)
    assert (run.returncode, "Traceback" in errors) == (74, False)


def test_a_terminal_that_knows_ascii_alone(home: Path) -> None:
    """A locale that lacks a character gets a question mark in its place, and the run goes on."""
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = digest(home, "run", *AT, **ascii_only)
    assert (run.returncode, "Traceback" in run.stderr) == (0, False)
    assert "?Kelmar Bridge closed after crack is found?" in run.stdout


def test_bars_leave_the_terminal_as_it_was(home: Path) -> None:
    """On a terminal there are bars; stopped in the middle of one, the cursor is shown again. NO_COLOR is heard."""
    import pty

    with socket.create_server(("127.0.0.1", 0)) as silent:
        write(home, f"  - feed: http://127.0.0.1:{silent.getsockname()[1]}/feed\n")
        master, terminal = pty.openpty()
        environ = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
        with start(home, "run", stderr=terminal, env=environ) as run:
            os.close(terminal)
            taken = silent.accept()[0]
            run.send_signal(signal.SIGTERM)
            run.communicate(timeout=60)
            taken.close()
        shown = b""
        try:
            while piece := os.read(master, 4096):
                shown += piece
        except OSError:  # Linux ends a terminal that nobody holds open with an error
            pass
        os.close(master)
    assert run.returncode == 143
    assert b"Fetching" in shown
    assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l")
    assert not re.search(rb"\x1b\[3[0-7]m", shown)
