"""What is remembered of a source after it was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from digest.health import rhythm
from digest.health.asking import LONGEST_WAIT
from digest.health.moves import known
from digest.model import Entry, Fetched, FetchRequest, SourceReport, SourceState

_GONE = 410
_TOO_MANY = 429
# Seconds that a server is left alone which says "too many requests" and not until when.
_UNNAMED_WAIT = 3600
# How much the newest gap weighs in the rhythm of a source without dates.
_FRESH = 0.5
# A time between two askings of this length, and of so many of its rhythms, is the program's pause and not the source's.
_AWAY, _AWAY_RHYTHMS = timedelta(days=3), 3


def after(
    state: SourceState | None,
    source_request: FetchRequest,
    fetched: Fetched,
    report: SourceReport,
    entries: Sequence[Entry],
    body_sha: str | None,
    now: datetime,
) -> SourceState:
    """The state to remember once ``source_request`` was asked, as the locator made it, and ``fetched`` came of it.

    ``report`` says whether the bytes were understood ("read"; "failed"; "unchanged" also where the same bytes came
    under a new validator), ``entries`` and ``body_sha`` are of what was. Validators and hash are kept of such bytes
    alone. What ``ask`` answered in a source's stead changes nothing. Never raises.

    ``last_new`` begins as the time of the newest entry there was when the source was first read. From then on an entry
    is new where the ids are others than before; unless there are only fewer of them, for then old ones fell out.
    """
    state = known(state, source_request.url)
    before = state or SourceState(key=source_request.key, url=source_request.url)
    if fetched.state == "unchanged" and fetched.reason is not None:
        return before
    if report.state == "failed" or fetched.state == "failed":
        return _failed(before, source_request, fetched, report, now)
    # One copy of the state for all that changes: a run of thousands of sources makes one for each.
    made: dict[str, Any] = _moved(before, source_request, fetched)
    made |= {
        "last_asked": now,
        "last_success": now,
        "failures": 0,
        # How long it had failed is forgotten when that it no longer does is said.
        "failing_since": before.failing_since if "failing" in before.told else None,
        "reason": None,
        "not_before": None,
        "gone": None,
    }
    if fetched.state == "unchanged":
        made |= {
            "etag": fetched.etag or before.etag,
            "last_modified": fetched.last_modified or before.last_modified,
            "unchanged": before.unchanged + 1,
        }
        return replace(before, **made)
    made |= {"etag": fetched.etag, "last_modified": fetched.last_modified, "last_read": now, "unchanged": 0}
    if body_sha is not None:
        made["body"] = body_sha
    if report.state == "read":
        made |= _read(before, entries, now)
    return replace(before, **made)


def _failed(
    before: SourceState, source_request: FetchRequest, fetched: Fetched, report: SourceReport, now: datetime
) -> SourceState:
    wait = fetched.retry_after
    if wait is None and fetched.status == _TOO_MANY:
        wait = _UNNAMED_WAIT
    heeded = wait is not None and 0 < wait <= LONGEST_WAIT.total_seconds()
    if (
        heeded and fetched.status is None
    ):  # not asked, because its host had asked to be left alone: no failure of its own
        return replace(before, not_before=now + timedelta(seconds=wait or 0))
    asked_direct = fetched.request.url != source_request.url
    return replace(
        before,
        last_asked=now,
        failures=before.failures + 1,
        failing_since=before.failing_since if before.failures and before.failing_since else now,
        reason=report.reason or fetched.reason,
        not_before=now + timedelta(seconds=wait) if heeded and wait is not None else None,
        # The next run asks the original again; where it leads to the same place, that has to hold anew.
        moved_runs=0 if asked_direct else before.moved_runs,
        # Of another address than its own, which permanent redirects led to, that is said only of that address.
        gone=(before.gone or now) if fetched.status == _GONE and not asked_direct else before.gone,
    )


def _moved(before: SourceState, source_request: FetchRequest, fetched: Fetched) -> dict[str, Any]:
    """Where permanent redirects lead, after a success."""
    target = fetched.moved
    if target is None and fetched.request.url != source_request.url:
        target = fetched.request.url  # asked there, and it is there still
    if target is None or target == source_request.url:
        return {"moved": None, "moved_runs": 0}
    if target == before.moved:
        return {"moved_runs": before.moved_runs + 1}
    return {"moved": target, "moved_runs": 1, "told": tuple(kind for kind in before.told if kind != "moved")}


def _read(before: SourceState, entries: Sequence[Entry], now: datetime) -> dict[str, Any]:
    """What the entries tell."""
    found = rhythm.moments(entries, now)
    newest = found[0] if found else None
    given = hashlib.sha256("\x00".join(sorted({e.id for e in entries})).encode("utf-8", "replace")).hexdigest()
    last_new, usual = before.last_new, rhythm.gap(found) or before.rhythm
    if before.given is None:
        last_new = newest or (now if entries else None)
    elif entries and given != before.given:
        later = newest is not None and (before.newest is None or newest > before.newest)
        if later or len(entries) >= before.entries:
            last_new = now
            if not found and before.last_new is not None and before.last_new < now and not _was_away(before, now):
                usual = _blended(before.rhythm, (now - before.last_new).total_seconds())
    return {
        "last_new": last_new,
        "given": given,
        "newest": newest or before.newest,
        "entries": len(entries),
        "text": sorted(max(len(e.content), len(e.summary)) for e in entries)[len(entries) // 2] if entries else None,
        "rhythm": usual,
        "per_day": rhythm.rate(found) or before.per_day,
    }


def _was_away(before: SourceState, now: datetime) -> bool:
    """Whether it was not asked for so long that the time since its last entry says nothing of its rhythm."""
    if before.last_asked is None or before.rhythm is None:
        return False
    return now - before.last_asked > max(_AWAY, timedelta(seconds=_AWAY_RHYTHMS * before.rhythm))


def _blended(usual: float | None, latest: float) -> float:
    return latest if usual is None else (1 - _FRESH) * usual + _FRESH * latest
