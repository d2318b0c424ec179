"""`--log` of the installed commands that nobody watches: each line is one object with the id of its run."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from installed import BRIDGE, FEED, PROGRAM, digest, start, write
from mailservers import Inbox
from mailservers import serving as mailing
from reception import Desk, free, settings, wait

READER = "ada@reader.example"


@pytest.fixture
def news(home: Path, web: tuple[str, Path]) -> Path:
    """A publication with today's news."""
    (web[1] / "gazette.xml").write_text(FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}))
    write(home, f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n", "fetch: {allow_private: true}\n")
    return home


def lines(text: str) -> list[dict[str, Any]]:
    """Every line, which has to be an object of one run."""
    found = [json.loads(line) for line in text.splitlines()]
    assert len({line["run"] for line in found}) == 1
    for line in found:
        assert list(line)[:4] == ["time", "level", "run", "event"]
    return found


def test_each_command_tells_its_beginning_its_work_and_its_end(news: Path) -> None:
    """What it did in between, whatever the report on standard output is; a failure with its words."""
    with mailing(Inbox()) as port:
        settings(news, mail=port, port=free(), more=f"  to: [{READER}]\n")
        for name, event in (("fetch", "sources"), ("edit", "issue"), ("publish", None), ("send", "mail")):
            ran = digest(news, name, "-q", "--log", "json")
            assert (ran.returncode, ran.stdout) == (0, "")
            found = lines(ran.stderr)
            events = [line["event"] for line in found]
            assert (events[0], events[-1]) == (f"{name} began", f"{name} ended")
            assert event is None or event in events
            assert (found[-1]["status"], found[-1]["outcome"]) == (0, "success")
            assert READER not in ran.stderr
    ran = digest(news, "mailbox", "--log", "json", "--json")
    assert ran.returncode == 78
    events = [(line["level"], line["event"]) for line in lines(ran.stderr)]
    assert events == [("info", "mailbox began"), ("error", "mailbox ended"), ("error", "error")]
    assert json.loads(ran.stdout)["status"] == 78


def test_eyes_get_colours_on_a_terminal_alone(news: Path) -> None:
    """And none where NO_COLOR is set; the run's id is on every line."""
    assert digest(news, "fetch", "-q").returncode == 0

    def shown(**environ: str) -> str:
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [PROGRAM, "fetch", "-q", "--log", "pretty"], cwd=news, stderr=theirs, env={**os.environ, **environ}
        ) as process:
            os.close(theirs)
            said = b""
            try:
                while piece := os.read(ours, 4096):
                    said += piece
            except OSError:  # the other end is closed
                pass
            os.close(ours)
            assert process.wait(60) == 0
        return said.decode()

    assert "\x1b[" in shown(TERM="xterm")
    plain = shown(TERM="xterm", NO_COLOR="1")
    assert "\x1b[" not in plain
    assert all("run=" in line for line in plain.splitlines())
    assert "fetch ended" in plain


def test_serve_logs_what_happens_to_subscribers(news: Path) -> None:
    """From its beginning to the signal that ends it, without a reader's address."""
    port = free()
    with mailing(Inbox()) as mail, (news / "serve.log").open("w") as file:
        settings(news, mail=mail, port=port)
        with start(news, "serve", "--log", "json", stdout=subprocess.DEVNULL, stderr=file) as process:
            log = news / "serve.log"
            wait(lambda: "serve began" in log.read_text())
            assert Desk(port, process, log).sign_up(READER).status in (200, 303)
            wait(lambda: "letters: 1 accepted" in log.read_text())
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 143
    found = lines(log.read_text())
    assert found[0]["event"] == "serve began"
    assert (found[-1]["event"], found[-1]["status"]) == ("stopped", 143)
    assert READER not in log.read_text()
