"""fastfeedparser's answer as raw entries: the path that nearly every feed takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from types import ModuleType
from typing import Any

from digest.html.moments import moment
from digest.sources.raw import RawEntry, RawFeed
from digest.sources.recordings import plays
from digest.sources.repairing import Document

# What it cannot say: text constructs with markup of their own instead of escaped text (RFC 4287 §3.1.1.3), and an
# xml:base on anything but the root and an entry's content.
_MARKUP = re.compile(rb"<(?:title|summary|description|content:encoded)(?:\s[^<>]{0,300})?>\s*<(?![!/])")
_XHTML = re.compile(rb"<(?:\w{1,20}:)?(?:title|summary|body)\s[^<>]{0,300}xhtml")
_NESTED_BASE = re.compile(rb"<(?:\w{1,20}:)?(?:entry|item|channel|link|title|summary|id)\s[^<>]{0,300}xml:base")
# It takes the first title for the entry's, whatever prefix it has.
_OTHER_TITLES = re.compile(rb"(</?(?:media|itunes):)title(?=[\s>/])")
_LANGUAGE = re.compile(rb"<language>\s{0,20}([A-Za-z]{2,3}(?:-[A-Za-z0-9-]{1,20})?)\s{0,20}</language>")
# Where an element that may date an entry ends, and a time before it whose offset from Greenwich is not 0, as RFC 822
# and RFC 3339 write it.
_DATED = re.compile(rb"</(?:[a-z]\w{0,8}:)?(?:pubDate|published|updated|date|issued|modified|created)>")
_OFFSET = re.compile(rb"[>\[]([^<>\[]{6,40}[+-](?!00:?00)[01]\d:?[0-5]\d)\s{0,9}(?:\]\]>\s{0,9})?\Z")
_LONGEST_TIME = 70  # bytes, with the end of a CDATA section
_LOOKED_AT = 50  # places in CDATA sections
_HEAD = 20_000  # bytes: where a channel says its language


def can_read(document: Document) -> bool:
    """Whether the document holds nothing that fastfeedparser would lose."""
    xml = document.xml
    if not document.root or document.root == "channel" or _has(_MARKUP, xml):
        return False
    return not (b"xhtml" in xml and _has(_XHTML, xml)) and not (b"xml:base" in xml and _has(_NESTED_BASE, xml))


def _has(pattern: re.Pattern[bytes], xml: bytes) -> bool:
    """Whether a pattern is found outside CDATA sections, whose HTML may look like anything; or too often to tell."""
    for number, found in enumerate(pattern.finditer(xml)):
        at = found.start()
        if number == _LOOKED_AT or xml.rfind(b"<![CDATA[", 0, at) <= xml.rfind(b"]]>", 0, at):
            return True
    return False


def read(document: Document) -> RawFeed:
    """The raw feed. Raises whatever fastfeedparser raises: its caller turns to the reference parser."""
    xml = _one_title(document.xml)
    return _feed(document, xml, _parser().parse(xml))


def read_sound(document: Document) -> RawFeed | None:
    """The raw feed of a document that needs no repair; None where it needs one, or where nobody can tell.

    fastfeedparser's native reader takes well-formed UTF-8 and hands back all else; other than through its own ``parse``
    we hear of that. Without it, or where a new version calls it otherwise, nothing counts as sound.
    """
    module = _parser()
    if not all(hasattr(module, name) for name in ("_core", "_parse_with_core", "_prepare_xml_bytes")):
        return None
    if module._core is None:
        return None
    xml = _one_title(document.xml)
    prepared, malformed = module._prepare_xml_bytes(xml)
    if malformed:
        return None
    found = module._parse_with_core(
        prepared, include_content=True, include_tags=True, include_media=True, include_enclosures=True
    )
    return None if found is None else _feed(document, xml, found)


def _one_title(xml: bytes) -> bytes:
    return _OTHER_TITLES.sub(rb"\1of-file", xml) if b"media:title" in xml or b"itunes:title" in xml else xml


def _feed(document: Document, xml: bytes, found: dict[str, Any]) -> RawFeed:
    feed = found["feed"]
    if document.root == "rss" and b"<link " in xml and not all(entry.get("link") for entry in found["entries"]):
        raise ValueError("links written as Atom has them, in attributes, which are passed over in RSS")
    stated = _stated(xml)
    return RawFeed(
        entries=tuple([_entry(entry, stated) for entry in found["entries"]]),
        lang=_text(feed.get("language")) or _language(xml),
        link=_text(feed.get("link")),
    )


def _stated(xml: bytes) -> dict[str, str]:
    """The times in a document that are stated with an offset, by what fastfeedparser makes of them.

    It gives the moment in UTC alone; what an article calls today depends on the offset too.
    """
    ends = (found.start() for found in _DATED.finditer(xml))
    times = (_OFFSET.search(xml[max(0, end - _LONGEST_TIME) : end]) for end in ends)
    texts = dict.fromkeys(found[1].decode("ascii", "replace").strip() for found in times if found)
    return {at.isoformat(): text for text in texts if (at := moment(text))}


@cache
def _parser() -> ModuleType:
    """Our own instance of the module, with its date reading taken out.

    It completes a date with parts of today, and reads one out of a numeric guid: both would make the same bytes mean
    different entries tomorrow. Dates come through as text instead and are read by ``moments``, as all others are. The
    shared module stays as it is for whoever else uses it.
    """
    from importlib.util import find_spec, module_from_spec  # here with fastfeedparser: no other path needs either

    spec = find_spec("fastfeedparser.main")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, "_parse_date"):
        raise ImportError("fastfeedparser reads dates in another way than version 0.6 did")
    vars(module)["_parse_date"] = str.strip
    return module


def _entry(entry: dict[str, Any], stated: Mapping[str, str]) -> RawEntry:
    get = entry.get
    contents = get("content")
    first = contents[0] if contents else {}
    content, summary = _text(first.get("value")), _text(get("description"))
    if content == summary:  # it repeats an RSS description as content
        content = ""
    published, updated = _text(get("published")), _text(get("updated"))
    published, updated = stated.get(published, published), stated.get(updated, updated)
    guid, links = _text(get("id")), get("links") or ()
    # The alternate links first (RFC 4287 §4.2.7.2: no ``rel`` means alternate), then what was taken for the link.
    alternates = [_text(link.get("href")) for link in links if link.get("rel") in (None, "", "alternate")]
    media = get("media_content") or get("enclosures") or any(link.get("rel") == "enclosure" for link in links)
    return RawEntry(
        id=guid,
        links=(*alternates, _text(get("link")), guid),
        title=_text(get("title")),
        summary=summary,
        content=content if first.get("type") not in ("text", "text/plain") else escape(content, quote=False),
        content_base=_text(first.get("base")),
        published="" if published == guid else published,
        updated=updated,
        authors=(_text(get("author")),),
        tags=tuple([_text(tag.get("label") or tag.get("term")) for tag in get("tags") or ()]),
        lang=_text(first.get("language")),
        images=_images(entry) if media else (),
        plays=plays(entry) if media else False,
    )


def _images(entry: dict[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for media in entry.get("media_content") or ():
        if media.get("medium") == "image" or _text(media.get("type")).startswith("image"):
            found.append(_text(media.get("url")))
        found.append(_text(media.get("thumbnail_url")))
    enclosures = entry.get("enclosures") or ()
    found.extend(_text(one.get("url")) for one in enclosures if _text(one.get("type")).startswith("image"))
    links = entry.get("links") or ()
    found.extend(
        _text(link.get("href"))
        for link in links
        if link.get("rel") == "enclosure" and _text(link.get("type")).startswith("image")
    )
    return tuple(url for url in found if url)


def _language(xml: bytes) -> str:
    """What an RSS channel calls its language, which fastfeedparser passes over."""
    found = _LANGUAGE.search(xml, 0, _HEAD)
    return found[1].decode("ascii") if found else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
