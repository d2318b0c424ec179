"""``digest edit``."""

from __future__ import annotations

import click

from digest.cli.common import Given, logged, options


@click.command()
@options
@logged
def command(given: Given) -> None:
    """Make and freeze today's issue out of what `digest fetch` kept."""
    from digest.cli import newsroom, report
    from digest.cli.day import few
    from digest.cli.observing import observed
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room, observed(given, room, "edit"), room.lock.hold():
        # Whoever publishes it next, a run or a hand, finds that it is to be mailed, as if a run had made it.
        owed = config.mail is not None and not given.replay
        edited = newsroom.edit(room, console, now, reports=room.archive.reports(), replay=given.replay, owed=owed)
    if edited.too_few:
        report.labelled(console, "Issue", f"{few(edited.too_few, room)}: no issue was made.")
    elif edited.issue is None:
        report.labelled(console, "Issue", "Nothing new to print; no issue was made.")
    else:
        report.following(console, ("publish", "put it in output/"))
    console.finish(0)
