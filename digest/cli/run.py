"""``digest run``: the daily cron line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, logged, options

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.config import Config


@click.command()
@options
@logged
@click.option("--no-send", is_flag=True, help="Stop before the mail, even where sending is set up.")
def command(given: Given, no_send: bool) -> None:
    """Fetch, edit, publish, and send where sending is set up; before all that, read the mailbox where one is.

    An issue is made once a day, in the publication's time zone: a second run of the day makes nothing new and mails
    nobody twice, and a run after a crash goes on where it stopped, on whatever day. `window.catch_up` in feeds.yml says
    what becomes of days that were missed. With `mail.require_approval: true` the mail waits
    until the issue is approved (`digest approve`); a run that ends so has done its work, and its status says so.

    What each run did is remembered (`digest runs`), and told to whom `run:` in feeds.yml names.
    """
    from digest.cli import mailbox, owing, report, sending, unread
    from digest.cli.day import Day, mail_late, make
    from digest.cli.watching import watched
    from digest.errors import ApprovalError, DigestError, UnavailableError
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room, watched(room, given, no_send=no_send) as watch:
        if not given.replay and config.mail is not None and config.mail.mailbox is not None:
            with watch.phase("mailbox"):
                mailbox.read_first(room, console, now)
        day = Day(now=now, replay=given.replay)
        # A replayed issue is news of another day: it is mailed only by hand, with `digest send`.
        sends = config.mail is not None and not no_send and not given.replay
        try:
            with room.lock.hold():
                make(day, room, console, watch)
        except DigestError as error:
            # Where it is the sources that fail, who waits for an earlier issue gets it all the same.
            apart = isinstance(error, UnavailableError)
            if sends and (day.late or apart):
                with suppress(DigestError), watch.phase("send late"):
                    mail_late(day, room, console)
                    if apart:
                        owing.alone(room, console, room.mail())
            raise
        status = 3 if day.made and day.failed else 0
        fault: DigestError | None = None
        if sends and day.late:
            with watch.phase("send late"):
                late, fault = mail_late(day, room, console)
                status = late or status
        if day.issue is None:
            if sends:
                with watch.phase("send"):
                    status = owing.alone(room, console, room.mail()) or status
            if fault is not None:
                raise fault
            _finish(console, status)
            return
        if sends:
            # Without the run's lock: sending has its own, and may wait a while for a server that puts messages off.
            try:
                with watch.phase("send"):
                    status = sending.send(room, console, day.issue, room.mail(), earlier=True) or status
            except ApprovalError as waiting:
                # No fault of the run's: somebody is to look at the issue before it is mailed, and is told so.
                report.waiting(console, day.issue, waiting, news=day.fresh or waiting.changed)
            except DigestError:
                console.line("Mail      The issue is published; `digest send` mails it to those who have not had it.")
                raise
            else:
                fault = fault or unread.look(room, console, day.issue)
        if fault is not None:
            raise fault
        _following(given, config, sends=sends)
        _finish(console, status)


def _finish(console: Console, status: int) -> None:
    console.finish(status)
    if status:
        raise click.exceptions.Exit(status)


def _following(given: Given, config: Config, *, sends: bool) -> None:
    from digest.cli import report

    steps = [("preview", "see the mail and the page")]
    if config.mail is None:
        steps.append(("check", "see what is not set up yet, such as mail"))
    elif not sends:
        steps.append(("send --to you@example.org", "mail yourself a copy"))
    report.following(given.console, *steps)
