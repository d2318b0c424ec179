"""An article's own page → Article, through trafilatura."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from digest.articles.blocks import Body, told_apart
from digest.articles.making import assemble
from digest.html import Metadata, Paragraph, decode, fold, metadata, paragraphs, tree
from digest.model import Article, Entry, Source
from digest.text import language

_MIN_LETTERS = 50  # of prose: less is no article
_MAX_HTML = 5_000_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page gives without an entry to go by."""

    headline: str
    text: str  # blocks joined by blank lines
    byline: str | None
    published: datetime | None
    lang: str
    image: str | None
    body: Body


def extract(html: str, url: str = "") -> Extracted:
    """The article on a page; an empty text where there is none. Never raises."""
    root = tree(html[:_MAX_HTML])
    if root is None:
        said, blocks = Metadata(), []
    else:
        said = metadata(root, url)  # before trafilatura, which prunes the tree
        blocks = _blocks(root, url) or _all_paragraphs(html)
    body = told_apart(blocks, headline=said.title, guess_headings=False)
    return Extracted(
        headline=said.title,
        text=body.text,
        byline=said.byline or body.byline,
        published=said.published,
        lang=language(f"{said.title}\n{body.text}", hint=said.lang),
        image=said.image,
        body=body,
    )


class TrafilaturaExtractor:
    """Finds the article in a web page; answers ``ports.Extractor``."""

    def extract(self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime) -> Article | None:
        """The article with the page's text, None where the page holds less than a few sentences."""
        found = extract(decode(html), entry.url)
        if sum(_letters(line.text) for line in found.body.lines if line.kind == "paragraph") < _MIN_LETTERS:
            return None
        return assemble(
            entry,
            found.body,
            source=source,
            first_seen=first_seen,
            origin="page",
            headline=found.headline,
            byline=found.byline or "",
            published=found.published,
            lang=found.lang,
            image=found.image,
        )


def _blocks(root: etree._Element, url: str) -> list[Paragraph]:
    """The main text by trafilatura's default judgement, without comments; its metadata pass is ours to do, cheaper."""
    from trafilatura import bare_extraction  # a second to import; most sources give their text in the feed

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its complaints are not for the operator
    try:
        found: Any = bare_extraction(root, url=url or None, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - hostile pages bring anything out of it; the page's own paragraphs stand in
        return []
    if found is None or found.body is None:
        return []
    heads = {fold("".join(map(str, head.itertext()))) for head in found.body.iter("head")}
    lines = map(fold, (found.text or "").splitlines())
    return [Paragraph("heading" if line in heads else "paragraph", line) for line in lines if line]


def _all_paragraphs(html: str) -> list[Paragraph]:
    """What stands in for a page where trafilatura finds nothing: every block long enough to be prose."""
    return [block for block in paragraphs(html) if _letters(block.text) >= _MIN_LETTERS]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
