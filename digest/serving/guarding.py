"""Who asks, how often, and whether it was their own doing: decisions on a request's head."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_KEPT = 50_000  # clients that a limit remembers: some 10 MB


def networks(given: Sequence[str]) -> tuple[Network, ...]:
    """The proxies that feeds.yml names, by address or by network; what is neither is nobody's."""
    found: list[Network] = []
    for text in given:
        try:
            found.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            continue
    return tuple(found)


def client(peer: str | None, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """The address of who asks. ``peer``: who is connected; ``forwarded``: the X-Forwarded-For fields, in order.

    From the right, the first address that is no proxy of ours is the client's: whatever stands left of it the client
    may have written. Of IPv6 the first 64 bits count: the rest is the client's to choose.
    """
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    found = _address(peer or "")
    while hops and trusted(found, proxies):
        nearer = _address(hops.pop())
        if nearer is None:
            break
        found = nearer
    if found is None:
        return "unknown"
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))


def trusted(address: ipaddress.IPv4Address | ipaddress.IPv6Address | str | None, proxies: Sequence[Network]) -> bool:
    """Whether it is a proxy's, whose word is taken."""
    found = _address(address) if isinstance(address, str) else address
    return found is not None and any(found.version == each.version and found in each for each in proxies)


def own(headers: Mapping[str, str], url: str) -> bool:
    """Whether a browser sent this form from a page of ours; what is no browser says nothing, and passes.

    Browsers say whence in Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454 §7); no page elsewhere can forge either.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin == _origin(url)


def preferred(accepted: str, languages: Sequence[str], default: str) -> str:
    """The language of ours that a reader reads best (RFC 9110 §12.5.4); ``default`` where they name none of ours."""
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        weight = 1.0
        if rest.strip().startswith("q="):
            try:
                weight = float(rest.strip()[2:])
            except ValueError:
                weight = 0.0
        if weight > 0:
            ranked.append((-weight, place, tag.strip().lower()))
    known = {tag.lower(): tag for tag in languages}
    for _, _, tag in sorted(ranked):
        if tag == "*":
            return default
        if (found := known.get(tag) or known.get(tag.partition("-")[0])) is not None:
            return found
    return default


@dataclass(slots=True)
class Limit:
    """So many at once, and one more each so many seconds: a leaky bucket for each key, which is one number."""

    burst: int
    every: float  # seconds
    _full: dict[str, float] = field(default_factory=dict)  # key -> when its bucket has run dry

    def wait(self, key: str, now: float, *, take: bool = True) -> float:
        """Seconds until this key may: 0 where it may now. ``now``: seconds of any clock that never goes back."""
        dry = max(self._full.get(key, now), now)
        if dry - now > (self.burst - 1) * self.every:
            return dry - now - (self.burst - 1) * self.every
        if take:
            if len(self._full) >= _KEPT:
                self._forget(now)
            self._full[key] = dry + self.every
        return 0.0

    def _forget(self, now: float) -> None:
        """Let go of those whose bucket is dry; where none is, of the oldest half, for memory comes first."""
        self._full = {key: dry for key, dry in self._full.items() if dry > now}
        if len(self._full) >= _KEPT:
            self._full = dict(list(self._full.items())[_KEPT // 2 :])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found
