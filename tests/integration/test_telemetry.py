"""Spans of the installed command, as a collector gets them; and a collector that is not there, which harms nothing."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from collectors import Collector, collecting
from installed import BRIDGE, FEED, digest, start, write
from mailservers import Inbox, Refuses, serving

TOKEN = "k3y-not-to-be-seen"
READER = "ada@reader.example"
# Says which modules a command imported.
IMPORTED = """
import sys
from digest.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def setup(home: Path, web: tuple[str, Path], *, telemetry: str = "", port: int = 0, more: str = "") -> None:
    """Today's news of one feed, mail by that port, spans to that collector."""
    (web[1] / "gazette.xml").write_text(FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}))
    mail = (
        f"mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: [{READER}]\n  wait: 0\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
    )
    write(
        home,
        f"  - feed: {web[0]}/gazette.xml?key={TOKEN}\n    name: Harbour Gazette\n{more}",
        f"fetch: {{allow_private: true}}\n{mail if port else ''}"
        + (f"run: {{telemetry: '{telemetry}'}}\n" if telemetry else ""),
    )


def everything(home: Path, collector: Collector, *outputs: str) -> str:
    """All that was printed, written or told, but for feeds.yml and who is mailed."""
    files = [home / ".digest/run.json", *(home / "output").rglob("*")]
    written = "".join(path.read_bytes().decode("latin-1") for path in files if path.is_file())
    return "".join(outputs) + written + "".join(body.decode("latin-1") for body in collector.bodies)


def test_a_run_is_told_whole(home: Path, web: tuple[str, Path]) -> None:
    """One trace: the run, its phases, each source asked, the mail; no address, no path or query of a URL, no token."""
    with collecting() as collector, serving(Inbox()) as port:
        (web[1] / "broken.xml").write_text("no feed")
        more = f"  - feed: {web[0]}/no/{TOKEN}.xml\n    name: Fog Signal\n"
        more += f"  - feed: {web[0]}/broken.xml\n    name: Tidal Post\n"
        setup(home, web, telemetry=collector.url, port=port, more=more)
        ran = digest(home, "run", OTEL_EXPORTER_OTLP_HEADERS=f"api-key={TOKEN}")
        assert ran.returncode == 3, ran.stderr
        assert collector.asked[0][0] == "/v1/traces"
        assert collector.asked[0][1]["api-key"] == TOKEN
        known = json.loads(digest(home, "runs", "show", "--json").stdout)["run"]
        again = digest(home, "run", "-q", OTEL_EXPORTER_OTLP_HEADERS=f"api-key={TOKEN}")
    first, second = collector.named("digest run")
    assert again.stderr == ""
    assert first.parent == second.parent == b""
    assert first.trace != second.trace
    assert first.resource["digest.run.id"] == known["id"]
    assert (first.resource["service.name"], first.resource["digest.publication"]) == ("digest", "The Estuary Morning")
    assert not first.failed
    wanted = {
        "process.exit.code": 3,
        "digest.run.number": 1,
        "digest.run.outcome": "success",
        "digest.issue.number": 1,
        "digest.issue.stories": 1,
        "digest.sources.read": 1,
        "digest.sources.failed": 2,
        "digest.entries": 1,
        "digest.articles.considered": 1,
        "digest.articles.dropped": 0,
        "digest.mail.accepted": 1,
    }
    assert wanted.items() <= first.facts.items()
    spans = [span for span in collector.spans if span.trace == first.trace]
    ids = {span.id: span for span in spans}
    inside = {(span.name, ids[span.parent].name) for span in spans if span.parent}
    phases = {(name, "digest run") for name in ("fetch", "edit", "publish", "send")}
    assert phases | {("source", "fetch"), ("mail batch", "send"), ("mail connection", "mail batch")} <= inside
    for span in spans:
        assert span.began <= span.ended
        if span.parent:
            assert ids[span.parent].began <= span.began
            assert span.ended <= ids[span.parent].ended
    good, absent, broken = (
        next(span for span in spans if span.facts.get("digest.source") == name)
        for name in ("Harbour Gazette", "Fog Signal", "Tidal Post")
    )
    assert good.kind == "client"
    assert (good.facts["digest.source.state"], good.facts["http.response.status_code"]) == ("read", 200)
    assert good.facts["digest.source.bytes"] == len((web[1] / "gazette.xml").read_bytes())
    assert good.facts["server.address"] == "127.0.0.1"
    assert (absent.failed, absent.reason) == (True, "HTTP 404: not found")
    assert not broken.failed  # the server gave what it was asked for; that it is no feed is the fetch's to tell
    fetch = next(span for span in spans if span.name == "fetch")
    assert [facts["source"] for event, facts in fetch.events if event == "source failed"] == [
        "Fog Signal",
        "Tidal Post",
    ]
    batch = next(span for span in spans if span.name == "mail batch")
    assert batch.facts["digest.mail.accepted"] == 1
    unchanged = [span for span in collector.named("source") if span.trace == second.trace]
    assert {span.facts["digest.source"]: span.facts["digest.source.not_modified"] for span in unchanged} == {
        "Harbour Gazette": True,
        "Fog Signal": False,
        "Tidal Post": False,
    }
    told = everything(home, collector, ran.stdout, ran.stderr)
    assert TOKEN not in told
    assert READER not in "".join(body.decode("latin-1") for body in collector.bodies)


