"""Keys for tests, made anew in each run, and what DNS would say of them."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from digest.messages.dkim import Signer
from digest.model import DkimKey


def pem(private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """The key as a file holds it."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


@cache
def rsa_pem(bits: int = 2048) -> str:
    """A key of so many bits."""
    return pem(rsa.generate_private_key(public_exponent=65537, key_size=bits))


@cache
def ed25519_pem() -> str:
    """A key on the curve."""
    return pem(ed25519.Ed25519PrivateKey.generate())


@cache
def signers() -> tuple[Signer, ...]:
    """One of each kind, for one domain."""
    return tuple(
        Signer(DkimKey(domain="example.org", selector=selector, pem=held))
        for selector, held in (("rsa1", rsa_pem()), ("ed1", ed25519_pem()))
    )


def answer(name: bytes, timeout: float = 5) -> bytes | None:
    """The TXT record that DNS would give."""
    records = {f"{s.selector}._domainkey.{s.domain}.".encode(): s.record().encode() for s in signers()}
    return records.get(name)
