"""DMARC (RFC 7489): what a domain asks receivers to do with mail that only claims to be its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from digest.postmaster.lookup import Lookup

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@dataclass(frozen=True, slots=True)
class Policy:
    """A domain's record; ``domain`` is where it stands, which may be the organisation's."""

    domain: str
    policy: str  # "none", "quarantine", "reject"
    strict_spf: bool = False  # alignment: whether the very domain has to match, not just the organisation's
    strict_dkim: bool = False
    reports: bool = False  # whether anyone is told what fails
    faults: tuple[str, ...] = ()


def policy(domain: str, lookup: Lookup) -> Policy | None:
    """The policy for mail from a domain: its own, else its organisation's; None where neither has any.

    Raises ``LookupFailedError``.
    """
    for holder in dict.fromkeys((domain, organisation(domain))):
        found = [text for text in lookup(f"_dmarc.{holder}", "TXT") if text.lower().startswith("v=dmarc1")]
        if found:
            return _read(holder, domain, found)
    return None


def aligned(one: str, other: str, *, strict: bool) -> bool:
    """Whether two domains count as one sender (RFC 7489 §3.1)."""
    return one == other if strict else organisation(one) == organisation(other)


def organisation(domain: str) -> str:
    """The domain that was registered: of ``news.example.co.uk``, ``example.co.uk``."""
    registered: str | None = _suffixes().privatesuffix(domain)
    return registered or domain


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # a large table, and few commands need it

    return PublicSuffixList()


def _read(holder: str, domain: str, found: list[str]) -> Policy:
    tags = {}
    for part in found[0].split(";"):
        name, equals, value = part.partition("=")
        if equals:
            tags[name.strip().lower()] = value.strip()
    wanted = tags.get("p", "").lower()
    if holder != domain:
        wanted = tags.get("sp", wanted).lower()
    faults = []
    if len(found) > 1:
        faults.append(f"_dmarc.{holder} has {len(found)} records, and receivers then heed none")
    if wanted not in ("none", "quarantine", "reject"):
        faults.append(f"p={tags.get('p', '')} is none of none, quarantine, reject")
    return Policy(
        domain=holder,
        policy=wanted,
        strict_spf=tags.get("aspf", "r").lower() == "s",
        strict_dkim=tags.get("adkim", "r").lower() == "s",
        reports="rua" in tags,
        faults=tuple(faults),
    )
