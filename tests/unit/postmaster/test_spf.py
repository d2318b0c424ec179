"""SPF as RFC 7208 has it, over names from a table."""

from __future__ import annotations

import ipaddress

import pytest

from digest.postmaster import spf
from digest.postmaster.lookup import Kind, LookupFailedError

NAMES: dict[tuple[str, Kind], tuple[str, ...]] = {
    ("plain.example", "TXT"): ("some-verification=1", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"),
    ("soft.example", "TXT"): ("v=spf1 a mx ~all",),
    ("soft.example", "A"): ("198.51.100.7",),
    ("soft.example", "MX"): ("mx.soft.example",),
    ("mx.soft.example", "A"): ("203.0.113.9",),
    ("near.example", "TXT"): ("v=spf1 a:soft.example/24//64 ?all",),
    ("host.example", "TXT"): ("v=spf1 include:plain.example include:soft.example -all",),
    ("moved.example", "TXT"): ("v=spf1 redirect=plain.example",),
    ("astray.example", "TXT"): ("v=spf1 redirect=nowhere.example",),
    ("open.example", "TXT"): ("v=spf1 +all",),
    ("two.example", "TXT"): ("v=spf1 -all", "v=spf1 a -all"),
    ("slip.example", "TXT"): ("v=spf1 all ipv4:192.0.2.1",),
    ("slash.example", "TXT"): ("v=spf1 ip4:192.0.2.0/99 -all",),
    ("self.example", "TXT"): ("v=spf1 include:self.example -all",),
    ("ring.example", "TXT"): ("v=spf1 include:round.example -all",),
    ("round.example", "TXT"): ("v=spf1 include:ring.example -all",),
    ("astray2.example", "TXT"): ("v=spf1 include:nowhere.example -all",),
    ("macro.example", "TXT"): ("v=spf1 exists:%{i}.list.example -all",),
    ("twice.example", "TXT"): ("v=spf1 redirect=plain.example redirect=soft.example",),
    ("void.example", "TXT"): ("v=spf1 a:n1.example a:n2.example a:n3.example -all",),
    ("named.example", "TXT"): ("v=spf1 ptr:named.example -all",),
    ("192.0.2.77", "PTR"): ("out.named.example", "liar.named.example"),
    ("out.named.example", "A"): ("192.0.2.77",),
    ("exists.example", "TXT"): ("v=spf1 exists:soft.example -all",),
    ("silent.example", "TXT"): ("v=spf1 a:down.example -all",),
    **{(f"deep{n}.example", "TXT"): (f"v=spf1 include:deep{n + 1}.example -all",) for n in range(12)},
}


def lookup(name: str, kind: Kind) -> tuple[str, ...]:
    if name == "down.example":
        raise LookupFailedError("down.example: timed out")
    return NAMES.get((name, kind), ())


@pytest.mark.parametrize(
    ("domain", "address", "result", "why"),
    [
        ("plain.example", "192.0.2.1", "pass", "ip4:192.0.2.0/24 of plain.example"),
        ("plain.example", "2001:db8::5", "pass", "ip6:2001:db8::/32 of plain.example"),
        ("plain.example", "203.0.113.1", "fail", "-all of plain.example"),
        ("soft.example", "198.51.100.7", "pass", "a of soft.example"),
        ("soft.example", "203.0.113.9", "pass", "mx of soft.example"),
        ("soft.example", "203.0.113.1", "softfail", "~all of soft.example"),
        ("near.example", "198.51.100.200", "pass", "a:soft.example/24//64 of near.example"),
        ("near.example", "2001:db8::1", "neutral", "?all of near.example"),
        ("host.example", "192.0.2.1", "pass", "include:plain.example of host.example"),
        ("host.example", "203.0.113.1", "fail", "-all of host.example"),
        ("moved.example", "192.0.2.1", "pass", "ip4:192.0.2.0/24 of plain.example"),
        ("named.example", "192.0.2.77", "pass", "ptr:named.example of named.example"),
        ("named.example", "192.0.2.78", "fail", "-all of named.example"),
        ("exists.example", "192.0.2.1", "pass", "exists:soft.example of exists.example"),
        ("nowhere.example", "192.0.2.1", "none", "nowhere.example has no SPF record"),
        ("macro.example", "192.0.2.1", "neutral", "macros"),
        ("silent.example", "192.0.2.1", "temperror", "timed out"),
        ("astray.example", "192.0.2.1", "permerror", "redirect leads to nowhere.example"),
        ("astray2.example", "192.0.2.1", "permerror", "it includes nowhere.example"),
        ("two.example", "192.0.2.1", "permerror", "2 SPF records"),
        ("slip.example", "192.0.2.1", "permerror", "'ipv4:192.0.2.1' in the record of slip.example is no SPF term"),
        ("slash.example", "192.0.2.1", "permerror", "192.0.2.0/99 is no network"),
        ("self.example", "192.0.2.1", "permerror", "includes itself"),
        ("ring.example", "192.0.2.1", "permerror", "ring.example includes itself"),
        ("twice.example", "192.0.2.1", "permerror", "redirect= twice"),
        ("void.example", "192.0.2.1", "permerror", "lead nowhere"),
        ("deep0.example", "192.0.2.1", "permerror", "more than 10 DNS lookups"),
    ],
)
def test_what_a_receiver_makes_of_a_machine(domain: str, address: str, result: str, why: str) -> None:
    """The result of check_host(), and the term that decided it or the slip that spoilt it."""
    verdict = spf.check(ipaddress.ip_address(address), domain, lookup)
    assert verdict.result == result
    assert why in verdict.why


def test_it_says_what_becomes_of_everyone_else() -> None:
    """A record that lets the whole world send is told apart from one that lets nobody else."""
    anyone = ipaddress.ip_address("203.0.113.1")
    assert [spf.check(anyone, f"{name}.example", lookup).ends for name in ("plain", "soft", "open", "moved")] == [
        "-",
        "~",
        "+",
        "",
    ]


def test_lookups_are_counted_as_receivers_count_them() -> None:
    """Includes, a and mx cost one each, networks nothing."""
    verdict = spf.check(ipaddress.ip_address("203.0.113.1"), "host.example", lookup)
    assert verdict.lookups == 4
