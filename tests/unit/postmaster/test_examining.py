"""What is told of a sender: every finding in words, with what to do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from digest.postmaster import Finding, Key, LookupFailedError, examine
from digest.postmaster.dmarc import aligned, organisation, policy
from digest.postmaster.lookup import Kind

RSA = Key(domain="example.org", selector="s1", kind="rsa", public="QUJD", bits=2048)
ED = Key(domain="example.org", selector="e1", kind="ed25519", public="RUQ=")

GOOD: dict[tuple[str, Kind], tuple[str, ...]] = {
    ("smtp.example.org", "A"): ("8.8.4.4",),
    ("example.org", "TXT"): ("v=spf1 ip4:8.8.4.4 -all",),
    ("example.org", "MX"): ("smtp.example.org",),
    ("s1._domainkey.example.org", "TXT"): ("v=DKIM1; k=rsa; p=QU JD",),
    ("_dmarc.example.org", "TXT"): ("v=DMARC1; p=quarantine; rua=mailto:x@example.org",),
    ("8.8.4.4", "PTR"): ("smtp.example.org",),
}


class Names:
    """A table of names; those in ``silent`` are not answered."""

    def __init__(self, table: Mapping[tuple[str, Kind], tuple[str, ...]], *silent: str) -> None:
        self._table, self._silent = table, silent

    def __call__(self, name: str, kind: Kind) -> tuple[str, ...]:
        if name in self._silent or "*" in self._silent:
            raise LookupFailedError(f"{name}: timed out")
        return self._table.get((name, kind), ())


def found(
    *silent: str,
    but: Mapping[tuple[str, Kind], tuple[str, ...]] | None = None,
    keys: tuple[Key, ...] = (RSA,),
    sender: str = "news@example.org",
    return_path: str | None = None,
    server: str = "smtp.example.org",
) -> list[Finding]:
    table = {**GOOD, **(but or {})}
    return list(examine(sender=sender, return_path=return_path, server=server, keys=keys, lookup=Names(table, *silent)))


def states(findings: list[Finding]) -> dict[str, str]:
    order = ("good", "skipped", "weak", "bad")
    worst: dict[str, str] = {}
    for one in findings:
        worst[one.topic] = max(worst.get(one.topic, "good"), one.state, key=order.index)
    return worst


def test_a_sender_that_did_its_homework() -> None:
    """Everything is good, and nothing is left to do."""
    made = found()
    assert states(made) == {"SPF": "good", "DKIM": "good", "DMARC": "good", "MX": "good", "PTR": "good"}
    assert not [one.fix for one in made if one.fix]
    assert "passes by DKIM and SPF" in next(one.what for one in made if one.topic == "DMARC")


@pytest.mark.parametrize(
    ("name", "kind", "records", "topic", "state", "words"),
    [
        ("example.org", "TXT", (), "SPF", "bad", "has no SPF record"),
        ("example.org", "TXT", ("v=spf1 +all",), "SPF", "bad", "whole world"),
        ("example.org", "TXT", ("v=spf1 foo",), "SPF", "bad", "'foo'"),
        ("example.org", "TXT", ("v=spf1 ip4:9.9.9.9 -all",), "SPF", "weak", "does not let 8.8.4.4 send"),
        ("s1._domainkey.example.org", "TXT", (), "DKIM", "bad", "there is no key"),
        ("s1._domainkey.example.org", "TXT", ("v=DKIM1; p=WFla",), "DKIM", "bad", "is not the one"),
        ("s1._domainkey.example.org", "TXT", ("v=DKIM1; p=",), "DKIM", "bad", "revoked"),
        ("s1._domainkey.example.org", "TXT", ("v=DKIM1; k=ed25519; p=QUJD",), "DKIM", "bad", "for ed25519"),
        ("s1._domainkey.example.org", "TXT", ("v=DKIM1; t=y; p=QUJD",), "DKIM", "bad", "only a test"),
        ("_dmarc.example.org", "TXT", (), "DMARC", "bad", "no DMARC record"),
        ("_dmarc.example.org", "TXT", ("v=DMARC1; p=maybe",), "DMARC", "bad", "p=maybe"),
        ("_dmarc.example.org", "TXT", ("v=DMARC1; p=none", "v=DMARC1; p=none"), "DMARC", "bad", "2 records"),
        ("example.org", "MX", ("",), "MX", "bad", "takes no mail at all"),
        ("example.org", "MX", (), "MX", "bad", "takes no mail: answers"),
        ("8.8.4.4", "PTR", (), "PTR", "weak", "has no name"),
        ("8.8.4.4", "PTR", ("elsewhere.example",), "PTR", "weak", "does not lead back"),
        ("smtp.example.org", "A", (), "server", "bad", "has no address"),
    ],
)
def test_each_fault_is_told_with_what_to_do(
    name: str, kind: Kind, records: tuple[str, ...], topic: str, state: str, words: str
) -> None:
    """One thing is wrong at a time."""
    made = [one for one in found(but={(name, kind): records}) if one.topic == topic and one.state == state]
    assert len(made) == 1
    assert words in made[0].what
    assert made[0].fix


def test_offline_nothing_is_guessed() -> None:
    """Without a name server every look is skipped, and says so."""
    made = found("*")
    assert {one.state for one in made} == {"skipped"}
    assert {one.topic for one in made} >= {"server", "SPF", "DKIM", "DMARC", "MX"}


def test_one_silent_name_skips_one_look() -> None:
    """The others are still told."""
    assert states(found("_dmarc.example.org"))["DMARC"] == "skipped"
    assert states(found("_dmarc.example.org"))["SPF"] == "good"


def test_a_server_on_this_machine_has_another_address_for_the_world() -> None:
    """SPF is read for its own faults then, and PTR is not asked for."""
    made = found(server="127.0.0.1")
    by_name = found(server="localhost")  # which is in no DNS
    assert states(by_name) == states(made)
    assert states(made) == {"server": "skipped", "SPF": "good", "DKIM": "good", "DMARC": "good", "MX": "good"}


def test_without_a_key_dmarc_rests_on_spf() -> None:
    """And where the envelope is another's, on nothing that can be seen."""
    assert states(found(keys=()))["DMARC"] == "good"
    other = {("bounce.example", "TXT"): ("v=spf1 ip4:8.8.4.4 -all",), ("bounce.example", "MX"): ("m.example",)}
    made = found(keys=(), return_path="b@bounce.example", but=other)
    assert states(made)["SPF"] == "good"
    assert states(made)["DMARC"] == "bad"


