"""VERP: an envelope sender of its own for each message, so that one that comes back says whose it was.

With ``bounces@example.org`` as return path, issue 12 goes to a person as from ``bounces+12-hp4ktuwt3ca5c@example.org``:
the issue's number and a keyed hash of the two. A server that returns it writes to that address, whatever else its
report leaves out. The hash gives nobody's address away, and nobody without the key can return mail in another's name.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from digest.errors import DataError
from digest.messages.addresses import canonical

_OCTETS = 8  # of the hash that are kept: 64 bits, in 13 characters of base32
_LOCAL = 64  # octets that a local part may have (RFC 5321 §4.5.3.1.1)
_SUFFIX = re.compile(r"([1-9][0-9]{0,8}|0)-([a-z2-7]{13})")


class Returned(NamedTuple):
    """What an envelope sender says of a message."""

    issue: int  # its number; 0 for a letter
    mark: str  # ``mark`` of the issue and the person


def mark(key: bytes, issue: int, person: str) -> str:
    """The 13 characters that stand for a person (``addresses.who``) in the envelope senders of an issue.

    Lower-case letters and digits, for some relays change the case of a local part. Those of two issues share nothing:
    who sees one returned mail learns no other's.
    """
    made = hmac.digest(key, f"{issue} {person}".encode("utf-8", "surrogatepass"), "sha256")[:_OCTETS]
    return base64.b32encode(made).decode("ascii").rstrip("=").lower()


def envelope_sender(return_path: str, key: bytes, issue: int, person: str) -> str:
    """The envelope sender of an issue's message to a person.

    Raises ``DataError`` where ``return_path`` is no address, or has no room left before its ``@``.
    """
    local, domain = _parted(return_path)
    made = f"{local}+{issue}-{mark(key, issue, person)}"
    if len(made.encode()) > _LOCAL:
        raise DataError(
            f"the return path {return_path!r} is too long",
            fix="a mark is put before its '@', where 64 characters are allowed: take a shorter name",
        )
    return f"{made}@{domain}"


@lru_cache(maxsize=8)  # one a publication, asked for with every message
def _parted(return_path: str) -> tuple[str, str]:
    local, _, domain = canonical(return_path).rpartition("@")
    return local, domain


def read(address: str, return_path: str) -> Returned | None:
    """What an address that mail was returned to says, or None where it is not one of ``envelope_sender``'s.

    Neither the case of the whole nor angle brackets around it matter.
    """
    try:
        local, _, domain = canonical(address.strip().removeprefix("<").removesuffix(">")).casefold().rpartition("@")
        own, _, host = canonical(return_path).casefold().rpartition("@")
    except DataError:
        return None
    found = _SUFFIX.fullmatch(local[len(own) + 1 :]) if domain == host and local.startswith(f"{own}+") else None
    return Returned(int(found[1]), found[2]) if found else None


def whose(returned: Returned, key: bytes, people: Iterable[str]) -> str | None:
    """Whose message it was among ``people``, ``addresses.who`` of all whom the issue went to, or None."""
    return next((one for one in people if hmac.compare_digest(mark(key, returned.issue, one), returned.mark)), None)
