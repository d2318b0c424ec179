"""What a stranger's words do to a terminal, a log and a list of processes: nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from installed import AT, digest, start, write

from digest.cli import group
from digest.cli.report import Console, seen, tell_error
from digest.errors import FeedError

ESCAPES = "\x1b[2J\x1b[31m\x1b]0;owned\x07\x9b1A\x08\x08\r\x7f\u202e\u2066\u2028\u0085"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def test_a_report_gives_a_terminal_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines, what cron mails, and errors: escaped, so that they can still be seen; letters of any script stay."""
    Console().line(f"Harbour {ESCAPES} 漢字 é 🚢\tok")
    Console(quiet=True).aside(f"Harbour {ESCAPES}")
    tell_error(FeedError(f"no feed {ESCAPES}", where=f"feed{ESCAPES}.xml"))
    shown = capsys.readouterr()
    assert not UNSEEN.search(shown.out + shown.err)
    assert shown.out.count("\n") == 1
    assert shown.err.count("\n") == 2
    assert "\\u001b[2J" in shown.out
    assert "漢字 é 🚢\tok" in shown.out


def test_json_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    """What JSON allows in a string and a terminal obeys is escaped as JSON escapes, and comes back the same."""
    console = Console(json=True)
    console.fact(name=ESCAPES)
    console.finish(0)
    shown = capsys.readouterr().out
    assert not UNSEEN.search(shown)
    assert json.loads(shown)["name"] == ESCAPES


def test_words_without_controls_stay() -> None:
    """Joiners and marks that scripts need, and a line's end."""
    for words in ("نیم‌فاصله", "👩‍👩‍👧", "a\u200fb", "soft\u00adhyphen", "two\nlines"):
        assert seen(words) == words


def test_a_feed_s_words_write_no_line_of_a_report(tmp_path: Path) -> None:
    """A run, its report and its lists, over a feed whose every word is hostile: no escape, no forged line."""
    lie = "&#10;digest: 99 faults&#13;Published No. 99 &#x9b;2J &#8238;&#8294; \u001f".replace("\u001f", "")
    items = "".join(
        f"<item><title>Harbour {n} shut {lie}</title><link>https://g.example/{n}</link><author>{lie}</author>"
        f"<category>{lie}</category><pubDate>Mon, 02 Mar 2026 05:00:00 GMT</pubDate>"
        f"<description>The harbour {n} was shut on Monday {lie}. It opens on March {n + 9}.</description></item>"
        for n in range(3)
    )
    (tmp_path / "a.xml").write_text(f"<rss version='2.0'><channel><title>{lie}</title>{items}</channel></rss>")
    (tmp_path / "b.xml").write_text(f"<html><title>{lie}</title>")
    write(tmp_path, "  - feed: a.xml\n    name: Gazette\n  - feed: b.xml\n    name: Post\n")
    told = ""
    for command in (("run", "--no-send", "--verbose", *AT), ("issues",), ("sources",), ("stories",), ("check",)):
        done = digest(tmp_path, *command)
        assert "Traceback" not in done.stderr
        told += done.stdout + done.stderr
    assert "Harbour" in told
    assert not UNSEEN.search(told)
    assert not [line for line in told.splitlines() if line.startswith(("digest: 99", "Published No. 99"))]


def test_no_option_takes_a_secret() -> None:
    """A command line is read by everybody on the machine: passwords come from the environment, a file or a command."""
    context = click.Context(group)

    def walk(command: click.Command) -> list[str]:
        own = [option for parameter in command.params for option in parameter.opts]
        subs = command.commands.values() if isinstance(command, click.Group) and command is not group else ()
        return own + [option for sub in subs for option in walk(sub)]

    options = [
        option
        for name in group.list_commands(context)
        for command in [group.get_command(context, name)]
        if command is not None
        for option in walk(command)
    ]
    assert len(options) > 40
    # --password-file and the like name a file.
    assert [o for o in options if re.search(r"passw|secret|token|api.?key", o) and not o.endswith("file")] == []


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no /proc")
def test_no_secret_is_in_the_list_of_processes(tmp_path: Path) -> None:
    """Neither the program nor what it starts has the password among its arguments while it logs in."""
    import socket

    word = "s3cret-of-the-list"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write(
            tmp_path,
            f"  - seeds: '*.txt'\n    name: Gazette\n    published: {datetime.now(UTC):%Y-%m-%d}\n",
            "mail:\n  from: news@estuary.example\n  to: [ada@reader.example]\n"
            f"  smtp: {{host: 127.0.0.1, port: {silent.getsockname()[1]}, security: none, username: u,"
            " password: '${WORD}'}\n",
        )
        (tmp_path / "a.txt").write_text(
            "Harbour shut\n\nThe harbour was shut on Monday after a storm broke its gate.\n"
        )
        silent.settimeout(60)
        program = start(tmp_path, "run", env={**os.environ, "WORD": word})
        try:
            with silent.accept()[0]:
                lines = _command_lines()
        finally:
            program.send_signal(signal.SIGKILL)
            program.communicate()
    assert any(b"run" in line.split(b"\0") for line in lines)
    assert not [line for line in lines if word.encode() in line]


def _command_lines() -> list[bytes]:
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                found.append((process / "cmdline").read_bytes())
            except OSError:  # it has ended
                continue
    return found


def test_what_is_kept_is_its_owner_s_alone(tmp_path: Path) -> None:
    """Whatever the umask: 0700 for .digest/ and what is in the outbox, 0600 for each file in them, and for a backup."""
    write(
        tmp_path,
        "  - seeds: '*.txt'\n    name: Gazette\n    published: 2026-03-02\n",
        "mail:\n  from: news@estuary.example\n  to: [ada@reader.example]\n"
        "  smtp: {host: 127.0.0.1, port: 9, security: none}\n",
    )
    (tmp_path / "a.txt").write_text("Harbour shut\n\nThe harbour was shut on Monday after a storm broke its gate.\n")
    open_to_all = "umask 000; exec digest"
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for arguments in ("run --no-send --at 2026-03-02T07:00", "send --dry-run", "backup kept.tar"):
        done = subprocess.run(["sh", "-c", f"{open_to_all} {arguments}"], cwd=tmp_path, env=env, capture_output=True)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    kept = [tmp_path / ".digest", *(tmp_path / ".digest").rglob("*"), tmp_path / "kept.tar"]
    assert {"digest.db", "secret", "lock"} <= {path.name for path in kept}
    assert [path for path in kept if path.suffix == ".eml"]
    assert not [path for path in (tmp_path / "output").rglob("*") if path.suffix == ".eml"]
    for path in kept:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))
