"""Entry → Article."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest.articles import phrases
from digest.articles.blocks import Body, Line, paragraphs_of_text, told_apart
from digest.articles.ledes import dek
from digest.articles.listings import is_pointer, listed, listing_at
from digest.articles.openers import opener_end
from digest.articles.stock import folded
from digest.html import Paragraph, paragraphs
from digest.model import Article, Entry, Origin, Source
from digest.text import language, sentences, stems

_TEASER = 700  # characters: a feed's text in one block and shorter than this announces an article
_MAX_HEADLINE = 200
_SAME_NEWS = 2  # stems that a labelled headline shares with the entry's own where both announce the same article
UNTITLED = "Untitled"


def make(
    entry: Entry, *, source: Source, first_seen: datetime, stock: Collection[str] = (), lang: str | None = None
) -> Article:
    """The article that an entry itself holds: its content, else its summary, else nothing but the headline.

    Its origin is "seed" for seeds; "teaser" for a summary that only announces an article, and for content cut short;
    else "content". ``text`` never repeats the headline. ``stock`` is what its source prints under everything,
    ``lang`` what all its entries together are in (``spoken``).
    """
    blocks, origin = _given(entry, source, stock)
    if origin == "teaser":
        body = _teaser(blocks, entry.title, source.lang or lang or entry.lang or "en", stock)
    else:
        body = told_apart(blocks, headline=entry.title, guess_headings=entry.content_kind == "text", stock=stock)
    return assemble(entry, body, source=source, first_seen=first_seen, origin=origin, heard=lang)


def follow(page: Article, entry: Entry, *, source: Source) -> Article:
    """An article read from its own page, with what its feed says of it now: headline, dates, place."""
    return replace(
        page,
        source_name=source.name,
        url=entry.url,
        headline=entry.title or page.headline,
        published=entry.published or page.published,
        utc_offset=_utc_offset(entry, source, page.published, page.utc_offset),
        updated=entry.updated,
        section=entry.section or source.section,
        tags=_tags(entry, source),
        position=entry.position,
        embargo_until=entry.embargo_until,
        expires=entry.expires,
        enclosure=entry.enclosure,
    )


def assemble(
    entry: Entry,
    body: Body,
    *,
    source: Source,
    first_seen: datetime,
    origin: Origin,
    headline: str = "",
    byline: str = "",
    published: datetime | None = None,
    utc_offset: int | None = None,
    lang: str | None = None,
    heard: str | None = None,
    image: str | None = None,
) -> Article:
    """The article of an entry with a body; the entry's own facts before those given, which a page says of itself.

    ``heard`` is the language of all its source's entries together, which goes before what a feed or a page says.
    """
    text = body.text
    given = entry.title or headline
    lang = language(f"{given}\n{body.article}", hint=source.lang or heard or entry.lang or lang)
    return Article(
        id=entry.article,
        source=source.key,
        source_name=source.name,
        entry_id=entry.id,
        url=entry.url,
        headline=given or _headline(body, lang),
        text=text,
        blocks=body.blocks,
        dek=None if origin == "teaser" else dek(body.lines, lang),
        byline=", ".join(entry.authors) or byline or body.byline,
        published=entry.published or published,
        utc_offset=_utc_offset(entry, source, published, utc_offset),
        updated=entry.updated,
        first_seen=first_seen,
        lang=lang,
        origin=origin,
        section=entry.section or source.section,
        tags=_tags(entry, source),
        position=entry.position,
        related=body.related,
        embargo_until=entry.embargo_until,
        expires=entry.expires,
        image=entry.image or image,
        enclosure=entry.enclosure,
    )


def _utc_offset(entry: Entry, source: Source, published: datetime | None, stated: int | None) -> int | None:
    """The minutes east of Greenwich of where it was published: of its source's zone, else its own time's."""
    at = entry.published or published
    if at is None or source.timezone is None:
        return entry.utc_offset if entry.published else stated
    east = ZoneInfo(source.timezone).utcoffset(at.astimezone(ZoneInfo(source.timezone)))
    return int(east.total_seconds() // 60) if east is not None else None


def _tags(entry: Entry, source: Source) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*entry.tags, *source.tags)))


def _given(entry: Entry, source: Source, stock: Collection[str]) -> tuple[list[Paragraph], Origin]:
    """The blocks that the entry brings, and what they are."""
    content = (paragraphs_of_text if entry.content_kind == "text" else paragraphs)(entry.content)
    if source.kind == "seeds":
        return content, "seed"
    summary = paragraphs(entry.summary)
    if _length(content) < _length(summary):
        content = summary
    words = [block for block in content if block.kind != "caption" and folded(block.text) not in stock]
    cut = bool(words) and (phrases.is_cut(words[-1].text) or phrases.more_at(words[-1].text) < len(words[-1].text))
    short = _length(words) < _TEASER
    return content, "teaser" if short and (cut or not entry.content or len(words) == 1) else "content"


def _length(blocks: list[Paragraph]) -> int:
    return sum(len(block.text) for block in blocks if block.kind != "caption")


def _teaser(blocks: list[Paragraph], headline: str, lang: str, stock: Collection[str]) -> Body:
    """A teaser in one paragraph, and set apart what stands around it.

    Before it: stamps and datelines. After it: the half sentence at its end where there are whole ones, the words that
    say it goes on elsewhere, and the other articles that it lists.
    """
    body = told_apart(blocks, headline=headline, guess_headings=False, find_openers=False, stock=stock)
    prose = " ".join(line.text for line in body.lines if line.kind in ("paragraph", "heading"))
    others = tuple(line for line in body.lines if line.kind in ("boilerplate", "related"))
    end = listing_at(prose) if not _points_elsewhere(prose, headline, lang) else 0
    prose, listing = prose[:end].rstrip(), prose[end:].strip()
    end = phrases.more_at(prose)
    marked = end < len(prose)
    prose, more = prose[:end].rstrip(), prose[end:].strip()
    end = opener_end(prose)
    opener, prose = prose[:end].rstrip(), prose[end:]
    if prose and (phrases.is_cut(prose) or (marked and more.startswith("["))):
        whole = sentences(prose, lang)
        if len(whole) > 1:
            at = whole[-1].start
            prose, more = prose[:at].rstrip(), f"{prose[at:]} {more}".strip()
    lines = (
        Line("boilerplate", opener),
        Line("paragraph", prose),
        Line("boilerplate", more),
        Line("related", listing),
        *others,
    )
    related = dict.fromkeys((*listed(listing), *body.related))
    return Body(lines=tuple(line for line in lines if line.text), byline=body.byline, related=tuple(related))


def _points_elsewhere(teaser: str, headline: str, lang: str) -> bool:
    """Whether a teaser is the labelled headline of another article, which tells little of what its own does."""
    if not is_pointer(teaser):
        return False
    return len(set(stems(teaser, lang)) & set(stems(headline, lang))) < _SAME_NEWS


def _headline(body: Body, lang: str) -> str:
    """A headline for an article that has none: its first sentence, cut at a word where that is long."""
    opening = next((line.text for line in body.lines if line.kind in ("heading", "paragraph")), "")
    found = sentences(opening, lang)
    first = opening[found[0].start : found[0].end] if found else opening
    if len(first) > _MAX_HEADLINE:
        first = first[:_MAX_HEADLINE].rsplit(None, 1)[0] + "…"
    return first or UNTITLED
