"""DKIM (RFC 6376 §3.6): is the key that signs the one that the domain publishes?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digest.postmaster.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Key:
    """The public half of a key that messages are signed with."""

    domain: str
    selector: str
    kind: Literal["rsa", "ed25519"]
    public: str  # base64, as the record's p= has it
    bits: int = 0  # of an RSA key

    @property
    def name(self) -> str:
        """Where its record stands."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The TXT record to publish."""
        return f"v=DKIM1; k={self.kind}; p={self.public}"


def fault(key: Key, lookup: Lookup) -> str | None:
    """What is wrong with a key's record, in words; None where receivers find the key that signs.

    Raises ``LookupFailedError``.
    """
    found = [text for text in lookup(key.name, "TXT") if "p=" in text]
    if not found:
        return f"there is no key at {key.name}: every signature fails"
    if len(found) > 1:
        return f"{key.name} has {len(found)} keys, and receivers may take the wrong one"
    tags = _tags(found[0])
    if tags.get("v", "DKIM1") != "DKIM1":
        return f"the record at {key.name} is not DKIM1"
    public = "".join(tags.get("p", "").split())
    if not public:
        return f"the key at {key.name} is revoked: its p= is empty"
    kind = tags.get("k", "rsa").lower()
    if kind != key.kind:
        return f"the key at {key.name} is for {kind}, and messages are signed with {key.kind}"
    if public.rstrip("=") != key.public.rstrip("="):
        return f"the key at {key.name} is not the one that messages are signed with"
    if "y" in tags.get("t", "").split(":"):
        return f"the record at {key.name} says t=y, that this is only a test: receivers treat mail as unsigned"
    return None


def _tags(record: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in record.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            found[name.strip().lower()] = value.strip()
    return found
