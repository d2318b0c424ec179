"""Mail addresses: what is one, and when two are the same.

An address is a dot-atom and a host name (RFC 5321 §4.1.2), its local part perhaps in another script (RFC 6531). Quoted
local parts and address literals are refused: no subscriber has one, and each is a way to smuggle something past a later
reader.
"""

from __future__ import annotations

import hmac
import re

from digest.errors import DataError

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def canonical(address: str) -> str:
    """The address with its domain in lower-case ASCII (IDNA 2008), its local part as written.

    Raises ``DataError`` that says what is wrong with it.
    """
    if len(address) > 320:
        raise DataError("not a mail address: it is longer than 254 characters")
    local, at, domain = address.strip().rpartition("@")
    if not at:
        raise DataError(f"{address!r} is not a mail address: it has no '@'")
    if not _LOCAL.fullmatch(local) or len(local.encode()) > 64:
        raise DataError(f"{address!r} is not a mail address: the part before the '@' is not one")
    host = _ascii(domain)
    if host is None or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise DataError(f"{address!r} is not a mail address: {domain!r} is not a host name")
    if len(local.encode()) + 1 + len(host) > 254:
        raise DataError(f"{address!r} is not a mail address: it is longer than 254 characters")
    return f"{local}@{host}"


def _ascii(domain: str) -> str | None:
    if domain.isascii():
        return domain.lower()
    import idna  # its tables are large, and few domains need them

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return None


def identity(address: str) -> str:
    """What two spellings of one address share: never raises, so that a ledger's or a list's odd row still compares.

    The domain ignores case; the local part does not (RFC 5321 §2.4).
    """
    try:
        return canonical(address)
    except DataError:
        return address.strip()


def who(address: str) -> str:
    """Under what a subscriber, a suppression or a bounce is kept: ``identity`` without the local part's case.

    No provider that people use tells addresses apart by case, and mail to someone who left is the worse mistake.
    """
    return identity(address).casefold()


def shown(address: str, key: bytes | None) -> str:
    """How an address is named in reports and logs: itself, or with a ``key`` only "hash:" and 20 hex digits.

    The same person has the same hash, however the address is spelt (a hash is its own); without the key nobody can
    tell whose it is.
    """
    if key is None or address.startswith("hash:"):  # no address holds a colon
        return address
    return "hash:" + hmac.digest(key, who(address).encode("utf-8", "replace"), "sha256").hex()[:20]


def mailbox(text: str) -> tuple[str, str]:
    """Name and canonical address of an RFC 5322 mailbox: ``Name <local@domain>``, or an address alone.

    Raises ``DataError`` that says what is wrong with it.
    """
    text = text.strip()
    if not text.endswith(">"):
        return "", canonical(text)
    name, bracket, address = text[:-1].rpartition("<")
    if not bracket:
        raise DataError(f"{text!r} has a '>' without a '<'")
    name = name.strip()
    if len(name) >= 2 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return " ".join(name.split()), canonical(address)
