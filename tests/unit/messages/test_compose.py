"""The bytes of one subscriber's mail, read back by the standard library's parser."""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from msgspec.structs import replace

from digest.errors import DataError
from digest.messages import MimeComposer
from digest.model import (
    ISSUE_FORMAT,
    UNSUBSCRIBE_PLACEHOLDER,
    Coverage,
    Edition,
    Issue,
    Mail,
    Message,
    Publication,
    SmtpServer,
    Subscriber,
)

PUBLICATION = Publication(title="The Morning", url="https://news.example.org", reply_to="Editor <editor@example.org>")
MAIL = Mail(
    sender="The Morning <news@example.org>", subscribers=(), server=SmtpServer(host="mail.example.org", port=587)
)
ISSUE = Issue(
    format=ISSUE_FORMAT,
    number=12,
    date=date(2025, 11, 20),
    as_of=datetime(2025, 11, 20, 6, 5, 4, tzinfo=UTC),
    since=None,
    publication=PUBLICATION,
    subject="Harbour bridge opens",
    preheader="",
    lead=None,
    sections=(),
    developing=(),
    whats_next=(),
    articles=(),
    coverage=Coverage(),
)
HTML = f'<p>Harbour bridge opens — “at last”.</p><a href="{UNSUBSCRIBE_PLACEHOLDER}">Leave</a>'
TEXT = f"Harbour bridge opens.\n\nLeave: {UNSUBSCRIBE_PLACEHOLDER}\n"
EDITIONS = (
    Edition(medium="email", path="email.html", body=HTML.encode()),
    Edition(medium="text", path="issue.txt", body=TEXT.encode(), web="https://news.example.org/issues/2025-11-20/"),
    Edition(medium="page", path="index.html", body=b"<p>the page</p>"),
)
ANN = Subscriber(address="ann@example.net", name="Ann")


def compose(
    mail: Mail = MAIL, publication: Publication = PUBLICATION, subscriber: Subscriber = ANN, **changes: str
) -> Message:
    return MimeComposer(mail, publication).compose(replace(ISSUE, **changes), EDITIONS, subscriber)


def parsed(message: Message) -> EmailMessage:
    made = email.message_from_bytes(message.body, policy=email.policy.SMTP)
    assert isinstance(made, EmailMessage)
    assert made.defects == []
    return made


def test_the_mail_holds_text_then_html_and_nothing_else() -> None:
    """Two alternatives, plainest first (RFC 2046 §5.1.4); the page is not mailed."""
    mail = parsed(compose())
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert html.get_content().rstrip("\r\n").startswith("<p>Harbour bridge opens — “at last”.</p>")
    assert text.get_content().startswith("Harbour bridge opens.")


def test_a_message_is_dated_when_it_is_sent() -> None:
    """Not hours before it comes: nothing else of it changes, its name least of all."""
    at = ISSUE.as_of + timedelta(hours=9)
    composer = MimeComposer(MAIL, PUBLICATION)
    first, later = (composer.compose(ISSUE, EDITIONS, ANN, at=moment) for moment in (None, at))
    assert parsed(later)["Date"].datetime == at
    assert first.message_id == later.message_id
    assert first.body.replace(b"06:05:04", b"15:05:04") == later.body


def test_the_header_says_who_what_and_when() -> None:
    """One recipient, the issue's own moment, and answers to the editor."""
    message = compose()
    mail = parsed(message)
    assert mail["From"] == "The Morning <news@example.org>"
    assert mail["To"] == "Ann <ann@example.net>"
    assert mail["Reply-To"] == "Editor <editor@example.org>"
    assert mail["Subject"] == "Harbour bridge opens"
    assert mail["Date"].datetime == ISSUE.as_of
    assert mail["Message-ID"] == message.message_id
    assert mail["List-Id"] == "The Morning <news.example.org>"
    assert mail["List-Archive"] == "<https://news.example.org/issues/>"
    assert mail["Archived-At"] == "<https://news.example.org/issues/2025-11-20/>"
    assert mail["List-Post"] == "NO"
    assert mail["Feedback-ID"] == "12:news.example.org:issue:newsexampleorg"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (message.issue, message.recipient, message.sender) == (12, "ann@example.net", "news@example.org")


