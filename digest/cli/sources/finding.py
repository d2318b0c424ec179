"""The feeds of a site: what its page names, else where sites keep them; each asked, so that what is told is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.cli.stopping import run
from digest.errors import DataError, FeedError
from digest.model import Fetched, FetchRequest, Source

if TYPE_CHECKING:
    from digest.sources.discovery import Candidate
    from digest.wiring import Newsroom

# Feeds of one page that are asked.
_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that was found and read."""

    url: str
    title: str  # its own, else what the page calls it, else ""
    entries: int
    type: str = ""
    comments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a site was found to have."""

    feeds: tuple[Feed, ...]
    failed: tuple[tuple[str, str], ...] = ()  # (URL, why) of those that the page names and that could not be read


def is_web(text: str) -> bool:
    """Whether it is a web address, and no path."""
    return text.lower().startswith(("http://", "https://"))


def ask(room: Newsroom, requests: Sequence[FetchRequest]) -> list[Fetched]:
    """What came of requests, in their order. Nothing is stored, and no other run is in the way."""

    async def gather() -> dict[str, Fetched]:
        return {fetched.request.key: fetched async for fetched in room.fetcher.fetch(requests)}

    came = run(gather())
    return [came[request.key] for request in requests]


def feeds(room: Newsroom, page: Fetched) -> Found:
    """The feeds of the site whose page was read.

    Those that it names; else those that a page about feeds which it links to names; else the first in the usual places.
    Comments are no find as long as there is somewhere left to look.
    """
    from digest.sources.discovery import Candidate, candidates, well_known

    named = candidates(page.body, page.url, page.content_type)[:_MOST]
    found, pages = _read(room, page, named)
    if _wanting(found):
        about = next((each for each in pages if candidates(each.body, each.url, each.content_type)), None)
        listed = candidates(about.body, about.url, about.content_type)[:_MOST] if about is not None else ()
        found = _better(found, _read(room, page, listed)[0])
    if _wanting(found):
        usual, _ = _read(room, page, [Candidate(url, declared=False) for url in well_known(page.url)])
        found = _better(found, Found(feeds=usual.feeds[:1]))  # these are the same feed under several names
    return found


def _wanting(found: Found) -> bool:
    return all(feed.comments for feed in found.feeds)


def _better(first: Found, second: Found) -> Found:
    return Found(feeds=(*second.feeds, *first.feeds), failed=first.failed)


def _read(room: Newsroom, page: Fetched, named: Sequence[Candidate]) -> tuple[Found, list[Fetched]]:
    """Which candidates are feeds, what became of the others that were declared, and the pages that links led to."""
    from digest.sources.discovery import title

    # Whoever wrote the page's address meant its host; what the page names elsewhere may be no private address.
    requests = [
        FetchRequest(key=each.url, url=each.url, written=page.request.written and _at_home(each.url, page))
        for each in named
    ]
    made: list[Feed] = []
    failed: list[tuple[str, str]] = []
    pages: list[Fetched] = []
    seen: set[tuple[str, ...]] = set()
    for each, fetched in zip(named, ask(room, requests), strict=True):
        if fetched.state != "read":
            if each.declared:
                failed.append((each.url, fetched.reason or "no reason given"))
            continue
        try:
            entries = room.parser.parse(Source(key=each.url, name=each.url, url=each.url), fetched)
        except DataError as error:
            if each.declared:
                failed.append((each.url, error.what))
            else:
                pages.append(fetched)
            continue
        told = tuple(sorted({entry.url or entry.id for entry in entries}))
        if told and told in seen:
            continue  # the same entries in another format
        seen.add(told)
        own = title(fetched.body, fetched.content_type) or each.title
        made.append(Feed(url=each.url, title=own, entries=len(entries), type=each.type, comments=each.comments))
    return Found(feeds=tuple(made), failed=tuple(failed)), pages


def _at_home(url: str, page: Fetched) -> bool:
    return urlsplit(url)[:2] == urlsplit(page.request.url)[:2]


def no_feed(room: Newsroom, source: Source, fetched: Fetched) -> FeedError | None:
    """Why the bytes are no feed; None where they are one."""
    try:
        room.parser.parse(source, fetched)
    except FeedError as error:
        return error
    return None
