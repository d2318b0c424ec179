"""``digest doctor`` as it is installed, over things that are really broken; it changes no byte of them."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import mailservers
import pytest
from installed import BRIDGE, FEED, PROGRAM, Quiet, digest, write
from reception import free, serving, settings
from test_upkeep_faults import bound, fill, needs_modes

from digest.storage import RunLock
from digest.storage.schema import VERSION

NIGHTLY = "0 6 * * *  cd {home} && {program} run --quiet\n"


@dataclass(frozen=True)
class Report:
    """What a doctor said."""

    status: int
    facts: Mapping[str, Any]

    def of(self, check: str, verdict: str = "") -> list[str]:
        """What was found of a check, in words."""
        return [
            one["what"]
            for one in self.facts["findings"]
            if one["check"] == check and (not verdict or one["verdict"] == verdict)
        ]

    @property
    def first(self) -> dict[str, Any]:
        """What to see to first."""
        found: dict[str, Any] = self.facts["todo"][0]
        return found

    @property
    def wrong(self) -> list[str]:
        """The checks that found something bad, the gravest first."""
        return [one["check"] for one in self.facts["todo"] if one["verdict"] == "bad"]


def tree(home: Path) -> dict[str, tuple[object, ...]]:
    """Every file and folder, as exactly as can be told."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted((home, *home.rglob("*"))):
        state = path.lstat()
        if path.name.endswith("-shm"):  # in memory that all who read share, each notes how far: no part of what is kept
            found[path.name] = ()
            continue
        body = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
        found[str(path.relative_to(home))] = (state.st_mode, state.st_uid, state.st_size, state.st_mtime_ns, body)
    return found


def doctor(home: Path, *arguments: str, **environ: str) -> Report:
    """Have it look; nothing is another than before."""
    before = tree(home)
    done = bound(home, "doctor", "--json", *arguments, **environ)
    assert tree(home) == before
    assert "Traceback" not in done.stderr
    facts = json.loads(done.stdout)
    assert facts["status"] == done.returncode
    return Report(done.returncode, facts)


def news(*, minutes: int = 30, **parts: str) -> str:
    """A feed of today."""
    date = format_datetime(datetime.now(UTC) - timedelta(minutes=minutes))
    return FEED.format(**{**BRIDGE, "date": date, **parts})


