"""The name servers of this machine, asked by dnspython."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from digest.postmaster.lookup import Kind, LookupFailedError

if TYPE_CHECKING:
    from dns.resolver import Resolver

_PATIENCE = 6.0  # seconds for one name, all servers and retries together
_SILENCES = 2  # names without an answer, and none with one: this machine is offline, and the rest is not asked for


def resolver(server: str) -> Resolver:
    """A resolver that asks one name server, an IP address with its port behind a ``#`` where it is not 53.

    Raises ``ValueError`` where that is no address.
    """
    import dns.resolver  # see _ask

    address, _, port = server.partition("#")
    made = dns.resolver.Resolver(configure=False)
    made.nameservers = [str(ipaddress.ip_address(address.strip("[]")))]
    made.port = int(port or 53)
    return made


class DnsLookup:
    """Implements ``Lookup``; each name is asked for once."""

    def __init__(self, resolver: Resolver | None = None) -> None:
        """``resolver`` in the place of the one that this machine is set up with."""
        self._resolver = resolver
        self._known: dict[tuple[str, Kind], tuple[str, ...]] = {}
        self._silences = 0

    def __call__(self, name: str, kind: Kind) -> tuple[str, ...]:
        """See ``Lookup``."""
        key = name.lower().rstrip("."), kind
        if key not in self._known:
            if not self._known and self._silences >= _SILENCES:
                raise LookupFailedError("this machine seems to be offline")
            try:
                self._known[key] = self._ask(*key)
            except LookupFailedError:
                self._silences += 1
                raise
        return self._known[key]

    def _ask(self, name: str, kind: Kind) -> tuple[str, ...]:
        # Only here: half of the program's start-up time, and one command needs it.
        import dns.exception
        import dns.name
        import dns.resolver
        import dns.reversename

        try:
            if self._resolver is None:
                self._resolver = dns.resolver.Resolver()
            asked = dns.reversename.from_address(name) if kind == "PTR" else dns.name.from_text(name)
            answer = self._resolver.resolve(asked, kind, lifetime=_PATIENCE, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong, UnicodeError):
            return ()  # no name: nothing can stand under it
        except (dns.exception.DNSException, OSError) as error:
            raise LookupFailedError(f"{name}: {' '.join(str(error).split())[:200]}") from error
        if kind == "TXT":
            return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)
        if kind == "MX":
            ranked = sorted((record.preference, record.exchange.to_text().rstrip(".")) for record in answer)
            return tuple(host for _, host in ranked)
        return tuple(sorted(record.to_text().rstrip(".") for record in answer))
