"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), leniently: a field of the wrong type is absent."""

from __future__ import annotations

import json
from typing import Any

from digest.sources.raw import RawEntry, RawFeed, RawRecording
from digest.sources.recordings import kind_of, seconds_of

_MAX_DIGITS = 4_000


def read(text: str) -> RawFeed | None:
    """The raw feed, None where the text is JSON and no feed. Raises ``ValueError`` where it is no JSON."""
    try:
        # Raw line breaks in strings are a common fault.
        found = json.loads(text.strip(), strict=False, parse_int=_integer)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if isinstance(found, list):
        found = {"items": found} if found and all(_is_item(item) for item in found) else None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        return None
    if "jsonfeed.org" not in _text(found.get("version")) and not all(_is_item(item) for item in found["items"]):
        return None
    return RawFeed(
        entries=tuple(_entry(item, found) for item in found["items"] if isinstance(item, dict)),
        lang=_text(found.get("language")),
        link=_text(found.get("feed_url")) or _text(found.get("home_page_url")),
    )


def _integer(digits: str) -> int | None:
    """The number, None where it is longer than Python reads (sys.set_int_max_str_digits)."""
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def _is_item(item: object) -> bool:
    return (
        isinstance(item, dict)
        and any(isinstance(item.get(name), str) for name in ("content_html", "content_text", "title", "summary"))
        and any(name in item for name in ("id", "url"))
    )


def _entry(item: dict[str, Any], feed: dict[str, Any]) -> RawEntry:
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    given = item.get("authors") or [item.get("author")]  # 1.0 had one author
    if not any(_names(given)):
        given = feed.get("authors") or [feed.get("author")]
    images = [_text(item.get("image")), _text(item.get("banner_image"))]
    attached = [one for one in _list(item.get("attachments")) if isinstance(one, dict)]
    images.extend(_text(one.get("url")) for one in attached if _text(one.get("mime_type")).startswith("image/"))
    return RawEntry(
        id=_id(item.get("id")),
        links=tuple(_text(item.get(name)) for name in ("url", "external_url", "id")),
        title=_text(item.get("title")),
        summary=_text(item.get("summary")),
        content=html or text,
        content_is_text=not html,
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        authors=tuple(_names(given)),
        tags=tuple(_text(tag) for tag in _list(item.get("tags"))),
        lang=_text(item.get("language")),
        images=tuple(url for url in images if url),
        recordings=tuple(one for one in map(_recording, attached) if one),
    )


def _recording(attached: dict[str, Any]) -> RawRecording | None:
    url = _text(attached.get("url"))
    kind = kind_of(url, _text(attached.get("mime_type")))
    return RawRecording(url, kind, seconds_of(_id(attached.get("duration_in_seconds")))) if url and kind else None


def _id(value: object) -> str:
    """ "Feeds may present a non-string id; coerce it" (JSON Feed 1.1, item.id)."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _text(value)


def _names(authors: object) -> list[str]:
    return [_text(author.get("name")) if isinstance(author, dict) else _text(author) for author in _list(authors)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
