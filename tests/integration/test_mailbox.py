"""The mailbox read for real: a Maildir, and an IMAP server on loopback."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import os
import re
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import unquote

import pytest
from imapservers import PASSWORD, USERNAME, Imap, dovecot
from installed import digest, start, write
from mailservers import Inbox, serving

from digest.errors import MailboxError
from digest.mailbox import ImapPost, MaildirPost
from digest.mailbox.imap import KEYWORD
from digest.mailbox.limits import LONGEST
from digest.messages.verp import envelope_sender
from digest.model import Delivery, Mailbox
from digest.storage import Database, SqliteLedger
from digest.storage.secret import derived, secret

NOW = datetime.now(UTC)
MAIL = """mail:
  from: The Morning <news@example.org>
  to: [bo@example.net, cy@example.net, di@example.net]
  return_path: bounces@example.org
  smtp: {{host: 127.0.0.1, port: 9, security: none}}
  mailbox: {mailbox}
"""


def mail(
    subject: str, body: str = "", *, sender: str = "bo@example.net", to: str = "news@example.org", more: str = ""
) -> bytes:
    """A mail in text."""
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x>\r\n{more}"
    return f"{head}\r\n{body}\r\n".replace("\n\r\n", "\n\r\n").encode()


def bounced(
    home: Path, recipient: str, *, issue: int = 1, said: str = "550 5.1.1 user unknown", mark: str = ""
) -> bytes:
    """What a mail server returns of the issue that went to a recipient."""
    key = derived(secret(home / ".digest"), "verp")
    to = mark or envelope_sender("bounces@example.org", key, issue, recipient)
    return mail(
        "Undelivered Mail Returned to Sender",
        f"I could not deliver your message.\r\n\r\n<{recipient}>: host mx.example.net said: {said}",
        sender="MAILER-DAEMON@mx.example.net",
        to=to,
        more="Return-Path: <>\r\n",
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A publication that has mailed its first issue, and reads a Maildir."""
    folder = tmp_path / "home"
    for part in ("new", "cur", "tmp"):
        (folder / "box" / part).mkdir(parents=True)
    write(folder, "  - feed: http://127.0.0.1:9/x.xml\n", MAIL.format(mailbox="{maildir: box}"))
    mailed(folder, 1)
    return folder


def mailed(home: Path, *issues: int) -> None:
    """Write into the ledger that issues went out."""
    with Database.open(home / ".digest") as database:
        SqliteLedger(database).write(
            [
                Delivery(issue=issue, recipient=f"{name}@example.net", state="accepted", at=NOW, first=NOW)
                for issue in issues
                for name in ("bo", "cy", "di")
            ]
        )


