"""The whole circle: digest to postfix, postfix to dovecot, and what comes back to ``digest mailbox``."""

from __future__ import annotations

import email
import email.policy
import json
import sqlite3
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from imapservers import PASSWORD, USERNAME, Imap, dovecot
from installed import FEED, digest, write
from postfixes import Postfix, postfix

BOXES = {"bo@example.net": "bo", "cy@example.net": "cy", "bounces@example.org": USERNAME, "news@example.org": USERNAME}
MAIL = """mail:
  from: The Morning <news@example.org>
  to: [bo@example.net, gone@example.net, cy@example.net]
  return_path: bounces@example.org
  smtp: {smtp}
  mailbox:
    host: 127.0.0.1
    port: {imap}
    security: starttls
    ca_file: {imap_ca}
    username: bounces
    password: ${{BOX}}
"""


def publication(home: Path, imap: Imap, smtp: str) -> None:
    """A publication with one story, three subscribers, one of whom is not there, and a mailbox."""
    home.mkdir()
    (home / "gazette.xml").write_text(
        FEED.format(
            title="Kelmar Bridge closed after crack is found",
            slug="bridge",
            date=format_datetime(datetime.now(UTC)),
            teaser="Engineers closed the Kelmar Bridge on Monday after an inspection found a crack.",
        )
    )
    more = MAIL.format(smtp=smtp, imap=imap.port, imap_ca=imap.ca_file)
    write(home, "  - feed: gazette.xml\n    name: Harbour Gazette\n", more)


def inbox(imap: Imap, user: str, *, wanted: int) -> list[bytes]:
    """The mails of somebody's INBOX, read by imaplib, once there are so many."""
    for _ in range(150):
        with imap.look(user) as client:
            _, data = client.fetch("1:*", "(BODY.PEEK[])")
        found = [each[1] for each in data if isinstance(each, tuple)]
        if len(found) >= wanted:
            return found
        time.sleep(0.1)
    pytest.fail(f"{user} has {len(found)} mails:\n{imap.log.read_text()}")


def security(server: Postfix, way: str) -> str:
    """The ``smtp`` section for a way to connect."""
    tls = f", ca_file: {server.ca_file}" if way == "starttls" else ""
    return f"{{host: 127.0.0.1, port: {server.port}, security: {way}{tls}}}"


@pytest.mark.parametrize("way", ["starttls", "none"])
def test_who_is_not_there_is_mailed_once_and_no_more(tmp_path: Path, way: str) -> None:
    """Those who are there get their issue; the one who is not is found by what postfix returns, and suppressed."""
    with dovecot("bo", "cy") as imap, postfix(imap.maildir.parent, BOXES) as server:
        home = tmp_path / "home"
        publication(home, imap, security(server, way))
        sent = digest(home, "run", "--json", BOX=PASSWORD)
        assert sent.returncode == 0, sent.stderr + sent.stdout + server.log.read_text()

        for user in ("bo", "cy"):
            (body,) = inbox(imap, user, wanted=1)
            message = email.message_from_bytes(body, policy=email.policy.default)
            assert message["To"] == f"{user}@example.net"
            assert message["Return-Path"].startswith("<bounces+1-")
            assert "Kelmar Bridge" in message.get_body(("plain",)).get_content()
            assert ("with ESMTPS" in message["Received"]) == (way == "starttls")

        (returned,) = inbox(imap, USERNAME, wanted=1)
        assert b"unknown user" in returned
        read = digest(home, "mailbox", "--json", BOX=PASSWORD)
        assert read.returncode == 0, read.stderr
        (made,) = json.loads(read.stdout)["mailbox"]["mails"]
        assert (made["what"], made["does"], made["who"], made["issue"]) == ("bounce", "suppress", "gone@example.net", 1)
        with sqlite3.connect(home / ".digest/digest.db") as database:
            assert database.execute("SELECT who, reason FROM suppressions").fetchall() == [
                ("gone@example.net", "hard_bounce")
            ]
            assert database.execute("SELECT who, kind, issue, status FROM bounces").fetchall() == [
                ("gone@example.net", "hard", 1, "5.1.1")
            ]
        assert "\\Seen" in imap.flags()["Undelivered Mail Returned to Sender"]
        again = digest(home, "mailbox", "--json", BOX=PASSWORD)
        assert json.loads(again.stdout)["mailbox"]["mails"] == []