def test_commands_are_told_too(home: Path, web: tuple[str, Path]) -> None:
    """Each as one trace, by its name, with what came of it; the environment names the collector for all of them."""
    with collecting() as collector, serving(Inbox()) as port:
        setup(home, web, port=port)
        where = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
        for name in ("fetch", "edit", "publish", "send"):
            assert digest(home, name, **where).returncode == 0
        assert digest(home, "mailbox", **where).returncode == 78
    assert collector.one("digest fetch").facts["digest.entries.new"] == 1
    assert collector.one("source").parent == collector.one("digest fetch").id
    assert collector.one("digest edit").facts["digest.issue.made"] is True
    assert collector.one("digest publish").facts["process.exit.code"] == 0
    assert collector.one("digest send").facts["digest.mail.accepted"] == 1
    assert collector.one("mail batch").parent == collector.one("digest send").id
    failed = collector.one("digest mailbox")
    assert failed.failed
    assert "no mailbox is set up" in failed.reason


def test_what_fails_is_told_as_failed(home: Path, web: tuple[str, Path]) -> None:
    """A run without a source, and a mail server that lets nobody in: status, reason, and the phase that it was in."""
    with collecting() as collector:
        setup(home, web, telemetry=collector.url, port=9)
        ran = digest(home, "run")
        assert ran.returncode == 75, ran.stderr
        run, send = collector.one("digest run"), collector.one("send")
        assert run.failed
        assert run.facts["process.exit.code"] == 75
        assert "refuses connections" in run.reason
        assert (send.failed, send.facts["error.type"]) == (True, "MailError")
        assert collector.one("mail connection").failed
        assert not collector.one("publish").failed


def test_a_refused_message_names_nobody(home: Path, web: tuple[str, Path]) -> None:
    """Counts by state alone, though the server repeats the address in its reply."""
    refused = Refuses(replies={READER: f"550 5.1.1 {READER}: no such user"})
    with collecting() as collector, serving(refused) as port:
        setup(home, web, telemetry=collector.url, port=port)
        assert digest(home, "run").returncode == 77
    assert collector.one("mail batch").facts["digest.mail.failed"] == 1
    assert "reader.example" not in "".join(body.decode("latin-1") for body in collector.bodies)


def imported(home: Path, *arguments: str) -> set[str]:
    """The modules that a command imports."""
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments], cwd=home, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.splitlines()[-1].split())


