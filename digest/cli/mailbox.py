"""``digest mailbox``: read what came back, and what people ask for by mail."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, logged, options

if TYPE_CHECKING:
    from datetime import datetime

    from digest.cli.report import Console
    from digest.errors import DigestError, MailboxError
    from digest.pipeline.mailbox import Handled, MailboxReport
    from digest.wiring import Newsroom


@click.command()
@options
@logged
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing, here or in the mailbox.")
def command(given: Given, dry_run: bool) -> None:
    """Read the mailbox: returned mail, complaints, and mails to subscribe, confirm or leave.

    Mail stops to addresses that do not exist, after several bounces in a row to those that cannot take it now, and to
    those who complained or asked for that. Who asks for mail gets a letter to confirm it. Whatever a person is to read
    stays in the mailbox, unread. Nothing is deleted.
    """
    from digest.cli.observing import observed
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room, observed(given, room, "mailbox"):
        fault = read(room, console, now, dry_run=dry_run)
        status = 0 if dry_run else _send_letters(room, console)
        if fault is not None:
            raise fault
        console.finish(status)
        if status:
            raise click.exceptions.Exit(status)


def read(room: Newsroom, console: Console, now: datetime, *, dry_run: bool = False) -> MailboxError | None:
    """Read the mailbox and tell what came of it. Returns why it could not be read whole; None where it was.

    Raises ``NotSetUpError`` where no mailbox is set up, or its password is not there, and ``LockedError`` where another
    program is reading it.
    """
    from digest.cli.newsroom import watch
    from digest.pipeline import mailbox as stage
    from digest.storage import RunLock

    mail, settings = room.mailbox()
    wanted = stage.Room(
        mail=mail,
        post=room.post(settings, now=now),
        subscribers=room.subscribers,
        letters=room.letters,
        ledger=room.ledger,
        read=room.mail_read,
        returns=room.returns(mail),
        signed=room.signed,
        now=now,
        dry_run=dry_run,
    )
    with RunLock(room.folder / "mailbox.lock").hold(), watch(console) as progress:
        made = stage.read_mailbox(wanted, progress=progress)
    _tell(
        console, made, key=room.address_key if mail.hash_addresses else None, limit=mail.soft_bounces, dry_run=dry_run
    )
    return made.fault


def read_first(room: Newsroom, console: Console, now: datetime) -> None:
    """Read the mailbox before a run, where one is set up. A fault there is told, and the issue is made all the same."""
    from digest.errors import LockedError, MailboxError, NotSetUpError

    if room.config.mail is None or room.config.mail.mailbox is None:
        return
    fault: DigestError | None
    try:
        fault = read(room, console, now)
    except (LockedError, MailboxError, NotSetUpError) as error:
        fault = error
    if fault is not None:
        console.line(f"          ! {fault}")
        console.aside(str(fault))


def _send_letters(room: Newsroom, console: Console) -> int:
    """Send the letters that wait. Returns the exit status: 75 where the mail server put some off."""
    from digest.cli.lettering import send_letters
    from digest.cli.newsroom import clock
    from digest.cli.report import counted
    from digest.cli.stopping import run
    from digest.errors import MailError

    made = run(send_letters(room, clock))
    if made.letters:
        sent, later = made.count("accepted"), made.count("deferred") + made.count("pending")
        parts = [f"{counted(sent, 'letter')} sent"] + ([f"{later} put off"] if later else [])
        console.line(f"{'':<10}{', '.join(parts)}")
    console.fact(letters={state: made.count(state) for state in sorted({letter.state for letter in made.letters})})
    if made.fault is not None:
        raise MailError(made.fault.what, where=made.fault.where, fix="what waits is sent by the next `digest mailbox`")
    return 75 if made.count("deferred") else 0


# ------------------------------------------------------------------------------------------------------------- words

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@[^\s<>()\[\]\",;:]{1,253}")
_NAMES = {
    "bounce": ("bounce", "bounces"),
    "complaint": ("complaint", "complaints"),
    "notice": ("notice", "notices"),
    "auto-reply": ("automatic answer", "automatic answers"),
    "challenge": ("challenge", "challenges"),
    "unsubscribe": ("asked to leave", "asked to leave"),
    "subscribe": ("asked for mail", "asked for mail"),
    "confirm": ("confirmed", "confirmed"),
    "other": ("other mail", "other mails"),
}
_DONE = {
    "suppress": ("mailed nothing any more", "would be mailed nothing any more"),
    "count": ("soft bounce", "soft bounce"),
    "keep": ("noted", "would be noted"),
    "unsubscribe": ("left", "would leave"),
    "confirm": ("gets a letter to confirm", "would get a letter to confirm"),
    "join": ("is on the list now", "would be on the list"),
    "leave": ("left for you in the mailbox", "would be left for you"),
    "ignore": ("nothing to do", "nothing to do"),
}


def _tell(console: Console, made: MailboxReport, *, key: bytes | None, limit: int, dry_run: bool) -> None:
    """What was read and done: one line, and each person whom something happened to by name."""
    from digest.cli.report import counted
    from digest.messages.addresses import shown

    kinds: Counter[str] = Counter(one.what for one in made.mails)
    parts = ", ".join(f"{kinds[kind]:,} {_NAMES[kind][kinds[kind] > 1]}" for kind in _NAMES if kinds[kind])
    console.line(f"Mailbox   {counted(len(made.mails), 'new mail')}{': ' + parts if parts else ''}")
    blocked = 0
    for one in made.mails:
        who = shown(one.who, key) if one.who else ""
        say = console.detail if one.does == "ignore" else console.line
        blocked += one.does == "keep"
        say(
            f"          {'·' if one.does in ('ignore', 'leave') else '✗' if one.does == 'suppress' else '-'} "
            f"{_line(one, who, key is not None, limit, dry_run)}"
        )
    if blocked:
        console.line(
            f"          ! {counted(blocked, 'server')} blocked the mail, not the reader: see what they say of you"
        )
    console.fact(
        mailbox={
            "mails": [
                {
                    "what": one.what,
                    "does": one.does,
                    "who": shown(one.who, key) if one.who else "",
                    "issue": one.issue,
                    "why": _without_addresses(one.why) if key is not None else one.why,
                    "in_a_row": one.row,
                }
                for one in made.mails
            ],
            "dry_run": dry_run,
            "fault": str(made.fault) if made.fault is not None else None,
        }
    )


def _line(one: Handled, who: str, hashed: bool, limit: int, dry_run: bool) -> str:
    does = _DONE[one.does][dry_run]
    if one.does == "count":
        does += "" if dry_run else f", {one.row} of {limit} in a row"
    why = _without_addresses(one.why) if hashed else one.why
    issue = f" (No. {one.issue})" if one.issue else ""
    subject = f" “{_without_addresses(one.subject) if hashed else one.subject}”" if one.subject else ""
    return f"{who or 'somebody'}: {does} — {why}{issue}{subject}"


def _without_addresses(text: str) -> str:
    """The text without the addresses in it: servers name them in whatever they say."""
    return _ADDRESS.sub("…", text)
