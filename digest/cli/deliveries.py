"""``digest deliveries``."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from datetime import date

    from digest.model import DeliveryState, Mail
    from digest.wiring import Newsroom

_NAMED = 100  # of each state
_STATES: tuple[DeliveryState, ...] = ("failed", "unknown", "deferred", "sending", "pending", "accepted")


@click.command()
@options
@click.argument("issue", required=False)
@click.option("--state", type=click.Choice(_STATES), help="Every delivery in this state, instead of the troubled ones.")
@click.option(
    "--of", "address", metavar="ADDRESS", help="All that happened to ISSUE's mail to one address, oldest first."
)
def command(given: Given, issue: str | None, state: DeliveryState | None, address: str | None) -> None:
    """What the ledger says of ISSUE (a date or number; the latest by default): how many had it, and who did not.

    It reads alone, and does not mind a run that is sending.
    """
    from digest.cli import mailing, newsroom
    from digest.cli.columns import wrapped
    from digest.cli.moments import legend
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    zone = config.publication.timezone
    with Newsroom(config) as room:
        number, day = newsroom.find_number(room, issue)
        name = mailing.namer(room, config.mail) if config.mail is not None else str
        console.fact(issue=number, date=day.isoformat())
        if address is not None:
            changes = room.ledger.changes(number, address)
            if changes:
                console.line(f"No. {number} of {day} to {name(address)}:")
            for each in changes:
                console.line(mailing.history(each, zone, name))
            if changes:
                console.line(f"          {legend(ZoneInfo(zone))}")
            if not changes:
                console.line(f"Nothing of No. {number} to {name(address)}.")
            console.fact(changes=[mailing.fact(each, name) for each in changes])
        else:
            counts = room.ledger.counts(number)
            said = ", ".join(f"{count:,} {each}" for each in _STATES[::-1] if (count := counts.get(each)))
            owed = number in room.ledger.incomplete()
            still = _still(room, config.mail, number, day, owed=owed, tried=bool(counts)) if config.mail else ""
            for line in wrapped(f"No. {number} of {day}: {said or 'mailed to nobody'}{still}", indent=10, first=""):
                console.line(line)
            told = []
            for one in (state,) if state is not None else _STATES[:4]:
                most = None if state is not None or console.verbose else _NAMED
                found = list(islice(room.ledger.every(number, (one,)), most))
                for line in mailing.troubles(found, counts.get(one, 0), zone, name, most=None):
                    console.line(line)
                told += [mailing.fact(each, name) for each in found]
            if any(each["next"] for each in told):
                console.line(f"          {legend(ZoneInfo(zone))}")
            console.fact(counts=dict(counts), deliveries=told, owed=owed)
    console.finish(0)


def _still(room: Newsroom, mail: Mail, number: int, day: date, *, owed: bool, tried: bool) -> str:
    """To whom the issue is still to be mailed, and by what; "" where nothing is to be said of that.

    ``owed``: whether it was to be mailed to everyone, and not everyone was come to. ``tried``: whether anyone was.
    """
    from digest.cli.newsroom import clock

    if not owed:
        unnamed = not tried and not room.ledger.begun(number)
        return f"; not to be mailed unless named: `digest send {number}`" if unnamed else ""
    whom = "the rest of its readers" if tried else "all its readers"
    issue = room.archive.issue(day)
    if issue is not None and clock() - issue.as_of > timedelta(hours=mail.stale_after):
        return f"; owed to {whom}, but too old to be mailed unasked: `digest send {number} --stale` mails it"
    if day in room.archive.unpublished():
        return f"; owed to {whom}: the next `digest run` publishes and mails it"
    return f"; owed to {whom}: the next `digest send` mails it"
