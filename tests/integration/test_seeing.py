"""What the installed command lets be seen of its runs: remembered, written, pinged, mailed and logged."""

from __future__ import annotations

import http.server
import json
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, digest, start, write
from mailservers import Inbox, Refuses, serving
from prometheus_client.parser import text_string_to_metric_families

SECRET = "7f3a-not-to-be-seen"


class Patient(http.server.ThreadingHTTPServer):
    """A server whose slow answers nobody waits for in the end."""

    daemon_threads = True
    block_on_close = False


class Watcher(http.server.BaseHTTPRequestHandler):
    """A service that is pinged: remembers paths, answers as the path says."""

    seen: list[str]

    def do_GET(self) -> None:
        """``/500/…`` is refused, ``/slow/…`` takes longer than anybody waits, all else is well."""
        self.seen.append(self.path)
        if self.path.startswith("/slow"):
            time.sleep(60)
        self.send_response(500 if self.path.startswith("/500") else 404 if self.path.startswith("/404") else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def watcher() -> Iterator[tuple[str, list[str]]]:
    """Such a service, and the paths that it was asked for."""
    seen: list[str] = []
    server = Patient(("127.0.0.1", 0), type("Bound", (Watcher,), {"seen": seen}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


def setup(folder: Path, web: tuple[str, Path], run: str, *, sources: str = "", mail: str = "") -> None:
    """Today's news, and who hears of the runs."""
    (web[1] / "gazette.xml").write_text(FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}))
    good = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
    write(folder, sources or good, f"fetch: {{allow_private: true}}\n{mail}run:\n{run}")


def everything(folder: Path, *outputs: str) -> str:
    """All that was printed or written, but for feeds.yml."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "feeds.yml"]
    return "".join(outputs) + "".join(path.read_bytes().decode("latin-1") for path in files)


def test_a_run_is_remembered_and_its_account_adds_up(home: Path, web: tuple[str, Path]) -> None:
    """`digest runs` lists it, `show` tells all; a source that failed is named with its reason, without its address."""
    good = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
    setup(home, web, "  tell_after: 2\n", sources=f"{good}  - feed: {web[0]}/no/{SECRET}.xml\n    name: Fog Signal\n")
    assert digest(home, "runs").stdout.startswith("There was no run yet")
    assert digest(home, "runs", "show").returncode == 2
    assert digest(home, "run").returncode == 3
    assert digest(home, "run", "-q").returncode == 0
    listed = digest(home, "runs").stdout.splitlines()
    assert max(map(len, listed)) <= 80
    assert listed[0].split()[0] == "2"
    (first,) = [place for place, line in enumerate(listed) if line.startswith("    1  ")]
    assert "ok (3)" in listed[first]
    assert "1 of 2 sources failed; 1 story" in listed[first + 1]
    story = digest(home, "runs", "show", "1").stdout
    assert "Articles  1 considered = 1 printed + 0 merged + 0 dropped" in story
    assert "1 of them new, 0 waiting from before" in story
    assert "✗ Fog Signal: " in story
    assert SECRET not in story
    for phase in ("fetch", "edit", "publish"):
        assert f"{phase} " in story
    (one,) = json.loads(digest(home, "runs", "list", "--limit", "1", "--json").stdout)["runs"]
    assert (one["number"], one["state"], one["made"]) == (2, "ok", False)
    found = json.loads(digest(home, "runs", "show", "1", "--json").stdout)["run"]
    assert found["considered"] == found["printed"] + found["merged"] + found["dropped_total"]
    assert found["cpu"] > 0
    assert found["peak_bytes"] > 10_000_000
    assert sum(found["phases"].values()) <= found["seconds"]
    assert digest(home, "runs", "show", "9").returncode == 2
    assert (home / ".digest/run.json").stat().st_mode & 0o777 == 0o600


def test_a_killed_run_shows_as_killed_and_one_at_work_as_such(home: Path, web: tuple[str, Path]) -> None:
    """While it is at work and after; with the phase that it was in."""
    silent = Patient(("127.0.0.1", 0), type("Slow", (Watcher,), {"seen": []}))
    threading.Thread(target=silent.serve_forever, daemon=True).start()
    setup(home, web, "  tell_after: 2\n", sources=f"  - feed: http://127.0.0.1:{silent.server_port}/slow/feed.xml\n")
    with start(home, "run") as run:
        deadline = time.monotonic() + 60
        while "fetch" not in digest(home, "runs", "show").stdout:
            assert time.monotonic() < deadline
        assert "at work" in digest(home, "runs").stdout
        run.send_signal(signal.SIGKILL)
        run.wait()
    story = digest(home, "runs", "show").stdout
    assert "Run       1: killed" in story
    assert "in the phase: fetch" in story
    silent.shutdown()
    silent.server_close()


def test_a_run_that_finds_another_at_work_stood_by(home: Path, web: tuple[str, Path]) -> None:
    """It is remembered, and is neither a success nor a failure."""
    from digest.storage import RunLock

    setup(home, web, "  metrics: digest.prom\n")
    (home / ".digest").mkdir(mode=0o700)
    with RunLock(home / ".digest/lock").hold():
        assert digest(home, "run").returncode == 75
    assert "stood by (75)" in digest(home, "runs").stdout
    assert "last_success" not in (home / "digest.prom").read_text()


def test_figures_for_prometheus_and_a_report_for_all(home: Path, web: tuple[str, Path]) -> None:
    """Written at the end of a run, whole; what lies in output/ tells nothing of sources."""
    bad = f"  - feed: {web[0]}/nowhere.xml\n    name: Fog Signal\n"
    good = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
    setup(home, web, "  metrics: digest.prom\n  report: output/status.json\n", sources=good + bad)
    assert digest(home, "run").returncode == 3
    text = (home / "digest.prom").read_text()
    found = {
        (sample.name, sample.labels.get("state", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["digest_run_sources", "failed"] == 1
    assert found["digest_run_success", ""] == 1
    assert found["digest_run_last_success_timestamp_seconds", ""] == found["digest_run_end_timestamp_seconds", ""]
    public = (home / "output/run.json").read_text()
    assert json.loads(public)["stories"] == 1
    assert "Fog" not in public
    assert (home / "output/run.json").stat().st_mode & 0o444 == 0o444
    assert (home / "output/status.json").read_text() == public
    assert not list(home.glob(".digest.prom.*"))
    assert digest(home, "run", "--at", "2026-03-02").returncode in (0, 3)
    assert (home / "digest.prom").read_text() == text
    assert (home / "output/run.json").read_text() == public


def test_what_cannot_be_written_fails_no_run(home: Path, web: tuple[str, Path]) -> None:
    """It is said, once on standard error for cron, and in the run's story."""
    setup(home, web, "  metrics: no/such/folder/digest.prom\n")
    ran = digest(home, "run", "-q")
    assert ran.returncode == 0
    assert ran.stderr.startswith("digest: run.metrics: ")
    assert ran.stderr.rstrip().endswith("no such file or directory")
    assert "no such file or directory" in digest(home, "runs", "show").stdout.replace("\n            ", " ")


def test_pings_go_out_and_no_url_is_printed(home: Path, web: tuple[str, Path], watcher: tuple[str, list[str]]) -> None:
    """Start and success of a good run, start and failure of another; their URLs are nowhere but in the environment."""
    url, seen = watcher
    ping = "  ping: {start: '%s/${HC}/start', success: '%s/${HC}', failure: '%s/${HC}/fail'}\n" % ((url,) * 3)
    setup(home, web, ping)
    good = digest(home, "run", "-v", HC=SECRET)
    assert good.returncode == 0
    assert seen == [f"/{SECRET}/start", f"/{SECRET}"]
    setup(home, web, ping, sources=f"  - feed: {web[0]}/nowhere.xml\n")
    (home / "output").rename(home / "before")
    shutil.rmtree(home / ".digest")
    seen.clear()
    bad = digest(home, "run", "--log", "json", HC=SECRET)
    assert bad.returncode == 69
    assert seen == [f"/{SECRET}/start", f"/{SECRET}/fail"]
    lacking = digest(home, "run", "-q")
    assert "run.ping.success: the environment has no HC" in lacking.stderr
    assert SECRET not in everything(home, good.stdout, good.stderr, bad.stdout, bad.stderr)


@pytest.mark.parametrize(
    ("place", "words", "asked"),
    [("500", "HTTP 500", 2), ("404", "HTTP 404", 1), ("slow", "no answer within 10 s", 1)],
)
def test_a_ping_that_fails_fails_no_run(
    home: Path, web: tuple[str, Path], watcher: tuple[str, list[str]], place: str, words: str, asked: int
) -> None:
    """A refusal, twice where it may pass; and a service that never answers is left after ten seconds."""
    url, seen = watcher
    setup(home, web, f"  ping: {{success: '{url}/{place}/{SECRET}'}}\n")
    ran = digest(home, "run", "-q")
    assert ran.returncode == 0
    assert ran.stderr == f"digest: run.ping.success: 127.0.0.1: {words}\n"
    assert len(seen) == asked
    assert SECRET not in digest(home, "runs", "show").stdout + (home / ".digest/run.json").read_text()


def test_a_ping_to_nobody(home: Path, web: tuple[str, Path]) -> None:
    """A closed port, a name that is none, and what the environment holds is no URL: each in its words."""
    setup(
        home,
        web,
        "  ping: {start: 'http://127.0.0.1:9/x', success: 'http://no-such-host.invalid/', failure: '${HC}'}\n",
    )
    ran = digest(home, "run", "-q", HC="nonsense")
    assert ran.returncode == 0
    said = ran.stderr.splitlines()
    assert said[0] == "digest: run.ping.failure: with what the environment holds it is no URL"
    assert said[1] == "digest: run.ping.start: 127.0.0.1: connection refused"
    assert said[2].startswith("digest: run.ping.success: no-such-host.invalid: ")


def mail(port: int) -> str:
    """A mail section with nobody on the list."""
    return (
        "mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: []\n  wait: 0\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
    )


def test_the_operator_is_mailed_once_of_each_trouble(home: Path, web: tuple[str, Path]) -> None:
    """A run that failed: once, until one did its work; then again. A source that fails for days: once."""
    inbox = Inbox()
    with serving(inbox) as port:
        bad = f"  - feed: {web[0]}/nowhere.xml\n    name: Fog Signal\n"
        tell = "  tell: op@desk.example\n  tell_after: 3\n"
        setup(home, web, tell, sources=bad, mail=mail(port))
        assert digest(home, "run").returncode == 69
        assert digest(home, "run").returncode == 69
        assert inbox.recipients == ["op@desk.example"]
        note = message_from_bytes(inbox.envelopes[0].content, policy=policy.default)
        assert note["Subject"].startswith("The Estuary Morning: the run failed (status 69")
        text = note.get_content()
        assert "none of 1 sources could be read" in text
        assert "digest runs show 1" in text
        good = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
        setup(home, web, tell, sources=good + bad, mail=mail(port))
        assert digest(home, "run").returncode == 3
        assert len(inbox.recipients) == 1
        # It has been failing for five days now.
        with sqlite3.connect(home / ".digest/digest.db") as database:
            ((key, body),) = database.execute("SELECT key, body FROM states WHERE key = 'Fog Signal'").fetchall()
            state = json.loads(body) | {"failing_since": "2026-01-05T00:00:00Z"}
            database.execute("UPDATE states SET body = ? WHERE key = ?", (json.dumps(state).encode(), key))
        digest(home, "run")
        digest(home, "run")
        assert len(inbox.recipients) == 2
        assert "Fog Signal has been failing since 5 January" in inbox.envelopes[1].content.decode()  # type: ignore[union-attr]
    assert "op@desk.example" not in digest(home, "runs", "show", "--json").stdout


def test_a_note_that_is_not_taken_is_sent_by_the_next_run(home: Path, web: tuple[str, Path]) -> None:
    """The run ends as it would; what the server said is told without the address."""
    tell = "  tell: op@desk.example\n"
    bad = f"  - feed: {web[0]}/nowhere.xml\n"
    with serving(Refuses(replies={"op@desk.example": "451 4.7.1 op@desk.example: later"})) as port:
        setup(home, web, tell, sources=bad, mail=mail(port))
        assert digest(home, "run", "-q").returncode == 69
    story = digest(home, "runs", "show").stdout
    assert "run.tell: the mail server said 451" in story
    assert "op@" not in story
    assert digest(home, "run", "-q").returncode == 69  # nobody listens at all
    inbox = Inbox()
    with serving(inbox) as port:
        setup(home, web, tell, sources=bad, mail=mail(port))
        digest(home, "run", "-q")
    assert inbox.recipients == ["op@desk.example"]


def test_the_log_is_json_and_nothing_else(home: Path, web: tuple[str, Path]) -> None:
    """Each line with the id of its run; what fails is in it, and not beside it."""
    good = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
    setup(home, web, "  tell_after: 3\n", sources=f"{good}  - feed: {web[0]}/nowhere.xml\n    name: Fog Signal\n")
    ran = digest(home, "run", "--log", "json", "--json")
    assert ran.returncode == 3
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    known = json.loads(digest(home, "runs", "show", "--json").stdout)["run"]
    assert {line["run"] for line in lines} == {known["id"]}
    said = [line["event"] for line in lines]
    assert said[0] == "run began"
    assert said[-1] == "run ended"
    assert "source failed" in said
    phases = [line["phase"] for line in lines if line["event"] == "phase ended"]
    assert [name for name in phases if name in ("fetch", "edit", "publish")] == ["fetch", "edit", "publish"]
    assert json.loads(ran.stdout)["status"] == 3
    (home / "feeds.yml").write_text("publication: {}\n")
    broken = digest(home, "run", "--log", "json", "--json")
    assert broken.returncode == 78
    assert [json.loads(line)["event"] for line in broken.stderr.splitlines()] == ["error"]
    assert json.loads(broken.stdout)["status"] == 78


def test_telling_needs_a_mail_server(home: Path, web: tuple[str, Path]) -> None:
    """Else feeds.yml has a fault, at its line."""
    setup(home, web, "  tell: op@desk.example\n")
    ran = digest(home, "run")
    assert ran.returncode == 78
    assert "run.tell" in ran.stderr
    assert "needs a mail section" in ran.stderr
