"""``digest runs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, Listing, options

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from digest.cli.report import Console
    from digest.model import Run
    from digest.wiring import Newsroom

# What mail is called by state, in the order of a report.
_MAIL = {
    "accepted": "accepted",
    "deferred": "put off",
    "failed": "refused",
    "unknown": "in doubt",
    "early": "waiting for their hour",
    "untried": "not tried yet",
}


@click.group(name="runs", cls=Listing)
def command() -> None:
    """List what `digest run` did, or tell the whole story of one run. Without a word more: list."""


@command.command("list")
@options
@click.option("--limit", "-n", type=click.IntRange(1, 2000), default=20, show_default=True, help="How many.")
def list_runs(given: Given, limit: int) -> None:
    """The latest runs, the newest first: when, how long, which issue, what came of it, and the exit status."""
    from zoneinfo import ZoneInfo

    from digest.cli.columns import WIDTH, wrapped
    from digest.cli.moments import legend, short
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    zone = ZoneInfo(config.publication.timezone)
    with Newsroom(config) as room:
        found = room.runs.latest(limit)
        states = {run.number: _state(room, run) for run in found}
    for run in found:
        when = short(run.started, zone)
        took = _span(run.seconds) if run.ended is not None else ""
        issue = f"No. {run.issue}" if run.issue is not None else ""
        line = f"{run.number:>5}  {when}  {took:>7}  {issue:<8}  {states[run.number]:<10}"
        counts = _counts(run)
        if len(line) + 2 + len(counts) <= WIDTH:
            console.line(f"{line}  {counts}".rstrip())
            continue
        console.line(line.rstrip())
        for text in wrapped(counts, indent=7):
            console.line(text)
    if found:
        console.line(f"{'':>7}{legend(zone)}")
    else:
        console.line("There was no run yet; `digest run` makes the day's issue.")
    console.fact(runs=[_facts(run, states[run.number]) for run in found])
    console.finish(0)


@command.command("show")
@options
@click.argument("number", type=click.IntRange(1), required=False)
def show(given: Given, number: int | None) -> None:
    """The whole story of run NUMBER (the latest by default): phases, sources that failed, what was dropped, mail."""
    from zoneinfo import ZoneInfo

    from digest.errors import UsageError
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        run = room.runs.find(number) if number is not None else next(iter(room.runs.latest(1)), None)
        if run is None:
            if number is None:
                raise UsageError("there was no run yet", fix="make one with `digest run`")
            raise UsageError(f"there is no run {number}", fix="`digest runs` lists them")
        state = _state(room, run)
    _tell(given.console, run, state, ZoneInfo(config.publication.timezone))
    given.console.fact(run=_facts(run, state))
    given.console.finish(0)


def _state(room: Newsroom, run: Run) -> str:
    """In a word or two, how a run stands."""
    if run.ended is None:
        return "at work" if room.runs.at_work(run.number) else "killed"
    return {"success": "ok", "aside": "stood by"}.get(run.outcome, "failed") + (
        f" ({run.status})" if run.status else ""
    )


def _facts(run: Run, state: str) -> dict[str, object]:
    import msgspec

    facts: dict[str, object] = msgspec.to_builtins(run)
    del facts["told"]
    return {**facts, "state": state, "dropped_total": sum(run.dropped.values())}


def _counts(run: Run) -> str:
    """The few figures by which one run differs from another."""
    from digest.cli.report import counted

    parts = []
    if run.replay:
        parts.append("replay")
    if run.sources:
        failed = run.sources.get("failed", 0)
        parts.append(
            f"{run.new:,} new" + (f", {failed:,} of {sum(run.sources.values()):,} sources failed" if failed else "")
        )
    if run.made:
        parts.append(counted(run.stories, "story", "stories"))
    if run.caught_up:
        parts.append(f"{counted(len(run.caught_up), 'day')} caught up")
    if run.taken_up:
        parts.append(f"{counted(len(run.taken_up), 'issue')} taken up")
    if run.mail:
        parts.append(", ".join(f"{count:,} {_MAIL[state]}" for state, count in run.mail.items()))
    return "; ".join(parts)


def _tell(console: Console, run: Run, state: str, zone: ZoneInfo) -> None:
    from digest.cli.columns import wrapped
    from digest.cli.report import counted

    say = console.line
    say(f"Run       {run.number}: {state}{', a replay of another day' if run.replay else ''}")
    began = f"{run.started.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if run.ended is None:
        say(f"          begun {began} {zone.key}{f'; in the phase: {run.phase}' if run.phase else ''}")
    else:
        until = f"{run.ended.astimezone(zone):%H:%M:%S} {zone.key}"
        say(f"          {began} to {until}, {_span(run.seconds)}; status {run.status}")
        say(f"          CPU {run.cpu:.2f} s, at most {run.peak_bytes / 1e6:,.0f} MB of memory")
        if run.phase:
            say(f"          it ended in the phase: {run.phase}")
    say(f"          id {run.id}, digest {run.version}")
    width = max(map(len, run.phases), default=0)
    for place, (name, seconds) in enumerate(run.phases.items()):
        say(f"{'' if place else 'Phases':<10}{name:<{width}}{_span(seconds):>9}")
    if run.mailbox:
        say(f"Mailbox   {', '.join(f'{count:,} {kind}' for kind, count in run.mailbox.items())}")
    if run.sources:
        parts = ", ".join(f"{count:,} {name}" for name, count in run.sources.items())
        say(f"Sources   {parts}; {counted(run.entries, 'entry', 'entries')} read, {run.new:,} of them new")
    for report in run.failed:
        for line in wrapped(f"{report.source}: {report.reason}", indent=12, first="          ✗ "):
            say(line)
    if run.considered:
        dropped = sum(run.dropped.values())
        say(
            f"Articles  {run.considered:,} considered = {run.printed:,} printed + {run.merged:,} merged"
            f" + {dropped:,} dropped"
        )
        waited = run.considered - run.fresh
        say(f"          {run.fresh:,} of them new, {waited:,} waiting from before")
        if (old := run.new - run.fresh) > 0:
            say(f"          {old:,} more were new and older than a first issue reaches back")
        missing = run.considered - run.printed - run.merged - dropped
        if missing:
            say(f"          ! {missing:,} are not accounted for; please report it")
        for reason, count in run.dropped.items():
            say(f"          {count:>6,}  {reason}")
    if run.issue is not None:
        made = "made" if run.made else "made by an earlier run"
        say(f"Issue     No. {run.issue}, {run.day}: {counted(run.stories, 'story', 'stories')}, {made}")
        for line in wrapped(f"“{run.subject}”", indent=10):
            say(line)
    for name, days, what in (
        ("Missed", run.missed, "without an issue until then"),
        ("Caught up", run.caught_up, "got an issue now"),
        ("Taken up", run.taken_up, "published now, made by an earlier run"),
    ):
        if days:
            say(f"{name:<10}{', '.join(days)}: {what}")
    if run.letters:
        say(f"Letters   {', '.join(f'{count:,} {_MAIL.get(name, name)}' for name, count in run.letters.items())}")
    if run.mail:
        say(f"Mail      {', '.join(f'{count:,} {_MAIL[name]}' for name, count in run.mail.items())}")
    for place, text in enumerate(run.said):
        for line in wrapped(text, indent=12, first=f"{'' if place else 'Said':<10}! "):
            say(line)


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
