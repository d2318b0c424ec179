"""What a mailing that broke off leaves: the next run mails it, or says whom it missed; nobody is always the last."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import clocked
import mailservers
import pytest
from installed import BRIDGE, FEED, MAYOR, digest, write

from digest.messages.addresses import who
from digest.model import Subscriber
from digest.storage import Database, SqliteSubscribers

PEOPLE = [f"{name}@reader.example" for name in ("ada", "bo", "cy", "di", "ed")]
ADA, BO, CY, DI, ED = PEOPLE
NOW = datetime.now(UTC)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def news(web: tuple[str, Path], story: dict[str, str], at: datetime) -> None:
    (web[1] / "gazette.xml").write_text(FEED.format(**{**story, "date": format_datetime(at)}))


def set_up(folder: Path, web: tuple[str, Path], port: int, more: str = "") -> None:
    write(
        folder,
        f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n",
        f"mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: [{ADA}, {BO}]\n  wait: 0\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n{more}",
    )


@pytest.fixture
def desk(tmp_path: Path, web: tuple[str, Path]) -> Path:
    """A publication with an issue of today; two of its readers stand in feeds.yml, three on the list."""
    news(web, BRIDGE, NOW)
    set_up(tmp_path, web, 9)
    assert digest(tmp_path, "run", "--send-later", "--quiet").returncode == 0
    with Database.open(tmp_path / ".digest") as database:
        known = SqliteSubscribers(database, who=who, hashed=str)
        known.put([Subscriber(address=each) for each in (CY, DI, ED)], what="added", at=NOW)
    return tmp_path


def a_day_passes(desk: Path) -> None:
    """What was mailed counts for the day before."""
    with sqlite3.connect(desk / ".digest/digest.db") as connection:
        connection.execute("UPDATE deliveries SET at = at - ?", (24 * 3600 * 10**6,))
    connection.close()


def tomorrow(desk: Path, web: tuple[str, Path]) -> None:
    """Another issue is made."""
    news(web, MAYOR, NOW + timedelta(hours=23))
    assert clocked.digest(desk, (NOW + timedelta(hours=24)).isoformat(), "run", "--send-later").returncode == 0


def test_the_rest_of_a_mailing_that_a_limit_broke_off_comes_first(desk: Path, web: tuple[str, Path]) -> None:
    """A daily run is all that cron has: it mails the rest of the issue before, then its own to who was not served."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port, "  limits: {per_day: 3}\n")
        assert digest(desk, "send", "--quiet").returncode == 75
        assert inbox.recipients == [ADA, BO, CY]
        tomorrow(desk, web)
        a_day_passes(desk)
        inbox.envelopes.clear()
        run = digest(desk, "send")
        assert run.returncode == 75
        assert "No. 1 was not mailed to everyone" in run.stdout
        # The rest of the first issue; then the second begins with whom the first had not come to.
        assert inbox.recipients == [DI, ED, DI]
        a_day_passes(desk)
        inbox.envelopes.clear()
        set_up(desk, web, port, "  limits: {per_day: 9}\n")
        assert digest(desk, "send").returncode == 0
        assert sorted(inbox.recipients) == [ADA, BO, CY, ED]
        inbox.envelopes.clear()
        assert digest(desk, "send").returncode == 0
    assert inbox.recipients == []


def test_a_day_without_an_issue_mails_the_rest_too(desk: Path, web: tuple[str, Path]) -> None:
    """`digest run` is all that cron has, and nothing new came."""
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port, "  limits: {per_day: 3}\nwindow:\n  schedule: [monday]\n")
        assert digest(desk, "send", "--quiet").returncode == 75
        a_day_passes(desk)
        off = [day for day in DAYS if day != f"{NOW:%A}".lower()]
        set_up(desk, web, port, f"  limits: {{per_day: 3}}\nwindow:\n  schedule: [{off[2]}]\n")
        with sqlite3.connect(desk / ".digest/digest.db") as connection:
            assert connection.execute("SELECT ended FROM mailings").fetchall() == [(None,)]
        connection.close()
        run = digest(desk, "run")
        assert "No issue today" in run.stdout
        assert run.returncode == 0, run.stdout + run.stderr
    assert sorted(inbox.recipients) == PEOPLE


def test_the_rest_of_a_mailing_that_a_fault_broke_off_comes_with_the_next(desk: Path, web: tuple[str, Path]) -> None:
    """Nothing of it was under way, so that no row of the ledger says that anybody waits."""
    sick = mailservers.RefusesTheSender(reply="553 5.7.1 not today")
    with mailservers.serving(sick) as port:
        set_up(desk, web, port)
        assert digest(desk, "send", "--quiet").returncode == 75
    tomorrow(desk, web)
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        assert digest(desk, "send").returncode == 0
    assert inbox.recipients == [*PEOPLE, *PEOPLE]


def test_what_was_sent_to_some_alone_is_owed_to_nobody(desk: Path, web: tuple[str, Path]) -> None:
    """Whoever names people, or a number, decides about the others."""
    with sqlite3.connect(desk / ".digest/digest.db") as connection:
        connection.execute("DELETE FROM mailings")  # as `run --no-send` leaves it
    connection.close()
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(desk, web, port)
        assert digest(desk, "send", "1", "--only", BO).returncode == 0
        assert digest(desk, "send", "1", "--limit", "1").returncode == 0
        tomorrow(desk, web)
        inbox.envelopes.clear()
        assert digest(desk, "send").returncode == 0
    assert inbox.recipients == PEOPLE


def test_what_is_too_old_by_then_is_told_once(tmp_path: Path, web: tuple[str, Path]) -> None:
    """Whom it missed, and how they get it all the same."""
    news(web, BRIDGE, NOW - timedelta(hours=4))
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        set_up(tmp_path, web, port, "  limits: {per_day: 1}\n")
        assert clocked.digest(tmp_path, (NOW - timedelta(hours=3)).isoformat(), "run", "--send-later").returncode == 0
        assert digest(tmp_path, "send", "--quiet").returncode == 75
        tomorrow(tmp_path, web)
        a_day_passes(tmp_path)
        set_up(tmp_path, web, port, "  limits: {per_day: 1}\n  stale_after: 2\n")
        run = digest(tmp_path, "send", "--json")
        assert run.returncode == 75  # the limit, again
        assert json.loads(run.stdout)["missed"] == {"issue": 1, "subscribers": 1}
        assert inbox.recipients == [ADA, BO]
        a_day_passes(tmp_path)
        assert "too old" not in digest(tmp_path, "send").stdout
    assert inbox.recipients == [ADA, BO, ADA]


def test_who_was_put_off_and_left_is_waited_for_no_more(desk: Path, web: tuple[str, Path]) -> None:
    """Nobody would ever come to them: each run would end with 75 until the days for trying are over."""
    refusing = mailservers.Refuses(replies={CY: "451 4.3.0 later"})
    with mailservers.serving(refusing) as port:
        set_up(desk, web, port)
        assert digest(desk, "send", "--quiet").returncode == 75
        assert digest(desk, "subscribers", "remove", CY).returncode == 0
        with sqlite3.connect(desk / ".digest/digest.db") as connection:
            connection.execute("UPDATE deliveries SET next = at WHERE state = 'deferred'")
        connection.close()
        tomorrow(desk, web)
        run = digest(desk, "send", "--quiet")
        assert (run.returncode, run.stderr) == (0, "")
    told = digest(desk, "deliveries", "1").stdout
    assert "left the list before it was tried again" in told
