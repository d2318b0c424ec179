"""What is dated ahead: refused where it would be made, and taken back where an earlier version made it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import mailservers
import pytest
from clocked import digest, feed, issues, ledger, site, told
from test_missed_days import BRIDGE, FERRY, MAYOR, MONDAY, paper

TUESDAY = "2026-05-05T06:30:00.5+02:00"
WEDNESDAY = "2026-05-06T06:30:00.5+02:00"
FRIDAY = "2026-05-08T06:30:00.5+02:00"
NEXT_YEAR = "2027-05-08T06:30:00.5+02:00"
CLOSED = (
    "Kelmar Bridge closed after crack is found",
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its northern pylon. "
    "The crossing carries forty thousand vehicles a day between Kelmar and Tarsk.",
    None,
)
JUNE = (
    "Engineers keep Kelmar Bridge closed until June",
    "The Kelmar Bridge will stay closed until June while the cracked northern pylon is replaced, engineers said on "
    "Tuesday. The inspection of the southern pylon begins this week.",
    None,
)
JULY = (
    "Pylon of Kelmar Bridge is late, and the crossing closed until July",
    "The Kelmar Bridge will stay closed until July because the new northern pylon is late, engineers said on Thursday. "
    "The inspection of the southern pylon has found no crack.",
    None,
)


@pytest.mark.parametrize("command", ["run", "fetch", "edit"])
def test_no_issue_is_made_of_a_moment_to_come(tmp_path: Path, command: str) -> None:
    """It would keep every run until then from making one: refused in words, before anything is kept."""
    paper(tmp_path, "", 9)
    feed(tmp_path / "gazette.xml", BRIDGE)
    for at in ("2026-05-05", "2026-05-04T06:36+02:00"):
        run = digest(tmp_path, MONDAY, command, "--at", at)
        assert run.returncode == 2, run.stdout
        assert f"--at {at} is to come: it is 2026-05-04 06:30 Europe/Oslo now" in run.stderr
        assert "leave --at out" in run.stderr
    assert not (tmp_path / "output").exists()
    run = digest(tmp_path, MONDAY, "run", "--no-send")
    assert (run.returncode, list(issues(tmp_path))) == (0, ["2026-05-04"]), run.stderr


def test_a_clock_that_is_a_little_behind_and_a_day_that_has_not_ended_are_not_to_come(tmp_path: Path) -> None:
    """Of a day without an hour its end is meant, so of today what there is by now."""
    for number, at in enumerate(("2026-05-04T06:34+02:00", "2026-05-04")):
        folder = tmp_path / str(number)
        folder.mkdir()
        paper(folder, "", 9)
        feed(folder / "gazette.xml", BRIDGE)
        run = digest(folder, MONDAY, "run", "--at", at)
        assert run.returncode == 0, run.stderr
        assert told(folder)[0]["as_of"] <= "2026-05-04T04:34:00Z"
        feed(folder / "gazette.xml", MAYOR, BRIDGE)
        assert digest(folder, TUESDAY, "run", "--no-send").returncode == 0
        assert list(issues(folder)) == ["2026-05-04", "2026-05-05"]


def test_a_look_may_be_ahead(tmp_path: Path) -> None:
    """Nothing is made of it."""
    paper(tmp_path, "", 9)
    feed(tmp_path / "gazette.xml", BRIDGE)
    assert digest(tmp_path, MONDAY, "fetch").returncode == 0
    look = digest(tmp_path, MONDAY, "budget", "--at", "2026-05-05T06:00", "--json")
    assert look.returncode == 0, look.stderr
    assert json.loads(look.stdout)["status"] == 0


def made_ahead(folder: Path, port: int, *, send: bool = True) -> None:
    """Monday's issue, and one of Friday by a clock that was ahead; on Tuesday the clock is right."""
    paper(folder, "", port)
    feed(folder / "gazette.xml", BRIDGE)
    flags = () if send else ("--no-send",)
    assert digest(folder, MONDAY, "run", *flags).returncode == 0
    feed(folder / "gazette.xml", MAYOR, BRIDGE)
    assert digest(folder, FRIDAY, "run", *flags).returncode == 0