def asked(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the database says."""
    with sqlite3.connect(home / ".digest" / "digest.db") as database:
        return database.execute(query).fetchall()


def read(home: Path, *arguments: str, **environ: str) -> list[dict[str, object]]:
    """What one reading of the mailbox did."""
    ended = digest(home, "mailbox", "--json", *arguments, **environ)
    assert ended.returncode in (0, 75), ended.stderr
    made: list[dict[str, object]] = json.loads(ended.stdout)["mailbox"]["mails"]
    return made


def test_a_hard_bounce_stops_mail_to_its_person_once(home: Path) -> None:
    """The person is suppressed; the mail is marked as read, stays where it is, and is not acted on again."""
    (home / "box/new/1.x").write_bytes(bounced(home, "bo@example.net"))
    made = read(home)
    assert [(one["what"], one["does"], one["who"], one["issue"]) for one in made] == [
        ("bounce", "suppress", "bo@example.net", 1)
    ]
    assert asked(home, "SELECT who, reason FROM suppressions") == [("bo@example.net", "hard_bounce")]
    assert [path.name for path in (home / "box/cur").iterdir()] == ["1.x:2,S"]
    assert read(home) == []
    # The same mail again, under another name: a copy, or a mailbox that was built anew.
    (home / "box/new/2.y").write_bytes((home / "box/cur/1.x:2,S").read_bytes())
    assert read(home) == []
    assert asked(home, "SELECT count(*) FROM bounces") == [(1,)]


def test_a_dry_run_changes_nothing(home: Path) -> None:
    """It says what would be done; the next reading does it."""
    (home / "box/new/1.x").write_bytes(bounced(home, "bo@example.net"))
    before = asked(home, "SELECT count(*) FROM mail_read")
    assert [one["does"] for one in read(home, "--dry-run")] == ["suppress"]
    assert asked(home, "SELECT count(*) FROM suppressions") == [(0,)]
    assert asked(home, "SELECT count(*) FROM mail_read") == before
    assert (home / "box/new/1.x").exists()
    assert [one["does"] for one in read(home)] == ["suppress"]


def test_soft_bounces_stop_mail_when_there_are_enough_in_a_row(home: Path) -> None:
    """Five issues that came back, one after another, are five; two reports on one issue are one."""
    mailed(home, 2, 3, 4, 5)
    for issue in (1, 1, 2, 3, 4):
        name = f"{issue}.{len(list((home / 'box/new').iterdir()))}"
        body = bounced(home, "bo@example.net", issue=issue, said="552 5.2.2 mailbox full")
        (home / "box/new" / name).write_bytes(body + name.encode())
    assert {one["does"] for one in read(home)} == {"count"}
    (home / "box/new/5").write_bytes(bounced(home, "bo@example.net", issue=5, said="552 5.2.2 mailbox full"))
    assert [(one["does"], one["in_a_row"]) for one in read(home)] == [("suppress", 5)]


def test_a_blocked_mail_counts_for_nothing(home: Path) -> None:
    """Whoever is on a blocklist for a week does not lose everybody who reads there."""
    for number in range(8):
        body = bounced(home, "bo@example.net", said="554 5.7.1 blocked using bl.example")
        (home / f"box/new/{number}").write_bytes(body + str(number).encode())
    assert {one["does"] for one in read(home)} == {"keep"}
    assert asked(home, "SELECT count(*) FROM suppressions") == [(0,)]


def test_a_forged_bounce_stops_mail_to_nobody(home: Path) -> None:
    """A report whose mark is not ours is left for the operator, unread, however often it comes."""
    (home / "box/new/1").write_bytes(bounced(home, "bo@example.net", mark="bounces+1-aaaaaaaaaaaaa@example.org"))
    (home / "box/new/2").write_bytes(bounced(home, "bo@example.net", mark="news@example.org"))
    # The mark of another, on a report about Bo: it is theirs, if anybody's.
    (home / "box/new/3").write_bytes(bounced(home, "nobody@example.net"))
    made = read(home)
    assert [one["does"] for one in made] == ["leave", "leave", "ignore"]
    assert asked(home, "SELECT count(*) FROM suppressions") == [(0,)]
    assert {path.name for path in (home / "box/new").iterdir()} == {"1", "2"}


def test_a_mail_that_names_all_issues_there_ever_were_holds_nothing_up(home: Path) -> None:
    """Issues that never were cost nothing; whose the marks are that hold is found all the same."""
    mailed(home, *range(2, 101))
    forged = " ".join(f"bounces+{number}-{'a' * 13}@example.org" for number in (999_999, *range(1, 101)))
    (home / "box/new/1.x").write_bytes(bounced(home, "cy@example.net", issue=7) + forged.encode())
    (home / "box/new/2.x").write_bytes(bounced(home, "bo@example.net", issue=61))
    assert [(one["does"], one["issue"]) for one in read(home)] == [("suppress", 7), ("suppress", 61)]


def test_people_leave_and_join_by_mail(home: Path) -> None:
    """Who asks to leave is mailed no more; who asks for mail gets one letter to confirm."""
    (home / "box/new/1").write_bytes(mail("Unsubscribe"))
    (home / "box/new/2").write_bytes(mail("subscribe", sender="Ed <ed@example.net>"))
    (home / "box/new/3").write_bytes(mail("Subscribe!", sender="Ed <ed@example.net>"))
    (home / "box/new/4").write_bytes(mail("unsubscribe", sender="stranger@example.net"))
    made = read(home)
    assert [one["does"] for one in made] == ["unsubscribe", "confirm", "ignore", "leave"]
    assert asked(home, "SELECT who, reason FROM suppressions") == [("bo@example.net", "unsubscribed")]
    states = dict(asked(home, "SELECT who, state FROM subscribers"))
    assert states == {"bo@example.net": "unsubscribed", "ed@example.net": "pending"}
    assert asked(home, "SELECT who, kind FROM letters") == [("ed@example.net", "confirm")]


def test_reports_name_nobody_where_that_is_wanted(home: Path) -> None:
    """With hash_addresses no address stands in what is printed, not even in a server's words."""
    text = (home / "feeds.yml").read_text().replace("mail:\n", "mail:\n  hash_addresses: true\n")
    (home / "feeds.yml").write_text(text)
    (home / "box/new/1").write_bytes(bounced(home, "bo@example.net", said="550 5.1.1 <bo@example.net> unknown"))
    (home / "box/new/2").write_bytes(mail("I am cy@example.net", sender="cy@example.net"))
    ended = digest(home, "mailbox", "--dry-run", "--verbose")
    assert "@example.net" not in ended.stdout + ended.stderr
    assert "hash:" in ended.stdout


def test_a_kill_between_doing_and_marking_does_nothing_twice(home: Path) -> None:
    """What was acted on is known before the mailbox is told: the next reading finds it there, and leaves it."""
    (home / "box/new/1").write_bytes(bounced(home, "bo@example.net", said="552 5.2.2 full"))
    (home / "box/cur").chmod(0o500)
    if os.getuid() == 0:  # to whom no folder is closed: the place is taken in another way
        (home / "box/cur/1:2,S").mkdir()
    ended = digest(home, "mailbox", "--json")
    assert ended.returncode == 75
    (home / "box/cur").chmod(0o700)
    assert asked(home, "SELECT count(*) FROM bounces") == [(1,)]
    assert read(home) == []
    assert asked(home, "SELECT count(*) FROM bounces") == [(1,)]


def test_kills_at_any_point_lose_no_mail_and_act_on_none_twice(home: Path) -> None:
    """However often the reading is killed: in the end each mail was acted on once."""
    mailed(home, *range(2, 51))
    for issue in range(1, 51):
        for name in ("bo", "cy", "di"):
            body = bounced(home, f"{name}@example.net", issue=issue, said="554 5.7.1 blocked using bl.example")
            (home / f"box/new/{issue:03}.{name}").write_bytes(body)
    random = Random(7)
    killed = 0
    for _ in range(8):
        process = start(home, "mailbox", "--quiet")
        before = held(home)
        while process.poll() is None and held(home) < before + 4:
            time.sleep(0.002)
        time.sleep(random.random() * 0.02)
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed  # on a busy machine some end before the blow
    read(home)
    assert asked(home, "SELECT count(*), count(DISTINCT who || issue) FROM bounces") == [(150, 150)]
    assert read(home) == []


def held(home: Path) -> int:
    """How many bounces are kept by now."""
    try:
        return int(str(asked(home, "SELECT count(*) FROM bounces")[0][0]))
    except sqlite3.OperationalError:  # the other is writing
        return 0


def test_a_run_reads_the_mailbox_first(home: Path) -> None:
    """And goes on where that fails."""
    (home / "box/new/1").write_bytes(bounced(home, "bo@example.net"))
    ended = digest(home, "run", "--no-send", "--json")
    assert json.loads(ended.stdout)["mailbox"]["mails"][0]["does"] == "suppress"
    (home / "box/cur/1:2,S").unlink()
    for part in ("new", "cur"):
        (home / "box" / part).rmdir()
    ended = digest(home, "run", "--no-send")
    assert "the mailbox cannot be read" in ended.stdout
    assert ended.returncode == 69  # of the feed that does not answer, as it would have been


# --------------------------------------------------------------------------------------------------------------- IMAP


@pytest.fixture(scope="module")
def server() -> Iterator[Imap]:
    """One IMAP server for all tests that change nothing that the others look at."""
    with dovecot() as running:
        yield running


def post(server: Imap, **options: object) -> ImapPost:
    """The mailbox of the server, over an unencrypted connection on loopback."""
    settings = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "username": USERNAME,
        "password": PASSWORD,
    }
    return ImapPost(Mailbox(**{**settings, **options}), now=NOW)  # type: ignore[arg-type]  # of a test's own making


