"""New keys to sign with, and how DNS is told of one."""

from __future__ import annotations

import re
from typing import Literal

_BITS = 2048  # RFC 8301 §3.2; a longer one does not fit a UDP answer of DNS, and takes five times as long to sign with
_STRING = 255  # octets of a string in a TXT record (RFC 1035 §3.3)


def new(kind: Literal["rsa", "ed25519"]) -> str:
    """A private key made by chance, as PEM (PKCS #8)."""
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # OpenSSL, which few commands need
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    made: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    if kind == "ed25519":
        made = ed25519.Ed25519PrivateKey.generate()
    else:
        made = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def zone_line(name: str, record: str) -> str:
    """The record as a line of a zone file: in strings of 255 octets, which resolvers join."""
    strings = " ".join(f'"{part}"' for part in re.findall(f".{{1,{_STRING}}}", record))
    return f"{name}. IN TXT ( {strings} )"