def test_an_issue_dated_ahead_is_taken_away_by_whom_it_keeps_from_running(tmp_path: Path) -> None:
    """The error names the command. What was mailed is in the ledger, and no number stands for two issues."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        made_ahead(tmp_path, port)
        assert len(inbox.envelopes) == 2
        stuck = digest(tmp_path, TUESDAY, "run")
        assert stuck.returncode == 75
        assert "`digest issues remove 2` takes it away" in stuck.stderr
        removed = digest(tmp_path, TUESDAY, "issues", "remove", "2")
        assert removed.returncode == 0, removed.stderr
        assert "1 subscriber had it already" in removed.stdout
        assert (tmp_path / ".digest/removed/2026-05-08.json").is_file()
        assert "2026-05-08" not in (tmp_path / "output/feed.json").read_text()
        run = digest(tmp_path, TUESDAY, "run")
        assert run.returncode == 0, run.stderr
    assert list(issues(tmp_path)) == ["2026-05-04", "2026-05-05"]
    assert [one["number"] for one in told(tmp_path)] == [1, 3]
    assert len(inbox.envelopes) == 3
    assert digest(tmp_path, TUESDAY, "publish", "--all").returncode == 0
    proved = digest(tmp_path, TUESDAY, "verify", "--all")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_what_was_frozen_after_it_is_tied_to_the_issue_before_it(tmp_path: Path) -> None:
    """A replay that came after it stays as it is, and whole."""
    paper(tmp_path)
    feed(tmp_path / "gazette.xml", BRIDGE)
    assert digest(tmp_path, TUESDAY, "run").returncode == 0
    assert digest(tmp_path, MONDAY, "run", "--at", "2026-05-04").returncode == 0
    assert digest(tmp_path, MONDAY, "issues", "remove", "1").returncode == 0
    feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
    assert digest(tmp_path, TUESDAY, "run").returncode == 0
    assert digest(tmp_path, TUESDAY, "publish", "--all").returncode == 0
    assert [one["number"] for one in told(tmp_path)] == [2, 3]
    proved = digest(tmp_path, TUESDAY, "verify", "--all")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def pages(folder: Path) -> list[str]:
    """Every file of the site, by its path."""
    return list(site(folder))


@pytest.mark.parametrize("ahead", [FRIDAY, NEXT_YEAR])
def test_no_page_is_left_of_what_was_taken_away(tmp_path: Path, ahead: str) -> None:
    """The pages of a year, a thread or a section that it alone made go with it: they led to an issue that is gone."""
    paper(tmp_path)
    feed(tmp_path / "gazette.xml", CLOSED)
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    before = pages(tmp_path)
    feed(tmp_path / "gazette.xml", JUNE, MAYOR, CLOSED)
    assert digest(tmp_path, ahead, "run").returncode == 0
    assert any(path.startswith(("threads/", "issues/2027/")) for path in pages(tmp_path))
    removed = digest(tmp_path, TUESDAY, "issues", "remove", "2")
    assert removed.returncode == 0, removed.stderr
    assert pages(tmp_path) == before
    proved = digest(tmp_path, TUESDAY, "verify", "--all")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_what_other_issues_share_with_it_is_made_again(tmp_path: Path) -> None:
    """A thread that goes on without it has its page, and that page tells of the others."""
    paper(tmp_path)
    feed(tmp_path / "gazette.xml", CLOSED)
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    feed(tmp_path / "gazette.xml", JUNE, CLOSED)
    assert digest(tmp_path, TUESDAY, "run").returncode == 0
    before = pages(tmp_path)
    feed(tmp_path / "gazette.xml", JULY, JUNE, CLOSED)
    assert digest(tmp_path, FRIDAY, "run").returncode == 0
    assert digest(tmp_path, WEDNESDAY, "issues", "remove", "3").returncode == 0
    assert pages(tmp_path) == before
    assert any(path.startswith("threads/") for path in before)
    assert not [path for path, body in site(tmp_path).items() if b"2026-05-08" in body]
    proved = digest(tmp_path, WEDNESDAY, "verify", "--all")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_the_only_issue_leaves_nothing(tmp_path: Path) -> None:
    """The site is as it was before there was one, and the next run makes it."""
    paper(tmp_path)
    feed(tmp_path / "gazette.xml", CLOSED)
    assert digest(tmp_path, FRIDAY, "run").returncode == 0
    assert digest(tmp_path, MONDAY, "issues", "remove", "1").returncode == 0
    assert pages(tmp_path) == []
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    assert list(issues(tmp_path)) == ["2026-05-04"]
    proved = digest(tmp_path, MONDAY, "verify", "--all")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_what_comes_after_it_is_new(tmp_path: Path) -> None:
    """Its articles bear its clock's moment no more: an issue that prints them seemed made late, and to have had all."""
    made_ahead(tmp_path, 9, send=False)
    assert digest(tmp_path, TUESDAY, "issues", "remove", "2").returncode == 0
    assert digest(tmp_path, TUESDAY, "run", "--no-send").returncode == 0
    account = ledger(tmp_path, "2026-05-05")
    assert [each["earlier"] for each in account["sources"]] == [account["candidates"]]
    late = (FERRY[0], FERRY[1], "2026-05-04T19:00+00:00")
    feed(tmp_path / "gazette.xml", late, MAYOR, BRIDGE)
    assert digest(tmp_path, WEDNESDAY, "run", "--no-send").returncode == 0
    assert issues(tmp_path)["2026-05-06"] == [FERRY[0]]


def test_no_other_issue_is_taken_away(tmp_path: Path) -> None:
    """What is frozen stays: today's, and any before."""
    paper(tmp_path)
    feed(tmp_path / "gazette.xml", BRIDGE)
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    for at in (MONDAY, TUESDAY):
        refused = digest(tmp_path, at, "issues", "remove", "1")
        assert refused.returncode == 2
        assert "is not dated ahead: a frozen issue stays as it is" in refused.stderr
    with sqlite3.connect(tmp_path / ".digest/digest.db") as connection:
        assert connection.execute("SELECT count(*) FROM issues").fetchone() == (1,)
    connection.close()
