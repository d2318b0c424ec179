"""What a page says of itself in its head: headline, byline, dates, language, picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from digest.html.moments import moment
from digest.html.reading import plain
from digest.html.taming import fold
from digest.urls import canonical

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
_BEFORE_NAME = re.compile(r"\A(?:written\s)?(?:by|von|par|por|di|door|av)\s", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s?[|@\d]|\s(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\.?\s\d", re.IGNORECASE
)
_NOBODY = frozenset(("admin", "administrator", "editor", "guest", "staff", "user", "wordpress"))
_MARKS = "|–—-·»:"
_MAX_JSON = 300_000  # characters of one JSON-LD script
_MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; a field it does not give is "" or None."""

    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    lang: str | None = None  # as the page says: a BCP 47 tag
    image: str | None = None  # absolute http(s) URL


def metadata(root: etree._Element, url: str = "") -> Metadata:
    """The metadata of a parsed page; ``url`` is what relative links are relative to. JSON-LD comes before <meta>."""
    meta = _meta(root)
    site = _first(*_named(meta, ("og:site_name",)))
    linked = next(_linked(root), {})
    heading = root.find(".//h1")
    return Metadata(
        title=_without_site(
            _first(
                _text(linked.get("headline")), *_named(meta, _TITLES), _inner(heading), _inner(root.find(".//title"))
            ),
            site,
        ),
        byline=_first(*map(_name, (_authors(linked.get("author")), *_named(meta, _BYLINES), *_marked(root)))),
        published=_moment(_text(linked.get("datePublished")), *_named(meta, _PUBLISHED), *_times(root)),
        updated=_moment(_text(linked.get("dateModified")), *_named(meta, _UPDATED)),
        lang=_first(
            root.get("lang") or "",
            root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
            *_named(meta, ("content-language", "og:locale")),
        )
        or None,
        image=next(
            (
                made
                for made in (canonical(link, url) for link in (*_named(meta, _IMAGES), _image(linked.get("image"))))
                if made
            ),
            None,
        ),
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


def _linked(root: etree._Element) -> Iterator[dict[str, Any]]:
    """The articles among the page's JSON-LD objects."""
    others: list[dict[str, Any]] = []
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
            kinds = item.get("@type")
            names = {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}
            if names & _ARTICLES or any(name.endswith("Article") for name in names):
                if "WebPage" in names or not item.get("headline"):
                    others.append(item)
                else:
                    yield item
    yield from others


def _named(meta: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (fold(plain(meta[name])) for name in names if name in meta)


def _authors(value: object) -> str:
    given = value if isinstance(value, list) else [value]
    names = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in given]
    return ", ".join(dict.fromkeys(name for name in names if _is_name(name)))


def _marked(root: etree._Element) -> Iterator[str]:
    """Names that the markup calls the author."""
    for path in (".//*[@itemprop='author']", ".//a[@rel='author']", ".//*[@class='byline']", ".//*[@class='author']"):
        element = root.find(path)
        if element is not None and _is_name(name := _inner(element)):
            yield name


def _name(text: str) -> str:
    """The names in a byline, without "By", and without the date or the account that some pages put behind them."""
    name = _AFTER_NAME.split(_BEFORE_NAME.sub("", text, count=1), maxsplit=1)[0].strip(" ,;·–—-")
    return name[:_MAX_NAME] if name.casefold() not in _NOBODY else ""


def _without_site(title: str, site: str) -> str:
    """A headline without the name of the site that pages put at its end."""
    head = title.removesuffix(site).rstrip()
    return head[:-1].rstrip() if site and head != title and head[-1:] in _MARKS and head[:-1].strip() else title


def _is_name(name: str) -> bool:
    return 1 < len(name) <= _MAX_NAME and "://" not in name and "{" not in name


def _times(root: etree._Element) -> Iterator[str]:
    for element in root.iter("time"):
        if stamp := element.get("datetime"):
            yield stamp


def _image(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("url")) if isinstance(value, dict) else _text(value)


def _moment(*texts: str) -> datetime | None:
    return next((found for found in map(moment, texts) if found), None)


def _first(*texts: str) -> str:
    return next((text for text in texts if text and _is_said(text)), "")


def _is_said(text: str) -> bool:
    """Whether a field was filled in: templates leave braces, and addresses are no names."""
    return "{{" not in text and not text.startswith(("http://", "https://"))


def _text(value: object) -> str:
    return fold(plain(value)) if isinstance(value, str) else ""


def _inner(element: etree._Element | None) -> str:
    return fold("".join(map(str, element.itertext()))) if element is not None else ""
