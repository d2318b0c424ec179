"""Raw entries to entries: the one place where identity, links, titles and dates are decided, whatever parser read them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from digest.html import clean, fold, plain, sanitise
from digest.model import Entry, Source
from digest.html.moments import moment
from digest.sources.raw import RawEntry, RawFeed
from digest.urls import canonical

_MAX_ID = 1_000  # characters; a longer guid is kept as its hash
_MAX_TITLE = 1_000
_MAX_NAME = 200
_MAX_TAGS = 30
_MAILBOX = re.compile(r"[^\s@()<>]{1,100}@[^\s@()<>]{1,100}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def entries(feed: RawFeed, *, source: Source, url: str, base: str = "") -> tuple[Entry, ...]:
    """The entries of a feed, in feed order, each once.

    ``url`` is where the feed came from and ``base`` its own xml:base. Of entries alike in id and link the first stays. A
    guid that stands for several links identifies none of them, and the link does; a link that stands for several titles
    without guids does not identify either, and a hash of link, title and date does.
    """
    root = urljoin(url, base) if base and url else base or url
    if not canonical(root):
        root = canonical(feed.link)
    made = [_entry(raw, feed, source=source, root=root) for raw in feed.entries]
    ids = _ids(feed.entries, made)
    seen: set[str] = set()
    kept: list[Entry] = []
    for position, (id, entry) in enumerate(zip(ids, made, strict=True), start=1):
        if id not in seen:
            seen.add(id)
            kept.append(replace(entry, id=id, position=position))
    return tuple(kept)


def _entry(raw: RawEntry, feed: RawFeed, *, source: Source, root: str) -> Entry:
    base = canonical(raw.content_base, root) or root
    published, updated = moment(raw.published), moment(raw.updated)
    content = clean(raw.content).strip() if raw.content_is_text else sanitise(raw.content, base)
    return Entry(
        source=source.key,
        id="",
        url=next((url for url in (canonical(link, root) for link in raw.links if _is_link(link, raw)) if url), ""),
        title=fold(plain(raw.title))[:_MAX_TITLE],
        summary=sanitise(raw.summary, base),
        content=content,
        content_kind="text" if raw.content_is_text else "html",
        published=published or updated,
        updated=updated if updated and published and updated > published else None,
        authors=tuple(_unique(map(name_of, raw.authors))),
        tags=tuple(_unique(fold(plain(tag))[:_MAX_NAME] for tag in raw.tags))[:_MAX_TAGS],
        lang=language_of(raw.lang) or language_of(feed.lang),
        image=next((url for url in (canonical(image, root) for image in raw.images) if url), None),
    )


def _is_link(link: str, raw: RawEntry) -> bool:
    """Whether a text is a link: a guid that stands in for one must be a whole address."""
    return bool(link) and (link != raw.id or link.lower().startswith(("http://", "https://")) or link in raw.links[:1])


def _ids(raws: Sequence[RawEntry], made: Sequence[Entry]) -> list[str]:
    guids = [_guid(raw, entry.url) for raw, entry in zip(raws, made, strict=True)]
    links = defaultdict(set)
    titles = defaultdict(set)
    for guid, entry in zip(guids, made, strict=True):
        if guid and entry.url:
            links[guid].add(entry.url)
    ids = []
    for guid, entry in zip(guids, made, strict=True):
        id = guid if guid and not (entry.url and len(links[guid]) > 1) else entry.url
        ids.append(id)
        if id != guid:
            titles[id].add(entry.title)
    return [
        id if id and (id == guid or len(titles[id]) == 1) else _hash(entry.url, entry.title, str(entry.published))
        for id, guid, entry in zip(ids, guids, made, strict=True)
    ]


def _guid(raw: RawEntry, url: str) -> str:
    """The entry's own id; "" where it has none or it is only another spelling of the link, whose canonical form serves."""
    guid = fold(raw.id)
    if "#" not in guid and guid.startswith(("http://", "https://")) and canonical(guid) == url:
        return ""
    return guid if len(guid) <= _MAX_ID else _hash(guid)


def name_of(author: str) -> str:
    """A person's name out of what a feed says of an author; "" where it names only a mailbox.

    RSS 2.0 asks for "mail@host (Name)"; people write all else too.
    """
    name = fold(plain(author))
    if "@" in name:
        name = _MAILBOX.sub(" ", name).replace("<", " ").replace(">", " ")
        name = fold(name.strip(" ()\t"))
    return name[:_MAX_NAME]


def language_of(tag: str) -> str | None:
    """The primary subtag of a BCP 47 language tag, in lower case; None for what is none."""
    found = _LANGUAGE.fullmatch(tag.strip())
    return found[1].lower() if found else None


def _unique(names: Iterable[str]) -> Iterable[str]:
    return (name for name in dict.fromkeys(names) if name)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
