"""``digest run``: the daily cron line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, logged, options

if TYPE_CHECKING:
    from datetime import datetime

    from digest.cli.report import Console
    from digest.config import Config


@click.command()
@options
@logged
@click.option("--no-send", is_flag=True, help="Stop before the mail, even where sending is set up.")
def command(given: Given, no_send: bool) -> None:
    """Fetch, edit, publish, and send where sending is set up; before all that, read the mailbox where one is.

    An issue is made once a day, in the publication's time zone: a second run of the day makes nothing new and mails
    nobody twice, and a run after a crash goes on where it stopped. With `mail.require_approval: true` the mail waits
    until the issue is approved (`digest approve`); a run that ends so has done its work, and its status says so.

    What each run did is remembered (`digest runs`), and told to whom `run:` in feeds.yml names.
    """
    from digest.cli import mailbox, mailing, newsroom, report
    from digest.cli.watching import watched
    from digest.errors import ApprovalError, DigestError
    from digest.pipeline.fetch import nothing_to_print
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room, watched(room, given) as watch:
        if not given.replay and config.mail is not None and config.mail.mailbox is not None:
            with watch.phase("mailbox"):
                mailbox.read_first(room, console, now)
        with room.lock.hold():
            with watch.phase("fetch"):
                fetched = newsroom.fetch(room, console, now)
            if not _due(config, now):
                _off(console, config, now)
                return
            with watch.phase("edit"):
                edited = newsroom.edit(room, console, now, reports=fetched.sources, replay=given.replay)
            if edited.issue is None:
                nothing_to_print(fetched)
                console.line("Nothing new to print; no issue was made.")
                console.finish(0)
                return
            with watch.phase("publish"):
                newsroom.publish(room, console, edited.issue)
            if edited.made and not given.replay:
                with watch.phase("tidy"):
                    newsroom.tidy(room, now)
        status = 3 if edited.made and fetched.failed else 0
        # A replayed issue is news of another day: it is mailed only by hand, with `digest send`.
        sends = config.mail is not None and not no_send and not given.replay
        if sends:
            # Without the run's lock: sending has its own, and may wait a while for a server that puts messages off.
            try:
                with watch.phase("send"):
                    status = mailing.send(room, console, edited.issue, room.mail(), earlier=True) or status
            except ApprovalError as waiting:
                # No fault of the run's: somebody is to look at the issue before it is mailed, and is told so.
                report.waiting(console, edited.issue, waiting, news=edited.made or waiting.changed)
            except DigestError:
                console.line("Mail      The issue is published; `digest send` mails it to those who have not had it.")
                raise
        _following(given, config, sends=sends)
        console.finish(status)
        if status:
            raise click.exceptions.Exit(status)


def _due(config: Config, now: datetime) -> bool:
    from zoneinfo import ZoneInfo

    from digest.scheduling.due import due_today

    return due_today(config.schedule, now.astimezone(ZoneInfo(config.publication.timezone)).date())


def _off(console: Console, config: Config, now: datetime) -> None:
    """A day without an issue: what is new is kept for the next."""
    from zoneinfo import ZoneInfo

    from digest.scheduling.due import next_due

    later = next_due(config.schedule, now.astimezone(ZoneInfo(config.publication.timezone)).date())
    console.line(f"No issue today: window.schedule has the next on {later:%A}, {later}. What is new is kept for it.")
    console.fact(next=later)
    console.finish(0)


def _following(given: Given, config: Config, *, sends: bool) -> None:
    from digest.cli import report

    steps = [("preview", "see the mail and the page")]
    if config.mail is None:
        steps.append(("check", "see what is not set up yet, such as mail"))
    elif not sends:
        steps.append(("send --to you@example.org", "mail yourself a copy"))
    report.following(given.console, *steps)
