"""The day's issue, and what earlier runs and days left to do: all that ``digest run`` does before the mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.cli import corrections, newsroom, report
from digest.locales import stamp
from digest.scheduling import due

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.cli.watching import Watch
    from digest.model import Issue
    from digest.pipeline.edited import EditReport
    from digest.pipeline.fetch import FetchReport
    from digest.wiring import Newsroom

_TICK = timedelta(seconds=1)
_LOOKED_BACK = 200  # runs, for days that had one: many days, also where several run in a day
_SLACK = timedelta(minutes=1)  # that clocks are set back by as a matter of course


@dataclass(slots=True, kw_only=True)
class Day:
    """What a run has done of its day so far."""

    now: datetime
    replay: bool
    owed: bool = False  # whether the issue is to be mailed to everyone, by this run or by `digest send`
    left: bool = False  # whether the user wants the issue of the day mailed to nobody
    issue: Issue | None = None  # the day's
    made: bool = False  # whether this run made it, or one of an earlier day
    fresh: bool = False  # whether this run made the day's
    failed: bool = False  # whether a source failed


def make(day: Day, room: Newsroom, console: Console, watch: Watch) -> None:
    """Ask every source, finish what was left unfinished, and make and publish the day's issue where one is due.

    Hold the run's lock. Raises ``ClockError`` where the clock cannot be right, and ``UnavailableError`` where too many
    sources failed; ``day`` then has what was done before.
    """
    from digest.pipeline import policy

    config, now = room.config, day.now
    zone = config.publication.timezone
    today = now.astimezone(ZoneInfo(zone)).date()
    last = None if day.replay else policy.newest(room.archive)
    at = now
    if not day.replay:
        at = steady(room, now)
        _tell_clock(room, console, now)
    with watch.phase("fetch"):
        fetched = newsroom.fetch(room, console, at, replay=day.replay)
    day.failed = bool(fetched.failed)
    off = policy.off(config.schedule, last, today)
    _take_up(day, room, console, watch, but=None if off else today)
    if not day.replay:
        policy.require_servers_clock(fetched, now, zone)
    with watch.phase("corrections"):
        corrections.see(room, console, at)
    if room.archive.issue(today) is None:
        policy.require_sources(fetched, config.may_fail)
        if last is not None:
            _catch_up(day, room, console, watch, fetched, last, today)
    if off:
        _off(console, room, today, last)
        return
    with watch.phase("edit"):
        edited = newsroom.edit(room, console, now, reports=fetched.sources, replay=day.replay, owed=day.owed)
    if edited.issue is not None and day.owed and not edited.made:
        room.ledger.owe(edited.issue.number, at=now)  # it was made by a run that was to mail nobody, or before mail was
    if edited.issue is not None and day.left:
        room.ledger.forgive(edited.issue.number)  # a run that was to mail it ended too soon, or `digest edit` made it
    if edited.issue is None:
        _none(console, room, fetched, edited)
        return
    with watch.phase("publish"):
        newsroom.publish(room, console, edited.issue)
        newsroom.miss_pages(room, console)
    if edited.made and len(edited.issue.stories) < config.rules.fewest_stories:
        console.line(f"          A short issue: {few(len(edited.issue.stories), room)}.")
    day.issue, day.fresh = edited.issue, edited.made
    day.made = day.made or edited.made
    if edited.made and not day.replay:
        with watch.phase("tidy"):
            newsroom.tidy(room, now)


def steady(room: Newsroom, now: datetime) -> datetime:
    """The moment at which what is read now is first seen: now, or a little later where the clock was set back by that.

    Hold the run's lock. Raises ``ClockError`` where the clock is earlier than the last issue.
    """
    from digest.pipeline import policy

    last = policy.newest(room.archive)
    policy.require_clock(last, room.config.publication, now)
    at = now if last is None else max(now, last.as_of + _TICK)
    room.archive.seen_by(at)
    return at


def _tell_clock(room: Newsroom, console: Console, now: datetime) -> None:
    """Say where the clock went back since the last run. Which of the two it was wrong in is not known."""
    runs = [run for run in room.runs.latest(2) if not run.replay and run.started > now + _SLACK]
    if runs:
        before = runs[0]
        zone = room.config.publication.timezone
        text = (
            f"the clock went back: it says {stamp(now, zone)}, and run {before.number} began at"
            f" {stamp(before.started, zone)}"
        )
        console.line(f"Clock     ! {text}")
        console.aside(text)


def _take_up(day: Day, room: Newsroom, console: Console, watch: Watch, *, but: date | None) -> None:
    """Publish what was frozen and never published, ``but`` the issue of a day that is published anyway."""
    waiting = [each for each in room.archive.unpublished() if each != but]
    if not waiting:
        return
    with watch.phase("take up"):
        for each in waiting:
            issue = room.archive.issue(each)
            assert issue is not None  # it is listed, and none is taken away while a run holds the lock
            console.line(f"Taken up  No. {issue.number} of {issue.date}: made by a run that did not come to publish it")
            newsroom.publish(room, console, issue)
            if day.owed and not room.ledger.begun(issue.number):
                console.line(f"          it was not to be mailed; `digest send {issue.number}` mails it")
    console.fact(taken_up=[str(each) for each in waiting])


def _catch_up(
    day: Day, room: Newsroom, console: Console, watch: Watch, fetched: FetchReport, last: Issue, today: date
) -> None:
    """Where that is asked for, an issue of each day that should have had one, as of the hour of the last issue."""
    from digest.pipeline import policy

    config = room.config
    rules, zone = config.rules, config.publication.timezone
    days = due.missed(rules.schedule, last.date, today, zone, back=rules.catch_up_days)
    if days:
        days = policy.unquiet(days, room.runs.latest(_LOOKED_BACK)[1:], config.publication)
    if not days:
        return
    console.fact(missed=[str(each) for each in days])
    report.labelled(console, "Missed", f"no issue of {_listed(days)}, since No. {last.number} of {last.date}:")
    report.labelled(console, "", _WORDS[rules.catch_up].format(days=rules.catch_up_days))
    if rules.catch_up != "each":
        return
    made: list[str] = []
    with watch.phase("catch up"):
        for moment in due.owed(days, last.as_of, day.now, zone):
            edited = newsroom.edit(room, console, moment, reports=fetched.sources, replay=True)
            if edited.issue is None:
                console.line(f"          nothing to print of {moment.astimezone(ZoneInfo(zone)).date()}")
                continue
            newsroom.publish(room, console, edited.issue)
            day.made = True
            made.append(str(edited.issue.date))
    console.fact(caught_up=made)


_WORDS = {
    "merge": "the next one reaches back over {days} days at most (window.catch_up: merge)",
    "each": "each of the last {days} days gets its own, which is not mailed (window.catch_up: each)",
    "skip": "what is older than the window is left out (window.catch_up: skip)",
}


def _listed(days: Sequence[date]) -> str:
    if len(days) < 3:
        return " and ".join(map(str, days))
    return f"{len(days)} days from {days[0]} to {days[-1]}"


def _off(console: Console, room: Newsroom, today: date, last: Issue | None) -> None:
    """A day without an issue: what is new is kept for the next."""
    config = room.config
    if last is not None and today < last.date:
        later = due.next_due(config.schedule, last.date)
        report.labelled(
            console,
            "Issue",
            f"No issue today: in {config.publication.timezone} it is {today}, and No. {last.number} is of {last.date}."
            f" The next is on {later:%A}, {later}; what is new is kept for it.",
        )
    else:
        later = due.next_due(config.schedule, today)
        report.labelled(
            console,
            "Issue",
            f"No issue today: window.schedule has the next on {later:%A}, {later}. What is new is kept for it.",
        )
    console.fact(next=later)


def few(stories: int, room: Newsroom) -> str:
    """How many stories there are, and how many an issue needs."""
    asked = room.config.rules.fewest_stories
    return f"{report.counted(stories, 'story', 'stories')}, and run.fewest_stories asks for {asked}"


def _none(console: Console, room: Newsroom, fetched: FetchReport, edited: EditReport) -> None:
    """Nothing to print, or too little. Raises ``UnavailableError`` where nothing could be read either."""
    from digest.pipeline.fetch import nothing_to_print

    if edited.too_few:
        said = f"{few(edited.too_few, room)}: no issue was made. What is new is kept for the next."
        report.labelled(console, "Issue", said)
        console.fact(too_few=edited.too_few)
        return
    nothing_to_print(fetched)
    report.labelled(console, "Issue", "Nothing new to print; no issue was made.")
