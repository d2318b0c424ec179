"""The feeds that a web page names, and where a site keeps them when it names none. What to ask, the caller asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from digest.html import decode, fold, plain, tree
from digest.sources.repairing import repaired
from digest.urls import canonical

MOST = 40  # candidates of a page; a page that names more is a directory of feeds
_LINKS = 5_000  # ordinary links of a page that are looked at

# What the standards call a feed, and what some sites call it.
_TYPES = {
    "application/rss+xml": "RSS",
    "application/rdf+xml": "RSS",
    "application/x-rss+xml": "RSS",
    "text/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
}
# These say little: such a link is a feed's where its address says so too.
_LOOSE_TYPES = frozenset(("", "application/xml", "text/xml", "application/json"))
_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:feeds?|rss2?|atom|rdf)(?:[/._-]|$)|\.(?:rss|atom|rdf)$|/(?:index|feed)\.(?:xml|json)$",
    re.IGNORECASE,
)
_FEED_WORD = re.compile(r"\b(?:RSS|Atom feed|news feed|web feed|JSON Feed)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|coment[aá]rio|reacties|комментари", re.IGNORECASE)
# Where many programs that make sites put their feed, the most usual first.
_WELL_KNOWN = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/index.xml", "/feed.xml", "/feed.json")
_MAX_TITLE = 200
_HEAD = 200_000  # characters of a feed that hold its title


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page names; whether it is one, asking it tells."""

    url: str  # absolute http(s), as the page has it: a feed's parameters are never taken out
    title: str = ""  # as the page calls it
    type: str = ""  # "RSS", "Atom", "JSON Feed"; "" where the page does not say
    comments: bool = False  # it looks like a feed of readers' comments
    declared: bool = (
        True  # the page says that it is a feed; False: an ordinary link, which may lead to a page about feeds
    )


def candidates(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """The feeds that the page at ``url`` names, each address once: those it declares, then those it links to.

    Within each, comments come last; else the page's order. A page declares a feed by ``<link rel="alternate" type=…>``
    (https://html.spec.whatwg.org/#rel-alternate); where it declares none but comments, its ordinary links count too.
    Never raises.
    """
    root = tree(decode(body, content_type))
    if root is None:
        return ()
    base = next((absolute(e.get("href") or "", url) for e in root.iter("base") if e.get("href")), "") or url
    declared = list(_declared(root, base))
    linked = [] if any(not each.comments for each in declared) else _linked(root, base)
    return tuple(sorted(_once((*declared, *linked), url), key=lambda candidate: candidate.comments)[:MOST])


def well_known(url: str) -> tuple[str, ...]:
    """Addresses at which the site of a page may have a feed that it does not name, to try in this order."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    path = parts.path.rstrip("/")
    below = [f"{root}{path}/feed"] if path and "." not in path.rpartition("/")[2] else []
    return (*below, *(root + each for each in _WELL_KNOWN))


def title(body: bytes, content_type: str = "") -> str:
    """What a feed calls itself; "" where it does not, or is no feed. Never raises."""
    text = decode(body, content_type)
    if text.lstrip()[:1] == "{":
        return _json_title(text)
    xml = repaired(text[:_HEAD]).xml
    events = etree.XMLPullParser(
        ("start", "end"), recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        events.feed(xml)
        return _xml_title(events)
    except etree.XMLSyntaxError:
        return ""


def absolute(href: str, base: str) -> str:
    """The http(s) URL that ``href`` names on the page at ``base``, without its fragment; "" where it names none."""
    href = href.strip()
    if href.lower().startswith("feed:"):
        href = href[5:] if href[5:8].lower() == "htt" else "http:" + href[5:]
    try:
        made = urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""
    return made if canonical(made) and not re.search(r"\s", made) else ""


def _declared(root: etree._Element, base: str) -> Iterator[Candidate]:
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        href = absolute(element.get("href") or "", base)
        if not href or "stylesheet" in rel:
            continue
        sure = kind in _TYPES and ("alternate" in rel or "feed" in rel or "self" in rel)
        loose = kind in _LOOSE_TYPES and ("feed" in rel or ("alternate" in rel and kind and _says_feed(href)))
        if sure or loose:
            yield _candidate(href, element.get("title") or "", _TYPES.get(kind, ""))


def _linked(root: etree._Element, base: str) -> Iterator[Candidate]:
    host = urlsplit(base).hostname
    for element in islice(root.iter("a"), _LINKS):
        kind = _TYPES.get((element.get("type") or "").lower(), "")
        href = absolute(element.get("href") or "", base)
        # The address must say so: pages about feeds have the word in many links that are none.
        if not href or not (kind or _says_feed(href)):
            continue
        texts = (*map(str, islice(element.itertext(), 20)), element.get("title") or "", element.get("aria-label") or "")
        words = " ".join(texts)[:_MAX_TITLE]
        if kind or urlsplit(href).hostname == host or _FEED_WORD.search(words):
            yield _candidate(href, words, kind, declared=False)


def _candidate(href: str, words: str, kind: str, *, declared: bool = True) -> Candidate:
    named = fold(plain(words))[:_MAX_TITLE]
    return Candidate(href, named, kind, bool(_COMMENTS.search(f"{urlsplit(href).path} {named}")), declared)


def _once(found: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    """Each address once; the page itself is not its own feed."""
    seen = {canonical(url)}
    for candidate in found:
        key = canonical(candidate.url)
        if key not in seen:
            seen.add(key)
            yield candidate


def _says_feed(href: str) -> bool:
    parts = urlsplit(href)
    return bool(_FEED_PATH.search(parts.path)) or bool(
        re.search(r"(?:^|&)(?:feed|format=(?:rss|atom|feed))", parts.query)
    )


def _json_title(text: str) -> str:
    import json  # few feeds are JSON

    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return ""
    named = found.get("title") if isinstance(found, dict) else None
    return fold(plain(named))[:_MAX_TITLE] if isinstance(named, str) else ""


def _xml_title(events: etree.XMLPullParser) -> str:
    """The first title that stands in the feed itself, and in no entry or picture."""
    path: list[str] = []
    for event, element in events.read_events():
        assert isinstance(element, etree._Element)
        name = etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
        if event == "start":
            path.append(name)
            continue
        if name == "title" and path[:-1] in (["rss", "channel"], ["feed"], ["rdf", "channel"], ["channel"]):
            return fold(plain("".join(map(str, element.itertext()))))[:_MAX_TITLE]
        path.pop()
    return ""
