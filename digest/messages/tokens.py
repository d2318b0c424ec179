"""Tokens: what a link in a mail carries to say who follows it, and what for.

    encrypted person . [moment .] signature          all base64url, some 70 characters for an ordinary address

Whoever holds a token may do the one thing it is for, without a log-in. itsdangerous signs it, under a key of its
purpose: an unsubscribe token confirms nothing. The person is encrypted (AES-SIV, RFC 5297: the same person gives the
same bytes), because the addresses of pages end in logs, histories and scanners, and a mail address has no business
there. Tokens are told apart by case: a mail program that lower-cases links breaks them, and they then hold for nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

# Whoever imports this module makes links: nobody else pays for OpenSSL.
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from itsdangerous import Signer
from itsdangerous.signer import HMACAlgorithm

# data: to see what is known, and to have it forgotten; form: of the sign-up form, and of nobody
Purpose = Literal["unsubscribe", "preferences", "confirm", "data", "form"]
Fault = Literal["broken", "forged", "wrong purpose", "expired"]

LIFETIMES: dict[Purpose, timedelta] = {  # the others never end
    "confirm": timedelta(days=7),
    "data": timedelta(hours=3),
    "form": timedelta(days=1),
}
PATHS: dict[Purpose, str] = {"unsubscribe": "u", "preferences": "p", "confirm": "c", "data": "d"}

_SIGNATURE = 16  # bytes of the HMAC-SHA-256 that are kept (RFC 2104 §5 asks for at least half of it)
_MOMENT = 5  # bytes of a Unix time, for longer than 2106
_NOBODY = b"-"  # older ciphers encrypt no empty text
_LONGEST = 600  # characters; an address of 320 octets has 480


@dataclass(frozen=True, slots=True)
class Token:
    """A token that holds."""

    purpose: Purpose
    who: str  # ``messages.addresses.who``; "" in a form's
    at: datetime | None = None  # when it was signed, where that counts


@dataclass(frozen=True, slots=True)
class Refused:
    """A token that does not hold, and why.

    broken: cut off, or never a token; forged: its signature is not ours, or not for these bytes (altered, lower-cased);
    wrong purpose: ours, for something else; expired: ours, and too old. That one was used before is told by what it
    changed, not by the token.
    """

    fault: Fault


class Tokens:
    """Signs and reads tokens under one key; the same arguments give the same token."""

    def __init__(self, key: bytes) -> None:
        """``key``: 32 secret bytes, of this use alone (``storage.secret.derived``)."""
        self._cipher = AESSIV(hmac.new(key, b"person", hashlib.sha256).digest())
        self._signers = {
            purpose: Signer(
                key, salt=f"digest {purpose}", digest_method=hashlib.sha256, algorithm=_Short(hashlib.sha256)
            )
            for purpose in get_args(Purpose)
        }

    def sign(self, purpose: Purpose, who: str = "", *, at: datetime | None = None) -> str:
        """A token for a person. ``at``: the moment, for the purposes that end (``LIFETIMES``), else unused.

        Raises ``ValueError`` where a purpose that ends is given no moment.
        """
        value = _packed(self._cipher.encrypt(who.encode() or _NOBODY, [purpose.encode()]))
        if purpose in LIFETIMES:
            if at is None:
                raise ValueError(f"a {purpose} token ends: it needs the moment it was signed")
            value += "." + _packed(int(at.timestamp()).to_bytes(_MOMENT, "big"))
        return self._signers[purpose].sign(value).decode("ascii")

    def read(self, token: str, purpose: Purpose, *, now: datetime) -> Token | Refused:
        """What a token for that purpose says, or why it does not hold. Never raises, whatever ``token`` is."""
        value, dot, signature = token.rpartition(".")
        if not dot or not token.isascii() or len(token) > _LONGEST or len(_unpacked(signature)) != _SIGNATURE:
            return Refused("broken")
        if not self._signers[purpose].verify_signature(value, signature):
            ours = any(signer.verify_signature(value, signature) for signer in self._signers.values())
            return Refused("wrong purpose" if ours else "forged")
        packed, _, moment = value.partition(".")
        at = datetime.fromtimestamp(int.from_bytes(_unpacked(moment), "big"), UTC) if moment else None
        if at is not None and now - at > LIFETIMES[purpose]:
            return Refused("expired")
        try:
            who = self._cipher.decrypt(_unpacked(packed), [purpose.encode()])
        except InvalidTag:  # signed by us, encrypted by another: whoever has half of the key
            return Refused("forged")
        return Token(purpose, "" if who == _NOBODY else who.decode(), at)

    def link(self, url: str, purpose: Purpose, who: str, *, at: datetime | None = None) -> str:
        """The page of ``digest serve`` at ``url`` that a person reaches with a token."""
        return f"{url.rstrip('/')}/{PATHS[purpose]}/{self.sign(purpose, who, at=at)}"


class _Short(HMACAlgorithm):
    """Half of the HMAC: links stay short."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:_SIGNATURE]


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _unpacked(text: str) -> bytes:
    """The bytes of base64url without padding; none where it is not that."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if _packed(raw) == text else b""  # another spelling of the same bytes is no token of ours
