"""What all messages of an issue have in common: made once, with what is a subscriber's own put between."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

from digest.messages import dkim
from digest.messages.bodies import Pieces, Values


class Fields:
    """Header fields as they are sent, and as they are signed."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def canonical(self) -> list[bytes]:
        """Each field in relaxed form."""
        return [dkim.canonical_field(each) for each in dkim.fields(self.raw)]


class Body:
    """A body of which only a subscriber's own lines are made, brought into canonical form and hashed anew."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        last = len(pieces) - 1
        self._canonical = [dkim.canonical_lines(piece) if isinstance(piece, bytes) else None for piece in pieces]
        if (end := self._canonical[last]) is not None:
            self._canonical[last] = dkim.without_last_blanks(end)
        # Up to the first line that is somebody's own, the hash is the same for all.
        self._first = next((at for at, piece in enumerate(pieces) if not isinstance(piece, bytes)), last + 1)
        self._begun = hashlib.sha256(b"".join(each for each in self._canonical[: self._first] if each))

    def fill(self, values: Values) -> list[bytes]:
        """A subscriber's body, in pieces that stand one after the other."""
        return [piece if isinstance(piece, bytes) else piece.fill(values) for piece in self._pieces]

    def hashed(self, filled: Sequence[bytes]) -> bytes:
        """The SHA-256 of what ``fill`` made, in relaxed form (RFC 6376 §3.4.4)."""
        total = self._begun.copy()
        for known, made in zip(self._canonical[self._first :], filled[self._first :], strict=True):
            total.update(dkim.canonical_lines(made) if known is None else known)
        return total.digest()


def written(head: Sequence[Fields], body: Body, values: Values, signers: Sequence[dkim.Signer]) -> bytes:
    """A message, signed by each of the signers; each field of ``head`` has a name of its own."""
    filled = body.fill(values)
    signatures: list[bytes] = []
    if signers:
        body_hash = body.hashed(filled)
        signed = [field for fields in head for field in fields.canonical]
        signatures = [signer.sign(signed, body_hash) for signer in signers]
    return b"".join((*signatures, *(fields.raw for fields in head), b"\r\n", *filled))
