"""Asking for records, as a Protocol: tests answer from a table, ``resolving`` from the name servers."""

from __future__ import annotations

from typing import Literal, Protocol

Kind = Literal["A", "AAAA", "MX", "TXT", "PTR"]


class LookupFailedError(Exception):
    """No name server answered, or it could not say: nothing is known of the name."""


class Lookup(Protocol):
    """Records by name."""

    def __call__(self, name: str, kind: Kind) -> tuple[str, ...]:
        """The records' values, () where there are none.

        Addresses as text; of MX the host names, best first, "" for the null MX of RFC 7505; TXT with its strings
        joined (RFC 7208 §3.3); names without their last dot. Raises ``LookupFailedError``.
        """
        ...
