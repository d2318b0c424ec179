"""What a run decides: whether there is an issue, of which days, and which is mailed without being asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from digest.errors import ClockError, UnavailableError
from digest.locales import local_day, stamp
from digest.model import NO_FILES, Issue, Publication, Run
from digest.pipeline.fetch import FetchReport
from digest.ports import Archive
from digest.scheduling import due

# Less than this makes no day wrong that a time zone given wrongly would not.
_ASTRAY = timedelta(hours=12)


def newest(archive: Archive) -> Issue | None:
    """The issue of the latest day."""
    listed = archive.issues()
    return archive.issue(listed[-1][1]) if listed else None


def require_clock(last: Issue | None, publication: Publication, now: datetime) -> None:
    """Raise ``ClockError`` where ``now`` is earlier than the ``last`` issue, whose day is not today.

    Entries recorded at such a moment would count as seen before that issue, and never be printed.
    """
    if last is None or now >= last.as_of or last.date == local_day(now, publication):
        return
    here, there = stamp(now, publication.timezone), stamp(last.as_of, publication.timezone)
    raise ClockError(
        f"this machine's clock says {here}, earlier than No. {last.number}, the issue of {last.date},"
        f" made as of {there}; nothing was fetched, and no issue is dated before the last",
        fix=f"set the clock; if it is right, No. {last.number} was made while it was ahead, or by --at:"
        f" `digest issues remove {last.number}` takes it away",
    )


def ahead(issue: Issue, publication: Publication, now: datetime) -> bool:
    """Whether an issue keeps runs from making one, because it is of a moment, and of a day, that are still to come."""
    return now < issue.as_of and local_day(now, publication) < issue.date


def require_servers_clock(report: FetchReport, now: datetime, timezone: str) -> None:
    """Raise ``ClockError`` where every server that was asked agrees that it is another day."""
    if report.ahead is None or abs(report.ahead) < _ASTRAY:
        return
    theirs = now - report.ahead
    raise ClockError(
        f"this machine's clock says {stamp(now, timezone)}, and the servers that were asked say"
        f" {stamp(theirs, timezone)}: no issue was made",
        fix="set the clock; what was read is kept, and the next run tries again",
    )


def require_sources(report: FetchReport, may_fail: int | float | None) -> None:
    """Raise ``UnavailableError`` where more sources failed than may: a number, a share, or None for all but one."""
    asked = [source for source in report.sources if source.reason != NO_FILES]
    failed = len(report.failed)
    if not failed or failed <= allowed(len(asked), may_fail):
        return
    first = report.failed[0]
    many = "none" if failed == len(asked) else f"only {len(asked) - failed:,}"
    raise UnavailableError(
        f"{many} of {len(asked):,} sources could be read, and run.may_fail allows {said(may_fail)} to fail:"
        " no issue was made",
        fix=f"{'check the network; ' if failed == len(asked) else ''}{first.source} says: {first.reason};"
        " what was read is kept, and the next run tries again",
    )


def allowed(sources: int, may_fail: int | float | None) -> int:
    """How many of so many sources may fail."""
    if may_fail is None:
        return max(sources - 1, 0)
    # Rounded, for a share such as 0.29 is a little less than that.
    return int(round(may_fail * sources, 6)) if isinstance(may_fail, float) else may_fail


def said(may_fail: int | float | None) -> str:
    """As feeds.yml says it."""
    if may_fail is None:
        return "all but one"
    if isinstance(may_fail, float):
        return "all" if may_fail >= 1 else f"{may_fail:.0%}"
    return f"{may_fail:,}"


def too_early(last: Issue | None, publication: Publication, now: datetime) -> date | None:
    """The ``last`` issue's day where that is later than today's, though the clock is right: the time zone changed."""
    return last.date if last is not None and local_day(now, publication) < last.date else None


def off(schedule: tuple[int, ...], last: Issue | None, today: date) -> bool:
    """Whether the publication's day ``today`` has no issue: by its schedule, or because the last is of a later day."""
    return not due.due_today(schedule, today) or (last is not None and today < last.date)


def unquiet(days: Sequence[date], runs: Iterable[Run], publication: Publication) -> tuple[date, ...]:
    """Of days without an issue those that no run was there for, among the ``runs`` before this one, newest first.

    On the others a run did its work, and there was nothing to print, or too little: they were not missed.
    """
    quiet: set[date] = set()
    soonest: datetime | None = None
    for run in runs:
        # One that began later than the next that did its work had a clock that was ahead.
        if run.outcome == "success" and not run.replay and (soonest is None or run.started <= soonest):
            soonest = run.started
            quiet.add(local_day(run.started, publication))
    return tuple(day for day in days if day not in quiet)


def mails_itself(issue: Issue, *, begun: bool, now: datetime, stale_after: int | None) -> bool:
    """Whether `digest send`, where nobody names an issue or is asked, goes on to this one, the newest.

    It was to be mailed from the start, or was begun with (``Ledger.begun``), and is not older than ``stale_after``
    hours (None: however old it is). What a run left alone (``--no-send``), or made as of another day, has to be named.
    """
    return begun and (stale_after is None or now - issue.as_of <= timedelta(hours=stale_after))
