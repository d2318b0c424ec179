"""Mail of a day whose runs ended before it, whatever became of the runs after them; by the installed program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import mailservers
from clocked import PUBLISHING, SENDING, digest, feed, issues
from test_missed_days import ADA, BRIDGE, MAYOR, MONDAY, paper, subjects

from digest.storage import RunLock

TUESDAY = "2026-05-05T06:30:00.5+02:00"
LATER = "2026-05-05T08:30:00.5+02:00"


def died(folder: Path, port: int, *, at: str = f"{SENDING} 1", flags: tuple[str, ...] = ()) -> None:
    """Monday's run is killed; on Tuesday there is something new."""
    paper(folder, "", port)
    feed(folder / "gazette.xml", BRIDGE)
    assert digest(folder, MONDAY, "run", *flags, dies=at).returncode == -9
    feed(folder / "gazette.xml", MAYOR, BRIDGE)


def first_words(inbox: mailservers.Inbox) -> list[str]:
    return [subject.split()[0] for subject in subjects(inbox)]


def test_two_runs_that_died_leave_no_issue_unmailed(tmp_path: Path) -> None:
    """Monday's before its mail, Tuesday's before it came to mail Monday's: the third sees to both."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        died(tmp_path, port)
        assert digest(tmp_path, TUESDAY, "run", dies=f"{PUBLISHING} 1").returncode == -9
        assert digest(tmp_path, LATER, "run").returncode == 0
        assert first_words(inbox) == ["Kelmar", "Tarsk"]
        assert digest(tmp_path, LATER, "run").returncode == 0
    assert len(inbox.envelopes) == 2


def test_a_run_that_dies_when_it_has_taken_up_an_issue_leaves_its_mail_to_the_next(tmp_path: Path) -> None:
    """The issue is published by then, and nobody has had it."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        died(tmp_path, port, at=f"{PUBLISHING} 1")
        assert digest(tmp_path, TUESDAY, "run", dies=f"{SENDING} 1").returncode == -9
        assert digest(tmp_path, LATER, "run").returncode == 0
    assert first_words(inbox) == ["Kelmar", "Tarsk"]


def test_a_run_that_another_sending_kept_from_its_mail_is_ended_on_the_next_day(tmp_path: Path) -> None:
    """It left the work to another, which had other work."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        (tmp_path / ".digest").mkdir(mode=0o700)
        with RunLock(tmp_path / ".digest/sending.lock").hold():
            assert digest(tmp_path, MONDAY, "run").returncode == 75
        feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
        assert digest(tmp_path, TUESDAY, "run").returncode == 0
    assert first_words(inbox) == ["Kelmar", "Tarsk"]


def test_what_a_run_was_told_not_to_mail_is_not_mailed_because_it_died(tmp_path: Path) -> None:
    """Neither where it had published, nor where the next run has to take the issue up."""
    for at in (1, 2):
        folder = tmp_path / str(at)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            where = f"{PUBLISHING} 1" if at == 1 else "digest.cli.newsroom tidy 1"
            died(folder, port, at=where, flags=("--no-send",))
            run = digest(folder, TUESDAY, "run")
            assert run.returncode == 0, run.stdout + run.stderr
        assert list(issues(folder)) == ["2026-05-04", "2026-05-05"]
        assert first_words(inbox) == ["Tarsk"]


def test_a_server_that_refuses_the_late_mail_keeps_no_other_issue_from_being_owed(tmp_path: Path) -> None:
    """Both mailings are begun, and the run fails; a later one mails what is left of both."""
    sick, inbox = mailservers.RefusesTheSender(reply="553 5.7.1 not today"), mailservers.Inbox()
    with mailservers.serving(sick) as port:
        died(tmp_path, port)
        assert digest(tmp_path, TUESDAY, "run").returncode == 75
    with sqlite3.connect(tmp_path / ".digest/digest.db") as connection:
        found = connection.execute("SELECT issue FROM mailings WHERE ended IS NULL ORDER BY issue").fetchall()
    connection.close()
    assert found == [(1,), (2,)]
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        assert digest(tmp_path, LATER, "run").returncode == 0
    assert sorted(first_words(inbox)) == ["Kelmar", "Tarsk"]


def test_sources_that_fail_keep_nobody_from_what_was_owed(tmp_path: Path) -> None:
    """Whom the server put off on Monday has Monday's issue on Tuesday, though none is made then."""
    sick, inbox = mailservers.Refuses(replies={ADA: "451 4.3.0 later"}), mailservers.Inbox()
    with mailservers.serving(sick) as port:
        paper(tmp_path, "run: {may_fail: 0}\n", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run").returncode == 75
    (tmp_path / "gazette.xml").write_text("no feed")
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "run: {may_fail: 0}\n", port)
        assert digest(tmp_path, TUESDAY, "run").returncode == 69
    assert first_words(inbox) == ["Kelmar"]


def test_what_mails_who_waits_mails_no_issue_whose_pages_are_not_there(tmp_path: Path) -> None:
    """Between a run that died and the next, cron comes by with `digest send`; whoever names the issue means it."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        died(tmp_path, port, at=f"{PUBLISHING} 1")
        held = digest(tmp_path, MONDAY, "send", "--quiet")
        assert held.returncode == 77
        assert "No. 1 is not published yet" in held.stderr
        assert inbox.envelopes == []
        assert digest(tmp_path, MONDAY, "run").returncode == 0
        assert digest(tmp_path, MONDAY, "send", "--quiet").returncode == 0
        assert len(inbox.envelopes) == 1
