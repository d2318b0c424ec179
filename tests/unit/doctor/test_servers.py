"""What servers answered, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.doctor.servers import (
    Answer,
    MailServer,
    Reception,
    Record,
    dns,
    mail_server,
    mailbox,
    network,
    pages,
    reception,
    way_out,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SERVER = MailServer(
    where="mail.example:587", host="mail.example", username="press", tls="TLSv1.3", logged_in=True,
    certificate_until=NOW + timedelta(days=60), extensions=("PIPELINING", "SMTPUTF8"),
)  # fmt: skip
OK = Answer(url="https://news.example/healthz", status=200, body="ok\n")
DESK = Reception(
    url="https://news.example", listens="127.0.0.1:8026", health=OK,
    shown=Answer(url="x", status=200), posted=Answer(url="x", status=400),
)  # fmt: skip


def test_the_mail_server() -> None:
    """Well; of no use; in the clear; with a certificate that soon ends."""
    (found,) = mail_server(SERVER, now=NOW)
    assert found.what == (
        "mail.example:587 answers; TLSv1.3 with a certificate that is valid for mail.example; takes the log-in of press"
    )
    (found,) = mail_server(replace(SERVER, trouble="no answer", fix="check"), now=NOW)
    assert (found.verdict, found.status, found.fix) == ("bad", 69, "check")
    assert [one.verdict for one in mail_server(replace(SERVER, tls=""), now=NOW)] == ["note", "good"]
    assert [one.verdict for one in mail_server(replace(SERVER, tls="", near=True), now=NOW)] == ["good"]
    soon = mail_server(replace(SERVER, certificate_until=NOW + timedelta(days=3)), now=NOW)
    assert "2026-11-26" in soon[0].what


def test_dns() -> None:
    """As the postmaster found it; what is right is one line."""
    found = dns([Record(topic="SPF", state="good", what="a"), Record(topic="DKIM", state="weak", what="b", fix="c"),
                 Record(topic="DMARC", state="bad", what="d", fix="e"), Record(topic="MX", state="good", what="f"),
                 Record(topic="PTR", state="skipped", what="g")])  # fmt: skip
    assert [one.verdict for one in found] == ["note", "bad", "skipped", "good"]
    assert found[-1].what == "SPF, MX as receivers want them"


def test_the_way_to_leave() -> None:
    """GET shows a page, POST without the word that makes one leave is refused: both are right."""
    assert reception(DESK)[0].verdict == "good"
    unsigned = replace(DESK, signed=False, shown=Answer(url="x", status=404), posted=Answer(url="x", status=404))
    assert reception(unsigned)[0].verdict == "good"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shown": Answer(url="x", status=404)}, "another secret"),
        ({"posted": Answer(url="x", status=405)}, "POST of a link to leave gets HTTP 405"),
        ({"posted": Answer(url="x", status=403)}, "POST of a link to leave gets HTTP 403"),
        ({"shown": Answer(url="x", reason="reset")}, "GET of a link to leave gets no answer: reset"),
        ({"health": Answer(url="x", status=200, body="<html>")}, "it is not `digest serve` that does"),
        ({"health": Answer(url="x", status=502), "here": OK}, "is well on 127.0.0.1:8026"),
        ({"health": Answer(url="x", reason="no such host"), "here": Answer(url="x", reason="refused")}, "nor does"),
    ],
)
def test_ways_to_leave_that_lead_nowhere(change: dict[str, object], words: str) -> None:
    """Each is bad, and says which part of the way is broken."""
    found = reception(replace(DESK, **change))  # type: ignore[arg-type]  # whatever a test says
    assert (found[0].verdict, found[0].status) == ("bad", 69)
    assert words in found[0].what


@pytest.mark.parametrize(
    ("status", "verdict"), [(200, "good"), (302, "good"), (404, "note"), (503, "bad"), (None, "bad")]
)
def test_a_service_elsewhere_by_which_one_leaves(status: int | None, verdict: str) -> None:
    """It may refuse an address that nobody has; it has to answer."""
    assert way_out(Answer(url="x", status=status, reason="down"), host="list.example")[0].verdict == verdict


def test_the_pages() -> None:
    """Home and the newest issue; of two that are missing one is told."""
    home = Answer(url="https://news.example/", status=200)
    assert "with the newest issue" in pages(home, home)[0].what
    gone = Answer(url="https://news.example/issues/2026-11-23/", status=404)
    assert [one.verdict for one in pages(home, gone)] == ["bad"]
    assert len(pages(gone, gone)) == 1


def test_network_and_mailbox() -> None:
    """One answer will do; whatever it is, somebody is there."""
    refused = Answer(url="https://a.example", reason="no such host")
    assert network([refused, replace(refused, url="https://b.example")])[0].status == 69
    assert network([refused])[0].verdict == "note"
    assert network([refused, Answer(url="https://b.example", status=500)])[0].verdict == "good"
    assert not network([])
    assert mailbox("imap.example:993", "refuses the log-in", "check")[0].status == 69
    assert mailbox("imap.example:993", "", "")[0].verdict == "good"
