"""All that DNS says of a sender, as findings."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence

from digest.postmaster import dkim, dmarc, spf
from digest.postmaster.dkim import Key
from digest.postmaster.findings import Finding
from digest.postmaster.lookup import Kind, Lookup, LookupFailedError

_SHORT_KEY = 1024  # bits: still taken by most, and said to be too short (RFC 8301 §3.2)


def examine(
    *, sender: str, return_path: str | None, server: str, keys: Sequence[Key], lookup: Lookup
) -> tuple[Finding, ...]:
    """What receivers will find out about mail from ``sender`` that ``server`` hands on.

    ``sender`` is the address in From, ``return_path`` that of the envelope where it is another, ``server`` the host of
    ``mail.smtp``. Where no name server answers, the finding is ``skipped``. Never raises.
    """
    domain = sender.rpartition("@")[2]
    envelope = (return_path or sender).rpartition("@")[2]
    made: list[Finding] = []

    def look(topic: str, at: Callable[[], list[Finding]]) -> None:
        try:
            made.extend(at())
        except LookupFailedError as error:
            made.append(Finding(topic, "skipped", f"no answer from the name servers: {error}", "try again when online"))

    addresses: list[spf.Address] = []
    look("server", lambda: _server(server, addresses, lookup))
    passing: list[bool] = []
    look("SPF", lambda: _spf(envelope, addresses, passing, lookup))
    signed: list[Key] = []
    look("DKIM", lambda: _dkim(keys, signed, lookup))
    look("DMARC", lambda: _dmarc(domain, envelope, any(passing), signed, lookup))
    look("MX", lambda: _mx(dict.fromkeys((domain, envelope)), lookup))
    look("PTR", lambda: _ptr(addresses, lookup))
    return tuple(made)


def _server(server: str, addresses: list[spf.Address], lookup: Lookup) -> list[Finding]:
    try:
        addresses.append(ipaddress.ip_address(server.strip("[]")))
    except ValueError:
        kinds: tuple[Kind, ...] = ("A", "AAAA")
        if server.rstrip(".").lower().rpartition(".")[2] == "localhost":
            kinds = ()  # no name server is asked for it (RFC 6761 §6.3)
            addresses.append(ipaddress.ip_address("127.0.0.1"))
        addresses += [ipaddress.ip_address(text) for kind in kinds for text in lookup(server, kind)]
        if not addresses:
            return [Finding("server", "bad", f"{server} has no address in DNS", "check mail.smtp.host")]
    private = [address for address in addresses if not address.is_global]
    if private:
        # What the world sees is another address, which nobody here knows.
        addresses[:] = [address for address in addresses if address.is_global]
        return [
            Finding(
                "server",
                "skipped",
                f"{server} is on this machine or a private network: the address that the world sees is not known here",
                "where it sends to the world itself, check its SPF and PTR under its public address",
            )
        ]
    return []


def _spf(domain: str, addresses: Sequence[spf.Address], passing: list[bool], lookup: Lookup) -> list[Finding]:
    known = spf.records(domain, lookup)
    if not known:
        return [
            Finding(
                "SPF",
                "bad",
                f"{domain} has no SPF record: nobody knows which machines may send for it",
                f"publish a TXT record at {domain}: v=spf1 … -all; your mail provider says what goes between",
            )
        ]
    if not addresses:
        verdict = spf.check(ipaddress.ip_address("192.0.2.1"), domain, lookup)  # nobody's: for the record's own faults
        if verdict.result in ("permerror", "temperror"):
            return [Finding("SPF", "bad", f"receivers cannot use the record of {domain}: {verdict.why}", known[0])]
        return [Finding("SPF", "good", f"{domain} says who may send for it: {known[0]}"), *_open(domain, verdict)]
    found: list[Finding] = []
    for address in addresses:
        verdict = spf.check(address, domain, lookup)
        passing.append(verdict.result == "pass")
        if verdict.result == "pass":
            found.append(Finding("SPF", "good", f"{domain} lets {address} send ({verdict.why})"))
        elif verdict.result in ("permerror", "temperror"):
            found.append(Finding("SPF", "bad", f"receivers cannot use the record of {domain}: {verdict.why}", known[0]))
            break
        else:
            found.append(
                Finding(
                    "SPF",
                    "weak",
                    f"{domain} does not let {address} send ({verdict.result}: {verdict.why})",
                    "right where that server hands mail on to other machines of your provider; if it delivers itself,"
                    f" add ip{address.version}:{address} to {known[0]!r}",
                )
            )
    return [*found, *_open(domain, spf.check(addresses[0], domain, lookup))]


def _open(domain: str, verdict: spf.Verdict) -> list[Finding]:
    if verdict.ends == "+":
        return [Finding("SPF", "bad", f"the record of {domain} lets the whole world send (+all)", "end it in -all")]
    return []


def _dkim(keys: Sequence[Key], signed: list[Key], lookup: Lookup) -> list[Finding]:
    if not keys:
        return [
            Finding(
                "DKIM",
                "weak",
                "digest signs nothing; large receivers want a signature from whoever sends to many",
                "see that your mail server signs (the headers of a test copy say), or set mail.dkim",
            )
        ]
    made = []
    for key in keys:
        wrong = dkim.fault(key, lookup)
        if wrong:
            made.append(Finding("DKIM", "bad", wrong, f"publish as TXT at {key.name}: {key.record}"))
            continue
        signed.append(key)
        made.append(Finding("DKIM", "good", f"{key.name} has the key that messages are signed with"))
        if key.kind == "rsa" and key.bits <= _SHORT_KEY:
            made.append(Finding("DKIM", "weak", f"the key {key.selector} has {key.bits} bits", "make one of 2048"))
    if signed and all(key.kind == "ed25519" for key in signed):
        made.append(
            Finding("DKIM", "weak", "many receivers know no Ed25519 signatures yet", "add an RSA key beside it")
        )
    return made


def _dmarc(domain: str, envelope: str, spf_passes: bool, signed: Sequence[Key], lookup: Lookup) -> list[Finding]:
    found = dmarc.policy(domain, lookup)
    if found is None:
        return [
            Finding(
                "DMARC",
                "bad",
                f"{domain} has no DMARC record, which large receivers ask of whoever sends to many",
                f"publish a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:you@{domain}",
            )
        ]
    if found.faults:
        return [Finding("DMARC", "bad", fault, f"mend the record at _dmarc.{found.domain}") for fault in found.faults]
    by_key = [s for s in signed if dmarc.aligned(s.domain, domain, strict=found.strict_dkim)]
    by_path = spf_passes and dmarc.aligned(envelope, domain, strict=found.strict_spf)
    if by_key or by_path:
        how = " and ".join([*(["DKIM"] if by_key else []), *(["SPF"] if by_path else [])])
        return [Finding("DMARC", "good", f"mail from {domain} passes by {how}; the policy is {found.policy}")]
    return [
        Finding(
            "DMARC",
            "bad" if found.policy in ("quarantine", "reject") else "weak",
            f"nothing here shows that mail from {domain} passes: no signature of digest's under that domain,"
            f" and no SPF for it that is known to pass; the policy is {found.policy}",
            "right where your mail server signs for the domain; else set mail.dkim, or a return_path in the domain",
        )
    ]


def _mx(domains: Iterable[str], lookup: Lookup) -> list[Finding]:
    made = []
    kinds: tuple[Kind, ...] = ("A", "AAAA")
    for domain in domains:
        hosts = lookup(domain, "MX")
        if hosts == ("",):
            made.append(
                Finding("MX", "bad", f"{domain} says that it takes no mail at all", "answers and bounces are lost")
            )
        elif not hosts and not any(lookup(domain, kind) for kind in kinds):
            made.append(
                Finding(
                    "MX", "bad", f"{domain} takes no mail: answers and bounces are lost", f"publish an MX for {domain}"
                )
            )
        else:
            made.append(Finding("MX", "good", f"{domain} takes mail at {hosts[0] if hosts else domain}"))
    return made


def _ptr(addresses: Sequence[spf.Address], lookup: Lookup) -> list[Finding]:
    made = []
    for address in addresses:
        kind: Kind = "A" if address.version == 4 else "AAAA"
        names = lookup(str(address), "PTR")
        confirmed = [name for name in names if str(address) in lookup(name, kind)]
        if confirmed:
            made.append(Finding("PTR", "good", f"{address} is {confirmed[0]}, and back"))
        elif names:
            made.append(
                Finding(
                    "PTR", "weak", f"{address} is {names[0]}, which does not lead back", "ask whoever runs the server"
                )
            )
        else:
            made.append(
                Finding(
                    "PTR",
                    "weak",
                    f"{address} has no name (PTR)",
                    "ask whoever runs the server; some receivers refuse it",
                )
            )
    return made
