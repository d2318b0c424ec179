"""Nobody is mailed any more, and cron hears of it; by the installed program, over several days."""

from __future__ import annotations

import json
from pathlib import Path

import mailservers
from clocked import digest, feed
from test_missed_days import ADA, BRIDGE, FERRY, LEAK, MAYOR, MONDAY, paper

TUESDAY = "2026-05-05T06:30:00.5+02:00"
LATER = "2026-05-05T08:30:00.5+02:00"
WEDNESDAY = "2026-05-06T06:30:00.5+02:00"
THURSDAY = "2026-05-07T06:30:00.5+02:00"


def test_a_list_on_which_all_are_suppressed_is_told_once(tmp_path: Path) -> None:
    """In the run that first sees it, and again where somebody had been mailed in between."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        assert digest(tmp_path, MONDAY, "run", "--quiet").stderr == ""
        assert digest(tmp_path, MONDAY, "subscribers", "suppress", ADA).returncode == 0
        feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
        first = digest(tmp_path, TUESDAY, "run", "--quiet")
        assert first.returncode == 0
        assert first.stderr == (
            "digest: nobody is mailed any more: of 1 person on the list 1 suppressed"
            " (`digest subscribers list` tells why)\n"
        )
        feed(tmp_path / "gazette.xml", FERRY, MAYOR, BRIDGE)
        again = digest(tmp_path, LATER, "run", "--quiet")
        next_day = digest(tmp_path, WEDNESDAY, "run", "--quiet")
        assert (again.returncode, again.stderr, next_day.returncode, next_day.stderr) == (0, "", 0, "")
        assert "nobody is mailed any more" in digest(tmp_path, WEDNESDAY, "run").stdout
        assert digest(tmp_path, WEDNESDAY, "subscribers", "lift", ADA).returncode == 0
        assert digest(tmp_path, WEDNESDAY, "run", "--quiet").stderr == ""
        assert len(inbox.envelopes) == 2
        assert digest(tmp_path, WEDNESDAY, "subscribers", "suppress", ADA).returncode == 0
        feed(tmp_path / "gazette.xml", LEAK, FERRY, MAYOR, BRIDGE)
        assert "nobody is mailed any more" in digest(tmp_path, THURSDAY, "run", "--quiet").stderr


def test_mail_that_is_refused_for_every_reader_fails_the_run(tmp_path: Path) -> None:
    """Status 77 and the server's words; the next day's run says who is left, where the server said that nobody is."""
    sick = mailservers.Refuses(replies={ADA: "550 5.1.1 no such user"})
    with mailservers.serving(sick) as port:
        paper(tmp_path, "", port)
        feed(tmp_path / "gazette.xml", BRIDGE)
        run = digest(tmp_path, MONDAY, "run", "--quiet")
        assert run.returncode == 77
        assert "No. 1 reached nobody: its one message failed for good, such as “550 5.1.1 no such user”" in run.stderr
        known = json.loads(digest(tmp_path, MONDAY, "runs", "show", "--json").stdout)["run"]
        assert (known["outcome"], known["status"]) == ("failure", 77)
        assert any("reached nobody" in text for text in known["said"])
        feed(tmp_path / "gazette.xml", MAYOR, BRIDGE)
        later = digest(tmp_path, TUESDAY, "run", "--quiet")
        assert later.returncode == 0
        assert "nobody is mailed any more: of 1 person on the list 1 suppressed" in later.stderr


def test_one_reader_who_has_it_is_enough(tmp_path: Path) -> None:
    """What another's server refused is in the report, and no failure of the run's."""
    sick = mailservers.Refuses(replies={ADA: "550 5.7.1 no news here"})
    with mailservers.serving(sick) as port:
        paper(tmp_path, "", port)
        path = tmp_path / "feeds.yml"
        path.write_text(path.read_text().replace(f"to: [{ADA}]", f"to: [{ADA}, bo@reader.example]"))
        feed(tmp_path / "gazette.xml", BRIDGE)
        run = digest(tmp_path, MONDAY, "run", "--quiet")
        assert (run.returncode, run.stderr) == (0, "")