@pytest.fixture
def cron(tmp_path: Path) -> dict[str, str]:
    """An environment whose `crontab -l` says what the file CRONTAB holds."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "crontab"
    program.write_text('#!/bin/sh\ntest "$1" = -l && cat "$CRONTAB"\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}", "CRONTAB": str(tmp_path / "crontab")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication that made today's issue."""
    home = tmp_path_factory.mktemp("made")
    write(home, "  - gazette.xml\n")
    (home / "gazette.xml").write_text(news())
    done = digest(home, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it."""
    home = Path(shutil.copytree(made, tmp_path / "home"))
    yield home
    for path in (home, *home.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


# ------------------------------------------------------------------------------------------------------------- as it is


def test_a_publication_that_is_well_is_said_to_be(home: Path, cron: dict[str, str]) -> None:
    """Where nothing is wrong the status is 0, and each thing that was looked at is told."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:  # with a run of yesterday's
        (body,) = connection.execute("SELECT body FROM runs").fetchone()
        yesterday = datetime.now(UTC) - timedelta(days=1)
        run = {**json.loads(body), "number": 2, "started": datetime.now(UTC).isoformat()}
        old = {**json.loads(body), "started": yesterday.isoformat(), "made": False, "issue": None}
        connection.execute("UPDATE runs SET body = ?", (json.dumps(old).encode(),))
        connection.execute(
            "INSERT INTO runs (number, started, good, body) VALUES (2, 0, 1, ?)", (json.dumps(run).encode(),)
        )
        connection.commit()
    Path(cron["CRONTAB"]).write_text(NIGHTLY.format(home=home, program=shlex.quote(str(PROGRAM))))
    report = doctor(home, **cron)
    assert report.status == 0, report.facts["todo"]
    assert report.facts["verdict"] in ("good", "note")
    assert not report.wrong
    checks = {one["check"] for one in report.facts["findings"]}
    assert checks >= {
        "feeds.yml", "templates", "time zone", "clock", "disk", "access", "database", "lock", "schedule", "last run",
        "issue", "mail", "sources",
    }  # fmt: skip
    said = digest(home, "doctor", **cron)
    assert said.returncode == 0
    assert "No. 1" in said.stdout
    assert "BAD" not in said.stdout
    assert digest(home, "doctor", "--quiet", **cron).stdout == ""


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    """Without a feeds.yml it says so first, and nothing is made."""
    report = doctor(tmp_path)
    assert report.status == 78
    assert report.first["check"] == "feeds.yml"
    assert "there is no feeds.yml here" in report.first["what"]
    assert "digest init" in report.first["fix"]
    assert list(tmp_path.iterdir()) == []


def test_a_publication_that_never_ran(home: Path) -> None:
    """Before the first run there is no database, and that is no fault."""
    shutil.rmtree(home / ".digest")
    shutil.rmtree(home / "output")
    report = doctor(home, "--offline")
    assert report.of("database", "note") == ["there is none yet: nothing was fetched"]
    assert not (home / ".digest").exists()


def test_another_moment_makes_no_sense(home: Path) -> None:
    """--at is refused: a look is at how things are now."""
    assert digest(home, "doctor", "--at", "2026-05-05").returncode == 2


# ------------------------------------------------------------------------------------------------------------- settings


def test_every_fault_of_feeds_yml_is_told_and_the_rest_is_looked_at(home: Path) -> None:
    """Each fault stands with its line; database, runs and sources are looked at all the same."""
    assert digest(home, "fetch").returncode == 0
    write(home, "  - gazette.xml\n  - feeed: x\n", "window:\n  hours: long\nmail:\n  from: nobody\n")
    report = doctor(home, "--offline")
    assert report.status == 78
    told = report.of("feeds.yml", "bad")
    assert any("feeds.yml:6" in text and "feed" in text for text in told)
    assert any("window.hours" in text for text in told)
    assert any("mail.from" in text for text in told)
    assert any("mail.smtp" in text for text in told)
    assert report.of("sources", "good") == ["of 1 source 1 is well"]
    assert report.of("last run", "good")
    assert any("without" in text for text in report.of("feeds.yml", "note"))


@pytest.mark.parametrize("text", ["publication: [", "", "a list\n", "- 1\n", "publication:\n\ttitle: x\n"])
def test_what_is_no_feeds_yml_at_all(home: Path, text: str) -> None:
    """Where nothing can be read of it, the database and the disk are looked at all the same."""
    (home / "feeds.yml").write_text(text)
    report = doctor(home)
    assert report.status == 78
    assert report.first["check"] == "feeds.yml"
    assert report.of("database", "good")
    assert report.of("last run", "good")


def test_a_template_that_does_not_compile(home: Path) -> None:
    """It is told with its file and line."""
    (home / "templates").mkdir()
    (home / "templates/page.html").write_text("{% if %}\n")
    report = doctor(home, "--offline")
    assert report.status == 78
    assert report.first["check"] == "templates"
    assert "page.html:1" in report.first["what"]


def test_a_password_that_is_not_there_is_told_and_never_printed(home: Path) -> None:
    """The name of the variable is said; of a secret that is there not a letter."""
    with (home / "feeds.yml").open("a") as file:
        file.write(
            "mail:\n  from: news@example.org\n  to: [a@example.org]\n"
            "  smtp: {host: 127.0.0.1, port: 9, security: none, username: press, password: '${SMTP_PASSWORD}'}\n"
            "run:\n  ping: {failure: 'https://watch.example/${PING_KEY}'}\n"
        )
    report = doctor(home, "--offline")
    assert report.status == 78
    assert any("SMTP_PASSWORD is not set" in text for text in report.of("secrets", "bad"))
    assert any("PING_KEY" in text for text in report.of("pings", "note"))
    report = doctor(home, SMTP_PASSWORD="correct-horse-battery", PING_KEY="staple")
    assert not report.of("secrets", "bad")
    assert "correct-horse" not in json.dumps(report.facts)
    assert "staple" not in json.dumps(report.facts)


# ---------------------------------------------------------------------------------------------------- what is on a disk


def test_a_database_that_is_damaged(home: Path) -> None:
    """It is said first, with the way back."""
    path = home / ".digest/digest.db"
    body = bytearray(path.read_bytes())
    for start in range(4096, len(body), 8192):
        body[start : start + 2000] = b"\xff" * 2000
    path.write_bytes(body)
    report = doctor(home, "--offline")
    assert report.status == 74
    assert report.first["check"] == "database"
    assert "digest restore" in report.first["fix"]


def test_what_is_no_database(home: Path) -> None:
    """Bytes of something else are told as that."""
    (home / ".digest/digest.db").write_text("not a database, but long enough to be taken for one" * 40)
    report = doctor(home, "--offline")
    assert report.status == 74
    assert report.first["check"] == "database"


def test_a_database_of_a_newer_and_of_an_older_digest(home: Path) -> None:
    """A newer schema stops runs; an older one is brought up by the next, not by the look."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
    report = doctor(home, "--offline")
    assert report.status == 74
    assert "newer digest" in report.first["what"]
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        connection.execute(f"PRAGMA user_version={VERSION - 1}")
    report = doctor(home, "--offline")
    assert any("the next run brings it there" in text for text in report.of("database", "note"))


def test_a_database_in_use_is_read_with_what_its_log_holds(home: Path) -> None:
    """What another program has written a moment ago is seen, and neither log nor index is touched."""
    with closing(sqlite3.connect(home / ".digest/digest.db", isolation_level=None)) as writer:
        writer.execute("UPDATE runs SET status = 3")
        assert (home / ".digest/digest.db-wal").stat().st_size
        report = doctor(home, "--offline")
        assert report.of("database", "good")
        assert report.of("last run", "good")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ("-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs")
    made = subprocess.run(["mount", *options, str(place)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full(home: Path, disk: Path) -> None:
    """It is named, with what a run may need."""
    shutil.copytree(home / ".digest", disk / "state")
    shutil.rmtree(home / ".digest")
    (home / ".digest").symlink_to(disk / "state")
    fill(disk, 4096)
    report = doctor(home, "--offline")
    assert report.status == 74
    assert report.first["check"] == "disk"
    assert "free for .digest/, and a run may need" in report.first["what"]


def test_folders_that_cannot_be_written(home: Path) -> None:
    """output/ and .digest/ are each named, with what to do; no file is made to try."""
    needs_modes(home)
    (home / "output").chmod(0o555)
    report = doctor(home, "--offline")
    assert report.status == 74
    assert report.first["check"] == "access"
    assert "output/ cannot be written" in report.first["what"]
    assert "chmod" in report.first["fix"]
    (home / "output").chmod(0o755)
    (home / ".digest").chmod(0o500)
    assert any(".digest/ cannot be written" in text for text in doctor(home, "--offline").of("access", "bad"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_a_sudo_left_behind(home: Path) -> None:
    """feeds.yml is somebody's, and the database root's: their runs cannot write it."""
    for path in (home, *home.rglob("*")):
        os.chown(path, 1234, 1234)
    for name in ("digest.db", "lock"):
        os.chown(home / ".digest" / name, 0, 0)
    told = json.loads(digest(home, "doctor", "--offline", "--json").stdout)
    assert told["status"] == 74
    assert told["todo"][0]["check"] == "access"
    assert ".digest/digest.db belongs to root, and feeds.yml to 1234" in told["todo"][0]["what"]
    assert ".digest/lock belongs to root" in told["todo"][1]["what"]
    needs_modes(home)
    report = doctor(home)  # as somebody whom modes bind, and whose folder it is not
    assert report.wrong
    assert "permission denied" in json.dumps(report.facts).lower()


def test_modes_that_let_others_read(home: Path) -> None:
    """An open folder with an open database is wrong; behind a folder that is shut it is a note."""
    (home / ".digest/digest.db").chmod(0o644)
    report = doctor(home, "--offline")
    assert any("digest.db has mode 0644" in text for text in report.of("access", "note"))
    (home / ".digest").chmod(0o755)
    report = doctor(home, "--offline")
    assert report.status in (3, 74)
    assert any("digest.db has mode 0644: others" in text for text in report.of("access", "bad"))


def test_a_secret_that_is_damaged(home: Path) -> None:
    """Links in mail depend on it."""
    (home / ".digest/secret").write_bytes(b"short")
    report = doctor(home, "--offline")
    assert report.status == 74
    assert "damaged" in report.first["what"]


# ------------------------------------------------------------------------------------------------------ runs and issues


def test_a_lock_that_is_held_names_its_holder(home: Path) -> None:
    """Who holds it, since when; one that only lies about holds nothing."""
    assert doctor(home, "--offline").of("lock") == ["nobody holds it: the next run can begin"]
    with RunLock(home / ".digest/lock").hold():
        (said,) = doctor(home, "--offline").of("lock")
        assert f"process {os.getpid()}" in said
        assert "since today" in said
        old = (datetime.now(UTC) - timedelta(hours=9)).timestamp()
        os.utime(home / ".digest/lock.holder", (old, old))
        report = doctor(home, "--offline")
        assert report.status == 75
        assert f"kill {os.getpid()}" in report.first["fix"]


def test_a_run_that_was_killed(home: Path) -> None:
    """A run that has no end, and no process that would end it, was killed; its phase is named."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        (body,) = connection.execute("SELECT body FROM runs ORDER BY number DESC").fetchone()
        run = json.loads(body)
        run |= {"ended": None, "status": None, "outcome": "", "phase": "edit"}
        connection.execute("UPDATE runs SET ended = NULL, status = NULL, body = ?", (json.dumps(run).encode(),))
        connection.commit()
    report = doctor(home, "--offline")
    assert "was killed in the phase: edit" in report.of("last run", "bad")[0]
    assert report.status == 3


def test_a_run_at_work_is_no_fault_and_one_that_was_killed_is(home: Path, web: tuple[str, Path]) -> None:
    """While a run fetches, it is told as at work, with its process; once that is dead, in which phase it died."""

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            waiting.set()
            ended.wait(30)
            self.close_connection = True

    waiting, ended = threading.Event(), threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    write(home, f"  - gazette.xml\n  - http://127.0.0.1:{server.server_port}/slow.xml\n")
    process = subprocess.Popen([PROGRAM, "run"], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert waiting.wait(30)
        done = digest(home, "doctor", "--offline", "--json")
        facts = json.loads(done.stdout)
        told = {one["check"]: one for one in facts["findings"]}
        assert "has been at work" in told["last run"]["what"]
        assert f"process {process.pid}" in told["lock"]["what"]
        assert told["lock"]["verdict"] == "note"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        ended.set()
        server.shutdown()
        server.server_close()
    report = doctor(home, "--offline")
    assert "was killed in the phase: fetch" in report.of("last run", "bad")[0]
    assert report.of("lock", "good")
    assert report.of("database", "good")


def test_an_issue_that_was_not_published(home: Path) -> None:
    """Frozen and not published is told with its command; so is a page that somebody deleted."""
    (day,) = [path for path in (home / "output/issues").iterdir() if (path / "email.html").exists()]
    shutil.rmtree(day)
    report = doctor(home, "--offline")
    assert any("is not in output/" in text for text in report.of("issue", "bad"))
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        connection.execute("DELETE FROM published")
        connection.commit()
    report = doctor(home, "--offline")
    assert any("made, and not published" in text for text in report.of("issue", "bad"))
    assert "digest publish 1" in next(one["fix"] for one in report.facts["todo"] if one["check"] == "issue")


def test_nothing_that_runs_it(home: Path, cron: dict[str, str]) -> None:
    """No crontab is wrong where runs stay away, and a line that calls a program that is gone is, too."""
    Path(cron["CRONTAB"]).write_text("0 5 * * *  cd /elsewhere && digest run\n# cd {home} && digest run\n")
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        connection.execute("DELETE FROM runs")
        connection.commit()
    assert "nothing was found here" in doctor(home, "--offline", **cron).of("schedule", "bad")[0]
    Path(cron["CRONTAB"]).write_text(NIGHTLY.format(home=home, program="/gone/venv/bin/digest"))
    assert (
        doctor(home, "--offline", **cron)
        .of("schedule", "bad")[0]
        .endswith("calls /gone/venv/bin/digest, which is not there")
    )
    Path(cron["CRONTAB"]).write_text(NIGHTLY.format(home=home, program=shlex.quote(str(PROGRAM))))
    assert doctor(home, "--offline", **cron).of("schedule", "good")
    Path(cron["CRONTAB"]).write_text(NIGHTLY.format(home=home, program="digest"))
    assert "/usr/bin:/bin alone" in doctor(home, "--offline", **cron).of("schedule", "bad")[0]


def test_what_schedule_installs_is_found(home: Path, cron: dict[str, str]) -> None:
    """The lines of `digest schedule` are known again, in whatever zone the machine is."""
    Path(cron["CRONTAB"]).write_text(digest(home, "schedule").stdout)
    assert doctor(home, "--offline", **cron).of("schedule", "good")


def test_systemds_timers_and_what_runs_elsewhere(home: Path, cron: dict[str, str]) -> None:
    """A timer counts once it is enabled; a compose file is known, and that nobody here can see what it does."""
    units = home / ".config/systemd/user"
    installed = digest(home, "schedule", "--systemd", "--install", "--into", str(units))
    assert installed.returncode == 0, installed.stderr
    environ = {**cron, "HOME": str(home)}
    assert "is there, and not enabled" in doctor(home, "--offline", **environ).of("schedule", "bad")[0]
    (units / "timers.target.wants").mkdir()
    (units / "timers.target.wants/digest-home.timer").symlink_to(units / "digest-home.timer")
    assert doctor(home, "--offline", **environ).of("schedule", "good")
    shutil.rmtree(units)
    assert digest(home, "schedule", "--container", "--install").returncode == 0
    assert "runs elsewhere" in doctor(home, "--offline", **environ).of("schedule", "good")[0]


# -------------------------------------------------------------------------------------------------------------- sources


def test_sources_that_fail(home: Path) -> None:
    """One that fails is named with its reason; where all do, it is the network that is looked at."""
    closed = free()
    away = f"  - feed: http://127.0.0.1:{closed}/a.xml\n    name: Away\n  - http://localhost:{closed}/b.xml\n"
    write(home, f"  - gazette.xml\n{away}")
    for _ in range(3):
        digest(home, "fetch")
    report = doctor(home)
    named = [text for text in (*report.of("sources", "note"), *report.of("sources", "bad")) if "Away" in text]
    assert "failed 3 times in a row" in named[0]
    assert "connection refused" in named[0]
    assert "connection refused" in report.of("network", "bad")[0]


def test_the_clock_is_held_against_servers(home: Path) -> None:
    """A server that has another time shows that the clock is wrong; one whose cache is old does not."""

    class Ahead(http.server.BaseHTTPRequestHandler):
        lead, age = timedelta(hours=3), ""

        def do_HEAD(self) -> None:
            self.send_response_only(200)
            self.send_header("Date", format_datetime(datetime.now(UTC) + self.lead, usegmt=True))
            if self.age:
                self.send_header("Age", self.age)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with http_server(Ahead) as port:
        write(home, f"  - gazette.xml\n  - http://127.0.0.1:{port}/a.xml\n")
        report = doctor(home)
        assert report.status == 3
        assert re.search("clock is [23] hours behind", report.of("clock", "bad")[0])
        assert "timedatectl" in report.first["fix"]
        Ahead.lead, Ahead.age = timedelta(hours=-1), "3600"
        assert doctor(home).of("clock", "good")


@contextmanager
def http_server(handler: Any) -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_clock_that_is_behind_what_the_database_holds(home: Path) -> None:
    """A run of tomorrow was made under another clock."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        (body,) = connection.execute("SELECT body FROM runs").fetchone()
        run = json.loads(body)
        later = datetime.now(UTC) + timedelta(days=1)
        run["started"] = later.isoformat()
        connection.execute("UPDATE runs SET body = ?", (json.dumps(run).encode(),))
        connection.commit()
    assert "but the database holds run 1" in doctor(home, "--offline").of("clock", "bad")[0]


# ----------------------------------------------------------------------------------------------------------------- mail


def test_mail_servers_that_are_of_no_use(home: Path) -> None:
    """One that is not there, and one whose certificate nobody vouches for, are each told with what to do."""
    plain = (home / "feeds.yml").read_text()
    mail = "mail:\n  from: news@example.org\n  to: [a@example.org]\n  smtp: {{host: {host}, port: {port}, {how}}}\n"
    (home / "feeds.yml").write_text(plain + mail.format(host="127.0.0.1", port=free(), how="security: none"))
    report = doctor(home)
    assert report.status == 69
    assert "refuses connections" in report.of("mail server", "bad")[0]
    assert "was mailed to nobody" in report.of("mail", "bad")[0]
    assert report.first["check"] == "mail server"
    certificates = mailservers.Certificates()
    with mailservers.serving(mailservers.Inbox(), tls=certificates.context("localhost")) as port:
        (home / "feeds.yml").write_text(plain + mail.format(host="localhost", port=port, how="security: starttls"))
        report = doctor(home)
        assert report.status == 69
        assert "certificate is not trusted" in report.of("mail server", "bad")[0]
        authority = home / "authority.pem"
        certificates.authority.cert_pem.write_to_path(str(authority))
        (home / "feeds.yml").write_text(
            plain + mail.format(host="localhost", port=port, how="security: starttls, ca_file: authority.pem")
        )
        report = doctor(home)
        assert not report.of("mail server", "bad")
        assert "TLSv1" in report.of("mail server", "good")[0]


def test_a_mail_server_that_says_nothing_holds_nothing_up(home: Path) -> None:
    """A server that never answers costs its own time, and the program ends."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with (home / "feeds.yml").open("a") as file:
            file.write(
                "mail:\n  from: news@example.org\n  smtp: {host: 127.0.0.1, security: none, timeout: 1,"
                f" port: {silent.getsockname()[1]}}}\n"
            )
        report = doctor(home)
        assert "no answer from the mail server within 1 seconds" in report.of("mail server", "bad")[0]


def test_a_mailbox(home: Path) -> None:
    """A Maildir is looked into and left as it is; an IMAP server that is not there is told."""
    box = home / "box"
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
    (box / "new/1.host").write_bytes(b"From: a@example.org\n\nunsubscribe\n")
    mail = "mail:\n  from: news@example.org\n  smtp: {host: 127.0.0.1, port: 9, security: none}\n  mailbox: "
    plain = (home / "feeds.yml").read_text()
    (home / "feeds.yml").write_text(f"{plain}{mail}{{maildir: box}}\n")
    assert "can be read" in doctor(home).of("mailbox", "good")[0]
    imap = f"{{host: 127.0.0.1, port: {free()}, security: none, username: x, password: '${{KEY}}'}}"
    (home / "feeds.yml").write_text(f"{plain}{mail}{imap}\n")
    assert "cannot be reached" in doctor(home, KEY="s3cret").of("mailbox", "bad")[0]


def test_a_page_elsewhere_by_which_one_leaves(home: Path) -> None:
    """It is asked for in the name of nobody; one that does not answer is told."""
    with (home / "feeds.yml").open("a") as file:
        file.write(
            "mail:\n  from: news@example.org\n  smtp: {host: 127.0.0.1, port: 9, security: none}\n"
            f"  unsubscribe: https://127.0.0.1:{free()}/leave?who={{address}}\n"
        )
    assert "connection refused" in doctor(home).of("unsubscribe", "bad")[0]


def test_mail_that_waits(home: Path) -> None:
    """Who was put off is counted; so is an issue that nobody has approved."""
    inbox = mailservers.Refuses(replies={"b@example.org": "451 4.7.1 greylisted"})
    with mailservers.serving(inbox) as port:
        plain = (home / "feeds.yml").read_text()
        mail = (
            "mail:\n  from: news@example.org\n  to: [a@example.org, b@example.org]\n  wait: 0\n"
            f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
        )
        (home / "feeds.yml").write_text(plain + mail + "  require_approval: true\n")
        report = doctor(home, "--offline")
        assert report.status == 77
        assert "waits for approval" in report.first["what"]
        (home / "feeds.yml").write_text(plain + mail)
        assert digest(home, "send", "--yes").returncode == 75
        report = doctor(home, "--offline")
        assert report.of("mail", "good") == ["No. 1 went to 1 subscriber"]
        assert "1 message of No. 1 waits" in report.of("mail", "note")[0]


# ----------------------------------------------------------------------------------------------------- the way to leave


def people(home: Path) -> str:
    """All that the database holds of people."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        tables = ("subscribers", "suppressions", "subscriber_events")
        return repr([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])


def test_the_way_to_leave_answers_and_nobody_is_unsubscribed(home: Path) -> None:
    """GET and POST come through, and the list is as before; without the service it says what to start."""
    with mailservers.serving(mailservers.Inbox()) as mail:
        port = free()
        settings(home, mail=mail, port=port)
        digest(home, "subscribers", "add", "reader@example.org")
        report = doctor(home)
        assert report.status == 69
        assert "nor does `digest serve`" in report.of("unsubscribe", "bad")[0]
        with serving(home, port):
            before = people(home)
            report = json.loads(digest(home, "doctor", "--json").stdout)
            told, *more = [one for one in report["findings"] if one["check"] == "unsubscribe"]
            assert (told["verdict"], more) == ("good", []), (told, more)
            assert "by GET and by POST" in told["what"]
            assert people(home) == before
            (home / ".digest/secret").write_bytes(b"x" * 32)
            report = json.loads(digest(home, "doctor", "--json").stdout)
            (told,) = [one for one in report["findings"] if one["check"] == "unsubscribe"]
            assert "it has another secret" in told["what"]


def test_something_else_that_answers_in_its_place(home: Path) -> None:
    """A web server that is not ours is told as such, and where ours is well."""
    with (
        mailservers.serving(mailservers.Inbox()) as mail,
        http_server(functools.partial(Quiet, directory=str(home / "output"))) as port,
    ):
        settings(home, mail=mail, port=port)
        report = doctor(home)
        assert "answers HTTP 404" in report.of("unsubscribe", "bad")[0]


def test_the_site_and_its_newest_issue(home: Path) -> None:
    """The pages that mail links to are asked for, where publication.url says they are."""
    with http_server(functools.partial(Quiet, directory=str(home / "output"))) as port:
        text = (home / "feeds.yml").read_text()
        (home / "feeds.yml").write_text(
            text.replace("publication:\n", f"publication:\n  url: http://127.0.0.1:{port}\n")
        )
        assert "with the newest issue" in doctor(home).of("pages", "good")[0]
    assert "does not answer" in doctor(home).of("pages", "bad")[0]
    assert not doctor(home, "--offline").of("pages")


def test_for_people_what_to_do_stands_at_the_end_the_gravest_first(home: Path) -> None:
    """Several faults at once: settings before files before the rest, each with its command."""
    (home / "templates").mkdir()
    (home / "templates/page.html").write_text("{{ x")
    (home / ".digest/digest.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    said = digest(home, "doctor", "--quiet").stdout
    assert said.startswith("1. templates: templates/page.html:1: ")
    assert said.index("2. database: ") < said.index("→ `digest restore FILE`")
