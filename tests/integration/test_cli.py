"""The installed command, as a user types it: a real web server, a real mail server, real files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from installed import AT, PROGRAM, digest, write

from digest.cli import COMMANDS
from digest.storage import RunLock


def test_help_names_every_command() -> None:
    """`digest --help` lists the commands and the exit statuses, and each command has a help of its own."""
    shown = digest(Path.cwd(), "--help").stdout
    for name, line in COMMANDS.items():
        assert f"  {name} " in shown
        assert line.split()[0] in shown
        run = digest(Path.cwd(), name, "--help")
        assert run.returncode == 0
        assert run.stdout.startswith(f"Usage: digest {name} ")
    assert "Exit statuses" in shown


def test_version_imports_no_room() -> None:
    """`digest --version` pays for click and nothing else, or a shell prompt that asks for it would wait."""
    program = (
        "import sys; from digest.cli import main\n"
        "try: main()\n"
        "finally: print(sorted(name for name in sys.modules if name.startswith('digest') or name in "
        "{'asyncio', 'msgspec', 'pydantic', 'sqlalchemy', 'rich', 'json'}))"
    )
    run = subprocess.run(
        [PROGRAM.with_name("python"), "-c", program, "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[1] == "['digest', 'digest.cli']"


def test_init_then_run_without_a_network(tmp_path: Path) -> None:
    """`digest init` in an empty folder runs at once: with every feed out of reach, the seed still makes an issue."""
    made = digest(tmp_path, "init", "news", "--title", "My Morning", "--timezone", "Europe/Oslo")
    assert made.returncode == 0, made.stderr
    folder = tmp_path / "news"
    config = (folder / "feeds.yml").read_text()
    assert "My Morning" in config
    assert digest(folder, "check").returncode == 0
    # A proxy that refuses stands for a machine without a network, wherever this test runs.
    offline = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    run = digest(folder, "run", **offline)
    assert run.returncode == 3, run.stdout + run.stderr
    assert "BBC News" in run.stdout
    assert "Your first issue" in (folder / "output/index.html").read_text()
    again = digest(tmp_path, "init", "news")
    assert again.returncode == 2
    assert "already" in again.stderr
    assert (folder / "feeds.yml").read_text() == config


def test_a_morning_over_http(home: Path) -> None:
    """Status 0: a feed read over HTTP becomes pages, mail, text, calendar, feed and frozen issue."""
    run = digest(home, "run", *AT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 read; 1 entry, 1 new" in run.stdout
    assert "digest preview" in run.stdout
    issue = home / "output/issues/2026-03-02"
    assert {path.name for path in issue.iterdir()} >= {
        "index.html",
        "email.html",
        "email.txt",
        "issue.json",
        "calendar.ics",
    }
    assert "Kelmar Bridge closed" in (home / "output/index.html").read_text()
    assert (home / ".digest").stat().st_mode & 0o777 == 0o700


def test_the_second_run_changes_nothing(home: Path) -> None:
    """Status 0 again: unchanged feeds, the issue made earlier, and not a byte of output/ touched."""
    digest(home, "run", *AT)
    before = {path: path.stat().st_mtime_ns for path in (home / "output").rglob("*")}
    run = digest(home, "run", *AT)
    assert run.returncode == 0
    assert "1 unchanged" in run.stdout
    assert "made earlier" in run.stdout
    assert {path: path.stat().st_mtime_ns for path in (home / "output").rglob("*")} == before


def test_json_report(home: Path) -> None:
    """--json prints one object and nothing else."""
    run = digest(home, "run", *AT, "--json")
    report = json.loads(run.stdout)
    assert report["status"] == 0
    assert report["issue"]["date"] == "2026-03-02"
    assert report["coverage"]["candidates"] == 1
    assert report["sources"][0]["state"] == "read"
    assert run.stderr == ""


def test_quiet_says_nothing(home: Path) -> None:
    """--quiet is for cron: no mail unless something is wrong."""
    run = digest(home, "run", *AT, "--quiet")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_status_2_wrong_usage(home: Path) -> None:
    """Unknown commands, options and times are refused with a hint."""
    assert "Did you mean 'publish'" in digest(home, "pubish").stderr
    for arguments in (("pubish",), ("run", "--bogus"), ("run", "--at", "yesterday"), ("publish", "1999-01-01")):
        run = digest(home, *arguments)
        assert run.returncode == 2, arguments
        assert "Traceback" not in run.stderr


def test_status_3_some_sources_failed(home: Path, web: tuple[str, Path]) -> None:
    """The issue is made; the report and the page name the source that failed."""
    write(
        home,
        f"  - feed: {web[0]}/gazette.xml\n    name: Gazette\n  - feed: {web[0]}/none.xml\n    name: Valley Voice\n",
    )
    run = digest(home, "run", *AT)
    assert run.returncode == 3
    assert "Valley Voice: HTTP 404" in run.stdout
    assert "Valley Voice" in (home / "output/index.html").read_text()


def test_status_65_bad_data(home: Path, tmp_path: Path) -> None:
    """A bad row of a lab stage is named with its line; the others are answered."""
    rows = '{"id": 1, "text": "It rained. It snowed."}\nnot json\n{"id": 3}\n{"id": 4, "text": "Sun."}\n'
    run = subprocess.run(
        [PROGRAM, "lab", "sentences"],
        input=rows,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 65
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == [1, 4]
    assert "standard input:2:" in run.stderr
    assert "standard input:3:" in run.stderr
    junk = tmp_path / "junk.xml"
    junk.write_text("<html>Log in</html>")
    run = digest(home, "lab", "entries", str(junk))
    assert run.returncode == 65
    assert "junk.xml" in run.stderr


def test_status_69_nothing_could_be_fetched(home: Path, web: tuple[str, Path]) -> None:
    """No source could be read and nothing is at hand: nothing is published."""
    write(home, f"  - feed: {web[0]}/none.xml\n    name: Valley Voice\n")
    run = digest(home, "run", *AT)
    assert run.returncode == 69
    assert "Valley Voice" in run.stderr
    assert not (home / "output").exists()


def test_status_75_another_run_holds_the_lock(home: Path) -> None:
    """One run at a time; the second is refused at once."""
    (home / ".digest").mkdir(mode=0o700)
    with RunLock(home / ".digest/lock").hold():
        run = digest(home, "run", *AT)
    assert run.returncode == 75
    assert "Traceback" not in run.stderr


def test_status_78_bad_configuration(home: Path) -> None:
    """Every fault at once, each with its line; and a template's fault with its file and line."""
    good = (home / "feeds.yml").read_text()
    (home / "feeds.yml").write_text(good.replace("timezone: Europe/Oslo", "timezon: Europe/Oslo") + "windw: 3\n")
    run = digest(home, "run", *AT)
    assert run.returncode == 78
    assert "feeds.yml:3:" in run.stderr
    assert "did you mean" in run.stderr
    assert run.stderr.count("feeds.yml:") >= 2
    (home / "feeds.yml").write_text(good + "site:\n  templates: mine\n")
    (home / "mine/site").mkdir(parents=True)
    (home / "mine/site/issue.html").write_text("{% if %}")
    run = digest(home, "check")
    assert run.returncode == 78
    assert "issue.html:1" in run.stderr


