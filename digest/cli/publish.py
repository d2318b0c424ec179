"""``digest publish``."""

from __future__ import annotations

import click

from digest.cli.common import Given, logged, options


@click.command()
@options
@logged
@click.argument("issue", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Every issue, oldest first: after output/ was lost or a template changed."
)
@click.option("--target", metavar="PLACE", help="Then take the site to a folder, to git:BRANCH, or to rsync:DEST.")
@click.option("--dry-run", is_flag=True, help="Publish nothing; say what of output/ the target lacks.")
def command(given: Given, issue: str | None, every: bool, target: str | None, dry_run: bool) -> None:
    """Render ISSUE (a date or number; the latest by default) and put it in output/.

    The issue itself never changes: the same frozen file is rendered again.
    """
    from digest.cli import newsroom
    from digest.cli.observing import observed
    from digest.errors import UsageError
    from digest.wiring import Newsroom

    if every and issue:
        raise UsageError("--all renders every issue; name none")
    if dry_run and not target:
        raise UsageError("--dry-run says what --target would take", fix="give a --target too")
    config = given.load()
    console = given.console
    with Newsroom(config) as room, observed(given, room, "publish"), room.lock.hold():
        # What a target cannot be is said before anything is published.
        place = room.target(target) if target else None
        if not dry_run:
            wanted = [str(number) for number, _ in room.archive.issues()] if every else [issue]
            for name in wanted:
                newsroom.publish(room, console, newsroom.find_issue(room, name))
        if place is not None:
            newsroom.take(place, console, dry_run=dry_run)
    console.finish(0)
