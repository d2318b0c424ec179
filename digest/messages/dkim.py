"""DKIM: the publisher's signature on a message (RFC 6376), by RSA or Ed25519 (RFC 8463), relaxed/relaxed.

A body is brought into canonical form once for all subscribers but for the lines that are theirs, and hashed once for
all signatures of a message. Signing is what costs: about a millisecond for RSA with 2,048 bits.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.errors import NotSetUpError
from digest.model import DkimKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_SHORTEST = 1024  # bits: what verifiers still accept (RFC 8301 §3.2), and 2,048 is what to take
# Once more than they are there (RFC 6376 §8.15): a second one, put before ours by somebody else, breaks the signature.
_ONCE_MORE = (
    "From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
    "MIME-Version", "Content-Type",
)  # fmt: skip
# Fields that are changed on the way, or that only the way itself writes.
_NEVER = frozenset({"return-path", "received", "dkim-signature", "comments", "keywords"})
_BLANKS = re.compile(rb"[ \t]+")
_ENDS = re.compile(rb"[ \t]+(?=\r\n|\Z)")
_LABELS = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*"
)


def canonical_lines(body: bytes) -> bytes:
    """Whole lines of a body in relaxed form (RFC 6376 §3.4.4), but for empty ones at its end."""
    # Encoded bodies have hardly a line with two blanks or one at its end, and then nothing is to be done.
    if b"  " not in body and b"\t" not in body and b" \r\n" not in body:
        return body
    return _ENDS.sub(b"", _BLANKS.sub(b" ", body))


def without_last_blanks(body: bytes) -> bytes:
    """The canonical lines with nothing but one line end after the last that holds anything."""
    kept = body.rstrip(b"\r\n")
    return kept + b"\r\n" if kept else b""


def canonical_field(field: bytes) -> bytes:
    """A header field, its CRLF included, in relaxed form (RFC 6376 §3.4.2)."""
    name, _, value = field.partition(b":")
    unfolded = _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.strip(b" \t").lower() + b":" + unfolded + b"\r\n"


def fields(head: bytes) -> list[bytes]:
    """The fields of a header, each with its folded lines and its CRLF."""
    return re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)


class Signer:
    """Signs as one domain, with one key. Says nothing of the key to anybody: its repr is a class's own."""

    def __init__(self, key: DkimKey) -> None:
        """Raises ``NotSetUpError``, which tells what is wrong and nothing of the key, where it cannot sign."""
        where = f"mail.dkim: {key.selector}._domainkey.{key.domain}"
        if not _LABELS.fullmatch(key.selector) or not _LABELS.fullmatch(key.domain):
            raise NotSetUpError("the selector or the domain of a DKIM key is no name in DNS", where=where)
        self.domain = key.domain
        self.selector = key.selector
        self._rsa: RSAPrivateKey | None = None
        self._ed25519: Ed25519PrivateKey | None = None
        self._load(key.pem, where)
        self.algorithm = "rsa-sha256" if self._rsa else "ed25519-sha256"
        self.bits = self._rsa.key_size if self._rsa else 256
        self._known: dict[tuple[bytes, ...], tuple[bytes, bytes]] = {}

    def _load(self, pem: str, where: str) -> None:
        # OpenSSL takes 30 ms to import, and only who signs needs it.
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        fault = NotSetUpError(
            "the DKIM key cannot be read: it is not the PEM of a private key without a passphrase",
            where=where,
            fix="`digest dkim --make FILE` makes one",
        )
        try:
            loaded = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            loaded = None
        if loaded is None:
            # Raised out here, so that no cause stands beneath it that quotes what it could not read.
            raise fault
        if isinstance(loaded, Ed25519PrivateKey):
            self._ed25519 = loaded
        elif isinstance(loaded, RSAPrivateKey):
            if loaded.key_size < _SHORTEST:
                raise NotSetUpError(
                    f"the DKIM key has {loaded.key_size} bits, and receivers take none under {_SHORTEST}",
                    where=where,
                    fix="`digest dkim --make FILE` makes one with 2,048",
                )
            self._rsa = loaded
        else:
            raise NotSetUpError("the DKIM key is neither RSA nor Ed25519", where=where, fix=fault.fix)

    def record(self) -> str:
        """What is to be published as TXT at ``SELECTOR._domainkey.DOMAIN`` (RFC 6376 §3.6.1, RFC 8463 §3.1)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        if self._rsa:
            public = self._rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode('ascii')}"
        assert self._ed25519 is not None
        raw = self._ed25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode('ascii')}"

    def sign(self, head: Sequence[bytes], body_hash: bytes) -> bytes:
        """A DKIM-Signature field over the fields, given in relaxed form in the message's order.

        ``body_hash`` is the SHA-256 of the body in relaxed form.
        """
        names = tuple(field[: field.index(b":")] for field in head)
        known = self._known.get(names)
        if known is None:
            known = self._known[names] = self._begun(names)
        begun, canonical = known
        hashed = base64.b64encode(body_hash)
        # A name that stands in h= once more than in the message adds nothing to what is signed.
        signed = b"".join(field for field, name in zip(head, names, strict=True) if name.decode() not in _NEVER)
        signature = self._signature(signed + canonical + hashed + b"; b=")
        packed = base64.b64encode(signature)
        rows = b"\r\n ".join(packed[at : at + 72] for at in range(0, len(packed), 72))
        return begun + hashed + b";\r\n b=" + rows + b"\r\n"

    def _begun(self, names: tuple[bytes, ...]) -> tuple[bytes, bytes]:
        """The signature up to the body's hash, over fields of these names: as it is sent, and in relaxed form."""
        listed = [name.decode("ascii") for name in names if name.decode("ascii") not in _NEVER]
        listed += [name.lower() for name in _ONCE_MORE]
        lines, line = [], " h="
        for number, name in enumerate(listed):
            word = name + (":" if number + 1 < len(listed) else ";")
            if len(line) + len(word) > 76:
                lines.append(line)
                line = " "
            line += word
        lines.append(line)
        begun = "\r\n".join(
            (
                f"DKIM-Signature: v=1; a={self.algorithm}; c=relaxed/relaxed;",
                f" d={self.domain}; s={self.selector};",
                *lines,
                " bh=",
            )
        ).encode("ascii")
        return begun, canonical_field(begun).removesuffix(b"\r\n")

    def _signature(self, signed: bytes) -> bytes:
        if self._ed25519:
            return self._ed25519.sign(hashlib.sha256(signed).digest())  # RFC 8463 §3: of the hash
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        assert self._rsa is not None
        return self._rsa.sign(signed, PKCS1v15(), SHA256())