def nothing(keys: Sequence[str]) -> frozenset[str]:
    """No mail is known."""
    return frozenset()


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_imap_is_read_over_any_connection(server: Imap, security: str) -> None:
    """Plain on loopback, with STARTTLS, and with TLS from the first byte; the certificate is verified."""
    if not list((server.maildir / "new").iterdir()) and not list((server.maildir / "cur").iterdir()):
        server.deliver(mail("hello"), "1.a")
    port = server.tls_port if security == "tls" else server.port
    box = post(server, port=port, security=security, ca_file=str(server.ca_file))
    found = list(box.mails(nothing))
    box.close()
    assert [body for _, body in found] == [mail("hello")]
    if security != "none":
        with pytest.raises(MailboxError, match="certificate"):
            list(post(server, port=port, security=security).mails(nothing))


def test_a_wrong_password_is_told_without_it(server: Imap) -> None:
    """Neither it nor the server's words are shown: a server may repeat what it was told."""
    with pytest.raises(MailboxError) as raised:
        list(post(server, password="hunter2 hunter2").mails(nothing))
    assert "refuses the log-in" in str(raised.value)
    assert "hunter2" not in repr(raised.value) + str(raised.value)
    assert raised.value.__cause__ is None


def test_a_folder_that_is_not_there_is_told(server: Imap) -> None:
    """By its name."""
    with pytest.raises(MailboxError, match="'Returned'"):
        list(post(server, folder="Returned").mails(nothing))


