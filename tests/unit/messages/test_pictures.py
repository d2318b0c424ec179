"""A picture that goes along with the mail."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from digest.messages import MimeComposer
from digest.model import ISSUE_FORMAT, Coverage, Edition, Issue, Mail, Publication, SmtpServer, Subscriber

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 3


def composed(*editions: Edition) -> EmailMessage:
    """The message as Python's own library reads it."""
    publication = Publication(title="The Morning")
    issue = Issue(
        format=ISSUE_FORMAT,
        number=1,
        date=date(2031, 5, 7),
        as_of=datetime(2031, 5, 7, tzinfo=UTC),
        since=None,
        publication=publication,
        subject="News",
        preheader="",
        lead=None,
        sections=(),
        developing=(),
        whats_next=(),
        articles=(),
        coverage=Coverage(),
    )
    server = SmtpServer(host="mail.morning.example", port=587)
    mail = Mail(sender="news@morning.example", subscribers=(), server=server)
    message = MimeComposer(mail, publication).compose(issue, editions, Subscriber(address="a@reader.example"))
    read = message_from_bytes(message.body, policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def test_the_html_shows_the_picture_by_its_id() -> None:
    """The picture's bytes come through, and src names the part that holds them."""
    page = b'<img src="lead.jpg" alt="">'
    read = composed(
        Edition(medium="text", path="email.txt", body=b"News"),
        Edition(medium="email", path="email.html", body=page),
        Edition(medium="picture", path="lead.jpg", body=JPEG),
    )
    assert read.get_content_type() == "multipart/alternative"
    text, rich = read.iter_parts()
    assert (text.get_content_type(), rich.get_content_type()) == ("text/plain", "multipart/related")
    shown, picture = rich.iter_parts()
    assert picture.get_content_type() == "image/jpeg"
    assert picture.get_content() == JPEG
    assert picture.get_content_disposition() == "inline"
    assert shown.get_content().strip() == f'<img src="cid:{picture["Content-ID"].strip("<>")}" alt="">'


def test_without_a_picture_there_is_no_part_for_it() -> None:
    """Two parts, as ever."""
    read = composed(
        Edition(medium="text", path="email.txt", body=b"News"), Edition(medium="email", path="email.html", body=b"<p>")
    )
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