def test_without_a_collector_nothing_of_it_is_imported(home: Path, web: tuple[str, Path]) -> None:
    """Nor is what writes logs, where none is asked for."""
    setup(home, web)
    for command in ("run", "fetch", "publish"):
        found = imported(home, command, "-q")
        assert not [name for name in found if name.partition(".")[0] in ("opentelemetry", "google", "structlog")]
        assert not [name for name in found if name.startswith(("digest.telemetry", "digest.cli.logs"))]
    assert "structlog" in imported(home, "run", "-q", "--log", "json")
    assert "opentelemetry" not in imported(home, "run", "-q", "--log", "json")


@pytest.mark.parametrize("names", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}])
def test_what_opentelemetry_calls_off_is_off(home: Path, web: tuple[str, Path], names: dict[str, str]) -> None:
    """Whatever feeds.yml says."""
    with collecting() as collector:
        setup(home, web, telemetry=collector.url)
        ran = digest(home, "run", "-q", **names)
        assert (ran.returncode, ran.stderr, collector.asked) == (0, "", [])


@pytest.mark.parametrize(("status", "words"), [(401, "HTTP 401"), (503, "HTTP 503"), (302, "HTTP 302")])
def test_a_collector_that_takes_nothing_fails_no_run(
    home: Path, web: tuple[str, Path], status: int, words: str
) -> None:
    """It is told once, by its host alone; where it sends elsewhere nobody follows, with our token."""
    with collecting() as other, collecting(status=status, headers={"Location": f"{other.url}/v1/traces"}) as collector:
        setup(home, web, telemetry=collector.url)
        ran = digest(home, "run", "-q", OTEL_EXPORTER_OTLP_HEADERS=f"api-key={TOKEN}")
    assert ran.returncode == 0
    assert ran.stderr == f"digest: run.telemetry: 127.0.0.1: {words}\n"
    assert other.asked == []
    assert f"run.telemetry: 127.0.0.1: {words}" in digest(home, "runs", "show", OTEL_SDK_DISABLED="true").stdout


def test_a_collector_that_is_down_fails_no_run(home: Path, web: tuple[str, Path]) -> None:
    """Nobody listens; nobody of that name; a token that is no header. Nothing that it holds is printed."""
    setup(home, web, telemetry="http://127.0.0.1:9")
    ran = digest(home, "run", "-q")
    assert (ran.returncode, ran.stderr) == (0, "digest: run.telemetry: 127.0.0.1: connection refused\n")
    ran = digest(home, "run", "-q", OTEL_EXPORTER_OTLP_ENDPOINT=f"http://user:{TOKEN}@no-such-host.invalid")
    assert ran.returncode == 0
    assert ran.stderr.startswith("digest: run.telemetry: no-such-host.invalid: ")
    assert len(ran.stderr.splitlines()) == 1
    assert TOKEN not in ran.stderr
    with collecting() as collector:
        ran = digest(
            home,
            "run",
            "-q",
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
            OTEL_EXPORTER_OTLP_HEADERS=f"Authorization Bearer {TOKEN}",
        )
    assert ran.returncode == 0
    assert ran.stderr == (
        "digest: run.telemetry: 127.0.0.1: OTEL_EXPORTER_OTLP_HEADERS cannot be read: name=value, commas between them\n"
    )


def test_a_collector_that_never_answers_is_not_waited_for(home: Path, web: tuple[str, Path]) -> None:
    """The run ends while the collector still holds its answer back."""
    with collecting(release=threading.Event()) as collector:
        assert collector.release is not None
        setup(home, web, telemetry=collector.url)
        began = time.monotonic()
        ran = digest(home, "run", "-q")
        assert not collector.asked, f"answered after {time.monotonic() - began:.1f} s"
        collector.release.set()
    assert ran.returncode == 0
    assert re.fullmatch(r"digest: run\.telemetry: 127\.0\.0\.1: no answer (?:within 2 s|in time)\n", ran.stderr)


