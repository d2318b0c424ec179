"""The picture that a page leads with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from digest.html.pages import elements
from digest.urls import canonical

_LOOKED_AT = 12  # pictures of the text
_LEAST_WIDTH = 300  # pixels
_LEAST_HEIGHT = 150
_LEAST_NAMED = 60  # pixels on a side that a head may give for the picture it names

# A file that is named for what it is, and not for what it shows: "site-logo.png", "blank.gif", "1x1.gif".
_NO_PICTURE = re.compile(
    r"(?:.{0,80}[._-])?(?:logo|favicon|sprite|placeholder|pixel|spacer|blank|avatar|gravatar)(?:[._-]?\d{0,4}(?:x\d{1,4})?)"
    r"|(?:logo|favicon|default|placeholder|no[._-]?image|share|social|apple-touch-icon)(?:[._-].{0,80})?"
    r"|1x1|transparent|clear|.{0,80}[._-]fallback",
    re.IGNORECASE,
)
_NO_FORMAT = (".svg", ".ico")
_FIGURES = etree.XPath(
    "//img[ancestor::figure or ancestor::picture or ancestor::article or ancestor::*[@itemprop='articleBody']]"
    "[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::header[not(ancestor::article)])]"
)


def lead_image(root: etree._Element, named: Iterable[str], url: str) -> str | None:
    """The absolute http(s) URL of the first picture that is one: of those ``named``, else of the page's large figures.

    Logos, stand-ins for a missing picture, and pixels that count readers are none.
    """
    for link in named:
        if found := _picture(link, url):
            return found
    for element in elements(_FIGURES, root)[:_LOOKED_AT]:
        if _is_large(element) and (
            found := next(filter(None, (_picture(link, url) for link in _links(element))), None)
        ):
            return found
    return None


def is_large_enough(width: str, height: str) -> bool:
    """Whether the size that a head gives for its picture, in pixels, is that of one; it need not give any."""
    return all(int(side) >= _LEAST_NAMED for side in (width, height) if side.isascii() and side.isdigit())


def _picture(link: str, base: str) -> str | None:
    address = canonical(link, base)
    if not address:
        return None
    name = urlsplit(address).path.rpartition("/")[2][:200].lower()
    stem, dot, _ = name.rpartition(".")
    if name.endswith(_NO_FORMAT) or _NO_PICTURE.fullmatch(stem if dot else name):
        return None
    return address


def _is_large(element: etree._Element) -> bool:
    """By its attributes; one without a size is, in a figure."""
    width, height = element.get("width") or "", element.get("height") or ""
    if width.isascii() and width.isdigit():
        return int(width) >= _LEAST_WIDTH and not (
            height.isascii() and height.isdigit() and int(height) < _LEAST_HEIGHT
        )
    return any(parent.tag == "figure" for parent in islice(element.iterancestors(), 6))


def _links(element: etree._Element) -> Iterator[str]:
    """Where a picture may lie; those that are loaded late have a stand-in in ``src``."""
    for attribute in ("data-src", "data-original", "data-lazy-src", "src"):
        link = (element.get(attribute) or "").strip()
        if link and not link.startswith("data:"):
            yield link
    for attribute in ("data-srcset", "srcset"):
        sets = (element.get(attribute) or "").strip()
        if sets:
            yield sets.split(None, 1)[0].rstrip(",")
