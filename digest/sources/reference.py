"""feedparser's answer as raw entries: the reference, for feeds that the fast path cannot read."""

from __future__ import annotations

import io
import re
from functools import cache
from html import escape
from types import ModuleType
from typing import Any, cast

from digest.html import too_deep
from digest.sources.raw import RawEntry, RawFeed
from digest.sources.recordings import plays
from digest.sources.repairing import without_crowds

# It takes a picture's caption for the entry's content, a file's title for the entry's, and keywords for categories.
_OF_FILES = re.compile(rb"(</?(?:media|itunes):)(?:description|title|keywords)(?=[\s>/])")
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_CATEGORY = re.compile(rb"<(?:\w{1,20}:)?(?:category|subject)[\s>]")
_MANY_CATEGORIES = 2_000  # of one entry: it looks for each among those before
_MANY_SIGNS = 10_000  # "=": below this no tag has attributes enough to matter
_MANY_TAGS = 5_000  # below this its quadratic cases cost nothing


def can_read(xml: bytes) -> bool:
    """Whether feedparser reads the bytes in reasonable time: it walks its stack and the rest at each tag."""
    if xml.count(b"=") > _MANY_SIGNS and len(without_crowds(text := xml.decode("latin-1"))) < len(text):
        return False
    if len(_CATEGORY.findall(xml)) > _MANY_CATEGORIES and any(
        len(_CATEGORY.findall(entry)) > _MANY_CATEGORIES for entry in _ENTRY.split(xml)
    ):
        return False
    opened = xml.count(b"<")
    if opened < _MANY_TAGS:
        return True
    return opened - xml.count(b">") < _MANY_TAGS and not too_deep(xml.decode("utf-8", "replace"))


def read(xml: bytes) -> tuple[RawFeed, bool]:
    """The raw feed, and whether feedparser takes the bytes for a feed at all. Raises whatever feedparser raises."""
    # From a stream: bytes it would try to open as a file of that name.
    found = _parser().parse(
        io.BytesIO(_OF_FILES.sub(rb"\1of-file", xml)), sanitize_html=False, resolve_relative_uris=False
    )
    feed = found.feed
    return RawFeed(
        entries=tuple(_entry(entry) for entry in found.entries),
        lang=_text(feed.get("language")),
        link=_text(feed.get("link")),
    ), bool(found.version or found.entries)


@cache
def _parser() -> ModuleType:
    """The module, told that an id is no link: it would write "t3_1" as "/t3_1", and another entry would come of it."""
    import feedparser  # 60 ms that most runs never need
    from feedparser.mixin import _FeedParserMixin

    _FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}
    return cast(ModuleType, feedparser)


def _entry(entry: dict[str, Any]) -> RawEntry:
    contents = [part for part in entry.get("content") or () if _text(part.get("value"))]
    # Of several bodies in one entry, the longest: the others are teasers or captions.
    content: dict[str, Any] = max(contents, key=lambda part: len(part["value"]), default={})
    summary = _text(entry.get("summary"))
    body = _text(content.get("value"))
    return RawEntry(
        id=_text(entry.get("id")),
        links=_links(entry),
        title=_text(entry.get("title")),
        summary="" if body == summary else summary,
        content=escape(body, quote=False) if content.get("type") == "text/plain" and "</" not in body else body,
        content_base=_text(content.get("base")),
        published=_text(_own(entry, "published")) or _text(_own(entry, "created")),
        updated=_text(_own(entry, "updated")),
        authors=_authors(entry),
        tags=tuple(_text(tag.get("label") or tag.get("term")) for tag in entry.get("tags") or ()),
        lang=_text(content.get("language")),
        images=_images(entry),
        plays=plays(entry),
    )


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    """The names; an author that is a mail address and a name is left whole, for feedparser cuts those in odd places."""
    author = _text(entry.get("author"))
    names = tuple(_text(one.get("name")) for one in entry.get("authors") or ())
    return names if names and "@" not in author else (author,)


def _own(entry: dict[str, Any], name: str) -> object:
    """A key's own value: feedparser answers for "updated" with "published" where there is none."""
    return dict.get(entry, name)


def _links(entry: dict[str, Any]) -> tuple[str, ...]:
    """As the fast path has them. A guid that it takes for a link may be one only where it is a whole address."""
    alternates = [_text(link.get("href")) for link in entry.get("links") or () if link.get("rel") == "alternate"]
    if entry.get("guidislink"):
        return (*(alternates or [""]), _text(entry.get("id")))
    return (*alternates, _text(entry.get("link")), _text(entry.get("id")))


def _images(entry: dict[str, Any]) -> tuple[str, ...]:
    found = [
        _text(media.get("url"))
        for media in entry.get("media_content") or ()
        if media.get("medium") == "image" or _text(media.get("type")).startswith("image")
    ]
    found += [_text(thumbnail.get("url")) for thumbnail in entry.get("media_thumbnail") or ()]
    found += [
        _text(link.get("href"))
        for link in entry.get("links") or ()
        if link.get("rel") == "enclosure" and _text(link.get("type")).startswith("image")
    ]
    return tuple(url for url in found if url)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
