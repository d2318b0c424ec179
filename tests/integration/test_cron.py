"""What ``digest schedule --install`` puts into a crontab, run by the real cron daemon."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import mailservers
import pytest
from crond import machine, possible
from installed import BRIDGE, FEED
from reception import parsed, wait

OSLO = ZoneInfo("Europe/Oslo")
LONG = 180  # seconds that a slow machine may take


@pytest.fixture(scope="module", autouse=True)
def here() -> None:
    """Whether this can be shown here."""
    possible()


@pytest.fixture
def inbox(home: Path) -> Iterator[mailservers.Inbox]:
    """A mail server that asks for the password, which a file holds that only the user can read."""
    secret = home / "smtp-password"
    secret.write_text(f"{mailservers.PASSWORD}\n")
    secret.chmod(0o600)
    inbox = mailservers.Inbox()
    options = {"authenticator": mailservers.authenticator, "auth_required": True, "auth_require_tls": False}
    with mailservers.serving(inbox, **options) as port, (home / "feeds.yml").open("a") as file:
        file.write(
            "mail:\n  from: news@example.org\n  to: [ada@example.org]\n"
            f"  smtp: {{host: 127.0.0.1, port: {port}, security: none, username: {mailservers.USERNAME},"
            " password_file: smtp-password}\n"
        )
        file.flush()
        yield inbox


def ended(home: Path) -> bool:
    """Whether a run wrote its report, which is the last thing that it does."""
    return (home / "output/run.json").exists()


def issues(home: Path) -> list[str]:
    """The days that have one."""
    return [path.name for path in sorted((home / "output/issues").glob("2*-*-*"))]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_cron_makes_and_mails_the_issue(home: Path, inbox: mailservers.Inbox, tmp_path: Path) -> None:
    """At the publication's hour, on a machine of another zone, with cron's own bare environment: the issue is published
    and mailed, and cron has nothing to mail to its user.
    """
    due = datetime(2026, 3, 2, 7, 30, tzinfo=OSLO)
    with machine(tmp_path / "machine", home, zone="Asia/Tokyo", due=due, hour="07:30") as here:
        wait(lambda: ended(home) and here.idle, LONG)
        told = here.mails
        assert '"$(TZ=Europe/Oslo date +\\%H\\%M)" = 0730 ]' in here.crontab
    assert told == []
    assert issues(home) == ["2026-03-02"]
    assert inbox.recipients == ["ada@example.org"]
    assert "Kelmar Bridge" in str(parsed(inbox.envelopes[0].content)["Subject"])
    report = json.loads((home / "output/run.json").read_text())
    assert datetime.fromisoformat(report["started"]).astimezone(UTC).hour == 6


def test_cron_mails_what_went_wrong(home: Path, web: tuple[str, Path], tmp_path: Path) -> None:
    """Nothing can be read: its user is told by cron what, and what to do, once and in few lines."""
    (web[1] / "gazette.xml").unlink()
    due = datetime(2026, 3, 2, 7, 30, tzinfo=OSLO)
    with machine(tmp_path / "machine", home, zone="Europe/Oslo", due=due, hour="07:30") as here:
        wait(lambda: here.mails and here.idle, LONG)
        assert re.search(r"^30 7 \* \* \* ", here.crontab, re.MULTILINE)
        told = here.mails
    assert len(told) == 1
    headers, _, body = told[0].partition("\n\n")
    assert "To: root" in headers
    assert "Harbour Gazette" in body
    assert "404" in body
    assert len(body.splitlines()) < 10
    assert not (home / "output/issues").exists()


def test_an_hour_that_the_clocks_skip(home: Path, web: tuple[str, Path], tmp_path: Path) -> None:
    """Half past two on the night in which it is three after one: cron makes up for it, and the issue is that day's."""
    (web[1] / "gazette.xml").write_text(FEED.format(**(BRIDGE | {"date": "Sat, 28 Mar 2026 20:00:00 GMT"})))
    due = datetime(2026, 3, 29, 3, 0, tzinfo=OSLO)
    with machine(tmp_path / "machine", home, zone="Europe/Oslo", due=due, hour="02:30") as here:
        wait(lambda: ended(home) and here.idle, LONG)
        assert here.mails == []
    assert issues(home) == ["2026-03-29"]
