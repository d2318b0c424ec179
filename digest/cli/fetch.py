"""``digest fetch``."""

from __future__ import annotations

import click

from digest.cli.common import Given, logged, options


@click.command()
@options
@logged
def command(given: Given) -> None:
    """Ask every source and keep what is new. Run it as often as you like; `digest edit` makes the issue."""
    from digest.cli import newsroom
    from digest.cli.day import steady
    from digest.cli.observing import observed
    from digest.pipeline.fetch import nothing_to_print
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room, observed(given, room, "fetch"):
        with room.lock.hold():
            now = given.now(config.publication.timezone)
            at = now if given.replay else steady(room, now)
            fetched = newsroom.fetch(room, console, at, replay=given.replay)
        nothing_to_print(fetched)
        status = 3 if fetched.failed else 0
        console.finish(status)
        if status:
            raise click.exceptions.Exit(status)
