"""What stands in systemd's units, in the workflow and in the compose file."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from ruamel.yaml import YAML

from digest.scheduling import Plan, container, github, ours, systemd

PLAN = Plan(
    title="100 % Früh\nExecStart=/bin/false",
    program="/home/you/my digest/bin/digest",
    folder='/home/you/5% "news"',
    zone="Europe/Oslo",
    at=time(6, 30),
    user="you",
    uid=1000,
)
FULL = replace(
    PLAN, sends=True, reads=True, serves=True, variables=("SMTP_PASSWORD",), credentials=("mailbox-password",)
)


def yaml(text: str) -> Any:
    """A document."""
    return YAML(typ="safe").load(text)


def test_units_are_for_what_is_set_up() -> None:
    """The daily issue always; the rest where feeds.yml has it. Every name is one that --remove looks for."""
    assert set(systemd.units(PLAN)) == {"digest-5-news.service", "digest-5-news.timer"}
    assert set(systemd.units(FULL)) == set(systemd.names(FULL))
    assert systemd.started(FULL) == (
        "digest-5-news.timer",
        "digest-5-news-send.timer",
        "digest-5-news-mailbox.timer",
        "digest-5-news-serve.service",
    )


def test_a_unit_says_what_it_means() -> None:
    """Paths with signs that systemd reads are quoted, a title adds no setting, and the timer is in the own zone."""
    units = systemd.units(FULL)
    service = units["digest-5-news.service"].splitlines()
    assert 'ExecStart="/home/you/my digest/bin/digest" run --quiet' in service
    assert 'WorkingDirectory=/home/you/5%% "news"' in service
    assert 'ReadWritePaths="/home/you/5%% \\"news\\""' in service
    assert "LoadCredential=mailbox-password:/etc/credstore/digest-5-news.mailbox-password" in service
    assert "EnvironmentFile=/etc/credstore/digest-5-news.env" in service
    assert [line for line in service if line.startswith("ExecStart=")] == [
        service[service.index('WorkingDirectory=/home/you/5%% "news"') + 1]
    ]
    timer = units["digest-5-news.timer"].splitlines()
    assert "OnCalendar=*-*-* 06:30:00 Europe/Oslo" in timer
    assert "Persistent=true" in timer
    assert all(ours(text, PLAN.path) for text in units.values())
    assert not any(ours(text, "/home/you/other/feeds.yml") for text in units.values())


def test_the_workflow_is_woken_at_every_utc_hour_that_it_may_be() -> None:
    """Two in a zone whose clocks change; mail is a job after the pages, and only where it is set up."""
    made = {"place": "news", "output": "news/output", "package": "digest-newsroom==1.0", "today": date(2026, 1, 15)}
    bare = yaml(github.workflow(PLAN, **made))
    assert [each["cron"] for each in bare["on"]["schedule"]] == ["30 4 * * *", "30 5 * * *"]
    assert list(bare["jobs"]) == ["clock", "issue", "pages"]
    assert bare["permissions"] == {}
    full = yaml(github.workflow(FULL, **made))
    assert full["jobs"]["mail"]["needs"] == "pages"
    assert full["jobs"]["mail"]["env"]["SMTP_PASSWORD"] == "${{ secrets.SMTP_PASSWORD }}"
    assert "/home/you" not in github.workflow(FULL, **made)


def test_the_containers_day(tmp_path: Path) -> None:
    """From the hour on the issue, and once more where it could not be made; in between what waits."""
    plan = replace(FULL, file="my feeds.yml")
    compose = yaml(container.files(plan, package="digest-newsroom==1.0")[container.COMPOSE])
    assert compose["services"]["serve"]["command"] == ["serve", "--config", "my feeds.yml"]
    (script,) = compose["services"]["daily"]["command"]
    script = script.replace("$$", "$")
    assert script == container.loop(plan)
    # A clock that each sleep moves on by a minute, from 06:00 to 07:30; the first issue cannot be fetched.
    fakes = {
        "date": 'now=$(cat "$D/now"); PATH=/usr/bin:/bin exec date -u -d "@$now" "$@"',
        "sleep": 'now=$(($(cat "$D/now") + $1)); echo $now > "$D/now"; test $now -lt 1768462200 || kill $PPID',
        "digest": 'echo "$(date +%H:%M) $*" >> "$D/log"\n[ "$1" != run ] || [ -e "$D/up" ] || { >"$D/up"; exit 69; }',
    }
    for name, body in fakes.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "now").write_text("1768456800\n")  # 2026-01-15T06:00Z
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "D": str(tmp_path), "TZ": "UTC"}
    run = subprocess.run(["sh", "-c", script], env=environ, capture_output=True, text=True, timeout=60)
    assert run.stderr == ""
    log = [line.removesuffix(" --quiet --config my feeds.yml") for line in (tmp_path / "log").read_text().splitlines()]
    assert [line for line in log if line.endswith("run")] == ["06:30 run", "06:45 run"]
    assert [line for line in log if line.endswith("send")] == ["06:00 send", "06:15 send", "07:00 send", "07:15 send"]
    assert len([line for line in log if line.endswith("mailbox")]) == 4


def test_what_stops_the_container_is_told_to_the_run(tmp_path: Path) -> None:
    """SIGTERM comes to the loop alone: it goes on to what runs, is waited for, and the status says it."""
    (tmp_path / "digest").write_text(
        '#!/bin/sh\ntrap \'sleep 0.5; echo ended > "$D/log"; exit 143\' TERM\necho begun > "$D/log"\n'
        "for second in $(seq 600); do sleep 0.1; done\n"
    )
    (tmp_path / "digest").chmod(0o755)
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "D": str(tmp_path), "TZ": "UTC"}
    for shell in ("sh", "bash"):
        (tmp_path / "log").unlink(missing_ok=True)
        loop = subprocess.Popen([shell, "-c", container.loop(replace(PLAN, at=time(0, 0)))], env=environ)
        until = monotonic() + 60
        while not (tmp_path / "log").exists() or not (tmp_path / "log").read_text():
            assert monotonic() < until
            sleep(0.02)
        loop.terminate()
        assert loop.wait(timeout=60) == 143
        assert (tmp_path / "log").read_text() == "ended\n"
