"""Signatures, as dkimpy and a DNS of the test's own judge them."""

from __future__ import annotations

import re
import traceback

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace

from digest.errors import NotSetUpError
from digest.messages import MimeComposer
from digest.messages.dkim import Signer, canonical_field, canonical_lines, without_last_blanks
from digest.model import DkimKey, Edition, Message, Subscriber
from digest.personal import link, word
from tests.unit.messages.keys import answer, ed25519_pem, pem, rsa_pem, signers
from tests.unit.messages.test_compose import ANN, EDITIONS, ISSUE, MAIL, PUBLICATION

MARK = "0123456789abcdef"
PIXEL = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def text(body: str) -> Edition:
    return Edition(medium="text", path="email.txt", body=body.encode(), mark=MARK)


def page(body: str) -> Edition:
    return Edition(medium="email", path="email.html", body=body.encode(), mark=MARK)


def composed(editions: tuple[Edition, ...], subscriber: Subscriber = ANN, subject: str = "Harbour opens") -> Message:
    composer = MimeComposer(
        replace(MAIL, unsubscribe="https://news.example.org/leave?who={address}"), PUBLICATION, signers=signers()
    )
    return composer.compose(replace(ISSUE, subject=subject), editions, subscriber)


def verdicts(body: bytes) -> list[bool]:
    """What dkimpy says of each signature."""
    found = len(re.findall(rb"^DKIM-Signature:", body, re.MULTILINE))
    return [_holds(body, number) for number in range(found)]


def _holds(body: bytes, number: int) -> bool:
    try:
        return bool(dkim.DKIM(body).verify(idx=number, dnsfunc=answer))
    except dkim.ValidationError:  # of the body's hash: that of the header is told by False
        return False


LEAVE = link(MARK, "unsubscribe")
NAME = word(MARK, "name", "reader")
BODIES = {
    "ASCII": (text("Harbour opens.\n"),),
    "empty": (text(""),),
    "empty lines at the end": (text("Harbour opens.\n\n\n\n"),),
    "a place, then empty lines": (text(f"Leave: {LEAVE}\n\n\n"),),
    "nothing but a place": (text(NAME),),
    "empty lines, then a place": (text(f"Harbour opens.\n\n\n{NAME}"),),
    "blanks": (text("Harbour  opens. \t \n \n\t\nLong " + "blank   " * 40 + "\n"),),
    "UTF-8": (text("Köprü açıldı — “sonunda”. " * 40 + f"\n{LEAVE}\n"),),
    "another script": (text("مرحبا بكم في الجسر الجديد " * 40 + f"{NAME} {LEAVE}\n"),),
    "text and HTML": EDITIONS,
    "places in both": (text(f"Dear {NAME},\n{LEAVE}\n"), page(f'<p>Dear {NAME}, <a href="{LEAVE}">leave</a></p>')),
    "a picture": (
        text("Harbour opens.\n"),
        page(f'<img src="lead.jpg"> <a href="{LEAVE}">leave</a>' + "é" * 400),
        Edition(medium="picture", path="lead.jpg", body=PIXEL * 50),
    ),
    "dots and From": (text("From here\n.\n..\n.hidden\n" + NAME + "\n.\n"),),
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("name", ["", "Ann", "Ann  Lee ", "Ἀννα Λη", "From .", "=?x"])
def test_every_kind_of_message_verifies(kind: str, name: str) -> None:
    """Both signatures hold, whatever the body is made of and whoever it is for."""
    message = composed(BODIES[kind], Subscriber(address="ann@example.net", name=name))
    assert verdicts(message.body) == [True, True]


@pytest.mark.parametrize("subject", ["x", "word " * 60, "ünicode " * 40, "w" * 900])
def test_long_fields_verify(subject: str) -> None:
    """Folded or encoded, a subject is signed as the verifier reads it."""
    subscriber = Subscriber(address=f"{'a' * 60}@{'b' * 60}.example", name="Ann " * 40)
    assert verdicts(composed(EDITIONS, subscriber, subject).body) == [True, True]


def test_an_address_in_another_script_verifies() -> None:
    """A field that stays UTF-8 (RFC 6532) is signed as its bytes."""
    assert verdicts(composed(EDITIONS, Subscriber(address="δοκιμή@example.net")).body) == [True, True]


@pytest.mark.parametrize(
    "added",
    [
        b"From: Mallory <m@example.com>\r\n", b"To: all@example.com\r\n", b"Subject: Another\r\n",
        b"Cc: x@y.example\r\n",
        b"Date: Fri, 21 Nov 2025 06:05:04 +0000\r\n", b"Message-ID: <a@b>\r\n", b"Reply-To: m@example.com\r\n",
        b"List-Unsubscribe: <https://evil.example/>\r\n", b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        b"Content-Type: text/html\r\n",
    ],
)  # fmt: skip
def test_a_second_field_of_a_kind_breaks_the_signature(added: bytes) -> None:
    """Nobody puts another subject before a signed one (RFC 6376 §8.15)."""
    body = composed(EDITIONS).body
    assert verdicts(added + body) == [False, False]
    assert verdicts(b"X-Seen: yes\r\n" + body) == [True, True]


def test_both_fields_to_leave_by_are_signed() -> None:
    """RFC 8058 §4: a button to leave is trusted where a signature covers it."""
    for signature in re.findall(rb"^DKIM-Signature:(?:[^\r]|\r\n )*", composed(EDITIONS).body, re.MULTILINE):
        listed = re.search(rb" h=([^;]*);", signature)
        assert listed
        names = re.sub(rb"\s", b"", listed[1]).split(b":")
        assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(names)
        for name in (b"from", b"to", b"subject", b"date", b"message-id"):
            assert names.count(name) == 2
    body = composed(EDITIONS).body
    assert verdicts(body.replace(b"/leave?", b"/other?", 1)) == [False, False]


def test_the_same_message_is_signed_the_same() -> None:
    """No chance and no clock goes into a signature."""
    assert composed(EDITIONS) == composed(EDITIONS)


def test_one_more_word_in_the_body_is_seen() -> None:
    """A signature that held for any body would prove nothing."""
    body = composed(EDITIONS).body
    assert verdicts(body.replace(b"Harbour bridge", b"Harbour Bridge", 1)) == [False, False]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("", "cannot be read"),
        ("-----BEGIN PRIVATE KEY-----\nc2VjcmV0IG9mIG91cnM=\n-----END PRIVATE KEY-----\n", "cannot be read"),
        ("secret of ours", "cannot be read"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "neither RSA nor Ed25519"),
    ],
)
def test_a_bad_key_is_told_and_never_shown(held: str, said: str) -> None:
    """What is wrong with a key is said in words; no part of it is, not in a traceback either."""
    with pytest.raises(NotSetUpError, match=said) as caught:
        Signer(DkimKey(domain="example.org", selector="s1", pem=held))
    told = str(caught.value) + "".join(traceback.format_exception(caught.value))
    assert "s1._domainkey.example.org" in told
    for line in held.splitlines():
        assert line.startswith("-----") or line not in told


