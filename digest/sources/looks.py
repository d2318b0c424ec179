"""What bytes that hold no feed look like, in words for the person who must mend it."""

from __future__ import annotations

import re

from digest.html import fold, plain
from digest.urls import canonical

_MAGIC = (
    (b"\x1f\x8b", "gzip-compressed bytes that were not unpacked"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed bytes that were not unpacked"),
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)
_CHALLENGES = (
    "just a moment", "attention required", "checking your browser", "cf-chl", "challenge-platform", "captcha",
    "ddos-guard", "enable javascript and cookies", "verify you are human", "are you a robot", "incapsula",
    "bot protection", "access denied", "request unsuccessful",
)  # fmt: skip
_LOGINS = re.compile(r"<input[^<>]{0,300}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_CONSENTS = ("consent.", "before you continue", "we value your privacy")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_LINK = re.compile(r"<link\s[^<>]{0,600}application/(?:rss|atom|feed)\+(?:xml|json)[^<>]{0,600}>", re.IGNORECASE)
_HREF = re.compile(r"\shref\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,30}:)?([A-Za-z_][\w.-]{0,60})")
_HTML_NAMES = "html head body div script style meta title table center p br span noscript form section main"
_HTML = frozenset(_HTML_NAMES.split())
_DOCUMENTS = {
    "opml": ("an OPML subscription list", "import it: digest sources import FILE"),
    "urlset": ("an XML sitemap", None),
    "sitemapindex": ("an XML sitemap", None),
    "error": ("an error message in XML", None),
    "envelope": ("a SOAP message", None),
    "svg": ("an SVG image", None),
}


def is_page(text: str) -> bool:
    """Whether the text is an HTML page with no feed in it."""
    found = _first_element(text)
    low = text[:200_000].lower()
    return found in _HTML and not any(name in low for name in ("<rss", "<feed", "<rdf:rdf", "<item", "<entry"))


def looks_like(body: bytes, text: str, url: str) -> tuple[str, str | None]:
    """(what the bytes are instead of a feed, what to do about it)."""
    if not body.strip():
        return "the answer is empty", None
    for magic, what in _MAGIC:
        if body.startswith(magic):
            return f"not a feed but {what}", None
    head = text[:200_000]
    first = head.lstrip()[:1]
    if first in ("{", "["):
        return "JSON, but no JSON Feed", None
    name = _first_element(head)
    if name in _HTML or "<html" in head[:5000].lower():
        return _page(head, url)
    if name in _DOCUMENTS:
        what, fix = _DOCUMENTS[name]
        return f"not a feed but {what}", fix
    if name in ("rss", "feed", "rdf", "channel"):
        return "a feed broken beyond repair: its elements are never closed", None
    if name:
        return f"XML, but no feed: its root is <{name}>", None
    if head.count("\ufffd") + len(re.findall("[\x00-\x08]", head)) > len(head) // 20:
        return "not a feed but binary bytes", None
    return f"not a feed but plain text: “{_short(head)}”", None


def _page(head: str, url: str) -> tuple[str, str | None]:
    low = head.lower()
    found = _TITLE.search(head)
    title = _short(plain(found[1])) if found else ""
    named = f" titled “{title}”" if title else ""
    if any(sign in low for sign in _CHALLENGES):
        return (
            f"a challenge page{named} that asks for a browser",
            "the site refuses feed readers; ask it for another address",
        )
    if _LOGINS.search(head):
        return f"a login page{named}", "the feed needs an account; look for a public address"
    if any(sign in low for sign in _CONSENTS):
        return f"a consent page{named}", None
    for link in _LINK.findall(head):
        href = _HREF.search(link)
        address = canonical(href[1].replace("&amp;", "&"), url) if href else ""
        if address:
            return f"an HTML page{named}, not a feed", f"it names this feed: {address}"
    return f"an HTML page{named}, not a feed", None


def _first_element(text: str) -> str:
    """The local name, in lower case, of the first element past declarations and comments; "" where there is none."""
    at = 0
    head = text[:20_000]
    while (start := head.find("<", at)) >= 0:
        if head.startswith("<!--", start):
            at = head.find("-->", start)
        elif head.startswith(("<?", "<!"), start):
            if head[start : start + 14].lower() == "<!doctype html":
                return "html"
            at = head.find(">", start)
        else:
            found = _ELEMENT.match(head, start)
            if found:
                return found[1].lower()
            at = start + 1
        if at < 0:
            break
    return ""


def _short(text: str) -> str:
    line = fold(text)
    return line if len(line) <= 80 else line[:79].rstrip() + "…"
