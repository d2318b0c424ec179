"""``digest schedule``: what makes this machine, or another, run digest every day."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import click

from digest.cli.common import Given, options
from digest.errors import UsageError

_HOUR = "06:00"


@click.command()
@options
@click.option("--systemd", "kind", flag_value="systemd", help="Services and timers for systemd.")
@click.option("--github", "kind", flag_value="github", help="A GitHub Actions workflow that publishes to Pages.")
@click.option("--container", "kind", flag_value="container", help="A Containerfile and a compose file.")
@click.option("--install", is_flag=True, help="Write it where it belongs, and show what changed.")
@click.option("--remove", is_flag=True, help="Take away what --install wrote, and nothing else.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the files there, not where they belong.",
)
@click.option("--package", metavar="SPEC", help="What pip installs elsewhere; this version of digest by default.")
def command(
    given: Given, kind: str | None, install: bool, remove: bool, into: Path | None, package: str | None
) -> None:
    """Print what runs digest every day: lines for your crontab, or units, a workflow, a container.

    With --install it is written, at its marked place alone: once more, it changes nothing. --remove takes it away.
    """
    from digest.cli import habits, installing

    kind = kind or "cron"
    if install and remove:
        raise UsageError("--install and --remove are two things")
    if into is not None and kind == "cron":
        raise UsageError("--into is for files", fix="a crontab's lines are put in with --install alone")
    if package is not None and kind not in ("github", "container"):
        raise UsageError("--package is for --github and --container", fix="here the installed program runs")
    at = _hour(given.at or _HOUR)
    config = given.load()
    today = datetime.now(UTC).date()
    plan = habits.plan(config, at)
    wishes = habits.Wishes(into=into, package=package, install=install, today=today)
    made = habits.KINDS[kind](plan, config, wishes)
    console = given.console
    kept = None if given.at or remove else installing.hour(plan, made)
    if kept is not None and kept != plan.at:
        plan = replace(plan, at=kept)
        made = habits.KINDS[kind](plan, config, wishes)
        made.notes.append(f"the hour stays {kept:%H:%M}, as it is installed; --at says another")
    if kind == "cron":
        installing.crontab(console, plan, today, install=install, remove=remove)
    elif install or remove:
        installing.files(console, made, remove=remove)
    else:
        installing.show(console, made)
    notes = [] if remove else made.notes
    for note in notes:
        if console.speaks:
            print(f"note: {note}", file=sys.stderr)
    console.fact(kind=kind, hour=f"{plan.at:%H:%M}", timezone=plan.zone, notes=notes)
    console.finish(0)


# Of the options that every command takes, one means something else here: there is nothing to work as of.
for _option in command.params:
    if isinstance(_option, click.Option) and _option.name == "at":
        _option.metavar = "HH:MM"
        _option.help = (
            f"When the issue is made, in the publication's time zone; {_HOUR}, or as it is installed, by default."
        )


def _hour(text: str) -> time:
    parts = text.split(":")
    try:
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
            raise ValueError(text)
        return time(int(parts[0]), int(parts[1]))
    except ValueError:
        raise UsageError(f"--at {text!r} is not a time of day", fix="write it like 06:30") from None
