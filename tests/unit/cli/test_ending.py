"""How the process ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest import cli

# The program as it is installed. Whatever is still there when the interpreter takes itself apart says so.
PROGRAM = """
import os, sys
from digest import cli
class Here:
    def __del__(self, write=os.write):
        write(1, b"taken apart\\n")
here = Here()
{}
sys.argv = ["digest", *sys.argv[1:]]
cli.program()
"""


def run(before: str, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": ""},
    )


def version() -> str:
    return f"digest, version {cli.__version__}\n"


def test_the_process_ends_at_once_and_all_is_said() -> None:
    """The system frees memory faster than the interpreter does; what was printed through a pipe is out."""
    ended = run("", "--version")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, version(), "")


@pytest.mark.parametrize(("arguments", "status"), [(["--nonsense"], 2), (["fetch", "-c", "no.yml"], 78)])
def test_the_status_is_the_commands(tmp_path: Path, arguments: list[str], status: int) -> None:
    """A quick end is no other end."""
    ended = run("", *arguments, folder=tmp_path)
    assert (ended.returncode, "taken apart" in ended.stdout) == (status, False)
    assert ended.stderr


def test_what_was_asked_for_the_end_is_done() -> None:
    """Such as the last lines of a log; and what it prints is out, too."""
    ended = run("import atexit; atexit.register(print, 'one thing more')", "--version")
    assert (ended.returncode, ended.stdout) == (0, version() + "one thing more\n")


@pytest.mark.parametrize(
    "watcher",
    ["sys.settrace(lambda *_: None)", "sys.setprofile(lambda *_: None)"]
    + (["sys.monitoring.use_tool_id(5, 'x')"] if sys.version_info >= (3, 12) else []),
)
def test_who_watches_the_program_gets_its_end(watcher: str) -> None:
    """A debugger, a profiler and a measure of coverage tell what they saw when the script is over."""
    assert run(watcher, "--version").stdout == version() + "taken apart\n"


def test_another_threads_work_is_waited_for() -> None:
    """As the interpreter does."""
    thread = "import threading, time; threading.Timer(0.2, print, ['done']).start()"
    assert run(thread, "--version").stdout == version() + "done\ntaken apart\n"


def test_a_fault_of_the_programs_own_keeps_its_traceback() -> None:
    """It ends as any such fault does."""
    ended = run("def fail(): raise ZeroDivisionError\ncli._listen = fail", "--version")
    assert ended.returncode == 1
    assert ended.stderr.endswith("ZeroDivisionError\n")


def test_who_calls_main_lives_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the installed program ends the process."""
    monkeypatch.setattr(sys, "argv", ["digest", "--version"])
    monkeypatch.setattr(cli, "_listen", lambda: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code, capsys.readouterr().out) == (0, version())


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_in_its_status(name: str, status: int) -> None:
    """Wherever it comes."""
    ended = run(f"import signal; cli.group.main = lambda **_: os.kill(os.getpid(), signal.{name})", "--version")
    assert ended.returncode == status
    assert "Traceback" not in ended.stderr


def test_a_reader_that_has_gone_is_no_fault(tmp_path: Path) -> None:
    """`digest issues | head`: 141, as if SIGPIPE had ended it."""
    script = PROGRAM.format("cli.group.main = lambda **_: print('x' * 100)")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_full_disk_is_told_in_words() -> None:
    """It is no fault of the program's own, though the system does not say which file it was."""
    full = "raise OSError(28, 'No space left on device')"
    ended = run(f"def fail(**_): {full}\ncli.group.main = fail", "--version")
    assert (ended.returncode, ended.stderr) == (74, "digest: no space left on device\n")
