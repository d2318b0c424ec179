"""Messages that mail parsers get wrong where a composer does: other scripts, long words, odd signs, in every header."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from digest.messages import MimeComposer
from digest.model import Edition, Subscriber
from digest.personal import word
from tests.unit.messages.test_compose import ISSUE, MAIL, PUBLICATION

MARK = "0123456789abcdef"
NAME = word(MARK, "name", "reader")


class Case(NamedTuple):
    """What is written, and what every parser has to read."""

    subject: str
    title: str  # the sender's name
    name: str  # the recipient's
    address: str = "ann@example.net"


CASES = {
    "ASCII": Case("Harbour bridge opens", "The Morning", "Ann Lee"),
    "signs": Case('Say "yes": 5 < 6, 50% & more; a@b (c)', 'News, "daily" \\ <x@y>', "O'Neil, Ann (Ms.) [x]; y:z"),
    "Turkish": Case("Köprü açıldı: ‘sonunda’", "İstanbul Gündem", "Şükrü Çağlar"),
    "Arabic": Case("افتتاح الجسر الجديد فوق المصب بعد عامين من الأعمال", "صباح الميناء", "ليلى الأحمد"),
    "Chinese": Case("港口大桥终于开通" * 12, "港口晨报", "李小龙"),
    "emoji": Case("🌉 Bridge opens 👩‍👩‍👧‍👦 at last", "☀️ The Morning", "Ann 🙂"),
    "long": Case("Harbour " * 40 + "ends", "The Morning " * 12 + "Post", "Ann " * 30 + "Lee"),
    "a long word": Case("x" * 300, "y" * 50, "z" * 50),
    "an encoded word": Case("=?utf-8?q?not_this?= but words", "=?utf-8?b?bm8=?=", "=?x?q?y?="),
    "an IDN": Case("Brücke auf", "Der Morgen", "Jürgen", "jürgen@bücher.example".replace("ü", "u", 1)),
    "another script's address": Case("Γέφυρα", "Πρωί", "Δοκιμή", "δοκιμή@example.gr"),
}


def composed(case: Case) -> bytes:
    """The message."""
    text = Edition(medium="text", path="email.txt", body=f"Dear {NAME},\n\n{case.subject}\n".encode(), mark=MARK)
    page = Edition(
        medium="email", path="email.html", body=f"<p>Dear {NAME}, {case.subject[:20]}</p>\n".encode(), mark=MARK
    )
    title = case.title.replace("\\", "\\\\").replace('"', '\\"')
    mail = replace(MAIL, sender=f'"{title}" <news@example.org>')
    issue = replace(ISSUE, subject=case.subject)
    subscriber = Subscriber(address=case.address, name=case.name)
    return MimeComposer(mail, replace(PUBLICATION, title=case.title)).compose(issue, (text, page), subscriber).body


def wire(address: str) -> str:
    """The address as a message has it: an international domain in ASCII."""
    return address.replace("bücher", "xn--bcher-kva")
