"""What holds of every message, whatever its editions say and whoever it is for."""

from __future__ import annotations

import email
import email.policy
import html
import re
from email.message import EmailMessage

import dkim
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.messages import MimeComposer
from digest.messages.headers import clean
from digest.model import Edition, Subscriber
from digest.personal import link, word
from tests.unit.messages.keys import answer, signers
from tests.unit.messages.test_compose import ISSUE, MAIL, PUBLICATION

MARK = "0123456789abcdef"
LEAVE = "https://example.org/leave"
ODD = (
    "\r",
    "\n",
    "\r\n",
    " ",
    "  ",
    "\t",
    "\x00",
    "\u2028",
    ".",
    "From ",
    "=",
    "=3D",
    "<",
    "&",
    '"',
    "é",
    "漢",
    "ب" * 30,
)
words = st.lists(st.sampled_from(ODD) | st.text(max_size=90), max_size=12).map("".join)
printed = words.map(lambda text: re.sub("\r\n|[\r\n]", "\n", text.replace("\x00", "")))
VALUES = ("name", "city", "leave")
FIELD = rb"[A-Za-z-]+:[^\r\n\x00]*(?:\r\n[ \t]+[^\r\n\x00\t ][^\r\n\x00]*)*"


@settings(deadline=None, max_examples=120)
@given(
    texts=st.lists(printed, min_size=4, max_size=4), name=words, city=words, subject=words, reply=words, data=st.data()
)
def test_places_are_filled_and_nothing_else_changes(
    texts: list[str], name: str, city: str, subject: str, reply: str, data: st.DataObject
) -> None:
    """Text and HTML come back as they were with the values between; the header is ours; both signatures hold."""
    order = data.draw(st.permutations(VALUES))
    places = {"name": word(MARK, "name", "réader"), "city": word(MARK, "city", ""), "leave": link(MARK, "unsubscribe")}
    body = texts[0] + "".join(places[which] + text for which, text in zip(order, texts[1:], strict=True))
    encoded = body.encode("utf-8", "replace")
    editions = (
        Edition(medium="text", path="email.txt", body=encoded, mark=MARK),
        Edition(medium="email", path="email.html", body=encoded, mark=MARK),
    )
    publication = replace(
        PUBLICATION, reply_to=f'"{clean(reply).translate({92: None, 34: None})}" <editor@example.org>'
    )
    mail = replace(MAIL, unsubscribe=LEAVE, list_id=clean(city) or None)
    subscriber = Subscriber(address="ann@example.net", name=name, fields={"city": city})
    message = MimeComposer(mail, publication, signers=signers()).compose(
        replace(ISSUE, subject=subject), editions, subscriber
    )
    head, _, rest = message.body.partition(b"\r\n\r\n")
    assert re.fullmatch(FIELD + rb"(?:\r\n" + FIELD + rb")*", head)
    names = re.findall(rb"^([A-Za-z-]+):", head, re.MULTILINE)
    assert len(set(names)) == len(names) - 1  # two signatures
    assert all(len(line) <= 78 for line in rest.split(b"\r\n"))
    assert b"\n" not in message.body.replace(b"\r\n", b"")

    values = {"name": clean(name)[:500] or "réader", "city": clean(city)[:500], "leave": LEAVE}
    parsed = email.message_from_bytes(message.body, policy=email.policy.SMTP)
    for kind, shown in (("plain", values), ("html", {key: html.escape(value) for key, value in values.items()})):
        wanted = texts[0] + "".join(shown[which] + text for which, text in zip(order, texts[1:], strict=True))
        part = parsed.get_body((kind,))
        assert isinstance(part, EmailMessage)
        read = part.get_payload(decode=True)
        assert isinstance(read, bytes)
        assert read.replace(b"\r\n", b"\n").removesuffix(b"\n") == wanted.encode("utf-8", "replace").removesuffix(b"\n")
    assert all(dkim.DKIM(message.body).verify(idx=number, dnsfunc=answer) for number in range(2))
