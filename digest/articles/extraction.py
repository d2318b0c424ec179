"""An article's own page → Article, through trafilatura."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.articles import phrases
from digest.articles.blocks import Body, told_apart
from digest.articles.making import assemble
from digest.articles.prose import main_blocks
from digest.html import Metadata, decode, metadata, tree
from digest.model import Article, BlockKind, Entry, Source
from digest.text import language

_MIN_LETTERS = 50  # of prose: less is no article
_WALL_LETTERS = 1_500  # of prose: more is an article, whatever its page is called
_MAX_HTML = 5_000_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page gives without an entry to go by."""

    headline: str
    text: str  # its prose and headings, joined by blank lines
    byline: str | None
    published: datetime | None
    utc_offset: int | None  # minutes east of Greenwich that it is stated in; None: none, or 0
    lang: str
    image: str | None
    body: Body


def extract(html: str, url: str = "") -> Extracted:
    """The article on a page; an empty text where there is none. Never raises."""
    root = tree(html[:_MAX_HTML])
    said = Metadata() if root is None else metadata(root, url)
    blocks = [] if root is None else main_blocks(root, url)
    body = told_apart(blocks, headline=said.title, guess_headings=False)
    return Extracted(
        headline=said.title,
        text=body.article,
        byline=said.byline or body.byline,
        published=said.published,
        utc_offset=said.utc_offset,
        lang=language(f"{said.title}\n{body.text}", hint=said.lang),
        image=said.image,
        body=body,
    )


class TrafilaturaExtractor:
    """Finds the article in a web page; answers ``ports.Extractor``."""

    def extract(
        self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime, content_type: str = ""
    ) -> Article | None:
        """The article with the page's text, None where the page holds none: fewer than a few sentences, or a wall."""
        found = extract(decode(html, content_type), entry.url)
        if _is_none(found):
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
            utc_offset=found.utc_offset,
            lang=found.lang,
            image=found.image,
        )


def _is_none(found: Extracted) -> bool:
    """Whether a page holds no article: next to no prose, or it asks the reader to log in, to consent, to be human."""
    letters = _letters(found.body, "paragraph")
    if letters < _MIN_LETTERS:
        return True
    return letters < _WALL_LETTERS and (
        phrases.is_wall(found.headline) or letters < _letters(found.body, "boilerplate")
    )


def _letters(body: Body, kind: BlockKind) -> int:
    return sum(sum(map(str.isalpha, line.text)) for line in body.lines if line.kind == kind)
