"""Ask every source, and record what it gave."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest import health
from digest.errors import DataError, UnavailableError
from digest.model import (
    NO_FILES,
    Entry,
    Fetched,
    FetchRequest,
    FetchState,
    Given,
    Notice,
    Source,
    SourceReport,
    SourceState,
)
from digest.ports import Archive, Fetcher, Locator, Progress, SourceParser

# Entries that make a transaction worth its cost.
RECORDED_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What a fetch did."""

    sources: tuple[SourceReport, ...]
    entries: int  # in all that was read
    new: int  # of these, first seen now
    notices: tuple[Notice, ...] = ()  # of the sources' health, each said once
    ahead: timedelta | None = None  # how far the clock is ahead of the servers'; None where too few hosts told theirs

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        """The sources that failed."""
        return tuple(report for report in self.sources if report.state == "failed")


async def fetch(
    sources: Sequence[Source],
    *,
    locator: Locator,
    fetcher: Fetcher,
    parser: SourceParser,
    archive: Archive,
    progress: Progress,
    now: datetime,
    replay: bool = False,
    timezone: str = "UTC",
) -> FetchReport:
    """Ask every source and record what it gave. A source that fails is a line of the report, and spoils nothing.

    ``replay``: ``now`` is another moment than the clock's; what was published after it is new to later runs.
    What is remembered of a source that runs of the clock's own moments have asked, a replay leaves as it is.
    ``timezone`` is the one that words tell moments in.
    """
    states = dict(archive.states())
    there = now.astimezone(ZoneInfo(timezone))
    records = _Records(archive, now, replay)
    asked: dict[str, tuple[Source, FetchRequest, SourceState | None]] = {}
    requests: list[FetchRequest] = []
    for source in sources:
        for request in locator.locate(source):
            state = health.recalled(states.get(request.key), now, replay=replay)
            if state is not None and state.reading != _reading(source):
                state = replace(state, etag=None, last_modified=None, body=None)
            asking = health.ask(request, state, there)
            if isinstance(asking, Fetched):
                records.leave(source, asking, states[request.key])
            else:
                asked[request.key] = (source, request, state)
                requests.append(asking)
    progress.phase("Fetching", len(requests))
    notices: list[Notice] = []
    clocks: dict[str, timedelta] = {}
    try:
        async for fetched in fetcher.fetch(requests):
            source, request, state = asked[fetched.request.key]
            body = hashlib.sha256(fetched.body).hexdigest() if fetched.state == "read" else None
            held = state.body if state is not None and state.url == request.url else None
            report, entries = _read(source, fetched, parser, same=body is not None and body == held)
            if replay and state is not None and not state.replayed:
                after = states[request.key]
            else:
                learnt = health.after(state, request, fetched, report, entries, body, now)
                learnt = replace(learnt, reading=_reading(source), replayed=replay)
                said, after = health.notices(learnt, source, there)
                notices.extend(said)
            if fetched.served is not None:
                clocks[urlsplit(fetched.url).hostname or ""] = now - fetched.served
            if report.state == "read":
                # What stands in the feed again, or still, was not taken back.
                live = {entry.id for entry in entries}
                entries += tuple(entry for entry in parser.taken(source, fetched) if entry.id not in live)
            records.add(source, Given(state=after, report=report, entries=entries, status=fetched.status))
            progress.step(source.name)
    finally:
        records.flush()  # also where the run is stopped: what has come is kept
    progress.done()
    reports = tuple(_joined(source, records.found.get(source.key, ())) for source in sources)
    return FetchReport(
        sources=reports,
        entries=sum(report.entries for report in reports),
        new=sum(report.new for report in reports),
        notices=tuple(notices),
        ahead=_ahead(list(clocks.values())),
    )


