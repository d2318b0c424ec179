"""A whole page as a tree."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from digest.html.taming import tamed


def tree(html: str) -> etree._Element | None:
    """The page's tree, None where there is nothing in it. Never raises."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, recover=True, huge_tree=True)
    try:
        return etree.fromstring(tamed(html, limit=5_000_000).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