def test_the_log_tells_of_a_collector_that_is_down(home: Path, web: tuple[str, Path]) -> None:
    """As a line like the others, and the SDK's own complaints nowhere."""
    setup(home, web, telemetry="http://127.0.0.1:9")
    ran = digest(home, "run", "-q", "--log", "json")
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    said = [line["text"] for line in lines if line["event"] == "said"]
    assert said == ["run.telemetry: 127.0.0.1: connection refused"]
    assert lines[-1]["event"] == "run ended"


def test_without_the_extra_it_is_said(home: Path, web: tuple[str, Path], tmp_path: Path) -> None:
    """By the run, which goes on, and by `digest check`."""
    absent = tmp_path / "absent/opentelemetry"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError\n")
    setup(home, web, telemetry="http://127.0.0.1:9")
    ran = digest(home, "run", "-q", PYTHONPATH=str(absent.parent))
    assert ran.returncode == 0
    assert "OpenTelemetry is not installed — pip install 'digest-newsroom[telemetry]'" in ran.stderr
    checked = digest(home, "check", PYTHONPATH=str(absent.parent))
    assert checked.returncode == 0
    assert "digest-newsroom[telemetry]" in checked.stdout
    assert "telemetry" not in digest(home, "check").stdout


def test_what_cannot_be_told_is_said_beforehand(home: Path, web: tuple[str, Path]) -> None:
    """A protocol that digest does not speak, a ping without its variable: by `check` and by the run."""
    setup(home, web, telemetry="http://127.0.0.1:9")
    text = (home / "feeds.yml").read_text()
    (home / "feeds.yml").write_text(text.replace("run: {", "run: {ping: {success: 'https://hc.example/${HC}'}, "))
    names = {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}
    checked = digest(home, "check", **names)
    assert checked.returncode == 0
    assert "note: OTEL_EXPORTER_OTLP_PROTOCOL: digest speaks http/protobuf alone" in checked.stdout
    assert "note: run.ping.success: the environment has no HC" in checked.stdout
    ran = digest(home, "run", "-q", **names)
    assert ran.returncode == 0
    assert len([line for line in ran.stderr.splitlines() if "http/protobuf" in line]) == 1


def test_a_password_has_no_place_in_feeds_yml(home: Path, web: tuple[str, Path]) -> None:
    """It would be in version control; the environment has a place for it."""
    for url in ("http://me:word@collector.example", "https://collector.example/?key=word", "collector.example:4318"):
        setup(home, web, telemetry=url)
        ran = digest(home, "check")
        assert ran.returncode == 78
        assert "run.telemetry" in ran.stderr


def test_a_run_that_is_stopped_says_so(home: Path, web: tuple[str, Path]) -> None:
    """By SIGTERM in mid-fetch: what was under way has ended, as stopped, and the collector has it."""
    with collecting() as collector, socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        more = f"  - feed: http://127.0.0.1:{silent.getsockname()[1]}/never.xml\n    name: Fog Signal\n"
        setup(home, web, telemetry=collector.url, more=more)
        with start(home, "run", "-q") as run:
            asked, _ = silent.accept()
            run.send_signal(signal.SIGTERM)
            assert run.wait(60) == 143
        asked.close()
    assert collector.one("digest run").reason == "stopped"
    assert collector.one("digest run").facts["process.exit.code"] == 143
    assert collector.one("fetch").failed
    stopped = next(span for span in collector.named("source") if span.facts["digest.source"] == "Fog Signal")
    assert (stopped.failed, stopped.reason) == (True, "stopped")


def test_a_run_that_stands_by_is_no_failure(home: Path, web: tuple[str, Path]) -> None:
    """Another holds the lock: told as such."""
    from digest.storage import RunLock

    with collecting() as collector:
        setup(home, web, telemetry=collector.url)
        (home / ".digest").mkdir(mode=0o700)
        with RunLock(home / ".digest/lock").hold():
            assert digest(home, "run").returncode == 75
    assert collector.one("digest run").facts["digest.run.outcome"] == "aside"
    assert not collector.one("digest run").failed
