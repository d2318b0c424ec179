"""``digest subscribers add | change | confirm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from digest.cli.common import Given, options
from digest.cli.subscribers.people import Listed, People, parsed, reason
from digest.cli.subscribers.wishing import Wishes, told, wishes
from digest.errors import UsageError
from digest.messages.addresses import who
from digest.model import Subscriber

if TYPE_CHECKING:
    from digest.wiring import Newsroom


@click.command("add", short_help="Put people on the list.")
@options
@click.argument("addresses", metavar="ADDRESS…", nargs=-1, required=True)
@wishes
@click.option("--pending", is_flag=True, help="Mail them nothing until they are confirmed.")
@click.option("--ask", is_flag=True, help="The same, and mail them a link to confirm by.")
@click.option("--lift", is_flag=True, help="Add them though they left or are suppressed: they asked for mail again.")
@click.option("--no-welcome", is_flag=True, help="Send no letter of welcome.")
def add(
    given: Given,
    addresses: tuple[str, ...],
    wished: Wishes,
    pending: bool,
    ask: bool,
    lift: bool,
    no_welcome: bool,
) -> None:
    """Put each ADDRESS on the list; "Ada <ada@example.org>" will do.

    That they want mail is your word, unless you --ask them.
    """
    from digest.wiring import Newsroom

    if wished.name is not None and len(addresses) > 1:
        raise UsageError("--name is for one address", fix="write each as 'Name <address>'")
    people_given = [parsed(text) for text in addresses]
    config = given.load()
    with Newsroom(config) as room:
        if ask and config.serve is None and (config.mail is None or config.mail.mailbox is None):
            raise UsageError(
                "nobody would hear them confirm",
                fix="set up `serve:` or `mail.mailbox` (docs/sending.md), or leave --ask",
            )
        people = People(room)
        with room.database.together():
            done = [
                _add(given, room, people, name, address, wished, pending=pending or ask, ask=ask, lift=lift)
                for name, address in people_given
            ]
            added = [made for made, fresh in done if fresh]
            welcomed = [] if no_welcome else [each for each in added if _welcome(given, room, each)]
    if welcomed:
        given.console.line("          A letter of welcome goes out with the next run.")
    if ask and any(made.state == "pending" for made, _ in done):
        given.console.line("          A letter to confirm goes out with the next run, or at once by `digest serve`.")
    given.console.fact(
        added=[people.told(each.address) for each in added],
        known=[people.told(made.address) for made, fresh in done if not fresh],
        welcome=len(welcomed),
    )
    given.console.finish(0)


def _add(
    given: Given,
    room: Newsroom,
    people: People,
    name: str,
    address: str,
    wished: Wishes,
    *,
    pending: bool,
    ask: bool,
    lift: bool,
) -> tuple[Subscriber, bool]:
    """The subscriber as they are kept now, and whether they came on the list by this."""
    now = given.now(room.config.publication.timezone)
    found = people.find(who(address))
    held = found.subscriber
    _let_in(found, people, address, lift=lift)
    if found.suppression is not None:
        people.kept.lift(found.person, at=now, note=f"by the operator; was: {found.suppression.reason}")
    new = held is None or held.state == "unsubscribed" or found.suppression is not None
    base = held or Subscriber(address=address, origin="command", joined=now)
    made = wished.put_on(replace(base, name=name or base.name), people.offered)
    if new:
        made = replace(made, state="pending" if pending else "active", joined=made.joined or now)
    if held != made or people.named.get(found.person) == held:
        people.kept.put([made], what="added" if new else "changed", at=now, note="by the operator")
    if ask and made.state == "pending":
        room.letters.add(found.person, "confirm", at=now)
    word = "Added" if new else "Changed" if held != made else "Known"
    tail = "" if new else f"; on the list already ({made.state})"
    given.console.line(f"{word:<10}{people.told(address)}{tail}: {told(made)}")
    if not new and made.state == "pending" and not ask:
        given.console.line("          They wait to be confirmed: `digest subscribers confirm` does it by your word.")
    return made, new


def _let_in(found: Listed, people: People, address: str, *, lift: bool) -> None:
    if lift:
        return
    address = people.told(address)
    if found.suppression is not None:
        raise UsageError(
            f"{address} is mailed nothing: {reason(found.suppression, people.zone)}",
            fix="--lift if they ask for mail again",
        )
    if found.subscriber is not None and found.subscriber.state == "unsubscribed":
        raise UsageError(f"{address} has unsubscribed", fix="--lift if they ask for mail again")


def _welcome(given: Given, room: Newsroom, subscriber: Subscriber) -> bool:
    """Whether a welcome waits for them now: once, where mail is set up to have one, and they are mailed."""
    mail = room.config.mail
    if mail is None or not mail.welcome or subscriber.state != "active":
        return False
    return (
        room.letters.add(who(subscriber.address), "welcome", at=given.now(room.config.publication.timezone)).state
        == "pending"
    )


@click.command("change", short_help="Change what somebody gets.")
@options
@click.argument("address")
@wishes
def change(given: Given, address: str, wished: Wishes) -> None:
    """Change what ADDRESS gets. One whom feeds.yml names is kept here from then on."""
    from digest.wiring import Newsroom

    if not wished.any:
        raise UsageError("nothing to change", fix="say what: --weekly, --without SECTION, --language TAG …")
    _, typed = parsed(address)
    with Newsroom(given.load()) as room:
        people = People(room)
        held = people.find(who(typed)).subscriber
        if held is None:
            raise UsageError(f"{people.told(typed)} is not on the list", fix="`digest subscribers add` puts them there")
        made = wished.put_on(held, people.offered)
        if made != held:
            people.kept.put(
                [made], what="changed", at=given.now(room.config.publication.timezone), note="by the operator"
            )
    given.console.line(f"{'Changed' if made != held else 'Unchanged':<10}{people.told(made.address)}: {told(made)}")
    given.console.fact(changed=made != held, address=people.told(made.address))
    given.console.finish(0)


@click.command("confirm", short_help="Confirm people yourself, who were asked and have not answered.")
@options
@click.argument("addresses", metavar="ADDRESS…", nargs=-1, required=True)
@click.option("--no-welcome", is_flag=True, help="Send no letter of welcome.")
def confirm(given: Given, addresses: tuple[str, ...], no_welcome: bool) -> None:
    """Confirm each ADDRESS yourself, because they told you that they want the mail: it goes to them from now on."""
    from digest.wiring import Newsroom

    typed = [parsed(text)[1] for text in addresses]
    with Newsroom(given.load()) as room:
        people = People(room)
        done = []
        with room.database.together():
            for address in typed:
                now = given.now(room.config.publication.timezone)
                found = people.find(who(address))
                held, stopped = found.subscriber, found.suppression
                if held is None or held.state == "unsubscribed":
                    raise UsageError(
                        f"{people.told(address)} waits for no confirmation", fix="`digest subscribers add`"
                    )
                if held.state == "active":
                    given.console.line(f"{'Known':<10}{people.told(address)} is active already")
                    continue
                if stopped is not None:
                    # Who left and asked again has taken that back; a mailbox that refuses mail has not.
                    _let_in(found, people, address, lift=stopped.reason == "unsubscribed")
                    people.kept.lift(found.person, at=now, note="confirmed, by the operator")
                made = replace(held, state="active", confirmed=now)
                if not no_welcome:
                    _welcome(given, room, made)
                people.kept.put([made], what="confirmed", at=now, note="by the operator")
                done.append(people.told(address))
                given.console.line(f"{'Confirmed':<10}{people.told(address)}")
    given.console.fact(confirmed=done)
    given.console.finish(0)