def test_the_same_things_give_the_same_bytes() -> None:
    """A message made again is the same message."""
    assert compose() == compose()


def test_a_message_id_is_one_subscribers_and_one_issues() -> None:
    """It changes with either and shows neither the address nor a part of it; a key changes it too."""
    ids = {
        compose().message_id,
        compose(subscriber=replace(ANN, address="bob@example.net")).message_id,
        MimeComposer(MAIL, PUBLICATION).compose(replace(ISSUE, number=13), EDITIONS, ANN).message_id,
        MimeComposer(MAIL, PUBLICATION, key=b"secret").compose(ISSUE, EDITIONS, ANN).message_id,
    }
    assert len(ids) == 4
    assert all("ann" not in each and each.endswith("@example.org>") for each in ids)
    assert compose(subscriber=replace(ANN, address="ann@EXAMPLE.net")).message_id == compose().message_id


@pytest.mark.parametrize(
    ("template", "links", "post", "shown"),
    [
        (
            None,
            "<mailto:editor@example.org?subject=unsubscribe>",
            None,
            "mailto:editor@example.org?subject=unsubscribe",
        ),
        ("mailto:leave@example.org", "<mailto:leave@example.org>", None, "mailto:leave@example.org"),
        (
            "https://example.org/leave",
            "<https://example.org/leave>, <mailto:editor@example.org?subject=unsubscribe>",
            None,
            "https://example.org/leave",
        ),
        (
            "https://example.org/leave?list=1&who={address}",
            "<https://example.org/leave?list=1&who=ann%2Bx%40example.net>, "
            "<mailto:editor@example.org?subject=unsubscribe>",
            "List-Unsubscribe=One-Click",
            "https://example.org/leave?list=1&who=ann%2Bx%40example.net",
        ),
    ],
)
def test_the_way_out_is_in_the_header_and_in_the_text(
    template: str | None, links: str, post: str | None, shown: str
) -> None:
    """One-click (RFC 8058) is promised only where the link can tell who clicks; people see the same link."""
    mail = parsed(compose(replace(MAIL, unsubscribe=template), subscriber=Subscriber(address="ann+x@example.net")))
    assert mail["List-Unsubscribe"] == links
    assert mail["List-Unsubscribe-Post"] == post
    text, html = mail.iter_parts()
    assert f"Leave: {shown}" in text.get_content()
    assert f'href="{shown.replace("&", "&amp;")}"' in html.get_content()
    assert "unsubscribe.invalid" not in text.get_content() + html.get_content()


def test_each_subscriber_sees_their_own_link_when_many_are_addressed() -> None:
    """What one composer keeps of a message never reaches the next subscriber."""
    composer = MimeComposer(replace(MAIL, unsubscribe="https://example.org/{address}"), PUBLICATION)
    bodies = [
        composer.compose(ISSUE, EDITIONS, Subscriber(address=address)) for address in ("ann@x.test", "bob@x.test")
    ]
    texts = ["".join(part.get_content() for part in parsed(each).iter_parts()) for each in bodies]
    assert ["ann%40x.test" in text for text in texts] == [True, False]
    assert ["bob%40x.test" in text for text in texts] == [False, True]


def test_a_later_issue_is_not_the_kept_one() -> None:
    """A composer used for two issues mails each its own."""
    composer = MimeComposer(MAIL, PUBLICATION)
    composer.compose(ISSUE, EDITIONS, ANN)
    other = (Edition(medium="text", path="issue.txt", body=b"another\n"),)
    assert parsed(composer.compose(ISSUE, other, ANN)).get_content() == "another\r\n"


def unfolded(field: str) -> str:
    return field.replace("\r\n", "")


