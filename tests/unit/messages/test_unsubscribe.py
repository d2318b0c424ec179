"""Ways out, and what the header says of the list."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from msgspec.structs import replace

from digest.messages import MimeComposer
from digest.messages.unsubscribe import Ways
from digest.model import Edition, Mail, Mailbox, Subscriber
from tests.unit.messages.test_compose import ANN, EDITIONS, ISSUE, MAIL, PUBLICATION

SERVICE = "https://letters.example.org"


def ways(service: str = "", template: str | None = None) -> Ways:
    return Ways(
        answers="editor@example.org",
        service=service,
        template=template,
        unsubscribing=lambda who: f"T.{who.partition('@')[0]}",
        preferring=lambda who: f"P.{who.partition('@')[0]}",
    )


def headed(out: Ways, mail: Mail = MAIL) -> EmailMessage:
    made = MimeComposer(mail, PUBLICATION, ways=out).compose(ISSUE, EDITIONS, ANN)
    parsed = email.message_from_bytes(made.body, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_service_of_ours_takes_one_click() -> None:
    """A page, a mail for programs that know no pages, and the promise that one POST is enough (RFC 8058)."""
    mail = headed(ways(SERVICE, template="https://elsewhere.example/{address}"))
    assert mail["List-Unsubscribe"] == (f"<{SERVICE}/u/T.ann>, <mailto:editor@example.org?subject=unsubscribe%20T.ann>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Subscribe"] == f"<{SERVICE}/>"


def test_without_a_service_a_mail_says_who_leaves() -> None:
    """The token is in the subject: answers are often written from another address. No POST is promised."""
    mail = headed(ways())
    assert mail["List-Unsubscribe"] == "<mailto:editor@example.org?subject=unsubscribe%20T.ann>"
    assert "List-Unsubscribe-Post" not in mail
    assert ways().preferences("ann@example.net") == ""


@pytest.mark.parametrize("read", [True, False])
def test_people_subscribe_by_mail_where_it_is_read(read: bool) -> None:
    """Nobody is sent to an address that no program reads."""
    mail = headed(ways(), replace(MAIL, mailbox=Mailbox(maildir="/home/news/Maildir") if read else None))
    assert mail["List-Subscribe"] == ("<mailto:editor@example.org?subject=subscribe>" if read else None)


def test_the_lists_name_is_the_operators() -> None:
    """`mail.list_id` outlives a change of the sender's address, and names the list to Gmail too."""
    mail = headed(ways(), replace(MAIL, list_id="morning.example.org"))
    assert mail["List-Id"] == "The Morning <morning.example.org>"
    assert mail["Feedback-ID"] == "12:morning.example.org:issue:morningexampleo"


def test_without_an_address_on_the_web_nothing_leads_there() -> None:
    """A publication that is mail alone has no archive."""
    editions = tuple(replace(edition, web="") for edition in EDITIONS)
    made = MimeComposer(MAIL, replace(PUBLICATION, url=None)).compose(ISSUE, editions, ANN)
    assert b"List-Archive" not in made.body
    assert b"Archived-At" not in made.body


def test_each_gets_the_editions_they_are_for() -> None:
    """Cuts of one issue that come by turns, more of them than are kept encoded, are never mixed up."""
    composer = MimeComposer(MAIL, PUBLICATION)
    cuts = [(Edition(medium="text", path="email.txt", body=f"cut {number}\n".encode()),) for number in range(150)]
    for _ in range(2):
        for number, cut in enumerate(cuts):
            made = composer.compose(ISSUE, cut, Subscriber(address=f"r{number}@example.net"))
            assert made.body.endswith(f"\r\n\r\ncut {number}\r\n".encode())


def test_a_cut_that_is_gone_is_not_taken_for_another() -> None:
    """What is kept is known by identity, and held for as long as it is known."""
    composer = MimeComposer(MAIL, PUBLICATION)
    for number in range(300):
        cut = (Edition(medium="text", path="email.txt", body=f"cut {number}\n".encode()),)
        issue = replace(ISSUE, subject=f"Subject {number}")
        made = composer.compose(issue, cut, ANN)
        del cut, issue
        assert made.body.endswith(f"\r\n\r\ncut {number}\r\n".encode())
        assert f"\r\nSubject: Subject {number}\r\n".encode() in made.body
