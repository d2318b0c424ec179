"""What other people's parsers read: Python's own and a Rust one here, a JavaScript one in tests/judges."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from email.message import EmailMessage

import fast_mail_parser
import pytest

from digest.messages import MimeComposer
from digest.model import Message, Subscriber
from tests.unit.messages.foreign import CASES, composed, wire
from tests.unit.messages.test_compose import EDITIONS, ISSUE, MAIL, PUBLICATION


@pytest.mark.parametrize("kind", CASES)
def test_python_reads_what_was_meant(kind: str) -> None:
    """Subject, names, addresses and words are the ones that went in."""
    case = CASES[kind]
    # From bytes it reads no address in another script (RFC 6532), from text it does.
    mail = email.message_from_string(composed(case).decode(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail.defects == []
    assert mail["Subject"] == case.subject
    (sender,), (recipient,) = mail["From"].addresses, mail["To"].addresses
    assert (sender.display_name, sender.addr_spec) == (case.title, "news@example.org")
    assert (recipient.display_name, recipient.addr_spec) == (case.name, wire(case.address))
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == f"Dear {case.name},\n\n{case.subject}\n"


@pytest.mark.parametrize("kind", CASES)
def test_a_rust_parser_reads_what_was_meant(kind: str) -> None:
    """mailparse, by fast-mail-parser: it shares no code with Python's."""
    case = CASES[kind]
    mail = fast_mail_parser.parse_email(composed(case))
    assert mail.subject == case.subject
    for name, shown in (("From", case.title), ("To", case.name)):
        (field,) = mail.headers[name]
        # It decodes encoded words before it is asked for a name, so that quotation marks are undone here.
        display = re.sub(r"\s*<[^<>]*>\Z", "", field)
        if display.startswith('"') and display.endswith('"'):
            display = re.sub(r"\\(.)", r"\1", display[1:-1])
        assert display == shown
    assert mail.headers["To"][0].endswith(f"<{wire(case.address)}>")
    assert mail.text_plain[0].replace("\r\n", "\n") == f"Dear {case.name},\n\n{case.subject}\n"


def test_to_shows_one_recipient_and_the_envelope_is_verps() -> None:
    """Nobody sees who else is on the list, and the envelope sender is in no header."""
    composer = MimeComposer(
        MAIL.__class__(sender=MAIL.sender, subscribers=(), server=MAIL.server, return_path="bounces@example.org"),
        PUBLICATION,
        marks=b"k" * 32,
    )
    message: Message = composer.compose(ISSUE, EDITIONS, Subscriber(address="Ann@Example.NET"))
    assert message.sender.startswith("bounces+12-")
    assert message.sender.encode() not in message.body
    mail = email.message_from_bytes(message.body, policy=email.policy.default)
    assert [one.addr_spec for one in mail["To"].addresses] == ["Ann@example.net"]
    assert {"Cc", "Bcc", "Sender", "Precedence", "Return-Path"}.isdisjoint(mail.keys())