def decoded(field: str) -> str:
    """By the old parser: the new one, up to Python 3.12 at least, puts a blank between two encoded words of a name."""
    return str(email.header.make_header(email.header.decode_header(unfolded(field))))


@pytest.mark.parametrize(
    "words",
    [
        "Überschwemmung in Köln",
        "東京で地震、津波の心配なし" * 8,
        "🎉" * 60,
        "=?utf-8?q?forged?=",
        "a" * 300,
        'He said "no", \\ and left',
        "Doe, Jane (editor); <x@y>",
        "plain words " * 30,
        'He said "no" and left, ' * 10,
    ],
    ids=["latin", "cjk", "emoji", "forged", "endless", "quotes", "specials", "long", "long-quoted"],
)
def test_words_of_any_script_come_back_from_subject_and_names(words: str) -> None:
    """Encoded words (RFC 2047) are undone to the very text, by the old parser and the new."""
    message = compose(
        replace(MAIL, sender="news@example.org"),
        replace(PUBLICATION, title=words),
        replace(ANN, name=words),
        subject=words,
    )
    wanted = " ".join(words.split())
    mail = parsed(message)
    assert mail["Subject"] == wanted
    assert mail["To"].addresses[0].addr_spec == "ann@example.net"
    old = email.message_from_bytes(message.body)
    assert decoded(old["Subject"]) == wanted
    assert decoded(email.utils.parseaddr(unfolded(old["To"]))[0]) == wanted
    head = message.body.partition(b"\r\n\r\n")[0]
    assert all(
        len(line) <= 78 or b" " not in line.strip() for line in head.split(b"\r\n") if not line.startswith(b"List")
    )
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Plain words.\n", "7bit"),
        ("Mostly plain, one é.\n", "quoted-printable"),
        ("x" * 3000 + "\n", "quoted-printable"),
        ("a blank at the end \n", "quoted-printable"),
        ("全部漢字です。\n" * 20, "base64"),
    ],
)
def test_the_transfer_encoding_fits_the_text(text: str, encoding: str) -> None:
    """Readable where it can be, short where it cannot, and never a line over 78 octets."""
    edition = Edition(medium="text", path="issue.txt", body=text.encode())
    message = MimeComposer(MAIL, PUBLICATION).compose(ISSUE, (edition,), ANN)
    mail = parsed(message)
    assert mail["Content-Transfer-Encoding"] == encoding
    assert mail.get_content().replace("\r\n", "\n") == text
    assert all(len(line) <= 78 for line in message.body.partition(b"\r\n\r\n")[2].split(b"\r\n"))


def test_an_address_in_another_script_keeps_its_local_part() -> None:
    """RFC 6532: the field is UTF-8; the transport asks the server for SMTPUTF8."""
    message = compose(subscriber=Subscriber(address="δοκιμή@bücher.example"))
    assert "To: δοκιμή@xn--bcher-kva.example\r\n".encode() in message.body


def test_a_line_break_in_any_word_forges_no_field() -> None:
    """Subject, names, title, language and links hold no line of their own."""
    evil = "x\r\nBcc: evil@example.com\r\n\r\nbody"
    message = compose(
        replace(MAIL, unsubscribe="https://example.org/\r\nBcc: evil@example.com"),
        replace(PUBLICATION, title=evil, url=f"https://news.example.org/{evil}", lang=evil),
        replace(ANN, name=evil),
        subject=evil,
    )
    mail = parsed(message)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "x Bcc: evil@example.com body"


def test_what_cannot_be_addressed_is_told() -> None:
    """No edition for mail, or an address that is none, is a ``DataError`` in words."""
    with pytest.raises(DataError, match="no edition for mail"):
        MimeComposer(MAIL, PUBLICATION).compose(ISSUE, EDITIONS[2:], ANN)
    with pytest.raises(DataError, match="not a mail address"):
        compose(subscriber=Subscriber(address="ann@x\r\nBcc: b@example.com"))
    with pytest.raises(DataError, match="no '@'"):
        MimeComposer(replace(MAIL, sender="The Morning"), PUBLICATION)
