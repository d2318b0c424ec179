"""A whole page as a tree."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

_MAX_LENGTH = 5_000_000  # characters
_LONG_TAG = 10_000  # characters: a tag that is longer is looked at for what it holds
_MAX_ATTRIBUTES = 500  # of one tag

# One class for every element: lxml's own lookup asks a Python method for each, which costs a tenth of reading a page.
_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml_html.HtmlElement,
    comment=lxml_html.HtmlComment,
    pi=lxml_html.HtmlProcessingInstruction,
    entity=lxml_html.HtmlEntity,
)


def tree(html: str) -> etree._Element | None:
    """The page's tree, None where there is nothing in it. Never raises.

    What stands deeper than 256 elements, and after it, is left out: that is the parser's own bound.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        huge_tree=False,  # with it, some thousands of elements in one another cost minutes to whoever reads them
        remove_comments=True,  # a comment would cut a paragraph's text in two
        remove_pis=True,
        default_doctype=False,  # type: ignore[call-arg]  # lxml has it; its stubs do not
        collect_ids=False,
    )
    parser.set_element_class_lookup(_CLASSES)
    page = _without_monsters(html[:_MAX_LENGTH].replace("\x00", ""))
    try:
        return etree.fromstring(page.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _without_monsters(html: str) -> str:
    """The page without the attributes of tags that have hundreds: the parser's time grows with their square."""
    pieces = html.split("<")
    if max(map(len, pieces)) <= _LONG_TAG:
        return html
    for place, piece in enumerate(pieces):
        if place and len(piece) > _LONG_TAG and piece[0].isalpha():
            tag, mark, rest = piece.partition(">")
            if len(tag) > _LONG_TAG and len(tag.split()) > _MAX_ATTRIBUTES:
                pieces[place] = f"{tag.split(None, 1)[0]}{mark}{rest}"
    return "<".join(pieces)


def elements(find: etree.XPath, root: etree._Element) -> list[etree._Element]:
    """The elements that an expression finds from ``root``."""
    found = find(root)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []
