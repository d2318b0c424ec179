"""A day with nothing played: a web server with validators, a mail server with STARTTLS and a log-in, `digest run`."""

from __future__ import annotations

import base64
import http.server
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import mailservers
import pytest
from installed import BRIDGE, FEED, digest, start, write

PEOPLE = ["ada@reader.example", "bo@reader.example", "cy@reader.example", "di@reader.example"]
PASSWORD = mailservers.PASSWORD
# Fails in the middle of sending, in a way that nobody foresaw, with the settings in hand.
CRASHES = """
from digest.pipeline import send as stage
async def send(issue, mail, **_):
    raise RuntimeError(f"unforeseen: {mail!r} {mail.server!r} {mail.server}")
stage.send = send
from digest.cli import main
main()
"""


class Gazette(http.server.BaseHTTPRequestHandler):
    """Serves today's feed once, and 304 to who has it."""

    asked: list[int]
    body = FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))}).encode()

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match") == '"one"'
        self.asked.append(304 if known else 200)
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", "0" if known else str(len(self.body)))
        self.end_headers()
        if not known:
            self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def gazette() -> Iterator[tuple[str, list[int]]]:
    """The feed's URL, and the status of every answer that was given."""
    asked: list[int] = []
    handler = type("Handler", (Gazette,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/gazette.xml", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def certificates() -> mailservers.Certificates:
    return mailservers.Certificates()


@pytest.fixture
def news(tmp_path: Path, certificates: mailservers.Certificates) -> Path:
    """The publication's folder, with the mail server's authority and the password in files."""
    folder = tmp_path / "news"
    folder.mkdir()
    certificates.authority.cert_pem.write_to_path(folder / "authority.pem")
    return folder


def publish(folder: Path, feed: str, port: int) -> None:
    """A publication that logs in to a mail server by STARTTLS."""
    write(
        folder,
        f"  - feed: {feed}\n    name: Harbour Gazette\n",
        "mail:\n  from: The Estuary Morning <news@estuary.example>\n"
        f"  to: [{', '.join(PEOPLE)}]\n"
        f"  smtp: {{host: localhost, port: {port}, security: starttls, ca_file: authority.pem,"
        f" username: {mailservers.USERNAME}, password: '${{SMTP_PASSWORD}}'}}\n",
    )


def guarded(certificates: mailservers.Certificates, inbox: mailservers.Inbox) -> AbstractContextManager[int]:
    """A server that takes mail only after STARTTLS and the right password."""
    tls = certificates.context("localhost", "127.0.0.1")
    return mailservers.serving(
        inbox, tls=tls, require_starttls=True, auth_required=True, authenticator=mailservers.authenticator
    )


def secrets() -> list[str]:
    """The password as it could come out: plain, and as SMTP sends it."""
    user = mailservers.USERNAME
    plain = base64.b64encode(f"\0{user}\0{PASSWORD}".encode()).decode()
    return [PASSWORD, base64.b64encode(PASSWORD.encode()).decode(), plain]


def test_a_day(news: Path, gazette: tuple[str, list[int]], certificates: mailservers.Certificates) -> None:
    """One run fetches, publishes and mails each subscriber once; the next is told 304 and mails nobody."""
    feed, asked = gazette
    inbox = mailservers.Inbox()
    with guarded(certificates, inbox) as port:
        publish(news, feed, port)
        first = digest(news, "run", SMTP_PASSWORD=PASSWORD)
        assert first.returncode == 0, first.stdout + first.stderr
        assert (
            f"Mailing   No. 1 to 4 subscribers, from The Estuary Morning <news@estuary.example>, by localhost:{port}"
            in (first.stdout)
        )
        assert "4 accepted" in first.stdout
        second = digest(news, "run", "--json", SMTP_PASSWORD=PASSWORD)
    assert second.returncode == 0, second.stdout + second.stderr
    assert asked == [200, 304]
    told = json.loads(second.stdout)["mail"]
    assert (told["accepted"], told["before"], told["troubled"]) == (0, {"accepted": 4}, [])
    assert sorted(inbox.recipients) == PEOPLE
    assert all(len(envelope.rcpt_tos) == 1 for envelope in inbox.envelopes)
    assert b"Kelmar Bridge closed" in inbox.envelopes[0].content
    assert "Kelmar Bridge closed" in (news / "output/index.html").read_text()


def test_mail_that_breaks_off(
    news: Path, gazette: tuple[str, list[int]], certificates: mailservers.Certificates
) -> None:
    """Status 75: the site stands whole, the report says who got it, and the next run mails the others alone."""
    sick = mailservers.HangsUpAfter(messages=1)
    with guarded(certificates, sick) as port:
        publish(news, gazette[0], port)
        run = digest(news, "run", SMTP_PASSWORD=PASSWORD)
    assert run.returncode == 75, run.stdout + run.stderr
    assert "Mail      No. 1: 1 accepted, 2 put off, 1 not tried yet" in run.stdout
    assert "the others were not sent" in run.stderr
    assert (news / "output/index.html").is_file()
    well = mailservers.Inbox()
    with guarded(certificates, well) as port:
        publish(news, gazette[0], port)
        assert digest(news, "send", "--now", SMTP_PASSWORD=PASSWORD).returncode == 0
    assert sick.recipients == PEOPLE[:1]
    assert sorted(well.recipients) == PEOPLE[1:]


def test_no_password(news: Path, gazette: tuple[str, list[int]]) -> None:
    """Status 78, and the issue is published all the same; a dry run needs no password."""
    publish(news, gazette[0], 9)
    run = digest(news, "run")
    assert run.returncode == 78
    assert "SMTP_PASSWORD" in run.stderr
    assert "The issue is published" in run.stdout
    assert (news / "output/index.html").is_file()
    dry = digest(news, "send", "--dry-run")
    assert dry.returncode == 0
    assert "Written   4 messages" in dry.stdout
    assert len(list((news / ".digest/outbox").rglob("*.eml"))) == 4
    copy = digest(news, "send", "--dry-run", "--to", "no address")
    assert copy.returncode == 2


def test_no_secret_is_told(news: Path, gazette: tuple[str, list[int]], certificates: mailservers.Certificates) -> None:
    """Not in a report, however wordy, not in an error, a traceback, the database or what is published."""
    inbox = mailservers.Inbox()
    told = ""
    with guarded(certificates, inbox) as port:
        publish(news, gazette[0], port)
        with start(news, "run", program=(sys.executable, "-c", CRASHES), env=environ(PASSWORD)) as crash:
            told += "".join(crash.communicate(timeout=60))
        assert crash.returncode == 1
        assert "RuntimeError: unforeseen" in told
        wrong = digest(news, "run", "--verbose", SMTP_PASSWORD=PASSWORD + "!")
        assert wrong.returncode == 75, wrong.stdout + wrong.stderr
        right = digest(news, "run", "--json", "--verbose", SMTP_PASSWORD=PASSWORD)
        assert right.returncode == 0, right.stdout + right.stderr
        for run in (wrong, right, digest(news, "check", "--verbose", "--json", SMTP_PASSWORD=PASSWORD)):
            told += run.stdout + run.stderr
    kept = b"".join(path.read_bytes() for path in news.rglob("*") if path.is_file())
    for secret in secrets():
        assert secret not in told
        assert secret.encode() not in kept


def environ(password: str) -> dict[str, str]:
    """The environment with the password in it."""
    return {**os.environ, "SMTP_PASSWORD": password}
