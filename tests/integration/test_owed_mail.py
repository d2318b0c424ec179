"""Which issue is owed to its readers: by who made it, whatever day it is; and what is mailed by name alone."""

from __future__ import annotations

import json
from pathlib import Path

import mailservers
from clocked import PUBLISHING, SENDING, digest, feed, issues
from test_missed_days import ADA, BRIDGE, FRIDAY, LEAK, MAYOR, MONDAY, paper, subjects

NOON = "2026-05-04T12:00:00.5+02:00"
TUESDAY = "2026-05-05T06:30:00.5+02:00"
WEDNESDAY = "2026-05-06T06:30:00.5+02:00"
CRON = ("send", "--quiet")


def zone(folder: Path, name: str) -> None:
    """The publication moves."""
    path = folder / "feeds.yml"
    path.write_text(path.read_text().replace("Europe/Oslo", name))


def test_cron_begins_no_issue_that_was_not_to_be_mailed(tmp_path: Path) -> None:
    """What `run --no-send` left, and a replay of the past, wait for whoever names them; a terminal is told that."""
    for number, flags in enumerate((("--no-send",), ("--at", "2026-05-04T06:00"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            paper(folder, "", port)
            feed(folder / "gazette.xml", BRIDGE)
            assert digest(folder, MONDAY, "run", *flags).returncode == 0
            quiet = digest(folder, NOON, *CRON)
            assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
            said = digest(folder, NOON, "send")
            assert "was not to be mailed by the run that made it; `digest send 1` mails it" in said.stdout
            assert inbox.envelopes == []
            assert digest(folder, NOON, "send", "1").returncode == 0
            assert digest(folder, NOON, *CRON).returncode == 0
            assert len(inbox.envelopes) == 1


def test_who_was_mailed_it_alone_begins_it_for_nobody_else(tmp_path: Path) -> None:
    """After `send 1 --only` cron mailed the whole list what `run --no-send` had left to be named."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        path = tmp_path / "feeds.yml"
        path.write_text(path.read_text().replace(ADA, f"{ADA}, bo@reader.example"))
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", "--no-send").returncode == 0
        assert digest(tmp_path, NOON, "send", "1", "--only", ADA).returncode == 0
        assert digest(tmp_path, NOON, *CRON).returncode == 0
        assert [mail.rcpt_tos for mail in inbox.envelopes] == [[ADA]]
        assert digest(tmp_path, NOON, "send", "1").returncode == 0
        assert [mail.rcpt_tos for mail in inbox.envelopes] == [[ADA], ["bo@reader.example"]]


def test_a_run_of_the_day_that_is_to_mail_mails_what_an_earlier_one_left(tmp_path: Path) -> None:
    """Whoever runs it again without --no-send wants it mailed; where that is killed, cron goes on."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", "--no-send").returncode == 0
        assert digest(tmp_path, MONDAY, "run", dies=f"{SENDING} 1").returncode == -9
        assert digest(tmp_path, NOON, *CRON).returncode == 0
        assert len(inbox.envelopes) == 1


def test_mail_that_is_left_for_later_is_owed(tmp_path: Path) -> None:
    """By `run --send-later`: to the next `digest send`, or to tomorrow's run."""
    for number, (moment, command) in enumerate(((NOON, CRON), (TUESDAY, ("run",)))):
        folder = tmp_path / str(number)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            paper(folder, "", port)
            feed(folder / "gazette.xml", BRIDGE)
            assert digest(folder, MONDAY, "run", "--send-later").returncode == 0
            assert inbox.envelopes == []
            assert digest(folder, moment, *command).returncode == 0
            assert [subject.split()[0] for subject in subjects(inbox)] == ["Kelmar"]


def test_no_send_is_the_last_word_of_the_day(tmp_path: Path) -> None:
    """What `digest edit`, or a run that was to mail, left unmailed is owed to nobody after a `run --no-send`."""
    for number, first in enumerate((("edit",), ("run", "--send-later"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            paper(folder, "", port)
            feed(folder / "gazette.xml", BRIDGE)
            assert digest(folder, MONDAY, "fetch").returncode == 0
            assert digest(folder, MONDAY, *first).returncode == 0
            assert digest(folder, MONDAY, "run", "--no-send").returncode == 0
            assert digest(folder, NOON, *CRON).returncode == 0
            assert inbox.envelopes == []
            assert digest(folder, NOON, "run").returncode == 0  # but a later run that is to mail mails it
            assert len(inbox.envelopes) == 1


def test_a_run_that_mails_nobody_says_what_becomes_of_the_mail(tmp_path: Path) -> None:
    """Whoever it is left to; of an issue that was mailed there is nothing to say, and nothing where nobody listens."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        left = digest(tmp_path, MONDAY, "run", "--send-later").stdout
        assert "Mail      No. 1 is left to the next `digest send`.\n" in left
        named = digest(tmp_path, MONDAY, "run", "--no-send").stdout
        assert "Mail      No. 1 is mailed to nobody (--no-send); `digest send 1` mails it.\n" in named
        assert digest(tmp_path, MONDAY, "run", "--no-send", "--quiet").stdout == ""
        assert digest(tmp_path, MONDAY, "send", "1").returncode == 0
        for flag in ("--no-send", "--send-later"):
            assert "Mail  " not in digest(tmp_path, MONDAY, "run", flag).stdout


def test_deliveries_tell_what_is_owed(tmp_path: Path) -> None:
    """As long as it is: what was left for later, with the server down too; what is left to be named; what is mailed."""

    def told(moment: str = MONDAY) -> tuple[str, bool]:
        facts = json.loads(digest(tmp_path, moment, "deliveries", "--json").stdout)
        return " ".join(digest(tmp_path, moment, "deliveries").stdout.split()), facts["owed"]

    inbox = mailservers.Inbox()
    whole = "No. 1 of 2026-05-04: mailed to nobody; owed to all its readers: the next `digest send` mails it"
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", "--send-later").returncode == 0
        assert told() == (whole, True)
        assert "owed to all its readers, but too old to be mailed unasked: `digest send 1 --stale`" in told(FRIDAY)[0]
        assert digest(tmp_path, MONDAY, "run", "--no-send").returncode == 0
        named = "No. 1 of 2026-05-04: mailed to nobody; not to be mailed unless named: `digest send 1`"
        assert told() == (named, False)
    assert digest(tmp_path, MONDAY, "send", "1").returncode == 75
    assert told() == (whole, True)
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        assert digest(tmp_path, MONDAY, "send", "1").returncode == 0
        assert told() == ("No. 1 of 2026-05-04: 1 accepted", False)


def test_of_several_issues_each_is_told_how_it_is_approved(tmp_path: Path) -> None:
    """Not the last alone."""
    paper(tmp_path, "", 9)
    path = tmp_path / "feeds.yml"
    path.write_text(path.read_text().replace("  wait: 0\n", "  wait: 0\n  require_approval: true\n  stale_after: 96\n"))
    feed(tmp_path / "gazette.xml", BRIDGE)
    assert digest(tmp_path, MONDAY, "run").returncode == 0
    feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
    said = digest(tmp_path, TUESDAY, "run").stdout
    for number in (1, 2):
        assert f"`digest approve {number}`; then `digest send {number}`, or run again" in said


def test_what_is_owed_comes_oldest_first(tmp_path: Path) -> None:
    """Days of `--send-later` on which nobody came by: Monday's, then Tuesday's, then today's."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        path = tmp_path / "feeds.yml"
        path.write_text(path.read_text().replace("  wait: 0\n", "  wait: 0\n  stale_after: 96\n"))
        every = [BRIDGE]
        for moment, more in ((MONDAY, ()), (TUESDAY, (MAYOR,)), (WEDNESDAY, (LEAK,))):
            every = [*more, *every]
            feed(tmp_path / "gazette.xml", *every)
            assert digest(tmp_path, moment, "run", "--send-later").returncode == 0
        assert digest(tmp_path, WEDNESDAY, *CRON).returncode == 0
        assert [subject.split()[0] for subject in subjects(inbox)] == ["Kelmar", "Tarsk", "Sorn"]


def test_a_zone_that_changed_leaves_no_issue_unmailed(tmp_path: Path) -> None:
    """The run was killed before its mail; by the new zone it ran on another day than its issue's."""
    for number, name in enumerate(("Pacific/Kiritimati", "America/Los_Angeles")):
        folder = tmp_path / str(number)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            paper(folder, "", port)
            feed(folder / "gazette.xml", BRIDGE)
            assert digest(folder, MONDAY, "run", dies=f"{SENDING} 1").returncode == -9
            zone(folder, name)
            feed(folder / "gazette.xml", MAYOR, BRIDGE)
            assert digest(folder, NOON, "run").returncode == 0
            assert digest(folder, TUESDAY, "run").returncode == 0
            assert subjects(inbox)[0].split()[0] == "Kelmar"
            assert len({*subjects(inbox)}) == len(inbox.envelopes)


def test_a_day_off_that_was_written_after_the_issue_keeps_no_mail_back(tmp_path: Path) -> None:
    """Whether the run died before it had published, or before it mailed: the next of that very day ends it."""
    for number, where in enumerate((f"{PUBLISHING} 1", f"{SENDING} 1")):
        folder = tmp_path / str(number)
        folder.mkdir()
        inbox = mailservers.Inbox()
        with mailservers.serving(inbox) as port:
            paper(folder, "", port)
            feed(folder / "gazette.xml", BRIDGE)
            assert digest(folder, MONDAY, "run", dies=where).returncode == -9
            paper(folder, "window: {schedule: [friday]}\n", port)
            run = digest(folder, NOON, "run")
            assert run.returncode == 0, run.stderr
            assert "No issue today" in run.stdout
        assert list(issues(folder)) == ["2026-05-04"]
        assert len(inbox.envelopes) == 1


def test_an_issue_that_grew_too_old_unmailed_is_told_by_whoever_comes_by(tmp_path: Path) -> None:
    """Cron's `digest send` too, once, with the command that mails it all the same."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", dies=f"{SENDING} 1").returncode == -9
        late = "2026-05-06T12:00:00.5+02:00"
        run = digest(tmp_path, late, *CRON)
        assert run.returncode == 0
        assert "No. 1 of 2026-05-04 never reached 1 subscriber, and is too old now" in run.stderr
        assert "`digest send 1 --stale` mails it all the same" in run.stderr
        again = digest(tmp_path, late, *CRON)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
        assert inbox.envelopes == []
