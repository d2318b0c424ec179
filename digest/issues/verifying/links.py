"""The links of what lies in output/ that lead to other files there: out of pages, feeds, sitemaps and calendars."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

_HOST = "site.invalid"  # for links without a host (RFC 2606 §2)
_WEB = ("http", "https")
_FOLD = re.compile(r"\r?\n[ \t]")  # of a calendar (RFC 5545 §3.1)
_ENDS = ".,;:!?)]}’”"  # of a sentence, not of the address that it ends in
_END = re.compile(r"[\s\"'<>]")
_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_LINKS = "//@href | //@src | //meta[@property]/@content[starts-with(., 'http')]"
_READ = (".html", ".xml", ".json", ".txt", ".ics", ".css")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A link from one file to another."""

    path: str  # the file that it leads to, below output/
    anchor: str = ""  # in that file; "" for its beginning
    written: str = ""  # as it is written


def linking(path: str) -> bool:
    """Whether files of that name have links of ours; those of a search index are its own."""
    return path == "search/index.html" or (path.endswith(_READ) and not path.startswith("search/"))


def links(path: str, body: bytes, *, base: str | None, outside: str | None = None) -> tuple[Link, ...]:
    """Every link of a file to another of the site, each once, in order.

    ``base`` is where output/ is served, None while it is not; what lies below ``outside`` is served by others.
    """
    text = body.decode("utf-8", "replace")
    if path.endswith(".html"):
        written = _of_page(body)
    elif path.endswith(".css"):
        written = iter(_STYLE.findall(text))
    else:
        written = _of_text(_FOLD.sub("", text) if path.endswith(".ics") else text, base)
    found = {link for href in written if (link := _within(path, href, base=base, outside=outside)) is not None}
    return tuple(sorted(found))


def has_anchor(body: bytes, anchor: str) -> bool:
    """Whether a page has a place of that name."""
    quoted = f'id="{html.escape(anchor)}"'.encode()
    if quoted in body:
        return True
    from lxml import etree  # only where it is written otherwise

    root = etree.fromstring(body, etree.HTMLParser(encoding="utf-8")) if body.strip() else None
    named: Any = root.xpath("//@id | //a/@name") if root is not None else ()
    return anchor in named


def _of_page(body: bytes) -> Iterator[str]:
    from lxml import etree

    root = etree.fromstring(body, etree.HTMLParser(encoding="utf-8")) if body.strip() else None
    found: Any = root.xpath(_LINKS) if root is not None else ()
    yield from map(str, found)


def _of_text(text: str, base: str | None) -> Iterator[str]:
    """Every address of the site that is named in a text, markup in it or not."""
    if base:
        for found in re.finditer(re.escape(base) + r"(?:[/#?][^\s\"'<>\\]*|(?![\w.:-]))", text):
            once = _END.split(html.unescape(found[0]))[0]  # a feed holds pages, escaped
            yield html.unescape(once).rstrip(_ENDS)


def _within(path: str, href: str, *, base: str | None, outside: str | None) -> Link | None:
    """Where a link leads below output/; None where it leads elsewhere."""
    try:
        root = urlsplit(base or f"https://{_HOST}")
        here = f"{root.scheme}://{root.netloc}{root.path.rstrip('/')}/{path}"
        whole = urljoin(here, href.strip())
        to = urlsplit(whole)
    except ValueError:
        return None
    if to.scheme not in _WEB or to.netloc != root.netloc:
        return None
    if outside and (whole == outside or whole.startswith((f"{outside}/", f"{outside}?"))):
        return None
    place = root.path.rstrip("/")
    if not (to.path == place or to.path.startswith(f"{place}/")):
        return None
    file = unquote(to.path[len(place) :]).lstrip("/")
    if not file or file.endswith("/"):
        file += "index.html"
    return Link(file, unquote(to.fragment), href.strip())
