"""Days without a run, runs without an end: what the next run makes of them, by the installed program."""

from __future__ import annotations

import json
from email.parser import BytesParser
from pathlib import Path

import mailservers
import pytest
from clocked import PUBLISHING, SENDING, digest, feed, issues, ledger, site, told
from installed import digest as digest_now
from installed import write

BRIDGE = (
    "Kelmar Bridge closed after crack is found",
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.",
    "2026-05-04T03:00+00:00",
)
MAYOR = (
    "Tarsk mayor resigns over flood defence contract",
    "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
    "2026-05-05T03:00+00:00",
)
LEAK = (
    "Sorn counts 34 in hospital after ammonia leak",
    "An ammonia leak at a cold store in Sorn put 34 people in hospital, two of them in a serious condition.",
    "2026-05-05T09:00+00:00",
)
FERRY = (
    "Ferry runs aground off Cape Tallow",
    "The night ferry ran aground on the Tallow shoal with 412 people aboard; all were brought ashore.",
    "2026-05-06T09:00+00:00",
)
BUDGET = (
    "Parliament passes budget after night session",
    "Parliament passed the budget by 61 votes to 58 early on Friday after a session of eleven hours.",
    "2026-05-08T02:00+00:00",
)
NOTE = ("Lighthouse to open its doors", "The lighthouse keeper invites everybody to climb the tower.", None)
MONDAY = "2026-05-04T06:30:00.5+02:00"
FRIDAY = "2026-05-08T06:31:00.5+02:00"
ADA = "ada@reader.example"


def paper(folder: Path, more: str = "", port: int | None = None) -> Path:
    """A publication in Oslo; with a ``port``, one that is mailed."""
    if port is not None:
        more += f"mail:\n  from: news@estuary.example\n  to: [{ADA}]\n  wait: 0\n"
        more += f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
    write(folder, "  - gazette.xml\n", more)
    return folder


def subjects(inbox: mailservers.Inbox) -> list[str]:
    """Of each mail, in the order in which they came."""
    return [BytesParser().parsebytes(bytes(mail.content or b""))["Subject"] for mail in inbox.envelopes]  # type: ignore[arg-type]  # aiosmtpd keeps bytes


def after_three_days(folder: Path, catch_up: str, **how: str) -> str:
    """Monday's issue, then nothing until Friday; what the run of Friday says."""
    paper(folder, f"window: {{catch_up: {catch_up}}}\n")
    feed(folder / "gazette.xml", BRIDGE)
    assert digest(folder, MONDAY, "run").returncode == 0
    feed(folder / "gazette.xml", BUDGET, NOTE, FERRY, LEAK, MAYOR, BRIDGE)
    run = digest(folder, FRIDAY, "run", **how)
    assert run.returncode == (-9 if how else 0), run.stdout + run.stderr
    return str(run.stdout)


def test_missed_days_are_merged(tmp_path: Path) -> None:
    """The next issue reaches back to the last one, beyond its window of three days, and says so."""
    said = after_three_days(tmp_path, "merge")
    gap = "Missed    no issue of 3 days from 2026-05-05 to 2026-05-07, since No. 1 of\n          2026-05-04:\n"
    assert gap in said
    assert "window.catch_up: merge" in said
    made = issues(tmp_path)
    assert list(made) == ["2026-05-04", "2026-05-08"]
    assert sorted(made["2026-05-08"]) == sorted(each[0] for each in (MAYOR, LEAK, FERRY, BUDGET, NOTE))
    assert ledger(tmp_path, "2026-05-08").get("dropped", {}) == {}


def test_a_limit_to_merging(tmp_path: Path) -> None:
    """What is older than the limit is left out and counted."""
    feed(tmp_path / "gazette.xml", BRIDGE)
    paper(tmp_path, "window: {hours: 24, catch_up_days: 2}\n")
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    feed(tmp_path / "gazette.xml", BUDGET, FERRY, LEAK, MAYOR, BRIDGE)
    assert digest(tmp_path, FRIDAY, "run").returncode == 0
    assert sorted(issues(tmp_path)["2026-05-08"]) == sorted([BUDGET[0], FERRY[0]])
    assert ledger(tmp_path, "2026-05-08")["dropped"] == {"older than 48 hours": 2}


