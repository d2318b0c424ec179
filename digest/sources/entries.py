"""Raw entries to entries: the one place that decides identity, links, titles and dates, whatever parser read them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from digest.html import clean, fold, plain, sanitise
from digest.html.moments import moment, offset
from digest.model import Enclosure, Entry, Source
from digest.sources.raw import RawEntry, RawFeed
from digest.sources.recordings import is_watch_page
from digest.urls import canonical

_MAX_ID = 1_000  # characters; a longer guid is kept as its hash
# A lower-case host without a port, and a path of unreserved characters (RFC 3986 §2.3) without query or fragment.
_CANONICAL = re.compile(r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,3}/[A-Za-z0-9._~/-]{0,2000}\Z")
# An absolute address of characters that a URL may hold, without a name or a password in it.
_ABSOLUTE = re.compile(r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,6}(?:/[!#-;=?-~]{0,2000})?\Z")
_MAX_BEGINNING = 512  # characters: the length that fastfeedparser cuts such a summary to
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_MAX_TITLE = 1_000
_MAX_NAME = 200
_MAX_TAGS = 30
_MAILBOX = re.compile(r"[^\s@()<>]{1,100}@[^\s@()<>]{1,100}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


def entries(feed: RawFeed, *, source: Source, url: str, base: str = "") -> tuple[Entry, ...]:
    """The entries of a feed, in feed order, each once.

    ``url`` is where the feed came from and ``base`` its own xml:base. Of entries alike in id and link the first stays.
    A guid that stands for several links identifies none of them, and the link does; a link that stands for several
    titles without guids does not identify either, and a hash of link, title and date does.
    """
    root = _joined(url, base) if base and url else base or url
    if not canonical(root):
        root = canonical(feed.link)
    facts = [_facts(raw, root) for raw in feed.entries]
    seen: set[str] = set()
    kept: list[Entry] = []
    each = zip(_ids(feed.entries, facts), feed.entries, facts, strict=True)
    for position, (chosen, raw, known) in enumerate(each, start=1):
        if chosen not in seen:
            seen.add(chosen)
            kept.append(_entry(raw, known, feed, source=source, root=root, id=chosen, position=position))
    return tuple(kept)


def _joined(url: str, base: str) -> str:
    try:
        return urljoin(url, base)
    except ValueError:  # an xml:base that is no address: "//["
        return url


class _Facts(NamedTuple):
    """What an entry is known by."""

    url: str
    title: str
    published: datetime | None
    updated: datetime | None
    utc_offset: int | None


def _facts(raw: RawEntry, root: str) -> _Facts:
    published, updated = moment(raw.published), moment(raw.updated)
    title = fold(plain(raw.title))[:_MAX_TITLE]
    later = updated if updated and published and updated > published else None
    stated = raw.published if published else raw.updated
    return _Facts(_url(raw, root), title, published or updated, later, offset(stated))


def _entry(raw: RawEntry, known: _Facts, feed: RawFeed, *, source: Source, root: str, id: str, position: int) -> Entry:
    base = canonical(raw.content_base, root) if raw.content_base else root
    url, title, published, updated, utc_offset = known
    return Entry(
        source=source.key,
        id=id,
        url=url,
        title=title,
        summary="" if _begins(raw.content, raw.summary) else sanitise(raw.summary, base),
        content=clean(raw.content).strip() if raw.content_is_text else sanitise(raw.content, base),
        content_kind="text" if raw.content_is_text else "html",
        published=published,
        updated=updated,
        authors=_unique([name_of(author) for author in raw.authors]),
        tags=_unique([_tag(tag) for tag in raw.tags])[:_MAX_TAGS],
        lang=language_of(raw.lang) or language_of(feed.lang),
        position=position,
        image=next(filter(None, (_picture(image, root) for image in raw.images)), None),
        enclosure=_enclosure(raw, url, root),
        utc_offset=utc_offset,
    )


def _enclosure(raw: RawEntry, page: str, root: str) -> Enclosure | None:
    """The recording that the entry carries; of a page that plays a video, the page."""
    for recording in raw.recordings:
        if url := _address(recording.url, root):
            return Enclosure(url, recording.kind, recording.seconds)
    return Enclosure(page, "video", raw.seconds) if is_watch_page(page) else None


def _begins(content: str, summary: str) -> bool:
    """Whether a summary is only the beginning of the content without its tags, as publishing tools make it."""
    if not summary or len(summary) > _MAX_BEGINNING or not content or "<" in summary:
        return False
    beginning = "".join(_TAGS.sub(" ", content[: 8 * _MAX_BEGINNING]).split())
    return beginning.startswith("".join(summary.split()).rstrip("….")[:_MAX_BEGINNING])


def _address(link: str, root: str) -> str:
    """``canonical(link, root)``; most links are canonical as they come, and are told so at a glance."""
    return link if _CANONICAL.match(link) and "/." not in link else canonical(link, root)


def _picture(link: str, root: str) -> str:
    """The address of a picture: where it is a whole one it stays as written, for it may be signed as that."""
    return link if _ABSOLUTE.match(link) else canonical(link, root)


def _url(raw: RawEntry, root: str) -> str:
    """The best link in its canonical form. A guid may stand in for a link where it is a whole address."""
    for link in raw.links:
        if link and (link != raw.id or _is_address(link) or link == raw.links[0]):
            found = _address(link, root)
            if found:
                return found
    return ""


def _ids(raws: Sequence[RawEntry], made: Sequence[_Facts]) -> list[str]:
    guids = [_guid(raw, entry.url) for raw, entry in zip(raws, made, strict=True)]
    links: defaultdict[str, set[str]] = defaultdict(set)
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for guid, entry in zip(guids, made, strict=True):
        if guid and entry.url:
            links[guid].add(entry.url)
    chosen = []
    for guid, entry in zip(guids, made, strict=True):
        own = guid if guid and not (entry.url and len(links[guid]) > 1) else entry.url
        chosen.append(own)
        if own != guid:
            titles[own].add(entry.title)
    return [
        own
        if own and (own == guid or len(titles[own]) == 1)
        else _hash(entry.url, entry.title or fold(plain(raw.summary or raw.content)), str(entry.published))
        for own, guid, raw, entry in zip(chosen, guids, raws, made, strict=True)
    ]


def _guid(raw: RawEntry, url: str) -> str:
    """The entry's own id; "" where it has none, or another spelling of the link, whose canonical form then serves."""
    guid = fold(raw.id)
    if url and "#" not in guid and (raw.id in raw.links[:-1] or (_is_address(guid) and canonical(guid) == url)):
        return ""
    return guid if len(guid) <= _MAX_ID else _hash(guid)


def _is_address(text: str) -> bool:
    return text[:8].lower().startswith(("http://", "https://"))


@lru_cache(maxsize=1024)
def name_of(author: str) -> str:
    """A person's name out of what a feed says of an author; "" where it names only a mailbox.

    RSS 2.0 asks for "mail@host (Name)"; people write all else too.
    """
    name = fold(plain(author))
    if "@" in name:
        name = _MAILBOX.sub(" ", name).replace("<", " ").replace(">", " ")
        name = fold(name.strip(" ()\t"))
    return name[:_MAX_NAME]


@lru_cache(maxsize=256)
def language_of(tag: str) -> str | None:
    """The primary subtag of a BCP 47 language tag, in lower case; None for what is none."""
    found = _LANGUAGE.fullmatch(tag.strip())
    return found[1].lower() if found else None


@lru_cache(maxsize=1024)  # a source's tags, and its authors, are few
def _tag(tag: str) -> str:
    return fold(plain(tag))[:_MAX_NAME]


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names))) if names else ()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
