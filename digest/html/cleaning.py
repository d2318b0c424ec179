"""Sanitising: markup from strangers reduced to what an issue may print."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import Literal

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
# The start of a link as nh3 writes it: in text it writes "<" as an entity, so that this is nothing else.
_LINK = re.compile(r'<a href="([^"]*)"')
# One that needs no second look: absolute, and of characters that a URL may hold. To make each canonical would cost the
# most of all, for bodies hold dozens.
_PLAIN = r"https?://[A-Za-z0-9][A-Za-z0-9.-]{0,250}(?::(?!(?:80|443)\b)[1-9]\d{0,4})?(?:[/?#][!#-~]{0,2000})?"
_ODD_LINK = re.compile(rf'<a href="(?!{_PLAIN}")')
_PLAIN_BASE = re.compile(rf"{_PLAIN}\Z")
# What nh3 would write otherwise than ``escape``: markup, and the space that it writes as an entity.
_MARKED = re.compile("[<&\u00a0]")


def sanitise(fragment: str, base: str = "") -> str:
    """Safe HTML: text, basic formatting, and absolute http(s) links; ``base`` is what relative ones are relative to.

    Attributes go but a link's ``href``; scripts, styles, frames, media and forms go with what they hold. nh3 runs last,
    so that whatever the steps before it let through meets an HTML5 parser and an allow-list; after it odd links alone
    are written anew, in canonical form.
    """
    fragment = tamed(fragment).strip()
    try:
        fragment.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as JSON can write one
        fragment = clean(fragment)
    if not _MARKED.search(fragment):
        fragment = fragment.replace("\r\n", "\n").replace("\r", "\n") if "\r" in fragment else fragment  # as nh3 does
        return escape(fragment, quote=False)
    cleaned = _cleaner(base).clean(fragment).strip()
    # A link within the page leads nowhere from an issue; nh3 has made it one to the page as a whole.
    if _ODD_LINK.search(cleaned) or (base and f'<a href="{base}#' in cleaned) or f'<a href="{base}"' in cleaned:
        cleaned = _LINK.sub(lambda found: _link(unescape(found[1]), base), cleaned)
    return cleaned


def _link(url: str, base: str) -> str:
    """A link's start with its URL in canonical form, without one where it leads nowhere."""
    found = "" if base and url.partition("#")[0] == base else canonical(url, base)
    return f'<a href="{escape(found)}"' if found else "<a"


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    """The allow-list, compiled once for each base."""
    relative = _PLAIN_BASE.match(base) is not None
    try:
        return _allow_list(("rewrite_with_base", base) if relative else "pass_through")
    except ValueError:  # what nh3 takes for no address
        return _allow_list("pass_through")


def _allow_list(
    url_relative: Literal["pass_through"] | tuple[Literal["rewrite_with_base"], str],
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags=set(_WITH_CONTENT.split()),
        attributes={"a": {"href"}, "*": set()},  # "*": else it leaves every element its title and language
        url_schemes={"http", "https"},
        url_relative=url_relative,
        link_rel=None,
        strip_comments=True,
    )
