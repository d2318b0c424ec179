"""``digest run``: the daily cron line."""

from __future__ import annotations

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.option("--no-send", is_flag=True, help="Stop before the mail, even where sending is set up.")
def command(given: Given, no_send: bool) -> None:
    """Fetch, edit, publish, and send where sending is set up; before all that, read the mailbox where one is.

    An issue is made once a day, in the publication's time zone: a second run of the day makes nothing new and mails
    nobody twice, and a run after a crash goes on where it stopped. With `mail.require_approval: true` the mail waits
    until the issue is approved (`digest approve`); a run that ends so has done its work, and its status says so.
    """
    from digest.cli import mailbox, mailing, newsroom, report
    from digest.errors import ApprovalError, DigestError
    from digest.pipeline.fetch import nothing_to_print
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room:
        if not given.replay:
            mailbox.read_first(room, console, now)
        with room.lock.hold():
            fetched = newsroom.fetch(room, console, now)
            edited = newsroom.edit(room, console, now, reports=fetched.sources, replay=given.replay)
            if edited.issue is None:
                nothing_to_print(fetched)
                console.line("Nothing new to print; no issue was made.")
                console.finish(0)
                return
            newsroom.publish(room, console, edited.issue)
            if edited.made and not given.replay:
                newsroom.tidy(room, now)
        status = 3 if edited.made and fetched.failed else 0
        # A replayed issue is news of another day: it is mailed only by hand, with `digest send`.
        sends = config.mail is not None and not no_send and not given.replay
        if sends:
            # Without the run's lock: sending has its own, and may wait a while for a server that puts messages off.
            try:
                status = mailing.send(room, console, edited.issue, room.mail(), earlier=True) or status
            except ApprovalError as waiting:
                # No fault of the run's: somebody is to look at the issue before it is mailed, and is told so.
                report.waiting(console, edited.issue, waiting, news=edited.made or waiting.changed)
            except DigestError:
                console.line("Mail      The issue is published; `digest send` mails it to those who have not had it.")
                raise
    steps = [("preview", "see the mail and the page")]
    if config.mail is None:
        steps.append(("check", "see what is not set up yet, such as mail"))
    elif not sends:
        steps.append(("send --to you@example.org", "mail yourself a copy"))
    report.following(console, *steps)
    console.finish(status)
    if status:
        raise click.exceptions.Exit(status)