def test_missed_days_are_skipped(tmp_path: Path) -> None:
    """The next issue has its usual window; what is older is dropped, and the ledger says how much."""
    assert "window.catch_up: skip" in after_three_days(tmp_path, "skip")
    made = issues(tmp_path)
    assert list(made) == ["2026-05-04", "2026-05-08"]
    assert sorted(made["2026-05-08"]) == sorted(each[0] for each in (LEAK, FERRY, BUDGET, NOTE))
    assert ledger(tmp_path, "2026-05-08")["dropped"] == {"older than 72 hours": 1}


@pytest.mark.parametrize("catch_up", ["merge", "each"])
def test_a_quiet_day_was_not_missed(tmp_path: Path, catch_up: str) -> None:
    """A run found nothing to print, or too little: that was said on the day, and is no gap; one without a run is."""
    paper(tmp_path, f"window: {{catch_up: {catch_up}}}\nrun: {{fewest_stories: 1}}\n")
    feed(tmp_path / "gazette.xml", BRIDGE)
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    quiet = digest(tmp_path, "2026-05-05T06:30:00.5+02:00", "run")
    assert quiet.returncode == 0, quiet.stderr
    assert "no issue was made" in quiet.stdout
    feed(tmp_path / "gazette.xml", LEAK, BRIDGE)
    after = digest(tmp_path, "2026-05-06T06:30:00.5+02:00", "run")
    assert "Missed" not in after.stdout
    assert list(issues(tmp_path)) == ["2026-05-04", "2026-05-06"]
    feed(tmp_path / "gazette.xml", BUDGET, LEAK, BRIDGE)
    assert "Missed    no issue of 2026-05-07, since No. 2 of" in digest(tmp_path, FRIDAY, "run").stdout


def test_each_missed_day_gets_its_issue(tmp_path: Path) -> None:
    """Of what had been published by its hour, oldest first; what nobody dated is today's."""
    after_three_days(tmp_path, "each")
    assert issues(tmp_path) == {
        "2026-05-04": [BRIDGE[0]],
        "2026-05-05": [MAYOR[0]],
        "2026-05-06": [LEAK[0]],
        "2026-05-07": [FERRY[0]],
        "2026-05-08": [BUDGET[0], NOTE[0]],
    }
    numbers = [json.loads((tmp_path / f"output/issues/2026-05-0{n}/issue.json").read_text()) for n in range(4, 9)]
    assert [one["number"] for one in numbers] == [1, 2, 3, 4, 5]
    assert [one["as_of"] for one in numbers[1:4]] == [f"2026-05-0{n}T04:30:00Z" for n in (5, 6, 7)]
    for n in range(4, 9):
        ledger(tmp_path, f"2026-05-0{n}")
    assert digest_now(tmp_path, "verify", "--all").returncode == 0


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_kill_while_catching_up_changes_nothing(at: int, tmp_path: Path) -> None:
    """The next run goes on, and the issues are those that one run would have made."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
    after_three_days(whole, "each")
    after_three_days(killed, "each", dies=f"{PUBLISHING} {at}")
    assert digest_now(killed, "issues", "--json").stdout.count('"date"') == 1 + at
    again = digest(killed, FRIDAY, "run", "--json")
    assert again.returncode == 0, again.stderr
    assert ("taken_up" in json.loads(again.stdout)) == (at < 4)
    assert told(killed) == told(whole)


def test_of_days_caught_up_nothing_is_mailed(tmp_path: Path) -> None:
    """Only today's issue is, whether or not a run was killed on the way; a second run mails nobody."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "window: {catch_up: each}\n", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run").returncode == 0
        feed(tmp_path / "gazette.xml", BUDGET, FERRY, LEAK, MAYOR, BRIDGE)
        assert digest(tmp_path, FRIDAY, "run", dies=f"{PUBLISHING} 3").returncode == -9
        done = digest(tmp_path, FRIDAY, "run")
        assert done.returncode == 0, done.stdout + done.stderr
        before = site(tmp_path)
        assert digest(tmp_path, FRIDAY, "run").returncode == 0
        assert site(tmp_path) == before
    assert list(issues(tmp_path)) == [f"2026-05-0{n}" for n in range(4, 9)]
    assert [subject.split()[0] for subject in subjects(inbox)] == ["Kelmar", "Parliament"]


