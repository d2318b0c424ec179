"""`digest send` and `digest deliveries` as an operator meets them: a real terminal, a real mail server."""

from __future__ import annotations

import json
import os
import pty
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import clocked
import mailservers
import pytest
from installed import BRIDGE, FEED, MAYOR, digest, start, write

from digest.messages.addresses import who
from digest.model import Delivery
from digest.storage import Database, SqliteLedger, SqliteSubscribers

PEOPLE = ["ada@reader.example", "bo@reader.example", "cy@reader.example"]
ADA, BO, CY = PEOPLE


@pytest.fixture
def desk(tmp_path: Path, web: tuple[str, Path]) -> Path:
    """A publication with an issue of today."""
    (web[1] / "gazette.xml").write_text(FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}))
    set_up(tmp_path, web, 9)
    assert digest(tmp_path, "run", "--send-later", "--quiet").returncode == 0
    return tmp_path


def set_up(folder: Path, web: tuple[str, Path], port: int, more: str = "") -> None:
    """Its mail goes to a server on that port."""
    write(
        folder,
        f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n",
        f"mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: [{', '.join(PEOPLE)}]\n  wait: 0\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n{more}",
    )


def answer(folder: Path, words: str, *arguments: str) -> tuple[int, str]:
    """Run `digest send` on a terminal and type an answer. Its status, and all that the terminal showed."""
    master, terminal = pty.openpty()
    with start(folder, "send", *arguments, stdin=terminal, stdout=terminal, stderr=terminal) as run:
        os.close(terminal)
        os.write(master, words.encode())
        shown = b""
        try:
            while piece := os.read(master, 4096):
                shown += piece
        except OSError:  # Linux ends a terminal that nobody holds open with an error
            pass
        run.wait(timeout=60)
    os.close(master)
    return run.returncode, shown.decode()


def test_a_terminal_is_asked_first(desk: Path, web: tuple[str, Path]) -> None:
    """Which issue, how many, by which server; no mails nobody, yes everybody, and --yes does not ask."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        status, shown = answer(desk, "n\n")
        assert (status, inbox.recipients) == (2, [])
        assert (
            f"Mailing   No. 1 to 3 subscribers, from The Estuary Morning <news@estuary.example>, by 127.0.0.1:{port}"
            in (shown)
        )
        assert "Send it?" in shown
        assert "No. 1 was not mailed" in shown
        status, shown = answer(desk, "y\n", "--limit", "1")
        assert (status, inbox.recipients) == (0, [ADA])
        assert "2 left for another run" in shown
        status, shown = answer(desk, "", "--yes")
        assert (status, sorted(inbox.recipients), "Send it?" in shown) == (0, PEOPLE, False)


def test_letters_are_asked_about_before_they_go_out(desk: Path, web: tuple[str, Path]) -> None:
    """A no to what is owed mails nobody anything; a yes to it alone mails the letter and not the issue."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        assert digest(desk, "subscribers", "add", "dee@reader.example").returncode == 0
        status, shown = answer(desk, "n\n")
        assert (status, inbox.recipients) == (2, [])
        assert "First     1 letter" in shown
        assert "nothing was mailed" in shown
        status, shown = answer(desk, "y\nn\n")
        assert (status, inbox.recipients) == (2, ["dee@reader.example"])
        assert "Letters   1 sent" in shown


def test_only_these(desk: Path, web: tuple[str, Path]) -> None:
    """Subscribers that are named, or stand in a file; somebody who is none is refused, and nothing is mailed."""
    inbox = mailservers.Inbox()
    (desk / "pilot.txt").write_text("# who looks first\nBo@reader.example\n\nCy <cy@reader.example>\n")
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        stranger = digest(desk, "send", "--only", ADA, "--only", "me@example.org")
        assert (stranger.returncode, inbox.recipients) == (2, [])
        assert "not on the list: me@example.org" in stranger.stderr
        assert digest(desk, "send", "--only", "@pilot.txt").returncode == 0
        assert sorted(inbox.recipients) == [BO, CY]
        missing = digest(desk, "send", "--only", "@no.txt")
        assert (missing.returncode, "no.txt cannot be read: no such file" in missing.stderr) == (2, True)
        unknown = digest(desk, "send", "9")
        assert (unknown.returncode, "there is no issue 9 — there is No. 1 (" in unknown.stderr) == (2, True)
        assert " to No." not in unknown.stderr


def test_what_became_of_an_issue(desk: Path, web: tuple[str, Path]) -> None:
    """The report and `digest deliveries` name who was refused and put off, with the server's words and until when."""
    sick = mailservers.Refuses(replies={BO: "550 5.1.1 no such user bo@reader.example", CY: "451 4.7.1 come later"})
    with mailservers.serving(sick) as port:
        set_up(desk, web, port)
        run = digest(desk, "send", "--json")
    assert run.returncode == 75, run.stdout + run.stderr
    told = json.loads(run.stdout)["mail"]
    assert (told["accepted"], told["failed"], told["deferred"]) == (1, 1, 1)
    assert [(each["address"], each["code"], each["reply"]) for each in told["troubled"]] == [
        (BO, 550, "5.1.1 no such user bo@reader.example"),
        (CY, 451, "4.7.1 come later"),
    ]
    assert told["next"] == told["troubled"][1]["next"] is not None
    shown = digest(desk, "deliveries").stdout
    assert "1 accepted, 1 deferred, 1 failed" in shown
    assert "✗ bo@reader.example: failed — 550 5.1.1 no such user" in shown
    assert "451 4.7.1 come later" in shown
    told_of = digest(desk, "deliveries", "--of", BO).stdout.splitlines()
    assert told_of[0].startswith("No. 1 of ")
    assert told_of[0].endswith(f" to {BO}:")
    assert "  failed — 550 5.1.1" in told_of[-2]
    assert told_of[-1].strip() == "Times are of Europe/Oslo."
    history = json.loads(digest(desk, "deliveries", "1", "--of", "ADA@reader.example", "--json").stdout)["changes"]
    assert [each["state"] for each in history] == ["sending", "accepted"]
    # Once it has been told, a run finds nobody to try yet, and does not ask the server, which is gone.
    again = digest(desk, "send", "--json")
    assert (again.returncode, json.loads(again.stdout)["mail"]["before"]) == (
        75,
        {"accepted": 1, "deferred": 1, "failed": 1},
    )


