"""What a feed takes back: Atom's deleted-entry (RFC 6721)."""

from __future__ import annotations

import re
from html import unescape

from digest.html import decode, fold
from digest.html.moments import moment
from digest.model import Entry, Fetched, Source
from digest.urls import canonical

_NAMESPACE = b"http://purl.org/atompub/tombstones/1.0"
_DELETED = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?deleted-entry\s([^<>]{1,4000})>")
_ATTRIBUTE = re.compile(r"\b(ref|when)\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)')")
_MOST = 500  # of one feed


def taken(source: Source, fetched: Fetched) -> tuple[Entry, ...]:
    """An entry for each id that the feed says was deleted, with nothing but that and when.

    One whose id is an address stands there under its canonical form too, as entries may. An element without id or
    moment, which the RFC does not allow, is passed over.
    """
    if _NAMESPACE not in fetched.body:
        return ()
    found: dict[str, Entry] = {}
    for element in list(_DELETED.finditer(decode(fetched.body, fetched.content_type)))[:_MOST]:
        said = {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(element[1])}
        at = moment(said.get("when", ""))
        ref = fold(said.get("ref", ""))
        if at is None or not ref:
            continue
        for id_ in dict.fromkeys((ref, canonical(ref) if ref.lower().startswith(("http://", "https://")) else ref)):
            if id_:
                found[id_] = Entry(source=source.key, id=id_, url="", title="", withdrawn=at)
    return tuple(found.values())
