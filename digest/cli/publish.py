"""``digest publish``."""

from __future__ import annotations

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.argument("issue", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Every issue, oldest first: after output/ was lost or a template changed."
)
def command(given: Given, issue: str | None, every: bool) -> None:
    """Render ISSUE (a date or number; the latest by default) and put it in output/.

    The issue itself never changes: the same frozen file is rendered again.
    """
    from digest.cli import newsroom
    from digest.errors import UsageError
    from digest.wiring import Newsroom

    if every and issue:
        raise UsageError("--all renders every issue; name none")
    config = given.load()
    console = given.console
    with Newsroom(config) as room, room.lock.hold():
        wanted = [str(number) for number, _ in room.archive.issues()] if every else [issue]
        for name in wanted:
            newsroom.publish(room, console, newsroom.find_issue(room, name))
    console.finish(0)