def test_a_password_goes_unencrypted_to_no_other_machine() -> None:
    """Whatever the settings say."""
    box = ImapPost(Mailbox(host="192.0.2.1", port=143, security="none", username="a", password="b"), now=NOW)
    with pytest.raises(MailboxError, match="unencrypted"):
        list(box.mails(nothing))


def test_what_is_only_looked_at_stays_unread_and_nothing_is_deleted() -> None:
    """A reading marks what it handled, with the keyword; what is left for a person is as new as before."""
    with dovecot() as server:
        for name in ("one", "two", "three"):
            server.deliver(mail(name), f"{name}.a")
        box = post(server)
        found = {body.split(b"Subject: ")[1].split(b"\r\n")[0]: key for key, body in box.mails(nothing)}
        box.handled([found[b"one"]])
        box.close()
        flags = server.flags()
        assert set(flags) == {"one", "two", "three"}
        assert "\\Seen" in flags["one"]
        assert KEYWORD in flags["one"]
        assert "\\Seen" not in flags["two"] + flags["three"]
        again = post(server)
        assert [key for key, _ in again.mails(lambda keys: frozenset({found[b"one"], found[b"two"]}))] == [
            found[b"three"]
        ]
        again.close()


def test_a_giant_mail_is_read_to_its_first_megabyte() -> None:
    """And many are fetched in several turns, each once, in their order."""
    with dovecot() as server:
        server.deliver(mail("giant", "x" * 3_000_000), "0.a")
        for number in range(40):
            server.deliver(mail(f"n{number}"), f"{number + 1:03}.a")
        box = post(server)
        found = list(box.mails(nothing))
        box.close()
        assert len(found) == 41
        assert len({key for key, _ in found}) == 41
        assert max(len(body) for _, body in found) == LONGEST


