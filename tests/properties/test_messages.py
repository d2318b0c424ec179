"""What holds of every message, whatever the data."""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
import re
from datetime import UTC, date, datetime
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import DataError
from digest.messages import MimeComposer, audience, canonical, identity, settle, who
from digest.messages.audience import Terms
from digest.messages.bodies import part
from digest.messages.headers import clean
from digest.model import (
    ISSUE_FORMAT,
    Coverage,
    Delivery,
    DeliveryState,
    Edition,
    Issue,
    Mail,
    Publication,
    SmtpServer,
    Subscriber,
)

any_text = st.text(max_size=200)
BREAKS = ["\r", "\n", "\r\n", " ", "\t", "\x00", "\u2028", "\x85"]
SIGNS = ["<", ">", '"', "\\", ",", ":", "a", "é", "漢", "🎉", "=?utf-8?q?x?=", "Bcc: x@y.test", "{address}"]
hostile = st.lists(st.sampled_from(BREAKS + SIGNS), max_size=30).map("".join)
words = st.one_of(any_text, hostile)
states = st.sampled_from(["pending", "sending", "accepted", "deferred", "failed", "unknown"])
addresses = st.builds("{}@{}.test".format, st.sampled_from("abAB"), st.sampled_from(["x", "X", "y"]))
FIELD = re.compile(rb"[A-Za-z-]+: ?[^\r\n\x00]*(?:\r\n[ \t][^\r\n\x00]*)*")


@settings(deadline=None)  # the parser that checks it imports its tables at the first example
@given(
    subject=words, title=words, name=words, lang=words, unsubscribe=st.none() | words, url=st.none() | words, text=words
)
def test_no_data_ever_makes_a_header_field(
    subject: str, title: str, name: str, lang: str, unsubscribe: str | None, url: str | None, text: str
) -> None:
    """The header holds the fields we wrote, each once and well-formed; the words come back."""
    publication = Publication(title=title, lang=lang, url=f"https://x.test/{url}" if url is not None else None)
    mail = Mail(
        sender="news@example.org",
        subscribers=(),
        server=SmtpServer(host="mail.test", port=25),
        unsubscribe=f"https://x.test/{unsubscribe}" if unsubscribe is not None else None,
    )
    issue = Issue(
        format=ISSUE_FORMAT,
        number=1,
        date=date(2025, 11, 20),
        as_of=datetime(2025, 11, 20, tzinfo=UTC),
        since=None,
        publication=publication,
        subject=subject,
        preheader="",
        lead=None,
        sections=(),
        developing=(),
        whats_next=(),
        articles=(),
        coverage=Coverage(),
    )
    edition = Edition(medium="text", path="issue.txt", body=text.encode(errors="replace"))
    message = MimeComposer(mail, publication).compose(
        issue, (edition,), Subscriber(address="ann@example.net", name=name)
    )
    head = message.body.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"^([A-Za-z-]+):", head, re.MULTILINE)
    assert len(names) == len(set(names))
    assert set(names) <= {
        b"From", b"To", b"Subject", b"Date", b"Message-ID", b"List-Id", b"List-Unsubscribe", b"List-Unsubscribe-Post",
        b"List-Archive", b"List-Post", b"Archived-At", b"Feedback-ID", b"Auto-Submitted", b"MIME-Version",
        b"Content-Language", b"Content-Type",
        b"Content-Transfer-Encoding",
    }  # fmt: skip
    assert re.fullmatch(FIELD.pattern + rb"(?:\r\n" + FIELD.pattern + rb")*", head)
    assert b"\n" not in message.body.replace(b"\r\n", b"")
    parsed = email.message_from_bytes(message.body, policy=email.policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    assert parsed["Subject"] == clean(subject)
    assert parsed["To"].addresses[0].addr_spec == "ann@example.net"
    shown = email.utils.parseaddr(email.message_from_bytes(message.body)["To"].replace("\r\n", ""))[0]
    assert str(email.header.make_header(email.header.decode_header(shown))) == clean(name)


@given(st.text(max_size=500).map(lambda t: t.encode(errors="replace")))
def test_a_body_comes_back_but_for_its_line_ends(body: bytes) -> None:
    """Every transfer encoding is undone to the same text, with CRLF line ends and one at the end."""
    made = b"".join(piece for piece in part(body, "text/plain") if isinstance(piece, bytes))
    parsed = email.message_from_bytes(made)
    wanted = re.sub(rb"\r\n|\r|\n", b"\r\n", body)
    wanted = wanted if wanted.endswith(b"\r\n") else wanted + b"\r\n"
    decoded = parsed.get_payload(decode=True)
    assert isinstance(decoded, bytes)
    assert decoded == wanted
    assert all(len(line) <= 78 for line in made.split(b"\r\n"))


@given(st.lists(addresses), st.lists(addresses), st.lists(st.tuples(addresses, states)))
def test_nobody_is_chosen_twice_and_nobody_is_lost(
    given_to: list[str], left: list[str], ledger: list[tuple[str, DeliveryState]]
) -> None:
    """Chosen is exactly who subscribes, is not suppressed, and has no delivery that is done or in doubt."""
    rows = {who(address): Delivery(issue=1, recipient=address, state=state) for address, state in ledger}
    people = {who(address): Subscriber(address=address) for address in given_to}
    suppressed = {who(address) for address in left}
    at = datetime(2026, 3, 2, 6, tzinfo=UTC)
    terms = Terms(now=at, day=at.date(), made=at, zone="UTC")
    found = audience(people, issue=1, suppressed=suppressed, deliveries=rows.values(), terms=terms)
    chosen = [who(each.address) for each in found.now]
    assert len(chosen) == len(set(chosen))
    done = {person for person, each in rows.items() if each.state not in ("pending", "deferred")}
    assert set(chosen) == set(people) - done - suppressed
    assert sum(found.counts.values()) == len(people)
    assert {each.recipient for each in settle(rows.values())} == {
        each.recipient for each in rows.values() if each.state == "sending"
    }


@given(st.one_of(any_text, hostile, st.builds("{}@{}".format, any_text, any_text)))
def test_what_passes_as_an_address_is_safe_on_the_wire(text: str) -> None:
    """A canonical address is its own canonical form and holds nothing that ends a command or a field."""
    assert isinstance(identity(text), str)
    try:
        made = canonical(text)
    except DataError:
        return
    assert canonical(made) == made
    assert not re.search(r"[\s<>\x00-\x1f\x7f,;:\"()\[\]\\]", made)
