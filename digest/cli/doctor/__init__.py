"""``digest doctor``: what ails a publication, and what to do; nothing is changed by the look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.doctor import Finding


@click.command()
@options
@click.option("--offline", is_flag=True, help="Ask no server and no name server: look at this machine alone.")
def command(given: Given, offline: bool) -> None:
    """Look at all that a daily issue depends on, and say what is wrong and what to do, the gravest first.

    Of this machine: feeds.yml, templates, secrets, time zone and clock, disks, owners and modes, the database, locks,
    what runs digest daily, the last run, the newest issue and its mail, how sources fare. Of servers: the network, the
    mail server, DNS, the mailbox, the pages to leave by, the site.

    It changes nothing, mails nothing, and unsubscribes nobody. With --quiet it says only what is wrong. A monitor
    can go by the status: 0 nothing is wrong; 3 issues can be made, and something is wrong all the same; 69 a server;
    74 a disk, a file or the database; 75 a run that hangs; 77 an issue that waits for approval; 78 feeds.yml, a
    template or a secret. Where several are, the gravest counts.
    """
    from digest.cli.doctor import looking, telling
    from digest.cli.doctor.house import House
    from digest.doctor import status
    from digest.errors import UsageError
    from digest.pipeline.doctor import examine

    if given.at is not None:
        raise UsageError("--at has no meaning here: a look is at how things are now")
    console = given.console
    house = House.enter(given)
    telling.heading(console, house)
    found: list[Finding] = []
    for part in examine(looking.looks(house, offline=offline)):
        found += part
        for one in part:
            telling.line(console, one)
    telling.end(console, found)
    ends = status(found)
    console.fact(**telling.facts(house, found))
    console.finish(ends)
    if looking.hanging():
        _leave(ends)
    if ends:
        raise click.exceptions.Exit(ends)


for _option in command.params:  # every command takes it; here there is nothing to work as of
    if isinstance(_option, click.Option) and _option.name == "at":
        _option.hidden = True


def _leave(ends: int) -> None:
    """End the process without waiting for looks that hang: the interpreter would wait for the threads they use."""
    import os
    import sys

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ends)
