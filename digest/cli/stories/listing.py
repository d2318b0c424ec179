"""``digest stories list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.model import Correction


@click.command("list")
@options
@click.option("--all", "every", is_flag=True, help="Those that were undone, too.")
def list_corrections(given: Given, every: bool) -> None:
    """Every correction that holds, the newest first."""
    from zoneinfo import ZoneInfo

    import msgspec

    from digest.cli.columns import wrapped
    from digest.cli.moments import legend, short
    from digest.stories.corrections import overridden
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        found = room.archive.corrections() if room.folder.exists() else ()
    idle = overridden(found)
    zone = ZoneInfo(config.publication.timezone)
    shown = [each for each in reversed(found) if every or each.undone is None]
    for each in shown:
        state = ""
        if each.undone is not None:
            state = f"  undone {short(each.undone, zone)}"
        elif each.number in idle:
            again = any(_says_it(later, each) for later in found if later.number not in idle)
            state = f"  does nothing: a later one says {'the same' if again else 'otherwise'}"
        console.line(f"{each.number:>4}  {each.kind:<11}  {short(each.at, zone)}{state}")
        for line in wrapped(each.about, indent=6):
            console.line(line)
        for key in (*each.articles, *each.others):
            console.detail(f"{'':>6}{key}")
    if shown:
        console.line(f"{'':>6}{legend(zone)}")
    undone = len(found) - sum(each.undone is None for each in found)
    if not shown:
        more = f" ({undone} undone: `--all` shows them)" if undone else ""
        console.line(f"There is no correction{more}; `digest budget` shows the stories.")
    console.fact(
        corrections=[
            {**msgspec.to_builtins(each), "holds": each.undone is None and each.number not in idle} for each in shown
        ]
    )
    console.finish(0)


def _says_it(later: Correction, one: Correction) -> bool:
    """Whether ``later``, which decides, has all that ``one`` says."""
    return (
        later.number > one.number
        and later.undone is None
        and later.kind == one.kind
        and {*one.articles} <= {*later.articles}
        and {*one.others} <= {*later.others}
    )
