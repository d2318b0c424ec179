"""A whole page as a tree."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from digest.html.taming import tamed

_MAX_LENGTH = 5_000_000  # characters
_MAX_DEPTH = 2_000  # unclosed elements: scripts that write markup count too, so far more than a page truly has


def tree(html: str) -> etree._Element | None:
    """The page's tree, None where there is nothing in it. Never raises."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        huge_tree=True,
        remove_comments=True,  # a comment would cut a paragraph's text in two
        remove_pis=True,
        default_doctype=False,  # type: ignore[call-arg]  # lxml has it; its stubs do not
        collect_ids=False,
    )
    try:
        return etree.fromstring(tamed(html, limit=_MAX_LENGTH, depth=_MAX_DEPTH).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
