"""Canonical URLs: one spelling for each address, so that two links to one page are one string.

What is made equal, and why it is safe: RFC 3986 §6.2.2 (case, percent-encoding, dot segments) and §6.2.3 (default port,
empty path); the fragment, which a server never sees; credentials, which have no place in a printed link; ampersands
escaped once too often; and query parameters that only tell the publisher where a reader came from (``tracking`` has the
list). Everything else keeps its order and its spelling.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from digest.tracking import tracks

MAX_LENGTH = 8192  # characters; longer ones are no address a person or a server would accept

_DEFAULT_PORTS = {"http": 80, "https": 443}

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")  # RFC 3986 §3.3
_QUERY = _PATH | frozenset(b"?")  # RFC 3986 §3.4

# A path or a query with nothing to encode and no ampersand that may be an escaped one: nearly all are.
_PLAIN = re.compile(r"[A-Za-z0-9._~!$'()*+,:@/?=-]*(?:&(?!amp;)[A-Za-z0-9._~!$'()*+,:@/?=-]*)*")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
# An ampersand that was escaped once too often on its way through XML or HTML: by number, where "#" would cut the URL
# off, and by name.
_NUMBERED_AMPERSAND = re.compile(r"&#(?:0{0,3}38|x0{0,3}26);", re.IGNORECASE)
_NAMED_AMPERSAND = re.compile(r"&(?:amp;)+", re.IGNORECASE)

# Addresses that lead to the page at another, and how they name it.
_CACHED = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?|[a-z0-9-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?")
_SMALL = re.compile(r"(?:(?:www\d?|m|mobile|touch|amp)\.){1,2}(?=[^.]+\.)")
_INDEX = re.compile(r"index\.(?:html?|php)", re.IGNORECASE)
_AMP_END = re.compile(r"\.amp(?=(?:\.html?)?$)", re.IGNORECASE)
_AMP_PIECE = re.compile(r"_?amp(?:=.*)?|outputtype=amp|amp_(?:js_v|gsa)=.*|usqp=.*", re.IGNORECASE)


def canonical(url: str, base: str = "") -> str:
    """The one spelling of an absolute http(s) URL; ``base`` is what a relative one is relative to.

    Returns "" for anything else: other schemes, no host, garbage, and an empty ``url`` whatever the base. Never raises.
    ``canonical(canonical(u))`` is ``canonical(u)``.
    """
    parts = _split(url, base)
    if parts is None:
        return ""
    scheme = parts.scheme.lower()
    try:
        name, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # a port or an address that is none
        return ""
    if not name:
        return ""
    authority = name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
    path = _without_dots(_encoded(parts.path, _PATH)) or "/"
    query = "&".join(piece for piece in _encoded(parts.query, _QUERY).split("&") if piece and not tracks(piece, name))
    made = f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")
    return made if len(made) <= MAX_LENGTH else ""


def page(url: str) -> str:
    """What all addresses of one page have in common, however a feed names it: to know it again, not to link to it.

    Besides what ``canonical`` makes equal: the scheme, "www." and the hosts for small screens ("m.", "amp."), an AMP
    page and its caches, ``index.html``, a slash at the end. "" where ``canonical`` is.
    """
    _, _, rest = canonical(url).partition("://")
    cached = _CACHED.match(rest)
    name, _, way = rest[cached.end() if cached else 0 :].partition("/")
    way, _, query = way.partition("?")
    steps = [step for step in way.split("/") if step and step.lower() != "amp"]
    if steps and _INDEX.fullmatch(steps[-1]):
        steps.pop()
    elif steps:
        steps[-1] = _AMP_END.sub("", steps[-1])
    pieces = "&".join(piece for piece in query.split("&") if piece and not _AMP_PIECE.fullmatch(piece))
    return "/".join([_SMALL.sub("", name), *steps]) + (f"?{pieces}" if pieces else "")


def host(url: str) -> str:
    """The host of an http(s) URL as readers know it: lower case, no "www."; "" where there is none."""
    parts = _split(url, "")
    try:
        name = _host(parts.hostname or "") if parts else ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if name.count(".") > 1 else name


def _split(url: str, base: str) -> SplitResult | None:
    """The parts of an http(s) URL, None for anything else."""
    url = _NUMBERED_AMPERSAND.sub("&", _slashed(url.strip()))
    if not url:
        return None
    try:
        if base and not _SCHEME.match(url):
            url = urljoin(_slashed(base.strip()), url)
        parts = urlsplit(url) if len(url) <= MAX_LENGTH else None
    except ValueError:  # brackets that hold no IPv6 address, a host that changes its meaning under NFKC
        return None
    return parts if parts and parts.scheme.lower() in _DEFAULT_PORTS else None


def _slashed(url: str) -> str:
    r"""``url`` with each "\" before its query as "/", as browsers read it (WHATWG URL §4.4): we mean the same host."""
    if "\\" not in url:
        return url
    end = min((at for at in (url.find("?"), url.find("#")) if at >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def _host(name: str) -> str:
    """A host in lower-case ASCII; "" where it is none. Raises ``ValueError`` for what is no IPv6 address."""
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name.partition('%')[0]).compressed}]"
    name = unquote(name).rstrip(".").lower()
    if not name.isascii():
        name = _punycode(name)
    return name if len(name) <= 253 and _HOST.fullmatch(name) else ""


def _punycode(name: str) -> str:
    """An internationalised host in ASCII, as browsers ask for it (UTS 46, non-transitional)."""
    import idna  # 10 ms and a large table that plain hosts never need

    try:
        return idna.encode(name, uts46=True).decode("ascii").rstrip(".").lower()
    except (idna.IDNAError, UnicodeError):
        return ""


def _encoded(text: str, allowed: frozenset[int]) -> str:
    """Percent-encoding made normal: decoded where it was not needed, upper-case hex, all else encoded (§6.2.2).

    A named ampersand is put right last, for decoding may bring one out.
    """
    if _PLAIN.fullmatch(text) and (allowed is _QUERY or "?" not in text):
        return text
    out: list[str] = []
    for at, piece in enumerate(re.split(r"(%[0-9A-Fa-f]{2})", text)):
        if at % 2:
            byte = int(piece[1:], 16)
            out.append(chr(byte) if byte in _UNRESERVED else piece.upper())
        else:
            out.extend(
                chr(byte) if byte in allowed else f"%{byte:02X}" for byte in piece.encode("utf-8", errors="replace")
            )
    return _NAMED_AMPERSAND.sub("&", "".join(out))


def _without_dots(path: str) -> str:
    """``path`` without "." and ".." segments (RFC 3986 §5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
