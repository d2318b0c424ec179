"""Whose message it was that came back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from digest.messages import MimeComposer
from digest.messages.returned import Returns, Trace
from digest.messages.verp import envelope_sender
from digest.model import ISSUE_FORMAT, Coverage, Edition, Issue, Mail, Publication, SmtpServer, Subscriber

PEOPLE = ["ada@example.org", "Bo@example.net", "cy@example.net"]
MAIL = Mail(
    sender="News <news@example.org>",
    subscribers=(),
    server=SmtpServer(host="x", port=25),
    return_path="bounces@example.org",
)
KEY, MARKS = b"k" * 32, b"m" * 32
RETURNS = Returns(MAIL, marks=MARKS, key=KEY)


def test_an_envelope_sender_says_whose_message_it_was() -> None:
    """Whatever its capitals, and whatever stands around it."""
    sender = envelope_sender("bounces@example.org", MARKS, 12, "bo@example.net")
    for written in (sender, sender.upper(), f"<{sender}>"):
        (trace,) = RETURNS.traces(["x@example.com", written])
        assert trace.issue == 12
        assert RETURNS.owners(12, [trace], PEOPLE) == {trace: "bo@example.net"}


def test_a_mark_of_another_issue_or_key_is_nobodys() -> None:
    """Who learns one mark can forge no other."""
    other = Returns(MAIL, marks=b"x" * 32, key=b"x" * 32)
    (trace,) = RETURNS.traces([envelope_sender("bounces@example.org", MARKS, 12, "bo@example.net")])
    assert other.owners(12, [trace], PEOPLE) == {}
    moved = trace._replace(issue=13)
    assert RETURNS.owners(13, [moved], PEOPLE) == {}
    assert RETURNS.owners(12, [moved], PEOPLE) == {}


def test_without_a_return_path_a_message_id_says_it() -> None:
    """The very Message-ID that the composer makes."""
    publication = Publication(title="News")
    issue = Issue(
        format=ISSUE_FORMAT,
        number=7,
        date=date(2026, 3, 2),
        as_of=datetime(2026, 3, 2, tzinfo=UTC),
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
    edition = Edition(medium="text", path="email.txt", body=b"Hello.\n")
    made = MimeComposer(MAIL, publication, key=KEY, marks=MARKS).compose(
        issue, [edition], Subscriber(address="Bo@example.net")
    )
    bare = Returns(Mail(sender="news@example.org", subscribers=(), server=MAIL.server), marks=MARKS, key=KEY)
    (trace,) = bare.traces([made.message_id])
    assert trace == Trace(7, "message-id", trace.mark)
    assert bare.owners(7, [trace], PEOPLE) == {trace: "bo@example.net"}
    assert RETURNS.traces([made.sender])[0].issue == 7


def test_what_has_not_our_form_is_no_trace() -> None:
    """Addresses, Message-IDs of others, and ours of another domain."""
    others = [
        "bounces@example.org",
        "bounces+12-short@example.org",
        f"<digest.7.{'a' * 32}@example.com>",
        "",
        "@",
        "a@b",
    ]
    assert RETURNS.traces(others) == ()


def test_people_are_walked_through_no_further_than_needed() -> None:
    """A million recipients cost what it takes to find those that are looked for."""
    walked: list[str] = []

    def people() -> object:
        for person in PEOPLE:
            walked.append(person)
            yield person

    (trace,) = RETURNS.traces([envelope_sender("bounces@example.org", MARKS, 12, "ada@example.org")])
    RETURNS.owners(12, [trace], people())  # type: ignore[arg-type]  # a generator
    assert walked[:1] == ["ada@example.org"]
    assert len(walked) <= 2
