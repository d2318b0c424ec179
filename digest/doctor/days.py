"""How the days went: what runs did, whether the issue stands, whether it was published and mailed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from digest.doctor.findings import (
    FILES,
    SERVERS,
    SETTINGS,
    WAITING,
    WORKS,
    Finding,
    bad,
    good,
    note,
    skipped,
)
from digest.doctor.words import counted, day, moment, named, span
from digest.model import DeliveryState, Run

_GRACE = timedelta(hours=1)  # after the hour at which runs begin, until which an issue is not missed
_QUIET = 2  # days in a row without anything to print, from which on it is worth a word
_ENOUGH = 3  # days with a run, of which the usual hour is taken
_STATUS = {65: WORKS, 69: SERVERS, 74: FILES, 75: SERVERS, 77: WAITING, 78: SETTINGS}
_FIXES = {
    69: "see what is said of the network and of the sources here, then `digest run`",
    74: "see what is said of the disk, the database and the access here, then `digest run`",
    75: "the next run goes on from there; or `digest run` now",
    77: "see what is said of the mail here, then `digest send`",
    78: "see what is said of feeds.yml, templates and secrets here, then `digest run`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The latest runs, newest first, without replays of other days."""

    runs: tuple[Run, ...]
    at_work: bool  # whether the newest of them is
    schedule: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # days of the week that have an issue, 0 for Monday
    issue: tuple[int, date] | None = None  # the newest issue
    replayed: bool = False  # whether that was made by a replay
    replay: Run | None = None  # the latest run that was one of another day (--at)


def usual(runs: Sequence[Run], now: datetime) -> float | None:
    """The hour at which the first run of a day usually begins, in the zone of ``now``; None for too few days."""
    first: dict[date, datetime] = {}
    for run in runs:
        local = run.started.astimezone(now.tzinfo)
        if local.date() < now.date():
            first[local.date()] = min(first.get(local.date(), local), local)
    hours = [at.hour + at.minute / 60 for at in first.values()]
    return median(hours) if len(hours) >= _ENOUGH else None


def missed(facts: Runs, now: datetime) -> int:
    """How many issues are due, and not there, since the newest one; today's counts an hour after its usual time.

    Where the newest is a replay's, maybe of years ago, no day before the first run counts.
    """
    if facts.issue is None or (facts.replayed and not facts.runs):
        return 0
    had = facts.issue[1]
    if facts.replayed:
        first = min(run.started for run in facts.runs).astimezone(now.tzinfo).date()
        had = max(had, first - timedelta(days=1))
    hour = usual(facts.runs, now)
    until = now.date()
    quiet = _quiet(facts, now)
    begun = any(run.started.astimezone(now.tzinfo).date() == until for run in facts.runs)
    since_midnight = timedelta(hours=now.hour, minutes=now.minute)
    if hour is None or begun or since_midnight < timedelta(hours=hour) + _GRACE:
        until -= timedelta(days=1)  # today's may come yet, or its run tells of itself
    dates = (had + timedelta(days=n) for n in range(1, (until - had).days + 1))
    return sum(each.weekday() in facts.schedule and each not in quiet for each in dates)


def _quiet(facts: Runs, now: datetime) -> set[date]:
    """The days since the newest issue on which a run did its work and had none to make."""
    dates = {run.started.astimezone(now.tzinfo).date() for run in facts.runs if run.outcome == "success"}
    return {each for each in dates if facts.issue is None or each > facts.issue[1]}


def runs(facts: Runs, *, now: datetime) -> list[Finding]:
    """How the last run went. ``now`` in the publication's zone."""
    last = next(iter(facts.runs), None)
    if last is None:
        return [note("last run", _none(facts, now), "`digest run` makes the day's issue")]
    begun = moment(last.started, now)
    age = now - last.started
    tells = f"`digest runs show {last.number}` tells the whole of it"
    if facts.at_work:
        phase = f", in the phase: {last.phase}" if last.phase else ""
        return [note("last run", f"run {last.number} has been at work since {begun}{phase}")]
    if last.ended is None:
        phase = f" in the phase: {last.phase}" if last.phase else ""
        return [
            bad(
                "last run",
                f"run {last.number} of {begun} was killed{phase}",
                "`digest run` goes on where it stopped; look who killed it: too little memory or time (`dmesg`,"
                f" `journalctl`); {tells}",
            )
        ]
    if last.outcome == "failure":
        stopped = last.status in (130, 143)
        why = f": {last.said[-1]}" if last.said else ""
        how = "was stopped" if stopped else f"failed (status {last.status})"
        fix = "`digest run` goes on where it stopped" if stopped else _fix(last)
        what = f"run {last.number} of {begun} {how}{why}"
        return [bad("last run", what, f"{fix}; {tells}", status=_STATUS.get(last.status or 1, WORKS))]
    came = "left the work to another that was at it" if last.outcome == "aside" else "did its work"
    failed = f", {counted(len(last.failed), 'source')} failed" if last.failed else ""
    if not last.issue and last.outcome == "success":
        came += ", and there was no issue to make"
    return [good("last run", f"run {last.number} of {begun} ({span(age)} ago) {came}{failed}")]