def test_whose_mailbox_does_not_exist_is_mailed_no_more(desk: Path, web: tuple[str, Path]) -> None:
    """Suppressed at once where the server says so when it refuses the message; not where it dislikes the message."""
    sick = mailservers.Refuses(
        replies={BO: "550 5.1.1 no such user", CY: "550 5.7.1 message refused: it looks like spam"}
    )
    with mailservers.serving(sick) as port:
        set_up(desk, web, port)
        assert digest(desk, "send").returncode == 0
    with Database.open(desk / ".digest") as database:
        listed = SqliteSubscribers(database, who=who, hashed=str)
        assert {person: each.reason for person, each in listed.suppressed(PEOPLE).items()} == {BO: "hard_bounce"}


def test_addresses_are_hashed_where_that_is_asked_for(desk: Path, web: tuple[str, Path]) -> None:
    """Neither words nor JSON, standard output nor error hold one, not even in the server's reply."""
    sick = mailservers.Refuses(replies={BO: "550 no such user <BO@reader.example>", CY: "451 cy@inner.example is busy"})
    with mailservers.serving(sick) as port:
        set_up(desk, web, port, "  hash_addresses: true\n")
        runs = [digest(desk, "send", "--verbose"), digest(desk, "send", "--now", "--json")]
        runs += [
            digest(desk, "send", "--to", BO),
            digest(desk, "deliveries", "-v"),
            digest(desk, "deliveries", "--json"),
        ]
        runs.append(digest(desk, "deliveries", "--of", BO))
    said = "".join(run.stdout + run.stderr for run in runs).lower()
    assert "hash:" in said
    assert [word for word in ("reader.example", "inner.example") if word in said] == []


def test_cron_is_not_asked_and_hears_of_doubt_once(desk: Path, web: tuple[str, Path]) -> None:
    """A server that goes away after the message leaves it in doubt: told on standard error, then skipped in silence."""
    sick = mailservers.HangsUpAfterData(addresses=frozenset({CY}))
    with mailservers.serving(sick) as port:
        set_up(desk, web, port)
        first = digest(desk, "send", "--quiet")
        assert "1 message was lost" in first.stderr
        assert "--resume unknown=resend" in first.stderr
        second = digest(desk, "send", "--quiet")
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        sick.addresses = frozenset()
        assert digest(desk, "send", "--resume", "unknown=resend").returncode == 0
    assert sorted(sick.recipients) == [*PEOPLE, CY]  # it had been delivered: that is what was not known


def test_an_issue_whose_mailing_was_killed_is_mailed_to_its_end_by_the_next_run(
    desk: Path, web: tuple[str, Path]
) -> None:
    """Though that makes another issue: each has both, but for the one in doubt, which is told."""
    now = datetime.now(UTC)
    with Database.open(desk / ".digest") as database:
        SqliteLedger(database).begin(1, at=now)
        SqliteLedger(database).write(
            [
                Delivery(issue=1, recipient=ADA, state="accepted", attempts=1, at=now),
                Delivery(issue=1, recipient=BO, state="sending", attempts=1, at=now),
            ]
        )
    (web[1] / "gazette.xml").write_text(FEED.format(**{**MAYOR, "date": format_datetime(now + timedelta(hours=23))}))
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        assert clocked.digest(desk, (now + timedelta(hours=24)).isoformat(), "run", "--send-later").returncode == 0
        run = digest(desk, "send")
        assert run.returncode == 0, run.stdout + run.stderr
        assert "in doubt" in run.stdout
        assert inbox.recipients == [CY, *PEOPLE]
        assert digest(desk, "send").returncode == 0
    assert inbox.recipients == [CY, *PEOPLE]


def test_mails_of_dry_runs_lie_where_no_web_server_looks(desk: Path) -> None:
    """Those of an earlier version are taken there by the next dry run or publication, and it says so."""
    old = desk / "output/outbox/2026-01-02"
    old.mkdir(parents=True)
    (old / f"0001-{ADA}.eml").write_text("To: ada\r\n")
    said = digest(desk, "send", "--dry-run").stdout
    assert "Moved     1 mail of earlier dry runs from output/outbox/ to .digest/outbox/" in said
    assert "3 messages to .digest/outbox/" in said
    assert not (desk / "output/outbox").exists()
    mails = list((desk / ".digest/outbox").rglob("*.eml"))
    assert len(mails) == 4
    assert {path.stat().st_mode & 0o777 for path in mails} == {0o600}
    assert (desk / ".digest/outbox").stat().st_mode & 0o777 == 0o700
    old.mkdir(parents=True)
    (old / f"0001-{BO}.eml").write_text("To: bo\r\n")
    assert "Moved     1 mail" in digest(desk, "publish").stdout
    assert not (desk / "output/outbox").exists()
