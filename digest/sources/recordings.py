"""The recordings that a feed's entries carry: RSS 2.0 <enclosure>, Atom rel="enclosure", Media RSS 1.5, iTunes.

No parser gives all of them, so they are read here for whichever parser read the entries, in one pass over the document
that is made only where a parser saw a file that plays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from digest.sources.raw import RawEntry, RawFeed, RawRecording

if TYPE_CHECKING:
    from lxml import etree

_MANY_SECONDS = 7 * 24 * 3600  # longer than a week is no recording
_AUDIO_FILES = "mp3 m4a m4b aac oga ogg opus flac wav"
_VIDEO_FILES = "mp4 m4v mov webm ogv mkv avi m3u8"
_KINDS: dict[str, Literal["audio", "video"]] = {
    **dict.fromkeys(_AUDIO_FILES.split(), "audio"),
    **dict.fromkeys(_VIDEO_FILES.split(), "video"),
}
_FLASH = "application/x-shockwave-flash"  # as players on a page still call themselves
_OTHERS = frozenset(("image", "text", "document", "executable"))
_ENDING = re.compile(r"\.([A-Za-z0-9]{3,4})(?:[?#]|\Z)")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d{1,6})?", re.ASCII)
_SECONDS = re.compile(r"(\d{1,6})(?:\.\d{1,6})?", re.ASCII)
# Pages that are a player and little else, by their addresses.
_WATCH = re.compile(
    r"https?://(?:(?:www\.|m\.|music\.)?youtube\.com/(?:watch\?|shorts/|live/)|youtu\.be/\w"
    r"|(?:www\.)?vimeo\.com/\d|(?:www\.)?dailymotion\.com/video/|(?:www\.)?twitch\.tv/videos/"
    r"|[\w.-]{1,200}/videos/watch/[\w-]{20,})"
)
_MEDIA, _ITUNES = "search.yahoo.com/mrss", "itunes.com/dtds/podcast"  # parts of their namespaces, in lower case


@dataclass(frozen=True, slots=True)
class _Held:
    """What one entry's element says of recordings."""

    names: frozenset[str]  # guid and links: what the entry is known by
    recordings: tuple[RawRecording, ...]
    seconds: int | None  # how long it runs, whatever file that is
    description: str  # of Media RSS; plain text
    images: tuple[str, ...]


def with_recordings(feed: RawFeed, xml: bytes) -> RawFeed:
    """The feed, its entries with the recordings that ``xml`` holds for them.

    An entry that says nothing else of itself has its Media RSS description for a summary.
    """
    if not any(entry.plays for entry in feed.entries):
        return feed
    held = tuple(_held(xml))
    if len(held) == len(feed.entries):
        found: Iterator[_Held | None] = iter(held)
    else:  # a parser left some out: told by their names
        by_name = {name: one for one in reversed(held) for name in one.names}
        found = (next((by_name[n] for n in (e.id, *e.links) if n in by_name), None) for e in feed.entries)
    return replace(
        feed, entries=tuple(_with(entry, one) if one else entry for entry, one in zip(feed.entries, found, strict=True))
    )


def plays(entry: Mapping[str, Any]) -> bool:
    """Whether a parser's entry names any file that may be a recording."""
    for key in ("media_content", "enclosures", "links"):
        for file in entry.get(key) or ():
            if key == "links" and file.get("rel") != "enclosure":
                continue
            mime = file.get("type") or ""
            if mime == _FLASH or kind_of(file.get("url") or file.get("href") or "", mime, file.get("medium") or ""):
                return True
    return False


def is_watch_page(url: str) -> bool:
    """Whether the address is that of a page that plays one video."""
    return _WATCH.match(url) is not None


def kind_of(url: str, mime: str = "", medium: str = "") -> Literal["audio", "video"] | None:
    """What kind of recording it is, None for none: by what is said of it, else by what its address ends in."""
    for said in (mime.strip().lower().partition("/")[0], medium.strip().lower()):
        if said == "audio":
            return "audio"
        if said == "video":
            return "video"
        if said in _OTHERS:
            return None
    ending = _ENDING.search(url)
    return _KINDS.get(ending[1].lower()) if ending else None


def seconds_of(text: str) -> int | None:
    """How long "754", "12:34" or "1:02:03" is; None for what says no length."""
    text = text.strip()
    if found := _SECONDS.fullmatch(text):
        total = int(found[1])
    elif found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
        if seconds > 59 or (found[1] and minutes > 59):
            return None
        total = 3600 * hours + 60 * minutes + seconds
    else:
        return None
    return total if 0 < total <= _MANY_SECONDS else None


def _with(entry: RawEntry, held: _Held) -> RawEntry:
    summary = entry.summary
    if held.description and not entry.content:
        told = "".join(summary.split())
        if not told or told == "".join(held.description.split()):  # a parser may take it for markup
            summary = _paragraphs(held.description)
    images = entry.images or held.images
    return replace(entry, recordings=held.recordings, seconds=held.seconds, summary=summary, images=images)


def _paragraphs(text: str) -> str:
    """Plain text as HTML, a line a paragraph: nobody breaks these to a width, and appeals follow line by line."""
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())


def _held(xml: bytes) -> Iterator[_Held]:
    from lxml import etree  # here with the parser that needs it: most feeds carry no recordings

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return
    if root is not None:
        for item in root.iter("{*}item", "{*}entry"):
            yield _of(item)


def _of(item: etree._Element) -> _Held:
    names: set[str] = set()
    given: list[RawRecording] = []
    media: list[tuple[bool, RawRecording]] = []
    running: list[str] = []
    images: list[str] = []
    description = ""
    for element in item.iterdescendants():
        space, _, name = str(element.tag).lower().rpartition("}")
        own = element.getparent() is item
        if _MEDIA in space:
            if name == "content":
                running.append(element.get("duration") or "")
                one = _recording(element, "url", running[-1])
                media.extend([(element.get("isDefault") != "true", one)] if one else ())
            elif name == "thumbnail":
                images.append(element.get("url") or "")
            elif name == "description" and not description and not _is_content(element.getparent()):
                description = (element.text or "").strip()
        elif _ITUNES in space:
            if name == "duration" and own:
                running.insert(0, element.text or "")
        elif own and name in ("guid", "id", "link", "enclosure"):
            address = element.get("href") or (element.text or "").strip()
            names.update((address,) if address else ())
            if name == "enclosure" or element.get("rel") == "enclosure":
                one = _recording(element, "url" if name == "enclosure" else "href")
                given.extend((one,) if one else ())
    seconds = next((found for found in map(seconds_of, running) if found), None)
    recordings = (*given, *(one for _, one in sorted(media, key=lambda each: each[0])))
    return _Held(
        names=frozenset(names),
        recordings=tuple(replace(one, seconds=one.seconds or seconds) for one in recordings),
        seconds=seconds,
        description=description if recordings or any(map(is_watch_page, names)) else "",
        images=tuple(url for url in images if url),
    )


def _recording(element: etree._Element, where: str, duration: str = "") -> RawRecording | None:
    url = (element.get(where) or "").strip()
    kind = kind_of(url, element.get("type") or "", element.get("medium") or "")
    return RawRecording(url=url, kind=kind, seconds=seconds_of(duration)) if url and kind else None


def _is_content(element: etree._Element | None) -> bool:
    """Whether it is one media file, whose description is a caption and not the entry's own."""
    return element is not None and str(element.tag).endswith("}content")
