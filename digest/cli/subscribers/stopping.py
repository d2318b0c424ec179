"""``digest subscribers remove | suppress | lift``."""

from __future__ import annotations

from typing import get_args

import click
from msgspec.structs import replace

from digest.cli.common import Given, options
from digest.cli.subscribers.people import People, named_at, person, reason
from digest.errors import UsageError
from digest.model import Suppression, SuppressionReason

_REASONS = click.Choice([each.replace("_", "-") for each in get_args(SuppressionReason)])


@click.command("remove", short_help="Mail people nothing more.")
@options
@click.argument("addresses", metavar="ADDRESS…", nargs=-1, required=True)
@click.option("--reason", "why", type=_REASONS, default="unsubscribed", show_default=True, help="Why.")
@click.option("--note", default="", help="A line to remember it by.")
def remove(given: Given, addresses: tuple[str, ...], why: str, note: str) -> None:
    """Mail each ADDRESS nothing more. No import brings them back; what is known of them stays (`erase` ends that too).

    Who unsubscribed may sign up again; whom else mail was stopped for, you alone bring back (`add --lift`).
    """
    _stop(given, addresses, why, note, leaves=True)


@click.command("suppress", short_help="Stop mail to any address, on the list or not.")
@options
@click.argument("addresses", metavar="ADDRESS…", nargs=-1, required=True)
@click.option("--reason", "why", type=_REASONS, default="manual", show_default=True, help="Why.")
@click.option("--note", default="", help="A line to remember it by.")
def suppress(given: Given, addresses: tuple[str, ...], why: str, note: str) -> None:
    """Mail each ADDRESS nothing until that is lifted, whether or not they are on the list."""
    _stop(given, addresses, why, note, leaves=False)


def _stop(given: Given, addresses: tuple[str, ...], why: str, note: str, *, leaves: bool) -> None:
    from digest.messages.preferences import tidy
    from digest.wiring import Newsroom

    people_given = [person(text) for text in addresses]
    config = given.load()
    console = given.console
    facts = []
    with Newsroom(config) as room:
        people = People(room)
        now = given.now(config.publication.timezone)
        with room.database.together():
            for who in people_given:
                found = people.find(who)
                if leaves and found.subscriber is None:
                    raise UsageError(
                        f"{people.told(who)} is not on the list",
                        fix="`digest subscribers suppress` stops mail to any address",
                    )
                made = Suppression(who=who, reason=_reason(why), at=now, note=tidy(note))
                people.kept.suppress([made])
                if leaves and found.subscriber is not None and found.subscriber.state != "unsubscribed":
                    gone = replace(found.subscriber, state="unsubscribed")
                    people.kept.put([gone], what="removed", at=now, note=f"by the operator: {why}")
                standing = found.suppression or made
                console.line(
                    f"{'Removed' if leaves else 'Stopped':<10}{people.told(who)}: {reason(standing, people.zone)}"
                )
                named = named_at(config.path, who) if who in people.named else ()
                for place in named:
                    console.line(f"          {place} still names them: it is yours to take out")
                facts.append({"address": people.told(who), "reason": standing.reason, "named": named})
    console.fact(stopped=facts)
    console.finish(0)


@click.command("lift", short_help="Take back what stops mail to an address.")
@options
@click.argument("address")
@click.option("--note", default="", help="A line to remember it by.")
def lift(given: Given, address: str, note: str) -> None:
    """Take back what stops mail to ADDRESS: their mailbox works again, or they ask for mail."""
    from shlex import quote

    from digest.messages.preferences import tidy
    from digest.wiring import Newsroom

    who = person(address)
    config = given.load()
    with Newsroom(config) as room:
        people = People(room)
        lifted = people.kept.lift(who, at=given.now(config.publication.timezone), note=tidy(note))
        if lifted is None:
            raise UsageError(f"nothing stops mail to {people.told(who)}")
        held = people.find(who).subscriber
    given.console.line(f"{'Lifted':<10}{people.told(who)} was stopped: {reason(lifted, people.zone)}")
    told = people.told(who)
    named = "ADDRESS" if told.startswith("hash:") else quote(told)  # a hash is nobody's address
    if held is None:
        given.console.line(f"          They are not on the list; `digest subscribers add {named}` puts them there.")
    elif held.state != "active":
        given.console.line(f"          They are {held.state} still;")
        given.console.line(f"          `digest subscribers add {named} --lift` mails them again")
    given.console.fact(lifted=people.told(who), reason=lifted.reason)
    given.console.finish(0)


def _reason(text: str) -> SuppressionReason:
    return next(each for each in get_args(SuppressionReason) if each == text.replace("-", "_"))
