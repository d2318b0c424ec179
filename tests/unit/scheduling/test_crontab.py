"""Lines for cron: the right hour whatever the machine's zone, and no other line of a crontab touched."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.errors import UsageError
from digest.scheduling import Plan
from digest.scheduling.crontab import block, put
from digest.scheduling.hours import elsewhere, skipped

TODAY = date(2026, 1, 15)
PLAN = Plan(title="The Morning", program="/opt/digest", folder="/home/you/news", zone="Europe/Oslo", at=time(6, 30))


def commands(text: str) -> list[str]:
    """The lines that cron runs."""
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_an_hour_of_one_zone_in_another() -> None:
    """One time of day, or two where clocks change; none on days that skip the hour."""
    assert elsewhere(time(6, 30), "Europe/Oslo", UTC, TODAY) == (time(4, 30), time(5, 30))
    assert elsewhere(time(6, 30), "Europe/Oslo", ZoneInfo("Europe/Paris"), TODAY) == (time(6, 30),)
    assert elsewhere(time(6, 0), "Asia/Kolkata", UTC, TODAY) == (time(0, 30),)
    assert elsewhere(time(6, 0), "Australia/Lord_Howe", UTC, TODAY) == (time(19, 0), time(19, 30))
    assert skipped(time(2, 30), "Europe/Oslo", TODAY) == (date(2026, 3, 29),)
    assert skipped(time(6, 30), "Europe/Oslo", TODAY) == ()


def test_in_the_machines_own_zone_the_line_is_plain() -> None:
    """Where both zones have the same clock all year, cron's own fields say when."""
    assert commands(block(PLAN, ZoneInfo("Europe/Berlin"), TODAY)) == [
        "30 6 * * *  cd /home/you/news && /opt/digest run --quiet"
    ]


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "UTC"])
@pytest.mark.parametrize("system", ["UTC", "America/New_York", "Europe/Oslo", "Asia/Kathmandu"])
def test_each_day_once_at_its_hour(zone: str, system: str) -> None:
    """Over two years of minutes, a line of cron in the machine's zone meets the publication's hour once a day.

    What the guard asks of a shell is asked here of the zone; the next test asks a shell.
    """
    plan = replace(PLAN, zone=zone)
    (line,) = commands(block(plan, ZoneInfo(system), TODAY))
    minutes, hours = line.split()[:2]
    ran = []
    moment = datetime(2026, 1, 15, tzinfo=UTC)
    while moment < datetime(2027, 12, 31, tzinfo=UTC):
        there = moment.astimezone(ZoneInfo(system))
        if str(there.minute) in minutes.split(",") and hours in ("*", str(there.hour)):
            here = moment.astimezone(ZoneInfo(zone))
            if "[" not in line or f"{here:%H%M}" == "0630":
                ran.append(here)
        moment += timedelta(minutes=15)
    assert {f"{here:%H:%M}" for here in ran} == {"06:30"}
    days = [here.date() for here in ran]
    assert days == [days[0] + timedelta(n) for n in range(len(days))]


@pytest.mark.parametrize(
    ("moment", "runs"),
    [
        ("2026-03-28T05:30:00", True),  # the day before clocks go forward in Oslo
        ("2026-03-28T04:30:00", False),
        ("2026-03-29T04:30:00", True),
        ("2026-03-29T05:30:00", False),
        ("2026-10-25T05:30:00", True),
    ],
)
def test_the_guard_holds_in_a_shell(moment: str, runs: bool, tmp_path: Path) -> None:
    """The command, its '%' as cron hands it on, run by sh with a clock that stands still."""
    folder = tmp_path / "100% of it's news"
    folder.mkdir()
    program = tmp_path / "digest"
    program.write_text('#!/bin/sh\necho "$PWD: $*"\n')
    program.chmod(0o755)
    clock = tmp_path / "date"
    clock.write_text(
        f'#!/bin/sh\nPATH=/usr/bin:/bin exec date -d @{datetime.fromisoformat(moment + "Z").timestamp():.0f} "$@"\n'
    )
    clock.chmod(0o755)
    (line,) = commands(block(replace(PLAN, folder=str(folder), program=str(program)), UTC, TODAY))
    command = line.split(maxsplit=5)[5]
    assert "%" not in command.replace(r"\%", "")
    run = subprocess.run(
        ["sh", "-c", command.replace(r"\%", "%")],
        capture_output=True,
        text=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )
    assert run.stdout == (f"{folder}: run --quiet\n" if runs else "")
    assert run.stderr == ""


def test_what_is_set_up_has_its_lines() -> None:
    """Mail that waits and the mailbox come by every quarter of an hour; a file of another name is named."""
    lines = commands(block(replace(PLAN, sends=True, reads=True, file="my feeds.yml", zone="UTC"), UTC, TODAY))
    assert lines == [
        "30 6 * * *  cd /home/you/news && /opt/digest run --quiet --config 'my feeds.yml'",
        "7-59/15 * * * *  cd /home/you/news && /opt/digest send --quiet --config 'my feeds.yml'",
        "11-59/15 * * * *  cd /home/you/news && /opt/digest mailbox --quiet --config 'my feeds.yml'",
    ]


def test_only_the_block_changes() -> None:
    """Put in, put in again, changed, taken out: every other line stays, byte for byte."""
    others = "MAILTO=ops\r\n\n# digest: not ours\n5 4 * * *  old"
    other = block(replace(PLAN, folder="/home/you/news2"), UTC, TODAY)
    made = block(PLAN, UTC, TODAY)
    first = put(put(others, PLAN, made), replace(PLAN, folder="/home/you/news2"), other)
    assert first == others + "\n" + made + other
    assert put(first, PLAN, made) == first
    later = block(replace(PLAN, at=time(7, 0)), UTC, TODAY)
    assert put(first, PLAN, later) == others + "\n" + later + other
    assert put(first, PLAN, "") == others + "\n" + other
    assert put(others, PLAN, "") == others
    assert put("", PLAN, made) == made


@pytest.mark.parametrize("keep", [slice(1, None), slice(None, -1)], ids=["no beginning", "no end"])
def test_a_torn_block_is_left_to_a_person(keep: slice) -> None:
    """Where it began or ended cannot be known, so nothing is replaced."""
    torn = "".join(block(PLAN, UTC, TODAY).splitlines(keepends=True)[keep])
    with pytest.raises(UsageError, match="lost their beginning or their end"):
        put(torn, PLAN, block(PLAN, UTC, TODAY))


@pytest.mark.parametrize("folder", ["/home/a\nb", "/home/a\\b", "/home/\x1b[0m"])
def test_a_path_that_no_schedule_can_hold_is_refused(folder: str) -> None:
    """A line break in a path would be a line of its own in a crontab."""
    with pytest.raises(UsageError, match="no schedule can hold"):
        replace(PLAN, folder=folder)
