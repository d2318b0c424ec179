"""``digest explain``: why a story is one, stands where it stands and says what it says; or what dropped an article."""

from __future__ import annotations

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.argument("what", metavar="STORY|URL")
@click.option(
    "--date", "day", metavar="DATE", help="Of this day's issue (or number); else the latest that knows of it."
)
def command(given: Given, what: str, day: str | None) -> None:
    """Tell why: of a story (its id as `digest budget` prints it, or the start of it), or of any article's URL.

    Why these articles are one story, why it ranks where it does and what it would have taken to be in, what it goes on
    with, and why each sentence was chosen. Of an article that was dropped: what dropped it, and what to change.
    """
    from digest.cli.explain.finding import find
    from digest.cli.explain.telling import tell
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        found = find(room, given, what, day)
        tell(room, given, found)
    given.console.finish(0)
