"""SPF (RFC 7208): may a machine send for a domain?

Written here rather than taken from a library: of the two there are, one has not followed dnspython for years, the other
brings two HTTP clients along; and what a person needs to be told (how many lookups, which include failed, what to add)
neither says.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from digest.postmaster.lookup import Lookup, LookupFailedError

LOOKUPS = 10  # terms that ask DNS (§4.6.4)
_VOID = 2  # lookups that may find nothing
_HOSTS = 10  # addresses of one mx
_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_TERM = re.compile(
    r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^/]+|[0-9A-Fa-f:.]+))?((?:/\d{1,3}){0,1}(?://\d{1,3})?)", re.I
)
_MODIFIER = re.compile(r"([A-Za-z][\w.-]*)=(.*)")

Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receiver makes of a machine that sends for a domain."""

    result: Result
    why: str = ""  # the term that decided, or what is wrong, in words
    record: str = ""  # the domain's own
    lookups: int = 0
    ends: str = ""  # what becomes of machines that no term names: "-", "~", "?", "+"; "" where nothing says


class _FaultError(Exception):
    def __init__(self, result: Result, why: str) -> None:
        self.result, self.why = result, why


@dataclass(slots=True)
class _Count:
    """What one check may spend, over all includes and redirects."""

    lookups: int = 0
    void: int = 0
    within: list[str] = field(default_factory=list)

    def term(self, domain: str) -> None:
        self.lookups += 1
        if self.lookups > LOOKUPS:
            raise _FaultError("permerror", f"more than {LOOKUPS} DNS lookups are needed, the last for {domain}")

    def found(self, records: Sequence[str], name: str) -> None:
        if not records:
            self.void += 1
            if self.void > _VOID:
                raise _FaultError("permerror", f"too many names in it lead nowhere, the last {name}")


def records(domain: str, lookup: Lookup) -> tuple[str, ...]:
    """The SPF records of a domain: there should be one. Raises ``LookupFailedError``."""
    return tuple(
        text for text in lookup(domain, "TXT") if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")
    )


def check(address: Address, domain: str, lookup: Lookup) -> Verdict:
    """Whether ``address`` may send for ``domain``, as ``check_host()`` of §4 says. Never raises."""
    count = _Count()
    try:
        found = records(domain, lookup)
    except LookupFailedError as error:
        return Verdict("temperror", str(error))
    own = found[0] if found else ""
    ends = _ending(own)
    try:
        result, why = _check(address, domain, lookup, count)
    except _FaultError as fault:
        return Verdict(fault.result, fault.why, own, count.lookups, ends)
    except LookupFailedError as error:
        return Verdict("temperror", str(error), own, count.lookups, ends)
    return Verdict(result, why, own, count.lookups, ends)


def _ending(record: str) -> str:
    for term in record.split():
        if re.fullmatch(r"[+?~-]?all", term, re.I):
            return term[0] if term[0] in _RESULTS else "+"
    return ""


def _check(address: Address, domain: str, lookup: Lookup, count: _Count) -> tuple[Result, str]:
    if domain in count.within:
        raise _FaultError("permerror", f"{domain} includes itself")
    count.within.append(domain)
    found = records(domain, lookup)
    if not found:
        return "none", f"{domain} has no SPF record"
    if len(found) > 1:
        raise _FaultError("permerror", f"{domain} has {len(found)} SPF records, and only one may be")
    terms, redirect = _parsed(found[0], domain)
    for term in terms:
        if _matches(address, term, domain, lookup, count):
            return _result(term.sign), f"{term.text} of {domain}"
    if redirect:
        count.term(redirect)
        result, why = _check(address, redirect, lookup, count)
        if result == "none":
            raise _FaultError("permerror", f"redirect leads to {redirect}, which has no SPF record")
        return result, why
    count.within.pop()
    return "neutral", f"no term of {domain} speaks of {address}"


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    sign: str
    kind: str
    value: str
    cidr: str


def _parsed(record: str, domain: str) -> tuple[list[_Term], str]:
    """A record's mechanisms, and where it redirects to; a slip anywhere in it spoils all of it (§4.6)."""
    terms: list[_Term] = []
    once: dict[str, str] = {}
    for text in record.split()[1:]:
        if modifier := _MODIFIER.fullmatch(text):
            name = modifier[1].lower()
            if name in ("redirect", "exp") and name in once:
                raise _FaultError("permerror", f"the record of {domain} has {name}= twice")
            once[name] = modifier[2].lower().rstrip(".")
            continue
        matched = _TERM.fullmatch(text)
        if matched is None:
            raise _FaultError("permerror", f"{text!r} in the record of {domain} is no SPF term")
        value = (matched[3] or "").lower().rstrip(".")
        term = _Term(text, matched[1] or "+", matched[2].lower(), value, matched[4])
        if term.kind in ("ip4", "ip6"):
            _network(term.value, term.cidr)
        if term.kind == "include" and term.value == domain:
            raise _FaultError("permerror", f"{domain} includes itself")
        terms.append(term)
    return terms, once.get("redirect", "")


def _result(sign: str) -> Result:
    result: Result = _RESULTS[sign]  # type: ignore[assignment]  # the values of the table are the Literal's
    return result


def _matches(address: Address, term: _Term, domain: str, lookup: Lookup, count: _Count) -> bool:
    kind = term.kind
    if kind == "all":
        return True
    if kind in ("ip4", "ip6"):
        return address in _network(term.value, term.cidr)
    target = term.value or domain
    if "%" in target:
        raise _FaultError("neutral", f"the record of {domain} has macros ({target}), which only a receiver can fill")
    count.term(target)
    if kind == "include":
        before = len(count.within)
        result, why = _check(address, target, lookup, count)
        del count.within[before:]
        if result == "none":
            raise _FaultError("permerror", f"it includes {target}, which has no SPF record: {why}")
        return result == "pass"
    if kind == "ptr":
        names = lookup(str(address), "PTR")
        count.found(names, str(address))
        confirmed = _confirmed(address, names, lookup)
        return any(name == target or name.endswith(f".{target}") for name in confirmed)
    if kind == "exists":
        known = lookup(target, "A")
        count.found(known, target)
        return bool(known)
    hosts: Sequence[str] = (target,)
    if kind == "mx":
        hosts = [host for host in lookup(target, "MX") if host]
        count.found(hosts, target)
        if len(hosts) > _HOSTS:
            raise _FaultError("permerror", f"{target} has more than {_HOSTS} mail servers")
    four, _, six = term.cidr.partition("//")
    length = (f"/{six}" if six else "") if address.version == 6 else four
    for host in hosts:
        known = lookup(host, "A" if address.version == 4 else "AAAA")
        if kind == "a":
            count.found(known, host)
        if any(address in _network(one, length) for one in known):
            return True
    return False


def _confirmed(address: Address, names: Sequence[str], lookup: Lookup) -> tuple[str, ...]:
    """Those of the names of an address that lead back to it."""
    kind: Literal["A", "AAAA"] = "A" if address.version == 4 else "AAAA"
    return tuple(name.lower() for name in names[:_HOSTS] if str(address) in lookup(name, kind))


def _network(text: str, cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(f"{text}{cidr}", strict=False)
    except ValueError:
        raise _FaultError("permerror", f"{text}{cidr} is no network") from None
