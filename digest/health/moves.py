"""Where permanent redirects lead, and whether to follow them without asking anybody."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from msgspec.structs import replace

from digest.model import FetchRequest, SourceState
from digest.urls import host

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Runs in a row that a permanent redirect holds before it is believed: a mistake of a morning is not.
RUNS = 3


def is_web(url: str) -> bool:
    """Whether it is an http(s) URL, and no file's path."""
    return url[:8].lower().startswith(("http://", "https://"))


def recalled(state: SourceState | None, now: datetime, *, replay: bool) -> SourceState | None:
    """What is remembered, as far as it counts for a run at ``now``; on ``replay`` that is not the clock's moment.

    Moments that a replay learnt are of no day that was, so they count for replays of later moments alone: else a run
    of today would take a replay of years ago for the last time that a source gave something.
    """
    if state is None or not state.replayed:
        return state
    ahead = state.last_asked is not None and state.last_asked > now
    return state if replay and not ahead else None


def known(state: SourceState | None, url: str) -> SourceState | None:
    """What is remembered, as far as it holds for a URL; None where it is of another.

    It goes along to the address that permanent redirects had led to, by whomever feeds.yml was changed.
    """
    if state is None or state.url == url:
        return state
    if state.moved is not None and state.moved == url:
        told = tuple(kind for kind in state.told if kind != "moved")
        return replace(state, url=url, moved=None, moved_runs=0, told=told)
    return None


def settled(state: SourceState) -> str | None:
    """Where the source has moved to, once that has held for long enough to be believed."""
    return state.moved if state.moved_runs >= RUNS else None


def direct(request: FetchRequest, state: SourceState) -> FetchRequest:
    """The request sent straight to where the source has moved to, if that is certain and within its own domain.

    From a server's word and not a person's, so that it may reach no private address; but for the host and port that
    the person wrote.
    """
    moved = settled(state)
    if moved is None or not same_domain(request.url, moved):
        return request
    here = _authority(moved)
    return replace(request, url=moved, written=request.written and here is not None and here == _authority(request.url))


def same_domain(one: str, other: str) -> bool:
    """Whether two URLs are of one registrable domain (publicsuffix.org), the second no less protected than the first.

    Whoever has the domain has both. Hosts that have no such domain (addresses, "localhost") must be the same.
    """
    first, second = _split(one), _split(other)
    if first is None or second is None or (first.scheme == "https" and second.scheme != "https"):
        return False
    here, there = host(one), host(other)
    if not here or not there:
        return False
    if here == there:
        return True
    return (
        not _is_address(here)
        and not _is_address(there)
        and _domain(here) is not None
        and _domain(here) == _domain(there)
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def _authority(url: str) -> tuple[str, int | None] | None:
    parts = _split(url)
    try:
        return ((parts.hostname or "").lower(), parts.port) if parts else None
    except ValueError:  # a port that is none
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _domain(name: str) -> str | None:
    found: str | None = _suffixes().privatesuffix(name)
    return found


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # 80 ms for a list that only a source that moved needs

    return PublicSuffixList()
