"""Postmaster: what the world's mail servers can look up about a sender, and what they will make of it.

    addresses, keys ─▶ SPF, DKIM, DMARC, MX, PTR records ─▶ findings, each in plain words with a fix

Pure but for ``resolving``, which asks the name servers: every other part is handed a ``Lookup``.
"""

from __future__ import annotations

from digest.postmaster.dkim import Key
from digest.postmaster.examining import examine
from digest.postmaster.findings import Finding
from digest.postmaster.lookup import Lookup, LookupFailedError

__all__ = ["Finding", "Key", "Lookup", "LookupFailedError", "examine"]
