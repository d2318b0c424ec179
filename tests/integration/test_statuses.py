"""Every exit status that is documented, shown by the installed command; and what is documented is what there is."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import mailservers
import pytest
from installed import AT, BRIDGE, FEED, PROGRAM, digest, start, write

from digest import errors
from digest.storage import RunLock

Shown = subprocess.CompletedProcess[str]
MAIL = "mail:\n  from: News <news@news.example>\n  to: [ada@reader.example]\n  wait: 0\n"
# A summarizer of somebody's own, installed beside digest, that breaks.
FAULTY = {
    "faulty.py": "def faulty():\n    raise RuntimeError('no such luck')\n",
    "faulty-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: faulty\nVersion: 1\n",
    "faulty-1.dist-info/entry_points.txt": "[digest.summarizers]\nfaulty = faulty:faulty\n",
}


def made(home: Path) -> Shown:
    return digest(home, "run", *AT)


def a_fault_of_its_own(home: Path) -> Shown:
    for name, text in FAULTY.items():
        (home / "more" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "more" / name).write_text(text)
    write(home, "  - gazette.xml\n", "summary: {method: faulty}\n")
    path = os.pathsep.join(filter(None, [str(home / "more"), os.environ.get("PYTHONPATH")]))
    return digest(home, "run", *AT, PYTHONPATH=path)


def a_wrong_word(home: Path) -> Shown:
    return digest(home, "run", "--att", "2026-03-02")


def one_source_of_two(home: Path) -> Shown:
    write(home, "  - gazette.xml\n  - feed: http://127.0.0.1:9/\n    name: Nobody\n", "fetch: {allow_private: true}\n")
    return digest(home, "run", *AT)


def a_page_that_was_changed(home: Path) -> Shown:
    assert made(home).returncode == 0
    page = home / "output/issues/2026-03-02/index.html"
    page.write_text(page.read_text().replace("closed", "opened"))
    return digest(home, "verify", "--all")


def no_feed(home: Path) -> Shown:
    (home / "gazette.xml").write_text("a shopping list")
    return digest(home, "lab", "entries", "gazette.xml")


def nobody_answers(home: Path) -> Shown:
    write(home, "  - feed: http://127.0.0.1:9/\n    name: Nobody\n", "fetch: {allow_private: true}\n")
    return digest(home, "run", *AT)


def no_database(home: Path) -> Shown:
    assert made(home).returncode == 0
    (home / ".digest/digest.db").write_text("a shopping list, and a long one\n" * 99)
    return digest(home, "run", *AT)


def another_is_at_work(home: Path) -> Shown:
    (home / ".digest").mkdir(mode=0o700)
    with RunLock(home / ".digest/lock").hold():
        return made(home)


def put_off(home: Path) -> Shown:
    with mailservers.serving(mailservers.Refuses(replies={"ada@reader.example": "450 4.2.1 later"})) as port:
        write(home, "  - gazette.xml\n", f"{MAIL}  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n")
        assert made(home).returncode == 0
        return digest(home, "send", "1", "--stale")


def nobody_approved_it(home: Path) -> Shown:
    server = "  smtp: {host: 127.0.0.1, port: 9, security: none}\n  require_approval: true\n"
    write(home, "  - gazette.xml\n", MAIL + server)
    assert made(home).returncode == 0
    return digest(home, "send", "1", "--stale")


def refused_for_every_reader(home: Path) -> Shown:
    with mailservers.serving(mailservers.Refuses(replies={"ada@reader.example": "550 5.7.1 no news here"})) as port:
        write(home, "  - gazette.xml\n", f"{MAIL}  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n")
        (home / "gazette.xml").write_text(FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}))
        return digest(home, "run", "--quiet")


def a_wrong_key(home: Path) -> Shown:
    write(home, "  - gazette.xml\n", "sorces: []\n")
    return made(home)


def _stopped(home: Path, number: int) -> Shown:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        write(home, f"  - feed: http://127.0.0.1:{port}/\n", "fetch: {allow_private: true}\n")
        with start(home, "run", *AT) as run:
            taken = silent.accept()[0]  # the request is under way
            run.send_signal(number)
            out, errors = run.communicate(timeout=60)
            taken.close()
    return Shown(run.args, run.returncode, out, errors)


def ctrl_c(home: Path) -> Shown:
    return _stopped(home, signal.SIGINT)


def told_to_stop(home: Path) -> Shown:
    return _stopped(home, signal.SIGTERM)


def nobody_reads(home: Path) -> Shown:
    theirs, ours = os.pipe()
    os.close(theirs)
    with start(home, "--help", stdout=ours) as run:
        os.close(ours)
        _, errors = run.communicate(timeout=60)
    return Shown(run.args, run.returncode, "", errors)


# (status, how it comes about, what is said)
CASES: tuple[tuple[int, Callable[[Path], Shown], str], ...] = (
    (0, made, "Published output/issues/2026-03-02/index.html"),
    (1, a_fault_of_its_own, "RuntimeError: no such luck"),
    (2, a_wrong_word, "No such option"),
    (3, one_source_of_two, "Nobody"),
    (4, a_page_that_was_changed, "issue 1: output/issues/2026-03-02/index.html"),
    (65, no_feed, "gazette.xml"),
    (69, nobody_answers, "none of 1 sources could be read"),
    (74, no_database, "this is not a digest database"),
    (75, another_is_at_work, "another digest run"),
    (75, put_off, "4.2.1 later"),
    (77, nobody_approved_it, "approve"),
    (77, refused_for_every_reader, "No. 1 reached nobody: its one message failed for good, such as “550 5.7.1"),
    (78, a_wrong_key, "unknown key 'sorces'"),
    (130, ctrl_c, "stopped"),
    (141, nobody_reads, ""),
    (143, told_to_stop, ""),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A publication of one feed in a file."""
    write(tmp_path, "  - gazette.xml\n")
    (tmp_path / "gazette.xml").write_text(FEED.format(**BRIDGE))
    return tmp_path


@pytest.mark.parametrize(("status", "case", "said"), CASES, ids=[f"{one[0]} {one[1].__name__}" for one in CASES])
def test_shown(home: Path, status: int, case: Callable[[Path], Shown], said: str) -> None:
    """The status, what it is for in words, and a traceback for faults of the program's own alone."""
    done = case(home)
    told = done.stdout + done.stderr
    assert done.returncode == status, told
    assert said in told
    assert ("Traceback" in told) == (status == 1)


def test_the_status_is_in_the_report_for_machines(home: Path) -> None:
    """``--json`` has it too, and the error."""
    write(home, "  - feed: http://127.0.0.1:9/\n    name: Nobody\n", "fetch: {allow_private: true}\n")
    done = digest(home, "run", *AT, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["status"], "none of 1 sources" in told["error"]) == (69, 69, True)


def test_what_is_documented_is_what_there_is() -> None:
    """The table of ``digest --help``, that of docs/commands.md, the errors' own statuses, and the cases above."""
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    table = told.partition("Exit statuses")[2].partition("\n\n")[0]
    helped = {int(found) for found in re.findall(r"(?:^ +|; )(\d+) ", table, re.MULTILINE)}
    docs = (Path(__file__).parents[2] / "docs/commands.md").read_text()
    documented = {int(found) for found in re.findall(r"^\| (\d+) \|", docs.partition("## Exit statuses")[2], re.M)}
    known = {each.status for each in vars(errors).values() if isinstance(each, type) and hasattr(each, "status")}
    assert helped == documented == {status for status, _, _ in CASES}
    assert known <= documented
