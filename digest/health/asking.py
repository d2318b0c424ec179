"""What to ask of a source this run: everything, what changed, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.health.moves import direct, is_web, known
from digest.health.words import clock, day
from digest.model import Fetched, FetchRequest, SourceState

# The longest that a server is left alone on its own word; what is further off is a slip, theirs or our clock's.
LONGEST_WAIT = timedelta(days=7)
# A source that is gone for good is asked again this often, in case it was not.
GONE_AGAIN = timedelta(days=30)
# "Unchanged" is doubted after ten times a source's rhythm, within these.
_DOUBT_FROM, _DOUBT_BY = timedelta(days=7), timedelta(days=30)
_DOUBT_RHYTHMS = 10


def ask(request: FetchRequest, state: SourceState | None, now: datetime) -> FetchRequest | Fetched:
    """What to ask of a source this run, or a ``Fetched`` (unchanged, with its reason) where it is not to be asked.

    ``state`` is what is remembered under the request's key; what it knows of another URL does not count. The request
    that comes back

    - carries the validators of the copy we hold; none where "unchanged" was said for so long that it may be a lie, so
      that the source is then read in full once;
    - goes straight to the address that permanent redirects have led to for three runs, if that lies within the same
      registrable domain; never to another.

    A source is not asked before the time that it wished for (within 7 days), nor while it is gone for good (410); then
    once in 30 days. A file is asked with its validators and without any of this. Remember nothing of a ``Fetched``
    that comes from here: do not call ``after`` for it.
    """
    state = known(state, request.url)
    if state is None:
        return request
    if not is_web(request.url):
        return _conditional(request, state)
    reason = _left_alone(state, now)
    if reason is not None:
        return Fetched(request=request, state="unchanged", url=request.url, reason=reason)
    if _holds(state, now):
        request = _conditional(request, state)
    return direct(request, state)


def waits(state: SourceState, now: datetime) -> bool:
    """Whether the source wished not to be asked yet, and that is to be heeded."""
    return state.not_before is not None and timedelta(0) < state.not_before - now <= LONGEST_WAIT


def gone_since(state: SourceState, now: datetime) -> str:
    """ "gone for good since 3 May (HTTP 410)"."""
    since = f" since {day(state.gone, now)}" if state.gone else ""
    return f"gone for good{since} (HTTP 410)"


def _conditional(request: FetchRequest, state: SourceState) -> FetchRequest:
    if state.etag is None and state.last_modified is None:
        return request
    return replace(request, etag=state.etag, last_modified=state.last_modified)


def _left_alone(state: SourceState, now: datetime) -> str | None:
    if waits(state, now) and state.not_before is not None:
        return f"left alone until {clock(state.not_before, now)}"
    if state.gone is not None and state.last_asked is not None:
        since = now - state.last_asked
        if timedelta(0) <= since < GONE_AGAIN:
            return f"{gone_since(state, now)}; take it out of feeds.yml"
    return None


def _holds(state: SourceState, now: datetime) -> bool:
    """Whether the validators are those of what would be asked, and are still to be trusted."""
    if state.moved is not None and state.moved_runs == 0:
        return False  # they are of the address it had moved to, which failed; now the old one is asked
    if state.last_read is None:
        return False
    usual = timedelta(seconds=min(max(state.rhythm or 0.0, 0.0) * _DOUBT_RHYTHMS, _DOUBT_BY.total_seconds()))
    return now - state.last_read <= max(_DOUBT_FROM, usual)
