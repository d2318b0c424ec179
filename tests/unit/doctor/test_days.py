"""Runs, issues, mail and schedules, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.doctor.days import Habit, Newest, Runs, Schedule, issue, mail, missed, runs, schedule, usual
from digest.model import Run, RunOutcome

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=OSLO)  # a Monday


def run(
    days: int, outcome: RunOutcome = "success", *, number: int = 1, status: int | None = 0, said: tuple[str, ...] = ()
) -> Run:
    """A run of 05:00 in UTC, so many days ago."""
    at = datetime(2026, 11, 23, 5, 0, tzinfo=UTC) - timedelta(days=days)
    return Run(
        number=number, id="x", started=at, ended=at + timedelta(minutes=1), status=status, outcome=outcome, said=said
    )


def past(*made: Run, last: date | None = date(2026, 11, 23), **more: object) -> Runs:
    """These runs, and the day of the newest issue."""
    found = Runs(runs=made, at_work=False, issue=None if last is None else (9, last))
    return replace(found, **more)  # type: ignore[arg-type]  # whatever a test says


NEWEST = Newest(
    number=9,
    date=date(2026, 11, 23),
    as_of=NOW - timedelta(hours=1),
    folder="issues/2026-11-23",
    mails=True,
    anybody=True,
)


def test_the_usual_hour() -> None:
    """The median of the days; two days are too few to go by, and today does not count."""
    assert usual([run(n) for n in range(5)], NOW) == 6.0
    assert usual([run(n) for n in range(3)], NOW) is None


def test_an_issue_that_is_due_and_not_there() -> None:
    """Yesterday's is missed; today's only an hour after runs usually begin, and not where a run began."""
    before = [run(n) for n in range(2, 9)]
    assert missed(past(*before, last=date(2026, 11, 21)), NOW) == 2
    assert missed(past(*before, last=date(2026, 11, 22)), NOW) == 1
    assert missed(past(*before, last=date(2026, 11, 22)), NOW.replace(hour=6, minute=50)) == 0
    assert missed(past(*before, last=date(2026, 11, 23)), NOW) == 0
    assert missed(past(run(0, "failure"), *before, last=date(2026, 11, 22)), NOW) == 0


def test_days_without_an_issue_by_rule() -> None:
    """Those that the schedule leaves out, and those on which a run found nothing to print."""
    weekdays = (0, 1, 2, 3, 4)
    friday = past(*[run(n) for n in range(3, 9)], last=date(2026, 11, 20), schedule=weekdays)
    assert missed(friday, NOW.replace(hour=5)) == 0
    assert missed(friday, NOW) == 1
    quiet = past(*[run(n) for n in range(8)], last=date(2026, 11, 20))
    assert missed(quiet, NOW) == 0
    told = issue(NEWEST, quiet, now=NOW)
    assert any("none to make on 3 days" in one.what for one in told)


def test_a_replay_is_no_run_of_its_own_day() -> None:
    """An old day's issue is told as what it is; days are missed from the first run on, not since the replayed day."""
    old = replace(NEWEST, date=date(2020, 5, 5), replayed=True)
    only = past(last=old.date, replayed=True, replay=run(0, number=3))
    (found,) = runs(only, now=NOW)
    assert (found.verdict, "only replays" in found.what, "run 3 of today 06:00" in found.what) == ("note", True, True)
    (found,) = issue(old, only, now=NOW)
    assert found.verdict == "note"
    assert found.what.endswith("was made by a replay (--at); no run has made one of its own day yet")
    begun = past(run(2, "failure"), last=old.date, replayed=True)
    assert missed(begun, NOW) == 2  # of the 21st and the 22nd
    assert "of 5 May 2020 is the newest: 2 issues due" in issue(old, begun, now=NOW)[0].what
    today = past(last=NOW.date(), replayed=True, replay=run(0))
    assert issue(replace(NEWEST, replayed=True), today, now=NOW)[0].verdict == "good"


def test_issues_without_a_run() -> None:
    """They were made before runs were remembered, or by `digest edit`."""
    assert "none is remembered" in runs(past(), now=NOW)[0].what
    assert runs(past(last=None), now=NOW)[0].what == "there was none yet"


