"""``digest subscribers show``: all that is known of one person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli.common import Given, options
from digest.cli.subscribers.people import People, named_at, person, reason

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Delivery, Subscriber
    from digest.storage.dossier import Dossier


@click.command("show", short_help="Show all that is known of an address.")
@options
@click.argument("address")
def show(given: Given, address: str) -> None:
    """All that is known of ADDRESS: state, wishes, what happened, and what was mailed. With --json it is an export."""
    from digest.cli.subscribers.wishing import told
    from digest.wiring import Newsroom

    who = person(address)
    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        people = People(room)
        dossier = people.files.dossier(who)
        named = people.named.get(who)
        where = named_at(config.path, who)
    subscriber = dossier.subscriber or named
    console.fact(address=subscriber.address if subscriber else who, named=where, listed=named, known=dossier)
    if dossier.empty and subscriber is None:
        console.line(f"Nothing is known of {who}" + (f", but that {', '.join(where)} names them" if where else ""))
        console.finish(0)
        return
    zone = ZoneInfo(config.publication.timezone)
    console.line(f"Address   {subscriber.address if subscriber else who}")
    if subscriber is not None:
        _subscriber(console, subscriber, told(subscriber), zone, stopped=dossier.suppression is not None)
    else:
        console.line("State     not on the list")
    if dossier.suppression is not None:
        console.line(f"Stopped   {reason(dossier.suppression, zone)}")
    if where:
        console.line(f"Named in  {', '.join(where)}")
    _history(console, dossier, zone)
    console.finish(0)


def _subscriber(console: Console, subscriber: Subscriber, gets: str, zone: ZoneInfo, *, stopped: bool) -> None:
    came = {
        "feeds": "named by feeds.yml",
        "file": "named by its list",
        "command": "added by the operator",
        "import": "by an import",
        "form": "signed up by the form",
        "mail": "signed up by mail",
    }[subscriber.origin]
    since = f", on the list since {subscriber.joined.astimezone(zone):%Y-%m-%d}" if subscriber.joined else ""
    confirmed = f", confirmed on {subscriber.confirmed.astimezone(zone):%Y-%m-%d}" if subscriber.confirmed else ""
    if subscriber.name:
        console.line(f"Name      {subscriber.name}")
    state = "suppressed" if stopped and subscriber.state != "unsubscribed" else subscriber.state
    console.line(f"State     {state}; {came}{since}{confirmed}")
    console.line(f"Gets      {'nothing; before: ' if stopped or state == 'unsubscribed' else ''}{gets}")
    for number, (name, value) in enumerate(sorted(subscriber.fields.items())):
        console.line(f"{'' if number else 'Fields':<10}{name}: {value}")


def _history(console: Console, dossier: Dossier, zone: ZoneInfo) -> None:
    from digest.cli.moments import legend, short

    def when(moment: datetime | None) -> str:
        return short(moment, zone) if moment else f"{'not yet':16}"

    rows = [
        *(("Happened", event.at, event.what, event.note) for event in dossier.events),
        *(
            ("Bounced", each.at, f"{each.kind} {each.status}".rstrip(), _of(each.issue) + each.note)
            for each in dossier.bounces
        ),
        *(("Letters", each.at, f"{each.kind} {each.state}", each.reply) for each in dossier.letters),
        *(("Mail", each.at, each.state, _of(each.issue) + _said(each)) for each in dossier.deliveries),
    ]
    last = ""
    for label, moment, what, note in rows:
        console.line(f"{'' if label == last else label:<10}{when(moment)}  {what:<12}  {note}".rstrip())
        last = label
    if rows:
        console.line(f"{'':<10}{legend(zone)}")


def _of(issue: int | None) -> str:
    return "" if issue is None else f"No. {issue}  "


def _said(delivery: Delivery) -> str:
    return f"{delivery.code or ''} {delivery.reply}".strip()
