"""The installed command, as a user types it: a real web server, a real mail server, real files."""

from __future__ import annotations

import functools
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from digest.storage import RunLock

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbour Gazette</title><link>https://gazette.example/</link><description/>
<item><title>{title}</title><link>https://gazette.example/{slug}</link><guid>https://gazette.example/{slug}</guid>
<pubDate>{date}</pubDate><description>{teaser}</description></item></channel></rss>
"""
BRIDGE = {
    "title": "Kelmar Bridge closed after crack is found",
    "slug": "bridge",
    "date": "Mon, 02 Mar 2026 05:00:00 GMT",
    "teaser": "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. "
    "An emergency council meeting is scheduled for March 9.",
}
MAYOR = {
    "title": "Tarsk mayor resigns over flood defence contract",
    "slug": "mayor",
    "date": "Tue, 03 Mar 2026 05:00:00 GMT",
    "teaser": "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
}


def digest(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder."""
    return subprocess.run(
        [Path(sys.executable).with_name("digest"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environ},
    )


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not chatter."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server on loopback and the folder it serves, with one feed."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "gazette.xml").write_text(FEED.format(**BRIDGE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, web: tuple[str, Path]) -> Path:
    """A publication of one feed on the web server."""
    folder = tmp_path / "home"
    folder.mkdir()
    write(folder, f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n")
    return folder


def write(folder: Path, sources: str, more: str = "") -> None:
    """Write feeds.yml."""
    (folder / "feeds.yml").write_text(
        f"publication:\n  title: The Estuary Morning\n  timezone: Europe/Oslo\nsources:\n{sources}{more}",
        encoding="utf-8",
    )


AT = ("--at", "2026-03-02T07:00")


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
        [Path(sys.executable).with_name("digest"), "lab", "sentences"],
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
    assert len(list((home / "output/outbox").rglob("*.eml"))) == 2
    assert taken == []
    assert digest(home, "send", "--to", "me@example.org").returncode == 0
    assert len(taken) == 1
    assert digest(home, "send").returncode == 0
    assert len(taken) == 3
    again = digest(home, "send")
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
    import signal
    import urllib.request

    digest(home, "run", *AT)
    program = subprocess.Popen(
        [Path(sys.executable).with_name("digest"), "preview", "--port", "0"],
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


def test_a_killed_run_leaves_the_last_site_whole(home: Path, web: tuple[str, Path]) -> None:
    """Killed at many points of a second day's run, the site keeps every page it links to, and the next run finishes."""
    import re

    digest(home, "run", *AT)
    (web[1] / "gazette.xml").write_text(FEED.format(**MAYOR))
    program = Path(sys.executable).with_name("digest")
    started = time.monotonic()
    subprocess.run([program, "--version"], check=True, capture_output=True)
    unit = max(0.05, time.monotonic() - started)
    for n in range(1, 16):
        run = subprocess.Popen(
            [program, "run", "--at", "2026-03-03T07:00", "--quiet"],
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(unit * n * 1.5)
        run.kill()
        run.wait()
        output = home / "output"
        for page in [output / "index.html", output / "issues/index.html"]:
            for link in re.findall(r'href="([^"#:?]+)"', page.read_text()):
                target = (page.parent / link).resolve()
                assert (target / "index.html").is_file() if target.is_dir() else target.is_file(), f"{page}: {link}"
    assert digest(home, "run", "--at", "2026-03-03T07:00").returncode == 0
    assert "Tarsk mayor resigns" in (home / "output/index.html").read_text()