def test_a_short_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers take no RSA key under 1,024 bits (RFC 8301 §3.2)."""
    monkeypatch.setattr("digest.messages.dkim._SHORTEST", 4096)  # to make a short one is refused by OpenSSL itself
    with pytest.raises(NotSetUpError, match="has 2048 bits, and receivers take none under 4096"):
        Signer(DkimKey(domain="example.org", selector="s1", pem=rsa_pem()))


def test_a_key_with_a_passphrase_is_refused() -> None:
    """Nobody is there at six in the morning to type it in."""
    held = ed25519_pem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
    with pytest.raises(NotSetUpError, match="without a passphrase"):
        Signer(DkimKey(domain="example.org", selector="s1", pem=held))


def test_a_signer_shows_nothing_of_its_key() -> None:
    """Neither its repr nor its record holds what is private."""
    for signer, held in zip(signers(), (rsa_pem(), ed25519_pem()), strict=True):
        shown = repr(signer) + repr(vars(signer)) + signer.record()
        assert not any(line in shown for line in held.splitlines() if not line.startswith("-----"))


def test_names_that_are_none_in_dns_are_refused() -> None:
    """Nothing that could end the field reaches it."""
    with pytest.raises(NotSetUpError, match="no name in DNS"):
        Signer(DkimKey(domain="example.org", selector="s1\r\nX: y", pem=ed25519_pem()))


def test_relaxed_form_is_the_standards_own() -> None:
    """The examples of RFC 6376 §3.4.5, and no body at all."""
    assert canonical_field(b"A: X\r\n") + canonical_field(b"B : Y\t\r\n\tZ  \r\n") == b"a:X\r\nb:Y Z\r\n"
    assert without_last_blanks(canonical_lines(b" C \r\nD \t E\r\n\r\n\r\n")) == b" C\r\nD E\r\n"
    assert without_last_blanks(canonical_lines(b"\r\n\r\n")) == b""
