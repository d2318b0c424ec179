"""``digest subscribers``: who is mailed, who is not and why, and what is known of each."""

from __future__ import annotations

import click

from digest.cli.common import Listing
from digest.cli.subscribers.adding import add, change, confirm
from digest.cli.subscribers.erasing import erase
from digest.cli.subscribers.exporting import export
from digest.cli.subscribers.importing import import_list
from digest.cli.subscribers.listing import list_subscribers
from digest.cli.subscribers.showing import show
from digest.cli.subscribers.stopping import lift, remove, suppress


@click.group(name="subscribers", cls=Listing)
def command() -> None:
    """Add, remove, import, export, list or show subscribers, set what they get, erase them. Without a word more: list.

    Beside those kept here, feeds.yml (`mail.to` and the file `mail.subscribers`) may name people. Where both know
    somebody, what is kept here counts.
    """


for _each in (list_subscribers, show, add, change, confirm, remove, suppress, lift, import_list, export, erase):
    command.add_command(_each)
