"""Looking records up with dnspython, from a name server on loopback."""

from __future__ import annotations

import dns.resolver
import pytest
from nameserver import nameserver

from digest.postmaster.lookup import LookupFailedError
from digest.postmaster.resolving import DnsLookup

ZONE = {
    ("example.org", "TXT"): ('"v=spf1 ip4:192.0.2.1 " "-all"', '"other"'),
    ("example.org", "MX"): ("20 b.example.org.", "10 a.example.org."),
    ("none.example", "MX"): ("0 .",),
    ("a.example.org", "A"): ("192.0.2.2", "192.0.2.1"),
    ("a.example.org", "AAAA"): ("2001:db8::1",),
    ("1.2.0.192.in-addr.arpa", "PTR"): ("a.example.org.",),
}


def test_records_come_back_as_the_rules_of_mail_want_them() -> None:
    """Strings joined, hosts by preference, the null MX as none, addresses by name and names by address."""
    with nameserver(ZONE) as resolver:
        lookup = DnsLookup(resolver)
        assert set(lookup("example.org", "TXT")) == {"v=spf1 ip4:192.0.2.1 -all", "other"}
        assert lookup("Example.ORG.", "MX") == ("a.example.org", "b.example.org")
        assert lookup("none.example", "MX") == ("",)
        assert lookup("a.example.org", "A") == ("192.0.2.1", "192.0.2.2")
        assert lookup("a.example.org", "AAAA") == ("2001:db8::1",)
        assert lookup("192.0.2.1", "PTR") == ("a.example.org",)


def test_what_is_not_there_is_nothing_and_no_fault() -> None:
    """An unknown name, a name without such records, and what can be no name."""
    with nameserver(ZONE) as resolver:
        lookup = DnsLookup(resolver)
        assert lookup("nowhere.example", "TXT") == ()
        assert lookup("example.org", "A") == ()
        assert lookup(f"{'x' * 70}.example", "TXT") == ()
        assert lookup("a..example", "TXT") == ()


def test_silence_is_told_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer means that nothing is known."""
    monkeypatch.setattr("digest.postmaster.resolving._PATIENCE", 0.3)
    with nameserver(ZONE, silent="slow.example") as resolver, pytest.raises(LookupFailedError, match=r"slow\.example"):
        DnsLookup(resolver)("slow.example", "TXT")


def test_a_machine_without_name_servers_is_offline() -> None:
    """No traceback of the resolver's."""
    resolver = dns.resolver.Resolver(configure=False)
    with pytest.raises(LookupFailedError):
        DnsLookup(resolver)("example.org", "TXT")