def stopped(folder: Path, more: str, port: int) -> None:
    """Tuesday's run is killed when it has frozen its issue and not published it."""
    paper(folder, more, port)
    feed(folder / "gazette.xml", BRIDGE)
    assert digest(folder, MONDAY, "run").returncode == 0
    feed(folder / "gazette.xml", MAYOR, BRIDGE)
    killed = digest(folder, "2026-05-05T06:30:00.5+02:00", "run", dies=f"{PUBLISHING} 1")
    assert killed.returncode == -9
    assert list(issues(folder)) == ["2026-05-04"]


def test_an_issue_that_was_never_published_is_taken_up(tmp_path: Path) -> None:
    """By the next run, on the next day: published first, and mailed before today's, being fresh enough."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        stopped(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", LEAK, MAYOR, BRIDGE)
        run = digest(tmp_path, "2026-05-06T06:30:00.5+02:00", "run")
        assert run.returncode == 0, run.stdout + run.stderr
    assert "Taken up  No. 2 of 2026-05-05" in run.stdout
    assert issues(tmp_path) == {"2026-05-04": [BRIDGE[0]], "2026-05-05": [MAYOR[0]], "2026-05-06": [LEAK[0]]}
    assert [subject.split()[0] for subject in subjects(inbox)] == ["Kelmar", "Tarsk", "Sorn"]
    assert digest_now(tmp_path, "verify", "--all").returncode == 0


def test_it_is_taken_up_on_a_day_without_an_issue_too(tmp_path: Path) -> None:
    """But what is older than mail.stale_after is never mailed unasked: the run says how to."""
    inbox = mailservers.Inbox()
    thursday = "2026-05-07T06:30:00.5+02:00"
    with mailservers.serving(inbox) as port:
        stopped(tmp_path, "window: {schedule: [monday, tuesday, friday]}\n", port)
        run = digest(tmp_path, thursday, "run", "-q")
        assert (run.returncode, run.stdout) == (0, "")
        assert issues(tmp_path) == {"2026-05-04": [BRIDGE[0]], "2026-05-05": [MAYOR[0]]}
        assert len(inbox.envelopes) == 1
        assert "No. 2 of 2026-05-05 never reached 1 subscriber, and is too old now" in run.stderr
        assert "digest send 2 --stale" in run.stderr
        assert digest(tmp_path, thursday, "run", "-q").stderr == ""
        assert digest(tmp_path, thursday, "send", "2", "--stale").returncode == 0
    assert len(inbox.envelopes) == 2


def test_a_run_that_died_before_the_mail_is_ended_by_the_next(tmp_path: Path) -> None:
    """Of the same day: nothing is made anew, and everybody is mailed once."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", dies=f"{SENDING} 1").returncode == -9
        before = site(tmp_path)
        for _ in range(2):
            run = digest(tmp_path, "2026-05-04T09:00:00.5+02:00", "run")
            assert run.returncode == 0, run.stdout + run.stderr
            assert site(tmp_path) == before
    assert len(inbox.envelopes) == 1


@pytest.mark.parametrize("ends", ["killed", "refused"])
def test_a_run_that_ended_before_the_mail_is_ended_on_the_next_day(ends: str, tmp_path: Path) -> None:
    """Monday's issue goes out before Tuesday's, and a second run mails nobody."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port if ends == "killed" else 9)
        feed(tmp_path / "gazette.xml", BRIDGE)
        first = digest(tmp_path, MONDAY, "run", dies=f"{SENDING} 1" if ends == "killed" else "-")
        assert first.returncode == (-9 if ends == "killed" else 75)
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
        second = digest(tmp_path, "2026-05-05T06:30:00.5+02:00", "run")
        assert second.returncode == 0, second.stdout + second.stderr
        assert [subject.split()[0] for subject in subjects(inbox)] == ["Kelmar", "Tarsk"]
        assert digest(tmp_path, "2026-05-05T09:30:00.5+02:00", "run").returncode == 0
    assert len(inbox.envelopes) == 2