def test_old_mail_is_left_alone(tmp_path: Path) -> None:
    """What came more than 30 days ago says nothing of today, whether by IMAP or in a Maildir."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    for name, days in (("old", 40), ("young", 2)):
        (tmp_path / "new" / name).write_bytes(mail(name))
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / "new" / name, (then, then))
    assert [key.split()[-1] for key, _ in MaildirPost(tmp_path, now=NOW).mails(nothing)] == ["young"]


def test_a_server_that_hangs_up_or_talks_nonsense_is_told() -> None:
    """Each is a fault in words, and none hangs."""
    import socket

    for said in (b"", b"* BYE no\r\n", b"\xff\xfe\r\n", b"* OK hello\r\n"):
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def answer(listener: socket.socket = listener, said: bytes = said) -> None:
                connection, _ = listener.accept()
                with connection:
                    connection.sendall(said)

            thread = threading.Thread(target=answer)
            thread.start()
            settings = Mailbox(
                host="127.0.0.1",
                port=listener.getsockname()[1],
                security="none",
                username="a",
                password="secret word",
                timeout=60,
            )
            with pytest.raises(MailboxError) as raised:
                list(ImapPost(settings, now=NOW).mails(nothing))
            thread.join()
            assert "secret word" not in str(raised.value)


def test_digest_mailbox_by_imap(home: Path) -> None:
    """The command, from feeds.yml to the flags in the mailbox; the password is in no word of it."""
    with dovecot() as server:
        settings = (
            f"{{host: 127.0.0.1, port: {server.port}, security: none, username: {USERNAME}, password: '${{BOX}}'}}"
        )
        write(home, "  - feed: http://127.0.0.1:9/x.xml\n", MAIL.format(mailbox=settings))
        server.deliver(bounced(home, "bo@example.net"), "1.a")
        server.deliver(mail("A question", "Who wrote it?", sender="cy@example.net"), "2.a")
        refused = digest(home, "mailbox")
        assert (refused.returncode, "BOX" in refused.stderr) == (78, True)
        ended = digest(home, "mailbox", "--verbose", BOX=PASSWORD)
        assert ended.returncode == 0, ended.stderr
        assert "bo@example.net: mailed nothing any more — " in ended.stdout
        assert PASSWORD not in ended.stdout + ended.stderr
        flags = server.flags()
        assert "\\Seen" in flags["Undelivered Mail Returned to Sender"]
        assert "\\Seen" not in flags["A question"]
        assert read(home, BOX=PASSWORD) == []
        keys = [key for (key,) in asked(home, "SELECT key FROM mail_read ORDER BY key")]
        assert [str(key).split()[0] for key in keys] == ["imap", "imap", "sha256", "sha256"]
        assert hashlib.sha256(mail("A question", "Who wrote it?", sender="cy@example.net")).hexdigest() in str(keys)


# ------------------------------------------------------------------------------------------------ with no server at all


def test_people_join_and_leave_with_no_web_server_at_all(home: Path) -> None:
    """Who asks by mail gets a letter, answers it, is welcomed, and leaves by the subject that mail names."""
    inbox = Inbox()
    with serving(inbox) as port:
        text = (home / "feeds.yml").read_text().replace("port: 9,", f"port: {port},")
        (home / "feeds.yml").write_text(text)
        ed = "Ed <ed@example.net>"
        (home / "box/new/1").write_bytes(mail("Abone ol", sender=ed))
        assert [one["does"] for one in read(home)] == ["confirm"]
        (letter,) = inbox.envelopes
        assert letter.rcpt_tos == ["ed@example.net"]
        assert letter.mail_from is not None
        assert letter.mail_from.startswith("bounces+0-")
        token = said(letter.content, "confirm")

        (home / "box/new/2").write_bytes(mail(f"confirm {token[:-4]}abcd", sender=ed))
        assert [one["does"] for one in read(home)] == ["leave"]
        # From another address of theirs: the token says who it is.
        (home / "box/new/3").write_bytes(mail(f"Re: confirm {token}", sender="ed@work.example.net"))
        assert [(one["does"], one["who"]) for one in read(home)] == [("join", "ed@example.net")]
        assert asked(home, "SELECT who, state FROM subscribers") == [("ed@example.net", "active")]
        assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [["ed@example.net"]] * 2

        token = said(inbox.envelopes[1].content, "unsubscribe")
        (home / "box/new/4").write_bytes(mail(f"unsubscribe {token}", sender="ed@work.example.net"))
        assert [(one["does"], one["who"]) for one in read(home)] == [("unsubscribe", "ed@example.net")]
        assert asked(home, "SELECT who, state FROM subscribers") == [("ed@example.net", "unsubscribed")]
        # The old letter brings them back no more; a new sign-up asks anew.
        (home / "box/new/5").write_bytes(mail(f"confirm {said(letter.content, 'confirm')}", sender=ed))
        assert [one["does"] for one in read(home)] == ["ignore"]
        assert len(inbox.envelopes) == 2


def test_a_letter_that_came_back_stops_mail_too(home: Path) -> None:
    """Whoever signed up with an address that does not exist is suppressed by the bounce of the letter."""
    inbox = Inbox()
    with serving(inbox) as port:
        text = (home / "feeds.yml").read_text().replace("port: 9,", f"port: {port},")
        (home / "feeds.yml").write_text(text)
        (home / "box/new/1").write_bytes(mail("subscribe", sender="ed@example.net"))
        read(home)
        sender = inbox.envelopes[0].mail_from
        assert sender is not None
        (home / "box/new/2").write_bytes(bounced(home, "ed@example.net", mark=sender))
        assert [(one["does"], one["who"]) for one in read(home)] == [("suppress", "ed@example.net")]


def said(content: object, what: str) -> str:
    """The token that a letter's text says to send back."""
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    found = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    everything = unquote(" ".join([found, str(message["List-Unsubscribe"] or "")]))
    token = re.search(rf"{what}[ +]([A-Za-z0-9_.-]+)", everything)
    assert token, everything
    return token[1]
