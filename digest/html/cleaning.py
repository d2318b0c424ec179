"""Sanitising: markup from strangers reduced to what an issue may print."""

from __future__ import annotations

import re
from html import escape

import nh3

from digest.html.taming import tamed
from digest.urls import canonical

# Blocks stay, bare, so that words of two blocks never run together; images, media and forms go.
_TAGS = frozenset(
    """
    a abbr b blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 i ins kbd li mark ol p
    pre q s samp section small strong sub sup table tbody td tfoot th thead tr u ul var article aside header footer main
    """.split()
)
# Elements that go with all they hold; the rest lose only their tags.
_WITH_CONTENT = frozenset(
    """
    script style iframe frame frameset noframes noembed object embed applet svg math template title textarea select
    button video audio canvas nav head
    """.split()
)
# An absolute link that needs no second look; bodies hold dozens, and making each canonical would cost more than all else.
_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]{0,250}(?:[/?#][!-~]{0,2000})?\Z")


def sanitise(fragment: str, base: str = "") -> str:
    """Safe HTML: text, basic formatting, and links that are absolute http(s); ``base`` is what relative ones are relative to.

    Attributes go but a link's ``href``; scripts, styles, frames, media and forms go with what
    they hold. nh3 runs last, so whatever the steps before it let through meets an HTML5 parser and an allow-list.
    """
    fragment = tamed(fragment).strip()
    if "<" not in fragment and "&" not in fragment:
        return escape(fragment, quote=False)

    def keep(_element: str, _attribute: str, value: str) -> str | None:
        if _PLAIN_LINK.match(value):
            return value
        return None if value.lstrip().startswith("#") else canonical(value, base) or None

    return nh3.clean(
        fragment,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"a": {"href"}},
        attribute_filter=keep,
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    ).strip()
