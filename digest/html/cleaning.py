"""Sanitising: markup from strangers reduced to what an issue may print."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

import nh3

from digest.html.taming import clean, tamed
from digest.urls import canonical

# Blocks stay, bare, so that words of two blocks never run together; images, media and forms go.
_TAGS = """
    a abbr b blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 i ins kbd li mark ol p
    pre q s samp section small strong sub sup table tbody td tfoot th thead tr u ul var article aside header footer main
"""
# Elements that go with all they hold; the rest lose only their tags.
_WITH_CONTENT = """
    script style iframe frame frameset noframes noembed object embed applet svg math template title textarea select
    button video audio canvas nav head
"""
# An absolute link that needs no second look: bodies hold dozens, and to make each canonical would cost the most.
_PLAIN_LINK = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]{0,250}(?::(?!(?:80|443)\b)[1-9]\d{0,4})?(?:[/?#][!-~]{0,2000})?\Z"
)
# A relative link that is joined by setting it behind its base: no scheme, no host, no dot segments (RFC 3986 §5.2).
_RELATIVE = re.compile(r"/?[A-Za-z0-9_~-][A-Za-z0-9_~-]{0,60}(?:[./][A-Za-z0-9_~-]{1,60}){0,20}/?\Z")
# What nh3 would write otherwise than ``escape``: markup, and the space that it writes as an entity.
_MARKED = re.compile("[<&\u00a0]")


def sanitise(fragment: str, base: str = "") -> str:
    """Safe HTML: text, basic formatting, and absolute http(s) links; ``base`` is what relative ones are relative to.

    Attributes go but a link's ``href``; scripts, styles, frames, media and forms go with what they hold. nh3 runs last,
    so that whatever the steps before it let through meets an HTML5 parser and an allow-list.
    """
    fragment = tamed(fragment).strip()
    try:
        fragment.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as JSON can write one
        fragment = clean(fragment)
    if not _MARKED.search(fragment):
        return escape(fragment, quote=False)
    return _cleaner(base).clean(fragment).strip()


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    """The allow-list, compiled once for each base."""

    origin = folder = ""
    if _PLAIN_LINK.match(base):
        address = base.partition("?")[0].partition("#")[0]
        start = address.find("/", 8)
        origin = address[:start] if start > 0 else address
        folder = address[: address.rindex("/") + 1] if start > 0 else address + "/"

    def keep(_element: str, _attribute: str, value: str) -> str | None:
        if _PLAIN_LINK.match(value):
            return value
        if value.lstrip().startswith("#"):
            return None
        if origin and _RELATIVE.match(value):
            return (origin if value[0] == "/" else folder) + value
        return canonical(value, base) or None

    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags=set(_WITH_CONTENT.split()),
        attributes={"a": {"href"}},
        attribute_filter=keep,
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    )
