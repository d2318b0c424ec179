"""What a parser read, before anything is judged: the one shape that both parsers and JSON Feed are brought to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class RawRecording(Struct, frozen=True):
    """A file that plays, as an entry names it."""

    url: str
    kind: Literal["audio", "video"]
    seconds: int | None = None


class RawEntry(Struct, frozen=True, kw_only=True):
    """One entry in the feed's own words. Every text is as the feed has it, markup and entities included."""

    id: str = ""
    links: tuple[str, ...] = ()  # best first
    title: str = ""
    summary: str = ""
    content: str = ""
    content_base: str = ""  # xml:base of the content
    content_is_text: bool = False
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str = ""
    images: tuple[str, ...] = ()  # best first
    plays: bool = False  # whether the parser saw a file that plays
    recordings: tuple[RawRecording, ...] = ()  # best first
    seconds: int | None = None  # how long it runs, whatever file that is


class RawFeed(Struct, frozen=True, kw_only=True):
    """What a parser found."""

    entries: tuple[RawEntry, ...]
    lang: str = ""
    link: str = ""  # the site's page, or the feed's own address: a base where the file has none
