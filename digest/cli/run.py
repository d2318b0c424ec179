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
@click.option("--no-send", is_flag=True, help="Mail nobody; `digest send ISSUE` does, where it is named.")
@click.option("--send-later", is_flag=True, help="Leave the mail to the next `digest send`, or to the next run.")
def command(given: Given, no_send: bool, send_later: bool) -> None:
    """Fetch, edit, publish, and send where sending is set up; before all that, read the mailbox where one is.

    An issue is made once a day, in the publication's time zone: a second run of the day makes nothing new and mails
    nobody twice, and a run after a crash goes on where it stopped, on whatever day. `window.catch_up` in feeds.yml says
    what becomes of days that were missed. With `mail.require_approval: true` the mail waits
    until the issue is approved (`digest approve`); a run that ends so has done its work, and its status says so.

    What each run did is remembered (`digest runs`), and told to whom `run:` in feeds.yml names.
    """
    from digest.cli import mailbox, owing, report, sending, unread
    from digest.cli.day import Day, make
    from digest.cli.watching import watched
    from digest.errors import ApprovalError, ClockError, DigestError, LockedError
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room, watched(room, given, no_send=no_send) as watch:
        if not given.replay and config.mail is not None and config.mail.mailbox is not None:
            with watch.phase("mailbox"):
                mailbox.read_first(room, console, now)
        # A replayed issue is news of another day: it is mailed only by hand, with `digest send`.
        owed = config.mail is not None and not no_send and not given.replay
        sends = owed and not send_later
        day = Day(now=now, replay=given.replay, owed=owed, left=no_send and not given.replay)
        try:
            with room.lock.hold():
                make(day, room, console, watch)
        except DigestError as error:
            # Whatever keeps today's issue from being made, who waits for an earlier one gets it all the same; but
            # not by a clock that cannot be right, nor while another run is at it.
            if sends and not isinstance(error, (ClockError, LockedError)):
                with suppress(DigestError), watch.phase("send"):
                    owing.alone(room, console, room.mail())
            raise
        status = 3 if day.made and day.failed else 0
        if day.issue is None:
            if sends:
                with watch.phase("send"):
                    status = owing.alone(room, console, room.mail()) or status
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
                if (fault := unread.look(room, console, day.issue)) is not None:
                    raise fault
        elif config.mail is not None and not given.replay and console.speaks:
            owing.unmailed(room, console, day.issue, later=not no_send)
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
