"""Subscription lists (OPML 2.0, http://opml.org/spec2.opml): sources in and out, folders as sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from itertools import groupby

from lxml import etree

from digest.errors import DataError
from digest.html import decode, fold
from digest.model import Source
from digest.sources.repairing import repaired_list
from digest.urls import canonical, host

_MAX_NAME = 200
# An address without white space, backslashes, and a name and password.
_PLAIN = re.compile(r"https?://[^\s\\@/?#]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)


def read(body: bytes, *, where: str | None = None) -> tuple[Source, ...]:
    """The feeds of a subscription list, in its order, each address once; the innermost folder's name is the section.

    Outlines without a feed address or with one that is not http(s) are left out. Raises ``DataError`` where the bytes
    hold no OPML.
    """
    text = decode(body)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(repaired_list(text), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise DataError("no OPML subscription list", where=where, fix="export one from your feed reader")
    found: dict[str, Source] = {}
    folders: list[str | None] = [None]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2].lower() != "outline":
            continue
        if event == "end":
            folders.pop()
            continue
        given = {name.lower(): value for name, value in element.attrib.items() if isinstance(name, str)}
        name = fold(unescape(given.get("title") or given.get("text") or ""))[:_MAX_NAME]
        address = given.get("xmlurl", "").strip()
        url = _address(address)
        folders.append(folders[-1] if address else name or folders[-1])
        if url and canonical(url) not in found:
            category = given.get("category", "").partition(",")[0].strip("/ ").rpartition("/")[2]
            section = folders[-1] or fold(category) or None
            lang = given.get("language", "").partition("-")[0].lower()
            found[canonical(url)] = Source(
                key=url, name=name or host(url), url=url, section=section, lang=lang if lang.isalpha() else None
            )
    return tuple(found.values())


def _address(text: str) -> str:
    """A feed's http(s) address as it is written; made canonical only where it could not be asked as it is, else "".

    What tells where a reader of an article came from may be what makes a feed: "?rss=1".
    """
    if text.startswith("feed://"):
        text = "http" + text.removeprefix("feed")
    made = canonical(text)
    return text.partition("#")[0] if made and _PLAIN.fullmatch(text) and "&amp;" not in text else made


def write(sources: Iterable[Source], title: str) -> bytes:
    """An OPML 2.0 file of the feeds among ``sources``: a folder a section, in order of first use.

    Undated, so that the same sources give the same bytes.
    """
    feeds = [source for source in sources if source.kind == "feed"]
    order = {section: place for place, section in reversed(list(enumerate(source.section for source in feeds)))}
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = fold(title)
    body = etree.SubElement(root, "body")
    feeds.sort(key=lambda source: (source.section is not None, order[source.section]))
    for section, group in groupby(feeds, key=lambda source: source.section):
        parent = body if section is None else etree.SubElement(body, "outline", text=fold(section), title=fold(section))
        for source in group:
            name = fold(source.name)
            attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": fold(source.url)}
            if source.lang:
                attributes["language"] = source.lang
            etree.SubElement(parent, "outline", attributes)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"
