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
    """The feeds of the site whose page was read: those it names; where none of these is one, the usual places."""
    from digest.sources.discovery import candidates, well_known

    named = candidates(page.body, page.url, page.content_type)[:_MOST]
    found = _read(room, page, named)
    if not found.feeds and not found.failed:
        found = _read(room, page, _as_candidates(well_known(page.url)))
        found = Found(feeds=found.feeds[:1])  # these are the same feed under several names
    return found


def _as_candidates(urls: Sequence[str]) -> list[Candidate]:
    from digest.sources.discovery import Candidate

    return [Candidate(url) for url in urls]


def _read(room: Newsroom, page: Fetched, named: Sequence[Candidate]) -> Found:
    from digest.sources.discovery import title

    # Whoever wrote the page's address meant its host; what the page names elsewhere may be no private address.
    requests = [
        FetchRequest(key=each.url, url=each.url, written=page.request.written and _at_home(each.url, page))
        for each in named
    ]
    made: list[Feed] = []
    failed: list[tuple[str, str]] = []
    seen: set[tuple[str, ...]] = set()
    for each, fetched in zip(named, ask(room, requests), strict=True):
        if fetched.state != "read":
            failed.append((each.url, fetched.reason or "no reason given"))
            continue
        try:
            entries = room.parser.parse(Source(key=each.url, name=each.url, url=each.url), fetched)
        except DataError as error:
            failed.append((each.url, error.what))
            continue
        told = tuple(sorted({entry.url or entry.id for entry in entries}))
        if told and told in seen:
            continue  # the same entries in another format
        seen.add(told)
        own = title(fetched.body, fetched.content_type) or each.title
        made.append(Feed(url=each.url, title=own, entries=len(entries), type=each.type, comments=each.comments))
    return Found(feeds=tuple(made), failed=tuple(failed))


def _at_home(url: str, page: Fetched) -> bool:
    return urlsplit(url)[:2] == urlsplit(page.request.url)[:2]


def no_feed(room: Newsroom, source: Source, fetched: Fetched) -> FeedError | None:
    """Why the bytes are no feed; None where they are one."""
    try:
        room.parser.parse(source, fetched)
    except FeedError as error:
        return error
    return None
