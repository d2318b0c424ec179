"""What a page says of itself in its head: headline, byline, dates, language, picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from lxml import etree

from digest.html import marks
from digest.html.moments import moment, offset
from digest.html.pictures import is_large_enough, lead_image
from digest.html.reading import plain
from digest.html.taming import fold

_TITLES = ("og:title", "twitter:title", "headline", "dc.title")
_BYLINES = (
    "author",
    "article:author_name",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
)
_PUBLISHED = (
    "article:published_time", "datepublished", "article:published", "og:published_time", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date", "pubdate",
    "publishdate", "publish-date", "date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified", "dcterms.modified")
_IMAGES = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image")
_ARTICLES = frozenset(
    ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "WebPage", "Report")
)
_AFTER_NAME = re.compile(
    r"\s?[|@\d]|\s(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\.?\s\d", re.IGNORECASE
)
_NOBODY = frozenset(
    ("admin", "administrator", "editor", "guest", "staff", "user", "web", "webmaster", "wordpress", "гость")
)
_MARKS = "|–—-·»:"
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|\Z)", re.IGNORECASE)
_MAX_URL = 2_000  # characters
_MAX_JSON = 300_000  # characters of one JSON-LD script
_MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; a field it does not give is "" or None."""

    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    utc_offset: int | None = None  # minutes east of Greenwich that ``published`` is stated in; None: none, or 0
    lang: str | None = None  # as the page says: a BCP 47 tag
    image: str | None = None  # absolute http(s) URL


def metadata(root: etree._Element, url: str = "") -> Metadata:
    """The metadata of a parsed page; ``url`` is what relative links are relative to. JSON-LD comes before <meta>."""
    meta = _meta(root)
    site = _first(_named(meta, ("og:site_name",)))
    linked = _linked(root)
    people, organizations = _authors(linked)
    bylines = chain((people,), _named(meta, _BYLINES), marks.authors(root), (organizations,))
    published = _dated_text(
        chain((_text(linked.get("datePublished")),), _named(meta, _PUBLISHED), marks.dates(root), _dated(url))
    )
    headings = (_inner(root.find(path)) for path in (".//h1", ".//title"))
    return Metadata(
        title=_without_site(_first(chain((_text(linked.get("headline")),), _named(meta, _TITLES), headings)), site),
        byline=_first(name for name in map(_name, bylines) if name.casefold() != site.casefold()),
        published=moment(published),
        updated=moment(_dated_text(chain((_text(linked.get("dateModified")),), _named(meta, _UPDATED)))),
        utc_offset=offset(published),
        lang=_first(
            chain(
                (root.get("lang") or "", root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
                _named(meta, ("content-language", "og:locale", "dc.language", "language")),
                (_text(linked.get("inLanguage")),),
            )
        )
        or None,
        image=lead_image(root, chain(_images(meta), (_image(linked.get("image")),)), url),
    )


def _meta(root: etree._Element) -> dict[str, str]:
    """Name, property, itemprop or http-equiv in lower case -> content, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _linked(root: etree._Element) -> dict[str, Any]:
    """The article among the page's JSON-LD objects, a web page where there is none; references to others resolved."""
    articles: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    known: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MAX_JSON:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph") if isinstance(data, dict) else None
        for item in graph if isinstance(graph, list) else data if isinstance(data, list) else [data]:
            if not isinstance(item, dict):
                continue
            if isinstance(id := item.get("@id"), str):
                known.setdefault(id, item)
            kinds = item.get("@type")
            names = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}
            if names & _ARTICLES or any(name.endswith("Article") for name in names):
                (others if "WebPage" in names or not item.get("headline") else articles).append(item)
    found = next(chain(articles, others), {})
    return {**found, **{field: _resolved(found[field], known) for field in ("author", "image") if field in found}}


def _resolved(value: object, known: dict[str, dict[str, Any]]) -> object:
    """A JSON-LD value, or each of a list of them, with what it only refers to in its place."""
    if isinstance(value, list):
        return [_resolved(one, known) for one in value if not isinstance(one, list)]
    if isinstance(value, dict) and len(value) == 1 and isinstance(id := value.get("@id"), str):
        return known.get(id, value)
    return value


def _named(meta: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (fold(plain(meta[name])) for name in names if name in meta)


def _images(meta: dict[str, str]) -> Iterator[str]:
    if is_large_enough(meta.get("og:image:width", ""), meta.get("og:image:height", "")):
        yield from _named(meta, _IMAGES)


def _authors(linked: dict[str, Any]) -> tuple[str, str]:
    """The people, and the organizations, that JSON-LD calls the author."""
    value = linked.get("author") or linked.get("creator")
    people: list[str] = []
    organizations: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
        if _is_name(name):
            (organizations if isinstance(one, dict) and "Organization" in str(one.get("@type")) else people).append(
                name
            )
    return ", ".join(dict.fromkeys(people)), ", ".join(dict.fromkeys(organizations))


def _name(text: str) -> str:
    """The names in a byline, without "By", and without the date or the account that some pages put behind them."""
    name = _AFTER_NAME.split(marks.BEFORE_NAMES.sub("", text, count=1), maxsplit=1)[0].strip(" ,;·–—-")
    return name[:_MAX_NAME] if name.casefold() not in _NOBODY else ""


def _without_site(title: str, site: str) -> str:
    """A headline without the name of the site that pages put at its end."""
    head = title.removesuffix(site).rstrip()
    return head[:-1].rstrip() if site and head != title and head[-1:] in _MARKS and head[:-1].strip() else title


def _is_name(name: str) -> bool:
    return 1 < len(name) <= _MAX_NAME and "://" not in name and "{" not in name


def _dated(url: str) -> Iterator[str]:
    """The day that an address names, as newspapers' do."""
    if found := _DAY_IN_PATH.search(url[:_MAX_URL]):
        year, month, day = found.groups()
        yield f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"


def _image(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("url")) if isinstance(value, dict) else _text(value)


def _dated_text(texts: Iterable[str]) -> str | None:
    """The first that names a moment."""
    return next(filter(moment, texts), None)


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text and _is_said(text)), "")


def _is_said(text: str) -> bool:
    """Whether a field was filled in: templates leave braces, and addresses are no names."""
    return "{{" not in text and not text.startswith(("http://", "https://"))


def _text(value: object) -> str:
    return fold(plain(value)) if isinstance(value, str) else ""


def _inner(element: etree._Element | None) -> str:
    return fold("".join(map(str, element.itertext()))) if element is not None else ""
