"""``digest stories``: the editor's hand. What is decided here holds on every later run until it is undone."""

from __future__ import annotations

import click

from digest.cli.common import Listing
from digest.cli.stories.correcting import kill, merge, never_merge, pin, split, undo
from digest.cli.stories.listing import list_corrections


@click.group(name="stories", cls=Listing)
def command() -> None:
    """Merge, split, pin or kill stories, for good: corrections hold until undone. Without a word more: list them.

    STORY is a story's id as `digest budget` prints it (its first four digits or more will do), or the URL or the id of
    one of its articles.
    """


for _each in (list_corrections, merge, split, never_merge, pin, kill, undo):
    command.add_command(_each)
