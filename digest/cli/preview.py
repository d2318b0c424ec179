"""``digest preview``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.model import Edition


@click.command()
@options
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True, help="0 takes any free port.")
@click.option("--open", "opens", is_flag=True, help="Open the browser too.")
def command(given: Given, port: int, opens: bool) -> None:
    """Show output/ in a browser, the mail beside the page. Only this machine can reach it; Ctrl-C ends it.

    Each look renders anew: edit a template or feeds.yml, reload, and see.
    """
    from digest.cli import newsroom
    from digest.errors import UsageError
    from digest.preview import serve
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    output = Path(config.site.output)
    if not (output / "index.html").is_file():
        raise UsageError("there is nothing to preview yet", where=str(output), fix="make an issue with `digest run`")

    def ready(url: str) -> None:
        console.line(f"Preview   {url}   (Ctrl-C ends it)")
        if opens:
            import webbrowser

            webbrowser.open(url)

    def render(day: str) -> tuple[Edition, ...]:
        """An issue's editions made anew, with feeds.yml and the templates as they are at this look."""
        with Newsroom(given.load()) as room:
            return newsroom.editions(room, newsroom.find_issue(room, day))

    serve(output, port=port, render=render, ready=ready)