def counts(reports: Sequence[SourceReport]) -> dict[str, int]:
    """How many sources were read, unchanged, failed or left alone; seeds without a file count as none of these."""
    found = Counter(
        "left alone" if report.left_alone else report.state for report in reports if report.reason != NO_FILES
    )
    return {state: found[state] for state in ("read", "unchanged", "failed", "left alone") if found[state]}


def _ahead(clocks: Sequence[timedelta]) -> timedelta | None:
    """How far a clock is ahead (behind, if negative) of these, at the least; one alone may be the wrong one itself."""
    if len(clocks) < 2:
        return None
    return max(min(clocks), timedelta(0)) + min(max(clocks), timedelta(0))


def _reading(source: Source) -> str:
    """What decides, beside its bytes, what entries a source gives."""
    return f"{source.published} {source.lang}" if source.kind == "seeds" else source.parser


class _Records:
    """What requests gave, recorded some at a time: a transaction for each would cost more than it stores."""

    def __init__(self, archive: Archive, now: datetime, replay: bool) -> None:
        self.found: dict[str, list[SourceReport]] = {}  # source key -> a report for each of its requests
        self._archive = archive
        self._now = now
        self._replay = replay
        self._waiting: list[tuple[Source, Given]] = []
        self._entries = 0

    def leave(self, source: Source, fetched: Fetched, state: SourceState) -> None:
        """Report a request that was not made: what is remembered of the source stays as it was."""
        report = SourceReport(source=source.name, state=fetched.state, reason=fetched.reason)
        self.add(source, Given(state=state, report=report))

    def add(self, source: Source, given: Given) -> None:
        """Record it, now or with those that follow."""
        self._waiting.append((source, given))
        self._entries += len(given.entries)
        if self._entries >= RECORDED_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Record what waits."""
        new = self._archive.record([given for _, given in self._waiting], at=self._now, replay=self._replay)
        for (source, given), fresh in zip(self._waiting, new, strict=True):
            self.found.setdefault(source.key, []).append(replace(given.report, new=fresh))
        self._waiting.clear()
        self._entries = 0


def _read(
    source: Source, fetched: Fetched, parser: SourceParser, *, same: bool
) -> tuple[SourceReport, tuple[Entry, ...]]:
    if fetched.state != "read":
        return SourceReport(source=source.name, state=fetched.state, reason=fetched.reason), ()
    if same:  # servers change an ETag and leave the feed as it was
        return SourceReport(source=source.name, state="unchanged"), ()
    try:
        entries = parser.parse(source, fetched)
    except DataError as error:
        reason = f"{error.what} — {error.fix}" if error.fix else error.what
        return SourceReport(source=source.name, state="failed", reason=reason), ()
    return SourceReport(source=source.name, state="read", entries=len(entries)), entries


def _joined(source: Source, reports: Sequence[SourceReport]) -> SourceReport:
    """One report for a source of several files: failed only where every file did, and each failure keeps its words."""
    if not reports:
        return SourceReport(source=source.name, state="unchanged", reason=NO_FILES)
    states = [report.state for report in reports]
    state: FetchState = "read" if "read" in states else "unchanged" if "unchanged" in states else "failed"
    reasons = tuple(dict.fromkeys(report.reason for report in reports if report.reason))
    return SourceReport(
        source=source.name,
        state=state,
        entries=sum(report.entries for report in reports),
        new=sum(report.new for report in reports),
        reason="; ".join(reasons) or None,
    )


def nothing_to_print(report: FetchReport) -> None:
    """Raise ``UnavailableError`` where no source could be read; a quiet day with good sources passes."""
    empty = [source for source in report.sources if source.reason == NO_FILES]
    if not report.failed and len(empty) < len(report.sources):
        return
    if len(report.failed) + len(empty) == len(report.sources):
        first = (*report.failed, *empty)[0]
        raise UnavailableError(
            f"none of {len(report.failed) or len(empty)} sources could be read, and nothing is at hand to print",
            fix=f"{'check the network; ' if report.failed else ''}{first.source} says: {first.reason}",
        )