def _none(facts: Runs, now: datetime) -> str:
    if facts.replay is not None:
        begun = moment(facts.replay.started, now)
        return f"there were only replays of other days (--at), run {facts.replay.number} of {begun} the last of them"
    return "there was none yet" if facts.issue is None else "none is remembered of those that made the issues"


def _fix(run: Run) -> str:
    if run.status == 78 and any("environment" in text for text in run.said):
        return (
            "runs have an environment of their own: cron and systemd know nothing of your shell's variables. Keep the"
            " password in a file that only you can read, and name it by password_file"
        )
    return _FIXES.get(run.status or 1, "`digest run` again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest issue and what became of it."""

    number: int
    date: date
    as_of: datetime
    folder: str  # below output/
    replayed: bool = False  # made as of another moment than its run's
    published: bool = True  # whether the database says so
    there: bool = True  # whether its page lies in output/
    mails: bool = False  # whether mail is set up
    anybody: bool = False  # whether somebody on the list would get it
    stopped: int = 0  # people to whom mail is stopped: it bounced, or they left
    counts: Mapping[DeliveryState, int] = field(default_factory=dict)  # state of its messages -> how many
    next_try: datetime | None = None
    approval: bool | None = None  # whether somebody approved it; None where nobody need
    stale_after: int = 36  # hours after which it is mailed only where that is asked for


def issue(facts: Newest | None, past: Runs, *, now: datetime) -> list[Finding]:
    """Whether the issue that is due is there and published. ``now`` in the publication's zone."""
    lacking = missed(past, now)
    made: list[Finding] = []
    if lacking:
        assert past.issue is not None
        made.append(
            bad(
                "issue",
                f"No. {past.issue[0]} of {day(past.issue[1], now)} is the newest:"
                f" {counted(lacking, 'issue')} due since then {'is' if lacking == 1 else 'are'} not there",
                "see what is said of the last run and the schedule here; `digest run` makes one now",
            )
        )
    if facts is None:
        return made or [note("issue", "there is none yet", "`digest run` makes the first")]
    name = f"No. {facts.number} of {day(facts.date, now)}"
    if not facts.published:
        made.append(bad("issue", f"{name} is made, and not published", f"`digest publish {facts.number}`"))
    elif not facts.there:
        made.append(
            bad("issue", f"{name} was published, and {facts.folder} is not in output/", "`digest publish --all`")
        )
    elif facts.replayed and facts.date != now.date():
        # An old day's issue says nothing of how the days go.
        own = "; no run has made one of its own day yet" if not past.runs else ""
        made.append(note("issue", f"{name} is the newest, and was made by a replay (--at){own}"))
    elif not lacking:
        made.append(good("issue", f"{name} is the newest, and published"))
    quiet = [each for each in _quiet(past, now) if each.weekday() in past.schedule and each <= now.date()]
    if len(quiet) >= _QUIET:
        made.append(
            note(
                "issue",
                f"there was none to make on {len(quiet)} days since then: too little was new",
                "see how the sources fare (`digest sources --health`), and what was dropped (`digest runs show`)",
            )
        )
    return made


def mail(facts: Newest | None, *, now: datetime) -> list[Finding]:
    """What became of the newest issue's mail. ``now`` in the publication's zone."""
    if facts is None:
        return []
    if not facts.mails:
        return [skipped("mail", "not set up: issues are made and published, not mailed")]
    name = f"No. {facts.number}"
    counts = facts.counts
    had = counts.get("accepted", 0)
    old = now - facts.as_of > timedelta(hours=facts.stale_after)
    look = f"`digest deliveries {facts.number}` names each"
    if not counts:
        if not facts.anybody and facts.stopped:
            one = facts.stopped == 1
            what = (
                f"{name} was mailed to nobody: mail to {'the one person' if one else f'all {facts.stopped:,} people'}"
            )
            fix = "`digest subscribers list` tells why; `digest subscribers lift ADDRESS` mails somebody again"
            return [bad("mail", f"{what} on the list is stopped", fix)]
        if not facts.anybody:
            return [note("mail", "nobody is subscribed", "`digest subscribers add ADDRESS`, or mail.to in feeds.yml")]
        if facts.approval is False:
            fix = f"`digest preview`, then `digest approve {facts.number}` and `digest send {facts.number}`"
            return [bad("mail", f"{name} waits for approval: nobody has had it", fix, status=WAITING)]
        if facts.replayed:
            return [note("mail", f"{name} was made as of another moment (--at): no run mails it")]
        if old:
            fix = f"where it is to go out all the same: `digest send {facts.number} --stale`"
            return [note("mail", f"{name} was mailed to nobody, and is too old to be mailed unasked", fix)]
        fix = f"`digest send {facts.number}` mails it now, and tells why where it cannot"
        return [bad("mail", f"{name} was mailed to nobody", fix)]
    made: list[Finding] = []
    waiting = counts.get("deferred", 0) + counts.get("pending", 0)
    if waiting:
        when = f"; the next try is due {moment(facts.next_try, now)}" if facts.next_try is not None else ""
        made.append(
            note(
                "mail",
                f"{counted(waiting, 'message')} of {name} {'waits' if waiting == 1 else 'wait'}: the mail server put"
                f" {'it' if waiting == 1 else 'them'} off, or there was no time{when}",
                f"`digest send` tries what is due; {look}",
            )
        )
    if unsure := counts.get("unknown", 0) + counts.get("sending", 0):
        made.append(
            note(
                "mail", f"{counted(unsure, 'message')} of {name} may or may not have gone out (a run was cut off)", look
            )
        )
    if failed := counts.get("failed", 0):
        what, fix = f"the mail server refused {counted(failed, 'message')} of {name}", f"{look} and the reason"
        alone = not (had or waiting or unsure)
        made.append(bad("mail", f"{what}: nobody has had it", fix) if alone else note("mail", what, fix))
    if had or not made:
        made.insert(0, good("mail", f"{name} went to {counted(had, 'subscriber')}"))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Something on this machine that runs digest for this publication."""

    where: str  # "your crontab", a file
    line: str = ""  # what it runs, where that is known
    program: str = ""  # the program that it calls, where that is a path
    program_there: bool = True
    enabled: bool = True  # whether the system looks at it
    elsewhere: bool = False  # whether it runs on another machine, or in a container


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What was found that runs digest every day."""

    habits: tuple[Habit, ...]
    cron_runs: bool | None = None  # whether a cron is seen running; None where that cannot be told
    regular: bool = False  # whether runs come by all the same
    looked: tuple[str, ...] = ()  # where was looked


def schedule(facts: Schedule) -> list[Finding]:
    """Whether something runs digest every day."""
    if not facts.habits:
        where = f" ({named(list(facts.looked), 6)})" if facts.looked else ""
        what = f"nothing was found here that runs digest{where}"
        if facts.regular:
            return [note("schedule", f"{what}; something does all the same, for runs come by")]
        return [bad("schedule", what, "`digest schedule --install` writes a crontab line, or --systemd units")]
    made: list[Finding] = []
    for habit in facts.habits:
        if not habit.program_there:
            unit = habit.where.endswith((".service", ".timer"))
            anew = f"`{'sudo ' if unit else ''}digest schedule {'--systemd ' if unit else ''}--install`"
            fix = f"install digest there, or write it anew, at its hour: {anew}"
            made.append(bad("schedule", f"{habit.where} calls {habit.program}, which is not there", fix))
        elif not habit.enabled:
            fix = f"sudo systemctl enable --now {habit.where.rpartition('/')[2]}"
            made.append(bad("schedule", f"{habit.where} is there, and not enabled", fix))
        elif habit.elsewhere:
            made.append(good("schedule", f"{habit.where}, which runs elsewhere: whether it does is not seen here"))
        else:
            made.append(good("schedule", f"{habit.where}{f': {habit.line}' if habit.line else ''}"))
    cron = any("cron" in habit.where and not habit.elsewhere for habit in facts.habits)
    if cron and facts.cron_runs is False and not facts.regular:
        fix = "start it (Debian: sudo systemctl enable --now cron); in a container use another schedule"
        made.append(bad("schedule", "there is a crontab, and no cron runs on this machine", fix))
    return made
