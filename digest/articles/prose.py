"""The main text of a page: what of it is the article, judged by trafilatura.

Its quick judgement is asked first, and its thorough one, which costs twice as much, only where the quick one looks
wrong: too short, broken into scraps, or a part of what the page's paragraphs hold. On news pages that is one in twenty.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import islice
from typing import Any

from lxml import etree

from digest.html import Paragraph, blocks_of, elements, fold, tree

_MIN_LETTERS = 50  # of a block that stands in for prose
_MAX_ELEMENTS = 20_000  # ten times what the largest of real articles have; trafilatura takes seconds for more
_MAX_DEPTH = 100

_SHORT = 500  # characters: less is doubtful
_LONG_LINE = 60  # characters: what is shorter may be prose or not
_LONG_SHARE = 0.5  # of the characters, in long lines: less is doubtful
_LARGER = 2.0  # times as much in the page's paragraphs is doubtful
_WHOLE = 1.3  # times as much in its pieces is the whole of a text
_BODY = 500  # characters in the paragraphs of an element that is said to be the article's body

_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {_MAX_DEPTH}])")
_BODIES = etree.XPath("//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' articleBody ')]")
_PARAGRAPHS = etree.XPath(".//p[not(ancestor::aside or ancestor::footer or ancestor::nav)]")

# Its complaints about single pages are not for the operator.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def main_blocks(root: etree._Element, url: str = "") -> list[Paragraph]:
    """The blocks of the article on a page, none where it has none. Uses up the tree. Never raises."""
    _drop_code(root)
    if _is_too_much(root):
        return _prose(root)
    marked = _marked(root)
    found = _judged(root if marked is None else marked, url, fast=True)
    if _is_scraps(found):
        found = _judged(root, url, fast=False) or found
    elif marked is None and _length(found) * _LARGER < sum(len(_text(each)) for each in elements(_PARAGRAPHS, root)):
        joined = _joined(root, found)
        more = _judged(root, url, fast=False) if joined is None else _judged(joined, url, fast=True)
        if _length(more) > _length(found):
            found = more
    return found or _prose(root)


def _drop_code(root: etree._Element) -> None:
    """Drop what is no text, which trafilatura would copy several times; JSON-LD stays, for it may hold the text."""
    for script in list(root.iter("script")):
        if "ld+json" not in (script.get("type") or ""):
            script.tag = "style"
    etree.strip_elements(root, "style", "svg", "iframe", "noscript", "template", "link", "meta", with_tail=False)


def _is_too_much(root: etree._Element) -> bool:
    return sum(1 for _ in islice(root.iter(), _MAX_ELEMENTS + 1)) > _MAX_ELEMENTS or bool(_DEEP(root))


def _judged(root: etree._Element, url: str, *, fast: bool) -> list[Paragraph]:
    """trafilatura's own judgement, without comments; what a page says of itself is read apart, at less cost."""
    from trafilatura import bare_extraction  # takes long to import; most sources give their text in the feed

    try:
        made: Any = bare_extraction(root, url=url or None, include_comments=False, with_metadata=False, fast=fast)
    except Exception:  # noqa: BLE001 - hostile pages bring anything out of it; the page's own paragraphs stand in
        return []
    if made is None or made.body is None:
        return []
    heads = {fold("".join(map(str, head.itertext()))) for head in made.body.iter("head")}
    lines = map(fold, (made.text or "").splitlines())
    return [Paragraph("heading" if line in heads else "paragraph", line) for line in lines if line]


def _marked(root: etree._Element) -> etree._Element | None:
    """A page of nothing but the element that is said to be the article's body, where one is and has paragraphs."""
    bodies = elements(_BODIES, root)
    if len(bodies) != 1 or sum(len(_text(each)) for each in bodies[0].iter("p")) < _BODY:
        return None
    return _page_of(bodies)


def _joined(root: etree._Element, found: Sequence[Paragraph]) -> etree._Element | None:
    """A page of all the pieces of an article that is laid out in several, where what was ``found`` is one of them.

    Pieces are elements of one name and class with paragraphs in them. None where the page has no such pieces, or they
    hold little more than what was found.
    """
    pieces: defaultdict[tuple[str, str], dict[etree._Element, None]] = defaultdict(dict)
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for paragraph in elements(_PARAGRAPHS, root):
        parent = paragraph.getparent()
        if parent is not None and (kind := parent.get("class")):
            pieces[str(parent.tag), kind].setdefault(parent)
            texts[str(parent.tag), kind].append(_text(paragraph))
    if not pieces:
        return None
    name = max(texts, key=lambda key: sum(map(len, texts[key])))
    known = set(texts[name])
    inside = sum(len(block.text) for block in found if block.text in known)
    if 2 * inside < _length(found) or sum(map(len, texts[name])) < _WHOLE * _length(found):
        return None
    parents = pieces[name]
    return _page_of([each for each in parents if not any(above in parents for above in each.iterancestors())])


def _page_of(elements: Iterable[etree._Element]) -> etree._Element | None:
    page = tree("<html><head></head><body><article></article></body></html>")
    article = page.find(".//article") if page is not None else None
    if article is not None:
        for element in elements:
            piece = deepcopy(element)
            piece.tail = None
            piece.attrib.clear()  # by its class, trafilatura would take the first piece for the whole
            article.append(piece)
    return page


def _prose(root: etree._Element) -> list[Paragraph]:
    """What stands in where there is no judgement: every block long enough to be prose, but for the page's furniture."""
    rest = deepcopy(root)
    etree.strip_elements(rest, "aside", "footer", "nav", "form", with_tail=False)
    return [block for block in blocks_of(rest) if sum(map(str.isalpha, block.text)) >= _MIN_LETTERS]


def _is_scraps(blocks: Sequence[Paragraph]) -> bool:
    """Whether blocks are too little, or too much in short lines, to be trusted as an article."""
    length = _length(blocks)
    return length < _SHORT or sum(len(b.text) for b in blocks if len(b.text) >= _LONG_LINE) < _LONG_SHARE * length


def _length(blocks: Iterable[Paragraph]) -> int:
    return sum(len(block.text) for block in blocks)


def _text(element: etree._Element) -> str:
    return fold("".join(map(str, element.itertext())))
