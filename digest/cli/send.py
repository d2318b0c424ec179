"""``digest send``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, logged, options

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Issue, Mail, Subscriber
    from digest.pipeline.walking import Order
    from digest.wiring import Newsroom


@click.command()
@options
@logged
@click.argument("issue", required=False)
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="A test copy to ADDRESS alone; not counted as sent.")
@click.option("--dry-run", is_flag=True, help="Write .eml files to .digest/outbox/ and send nothing.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask first. Without a terminal nothing is asked.")
@click.option("--only", multiple=True, metavar="ADDRESS", help="These subscribers alone; @FILE: those in a file.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N messages; the rest stay for later.")
@click.option(
    "--resume",
    type=click.Choice(["unknown=skip", "unknown=resend"]),
    default="unknown=skip",
    show_default=True,
    help="What to do about messages whose answer was lost: they may have been delivered.",
)
@click.option("--stale", is_flag=True, help="Even where the issue is older than mail.stale_after.")
@click.option("--empty", is_flag=True, help="Even where the issue has no story.")
@click.option("--now", is_flag=True, help="Try those whom the server put off at once, though their time has not come.")
@click.option("--no-wait", is_flag=True, help="Do not wait for those whom the server puts off.")
def command(
    given: Given,
    issue: str | None,
    to: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    only: tuple[str, ...],
    limit: int | None,
    resume: str,
    stale: bool,
    empty: bool,
    now: bool,
    no_wait: bool,
) -> None:
    """Mail ISSUE (a date or number; the latest by default) to every subscriber who has not had it.

    It says to whom, how many, which issue and by which server, and on a terminal asks before it goes on. Whom the
    server puts off is tried again, for minutes in this run and for days in later ones: without ISSUE those of earlier
    issues whose time has come are mailed first.
    """
    from digest.cli import mailing, newsroom, owing, sending
    from digest.cli.observing import observed
    from digest.pipeline.walking import Order
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room, observed(given, room, "send"):
        found = newsroom.find_issue(room, issue)
        mail = config.mail if dry_run and config.mail else room.mail()
        order = Order(
            only=mailing.people(room, mail, only) if only else None,
            limit=limit,
            resend=resume == "unknown=resend",
            stale=stale,
            empty=empty,
            hurry=now,
            wait=not no_wait,
        )
        if to or dry_run:
            status = _copies(room, console, found, mail, order, to, dry_run=dry_run)
        else:
            ask = not yes and sys.stdin is not None and sys.stdin.isatty()
            # Who names an issue, or people, means these alone.
            earlier = issue is None and not only and limit is None
            if issue is None and not yes and not ask and not _by_itself(room, console, found, mail, stale=stale):
                status = owing.alone(room, console, mail) if earlier else 0
            else:
                if issue is None:
                    _require_published(room, found)
                status = sending.send(room, console, found, mail, order=order, ask=ask, earlier=earlier)
        console.finish(status)
        if status:
            raise click.exceptions.Exit(status)


def _by_itself(room: Newsroom, console: Console, issue: Issue, mail: Mail, *, stale: bool) -> bool:
    """Whether the newest issue is mailed where nobody names it and nobody can be asked; says so where it is not."""
    from digest.cli import newsroom
    from digest.pipeline import policy

    begun = room.ledger.begun(issue.number)
    limit = None if stale else mail.stale_after
    if policy.mails_itself(issue, begun=begun, now=newsroom.clock(), stale_after=limit):
        return True
    if not begun:
        console.line(
            f"Mail      No. {issue.number} of {issue.date} was not to be mailed by the run that made it;"
            f" `digest send {issue.number}` mails it"
        )
    return False


def _require_published(room: Newsroom, issue: Issue) -> None:
    """Raise ``HeldBackError`` where nobody named the issue and its pages are not there: its mail links to them."""
    from digest.errors import HeldBackError

    if issue.date in room.archive.unpublished():
        raise HeldBackError(
            f"No. {issue.number} is not published yet, and its mail links to its pages; nothing was mailed",
            fix=f"`digest run` publishes and mails it, `digest send {issue.number}` mails it all the same",
        )


def _copies(
    room: Newsroom, console: Console, issue: Issue, mail: Mail, order: Order, to: tuple[str, ...], *, dry_run: bool
) -> int:
    """Test copies, or .eml files for everyone; neither touches the ledger."""
    from digest.cli import mailing, newsroom, outbox, report
    from digest.cli.stopping import run
    from digest.pipeline.send import send_copies

    folder = outbox.folder(room) / issue.date.isoformat()
    if dry_run:
        outbox.bring_home(room, console)
    people = list(_named(room, mail, to)) if to else list(_everyone(room, mail, order))
    editions = room.renderer.mail(issue)
    with newsroom.watch(console) as progress:
        deliveries = run(
            send_copies(
                issue,
                people,
                editions=editions,
                # A look needs no keys, as it needs no password.
                composer=room.composer(mail, signed=not (dry_run and room.config.missing_secrets)),
                transport=room.files(folder) if dry_run else room.transport(mail),
                progress=progress,
                clock=newsroom.clock,
                tailor=mailing.tailor(room, issue, mail, editions),
                name=mailing.namer(room, mail),
            )
        )
    if dry_run:
        written = len(deliveries)
        console.line(f"Written   {report.counted(written, 'message')} to {report.shown(folder)}/; nothing was sent")
        console.fact(outbox=str(folder), written=written)
        return 0
    name = mailing.namer(room, mail)
    accepted = sum(delivery.state == "accepted" for delivery in deliveries)
    for delivery in deliveries:
        console.line(f"Copy      {name(delivery.recipient)}: {delivery.state} — {mailing.reply(delivery, name)}")
    console.fact(copies={name(delivery.recipient): delivery.state for delivery in deliveries})
    return 0 if accepted == len(deliveries) else 75


def _named(room: Newsroom, mail: Mail, to: tuple[str, ...]) -> Iterator[Subscriber]:
    """Who is to have a test copy: as the list knows them, so that they see what they would get."""
    from digest.errors import DataError, UsageError
    from digest.messages.addresses import canonical, who
    from digest.model import Subscriber
    from digest.pipeline.roll import Roll

    roll = Roll(mail.subscribers, room.subscribers)
    for address in to:
        try:
            plain = canonical(address)
        except DataError as error:
            raise UsageError(f"--to {error.what}") from error
        yield roll.find((who(plain),)).get(who(plain)) or Subscriber(address=plain)


def _everyone(room: Newsroom, mail: Mail, order: Order) -> Iterator[Subscriber]:
    """Whoever is mailed issues, whatever became of this one."""
    from digest.pipeline.roll import Roll

    left = order.limit
    roll = Roll(mail.subscribers, room.subscribers)
    for page in roll.pages() if order.only is None else (roll.find(order.only),):
        suppressed = room.subscribers.suppressed(list(page))
        for person, subscriber in page.items():
            if subscriber.state == "active" and person not in suppressed:
                if left is not None and left <= 0:
                    return
                left = None if left is None else left - 1
                yield subscriber