def test_how_the_last_run_went() -> None:
    """Well, at work, killed, failed, stopped: a line each, and the status of what failed."""
    assert runs(past(run(0)), now=NOW)[0].verdict == "good"
    assert "did its work" in runs(past(run(0)), now=NOW)[0].what
    assert runs(past(run(0), at_work=True), now=NOW)[0].verdict == "note"
    dead = Run(number=4, id="x", started=run(0).started, phase="publish")
    (found,) = runs(past(dead), now=NOW)
    assert (found.verdict, found.what) == ("bad", "run 4 of today 06:00 was killed in the phase: publish")
    (found,) = runs(past(run(0, "failure", status=74, said=("first", "the disk is full"))), now=NOW)
    assert (found.status, found.what) == (74, "run 1 of today 06:00 failed (status 74): the disk is full")
    (found,) = runs(past(run(0, "failure", status=143)), now=NOW)
    assert "was stopped" in found.what
    assert runs(past(), now=NOW)[0].verdict == "note"


def test_a_run_that_lacked_a_password_is_told_of_its_environment() -> None:
    """It is there in the shell of who looks, and was not where the run began."""
    lacked = run(0, "failure", status=78, said=("the environment variable KEY is not set",))
    assert "password_file" in runs(past(lacked), now=NOW)[0].fix


def test_the_newest_issue() -> None:
    """Frozen and not published; published and gone; all well; none."""
    well = past(run(0))
    assert issue(NEWEST, well, now=NOW)[0].verdict == "good"
    assert "digest publish 9" in issue(replace(NEWEST, published=False), well, now=NOW)[0].fix
    assert "is not in output/" in issue(replace(NEWEST, there=False), well, now=NOW)[0].what
    assert issue(None, past(last=None), now=NOW)[0].verdict == "note"


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        ({}, "bad", "mailed to nobody"),
        ({"mails": False}, "skipped", "not set up"),
        ({"anybody": False}, "note", "nobody is subscribed"),
        ({"anybody": False, "stopped": 1}, "bad", "mail to the one person on the list is stopped"),
        ({"anybody": False, "stopped": 20}, "bad", "mail to all 20 people on the list is stopped"),
        ({"counts": {"failed": 2}}, "bad", "refused 2 messages of No. 9: nobody has had it"),
        ({"approval": False}, "bad", "waits for approval"),
        ({"approval": True}, "bad", "mailed to nobody"),
        ({"as_of": NOW - timedelta(days=3)}, "note", "too old"),
        ({"replayed": True}, "note", "--at"),
        ({"counts": {"accepted": 7}}, "good", "went to 7 subscribers"),
    ],
)
def test_what_became_of_its_mail(change: dict[str, object], verdict: str, words: str) -> None:
    """Who has had it, and why not."""
    (found,) = mail(replace(NEWEST, **change), now=NOW)  # type: ignore[arg-type]  # whatever a test says
    assert found.verdict == verdict
    assert words in found.what


def test_mail_that_waits_is_in_doubt_or_was_refused() -> None:
    """Each is a note of its own."""
    facts = replace(
        NEWEST, counts={"accepted": 5, "deferred": 1, "unknown": 2, "failed": 3}, next_try=NOW + timedelta(hours=1)
    )
    found = mail(facts, now=NOW)
    assert [one.verdict for one in found] == ["good", "note", "note", "note"]
    assert "the next try is due today 08:00" in found[1].what


CRON = Habit(where="your crontab", line="0 6 * * * digest run")


def test_what_runs_digest() -> None:
    """Nothing; nothing, and runs come by all the same; a line; one that calls what is gone; a timer that sleeps."""
    assert schedule(Schedule(habits=()))[0].verdict == "bad"
    assert schedule(Schedule(habits=(), regular=True))[0].verdict == "note"
    assert schedule(Schedule(habits=(CRON,)))[0].verdict == "good"
    gone = schedule(Schedule(habits=(replace(CRON, program="/x/digest", program_there=False),)))[0]
    assert (gone.verdict, "/x/digest" in gone.what) == ("bad", True)
    service = replace(CRON, where="/etc/systemd/system/digest-news.service", program="/x/digest", program_there=False)
    assert "`sudo digest schedule --systemd --install`" in schedule(Schedule(habits=(service,)))[0].fix
    timer = Habit(where="/etc/systemd/system/digest-news.timer", enabled=False)
    assert schedule(Schedule(habits=(timer,)))[0].fix == "sudo systemctl enable --now digest-news.timer"
    away = Habit(where="compose.yaml", elsewhere=True)
    assert "not seen here" in schedule(Schedule(habits=(away,)))[0].what


def test_a_crontab_that_nobody_reads() -> None:
    """Without a cron nothing comes of it; where runs come by, something reads it."""
    assert [one.verdict for one in schedule(Schedule(habits=(CRON,), cron_runs=False))] == ["good", "bad"]
    assert [one.verdict for one in schedule(Schedule(habits=(CRON,), cron_runs=False, regular=True))] == ["good"]
    assert [one.verdict for one in schedule(Schedule(habits=(CRON,), cron_runs=None))] == ["good"]
