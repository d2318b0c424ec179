"""``digest send``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Issue
    from digest.wiring import Newsroom


@click.command()
@options
@click.argument("issue", required=False)
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="A test copy to ADDRESS alone; not counted as sent.")
@click.option("--dry-run", is_flag=True, help="Write .eml files to output/outbox/ and send nothing.")
def command(given: Given, issue: str | None, to: tuple[str, ...], dry_run: bool) -> None:
    """Mail ISSUE (a date or number; the latest by default) to every subscriber who has not had it."""
    from digest.cli import newsroom
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room, room.lock.hold():
        found = newsroom.find_issue(room, issue)
        if to or dry_run:
            status = _copies(room, console, found, to, dry_run=dry_run)
        else:
            status = newsroom.send(room, console, found, room.mail())
    console.finish(status)
    if status:
        raise click.exceptions.Exit(status)


def _copies(room: Newsroom, console: Console, issue: Issue, to: tuple[str, ...], *, dry_run: bool) -> int:
    """Test copies, or .eml files for everyone; neither touches the ledger."""
    from digest.cli import newsroom, report
    from digest.cli.stopping import run
    from digest.errors import DataError, UsageError
    from digest.messages.addresses import canonical
    from digest.pipeline.send import send_copies

    mail = room.config.mail if dry_run and room.config.mail else room.mail()
    for address in to:
        try:
            canonical(address)
        except DataError as error:
            raise UsageError(f"--to {error.what}") from error
    addresses = to or tuple(subscriber.address for subscriber in mail.subscribers)
    outbox = Path(room.config.site.output) / "outbox" / issue.date.isoformat()
    with newsroom.watch(console) as progress:
        deliveries = run(
            send_copies(
                issue,
                addresses,
                editions=newsroom.editions(room, issue),
                composer=room.composer(mail),
                transport=room.files(outbox) if dry_run else room.transport(mail),
                progress=progress,
                clock=newsroom.clock,
            )
        )
    if dry_run:
        written = len(deliveries)
        console.line(f"Written   {report.counted(written, 'message')} to {report.shown(outbox)}/; nothing was sent")
        console.fact(outbox=str(outbox), written=written)
        return 0
    accepted = sum(delivery.state == "accepted" for delivery in deliveries)
    for delivery in deliveries:
        console.line(
            f"Copy      {delivery.recipient}: {delivery.state} — {delivery.code or ''} {delivery.reply}".rstrip()
        )
    console.fact(copies={delivery.recipient: delivery.state for delivery in deliveries})
    return 0 if accepted == len(deliveries) else 75
