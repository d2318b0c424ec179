"""A page as a reader who prefers light, or dark, sees it, whatever this machine prefers."""

from __future__ import annotations

import re

_QUERY = re.compile(rb"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_PROPERTY = re.compile(rb"(?<![-\w])(color-scheme\s*:\s*)[a-z][a-z ]*", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^<>]*\bcolor-scheme\b[^<>]*>", re.IGNORECASE)
_CONTENT = re.compile(rb"(\bcontent\s*=\s*[\"']?)[a-z ]+", re.IGNORECASE)

# Media features that always hold, and never do: unlike `all` and `not all` they may stand beside others.
_HOLDS, _NEVER = b"(min-width:0)", b"(max-width:0)"


def in_scheme(body: bytes, scheme: str) -> bytes:
    """A page or style sheet in "light" or "dark"; "auto" leaves every byte as it is.

    The media query is decided, and what the page says of its own schemes is narrowed to the one; nothing else changes.
    """
    if scheme == "auto":
        return body
    only = scheme.encode()
    body = _QUERY.sub(lambda found: _HOLDS if found[1].lower() == only else _NEVER, body)
    body = _PROPERTY.sub(rb"\g<1>" + only, body)
    return _META.sub(lambda found: _CONTENT.sub(rb"\g<1>" + only, found[0]), body)