def test_no_feeds_yml(tmp_path: Path) -> None:
    """The first thing a user may do wrong is answered with the next step."""
    run = digest(tmp_path, "run")
    assert run.returncode == 78
    assert "digest init" in run.stderr


def test_issues_and_publish(home: Path) -> None:
    """Issues are listed and shown; `publish --all` makes a lost output/ again, byte for byte."""
    digest(home, "run", *AT)
    assert "2026-03-02" in digest(home, "issues").stdout
    assert "KELMAR BRIDGE CLOSED" in digest(home, "issues", "show", "1").stdout.upper()
    assert json.loads(digest(home, "issues", "show", "--json").stdout)["number"] == 1
    before = {path: path.read_bytes() for path in (home / "output").rglob("*") if path.is_file()}
    for path in before:
        path.unlink()
    assert digest(home, "publish", "--all").returncode == 0
    assert {path: path.read_bytes() for path in (home / "output").rglob("*") if path.is_file()} == before


def test_sources(home: Path, web: tuple[str, Path]) -> None:
    """Sources come and go, comments stay, and a change that would spoil feeds.yml is refused."""
    path = home / "feeds.yml"
    path.write_text("# mine\n" + path.read_text())
    assert digest(home, "sources", "add", f"{web[0]}/wire.xml", "--name", "Wire", "--section", "Region").returncode == 0
    assert "Wire" in digest(home, "sources").stdout
    refused = digest(home, "sources", "add", f"{web[0]}/other.xml", "--name", "Wire")
    assert refused.returncode == 2
    assert digest(home, "sources", "export", "out.opml").returncode == 0
    assert digest(home, "sources", "remove", "Wire").returncode == 0
    assert "Wire" not in digest(home, "sources").stdout
    assert "1 of 2" in digest(home, "sources", "import", "out.opml").stdout
    assert "Wire" in digest(home, "sources").stdout
    assert path.read_text().startswith("# mine\n")


