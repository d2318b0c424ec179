"""``digest sources``: what is read, how it fares, and feeds.yml edited for you, comments and all."""

from __future__ import annotations

import click

from digest.cli.common import Listing
from digest.cli.sources.adding import add
from digest.cli.sources.editing import export_opml, import_opml, move, remove
from digest.cli.sources.listing import list_sources
from digest.cli.sources.trying import test


@click.group(name="sources", cls=Listing)
def command() -> None:
    """List, test, add, move, remove, import or export sources. Without a word more: list."""


for _each in (list_sources, test, add, move, remove, import_opml, export_opml):
    command.add_command(_each)