def test_an_ed25519_key_alone_and_a_short_key_are_weak() -> None:
    """Many receivers verify RSA only; 1024 bits are too few since RFC 8301."""
    record = {("e1._domainkey.example.org", "TXT"): (ED.record,)}
    alone = [one.what for one in found(keys=(ED,), but=record) if one.state == "weak"]
    assert any("Ed25519" in what for what in alone)
    both = [one.what for one in found(keys=(RSA, ED), but=record) if one.state == "weak"]
    assert not both
    short = Key(domain="example.org", selector="s1", kind="rsa", public="QUJD", bits=1024)
    assert any("1024 bits" in one.what for one in found(keys=(short,)) if one.state == "weak")


def test_the_policy_of_the_organisation_holds_below_it() -> None:
    """With its sp= where it has one; two domains of one organisation are one sender unless it says otherwise."""
    names = Names({("_dmarc.example.co.uk", "TXT"): ("v=DMARC1; p=none; sp=reject; adkim=s",)})
    found_policy = policy("news.example.co.uk", names)
    assert found_policy is not None
    assert (found_policy.domain, found_policy.policy, found_policy.strict_dkim) == ("example.co.uk", "reject", True)
    assert organisation("a.b.example.co.uk") == "example.co.uk"
    assert aligned("a.example.org", "example.org", strict=False)
    assert not aligned("a.example.org", "example.org", strict=True)