@pytest.fixture
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    """A mail server on loopback: its port and what it took."""
    from aiosmtpd.controller import Controller

    taken: list[bytes] = []

    class Handler:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802  # aiosmtpd's name
            taken.append(envelope.content)  # type: ignore[attr-defined]  # aiosmtpd ships no types
            return "250 taken"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, taken
    controller.stop()


def mail(port: int) -> str:
    """The mail section for a server on loopback."""
    return (
        "mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: [ada@reader.example, bo@reader.example]\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
    )


def test_mail(home: Path, web: tuple[str, Path], mailbox: tuple[int, list[bytes]]) -> None:
    """A test copy goes to one address, the issue to each subscriber once, and a dry run to files."""
    port, taken = mailbox
    write(home, f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n", mail(port))
    assert digest(home, "run", *AT).returncode == 0
    assert taken == []
    assert digest(home, "send", "--dry-run").returncode == 0
    assert len(list((home / ".digest/outbox").rglob("*.eml"))) == 2
    assert taken == []
    assert digest(home, "send", "--to", "me@example.org").returncode == 0
    assert len(taken) == 1
    old = digest(home, "send", "1")
    assert (old.returncode, len(taken)) == (77, 1)
    assert "mail.stale_after" in old.stderr
    assert digest(home, "send", "1", "--stale").returncode == 0
    assert len(taken) == 3
    again = digest(home, "send", "1")
    assert again.returncode == 0
    assert len(taken) == 3
    message = BytesParser(policy=policy.default).parsebytes(taken[1])
    assert message["Subject"] == "Kelmar Bridge closed after crack is found"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_mail_without_settings(home: Path) -> None:
    """Sending with nothing set up says what to add."""
    digest(home, "run", *AT)
    run = digest(home, "send")
    assert run.returncode == 78
    assert "mail" in run.stderr


def test_preview_shows_the_issue(home: Path) -> None:
    """`digest preview` serves the mail and the page on loopback until it is stopped."""
    digest(home, "run", *AT)
    program = subprocess.Popen(
        [PROGRAM, "preview", "--port", "0"],
        cwd=home,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert program.stdout is not None
    url = program.stdout.readline().split()[1]
    with urllib.request.urlopen(url) as answer:
        body = answer.read().decode()
    program.send_signal(signal.SIGINT)
    assert program.wait(timeout=20) in (0, 130)
    program.stdout.close()
    assert "2026-03-02" in body


def test_errors_as_json(home: Path) -> None:
    """With --json an error is an object on standard output too, beside what was done before it; words go to stderr."""
    (home / ".digest").mkdir(mode=0o700)
    with RunLock(home / ".digest/lock").hold():
        locked = digest(home, "run", "--json")
    usage = digest(home, "run", "--json", "--bogus")
    missing = digest(home, "issues", "show", "7", "--json")
    good = (home / "feeds.yml").read_text()
    write(home, "  - feed: http://127.0.0.1:9/none.xml\n    name: Valley Voice\n")
    unavailable = digest(home, "run", *AT, "--json")
    (home / "feeds.yml").write_text(good + "windw: 3\nsight: 4\n")
    spoilt = digest(home, "check", "--json")
    for run, status in ((locked, 75), (usage, 2), (missing, 2), (unavailable, 69), (spoilt, 78)):
        report = json.loads(run.stdout)
        assert (run.returncode, report["status"]) == (status, status)
        assert report["error"]
        assert run.stderr
        assert "Traceback" not in run.stderr
    assert [source["source"] for source in json.loads(unavailable.stdout)["sources"]] == ["Valley Voice"]
    assert [fault["path"] for fault in json.loads(spoilt.stdout)["faults"]] == ["windw", "sight"]


def test_failures_are_told_by_name_and_once_by_reason(home: Path) -> None:
    """Sources that fail alike stand under one reason, each by its name."""
    feeds = "".join(f"  - feed: http://127.0.0.1:9/{n}.xml\n    name: Wire {n}\n" for n in range(12))
    write(home, feeds)
    run = digest(home, "fetch")
    assert run.returncode == 69
    assert run.stdout.count("connection refused") == 1
    assert all(f"Wire {n}" in run.stdout for n in range(12))


def test_an_empty_glob_is_no_failure_but_alone_it_is_told(home: Path, web: tuple[str, Path]) -> None:
    """A folder may wait for its first seed; a publication of nothing else has nothing to print, and says why."""
    write(home, f"  - feed: {web[0]}/gazette.xml\n    name: Gazette\n  - seeds: seeds/*.txt\n")
    run = digest(home, "run", *AT, "--verbose")
    assert run.returncode == 0
    assert "seeds: no file matches" in run.stdout
    write(home, "  - seeds: seeds/*.txt\n")
    run = digest(home, "run", "--at", "2026-03-03T07:00")
    assert run.returncode == 69
    assert "no file matches" in run.stderr


def test_from_another_folder(home: Path, tmp_path: Path) -> None:
    """--config, or DIGEST_CONFIG, names the publication; its paths are its own, wherever the caller stands."""
    assert digest(tmp_path, "run", *AT, "-c", "home/feeds.yml").returncode == 0
    assert (home / "output/index.html").is_file()
    assert "2026-03-02" in digest(tmp_path, "issues", DIGEST_CONFIG=str(home / "feeds.yml")).stdout


def test_what_the_disk_refuses_is_told(home: Path, tmp_path: Path) -> None:
    """A file where a folder must be, a damaged database, a folder that is gone: each told in one line."""
    (home / "output").write_text("mine")
    assert digest(home, "run", *AT).returncode == 78
    assert (home / "output").read_text() == "mine"
    (home / "output").unlink()
    (home / ".digest").mkdir()
    (home / ".digest/digest.db").write_bytes(b"not a database" * 1000)
    damaged = digest(home, "run", *AT)
    assert damaged.returncode == 74
    assert "digest.db" in damaged.stderr
    (tmp_path / "file").touch()
    inside = digest(tmp_path, "init", "file/news")
    assert inside.returncode == 74
    gone = subprocess.run(
        ["sh", "-c", f'mkdir here && cd here && rmdir ../here && exec "{PROGRAM}" run'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert gone.returncode == 78
    for run in (damaged, inside, gone):
        assert "Traceback" not in run.stderr
        assert run.stderr.count("\n") <= 2
