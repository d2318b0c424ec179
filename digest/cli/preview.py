"""``digest preview``."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.argument("issue", required=False)
@click.option("--links", is_flag=True, help="Ask every link of the mail whether it leads anywhere.")
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True, help="0 takes any free port.")
@click.option("--open", "opens", is_flag=True, help="Open the browser too.")
def command(given: Given, issue: str | None, links: bool, port: int, opens: bool) -> None:
    """Show ISSUE (a date or number; the latest by default) as it would be sent: the mail beside the page.

    Edit a template or feeds.yml, and the page follows. Only this machine can reach it; Ctrl-C ends it.
    """
    from digest.cli import newsroom
    from digest.cli.desk import NewsroomDesk
    from digest.preview import serve
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        found = newsroom.find_issue(room, issue)
        fetcher = room.fetcher if links else None

    def ready(url: str) -> None:
        url = f"{url}?issue={found.date}" if issue else url
        console.line(f"Preview   {url}   (Ctrl-C ends it)")
        if opens:
            import webbrowser

            webbrowser.open(url)

    beside = (config.path.parent.resolve(), Path.cwd())
    serve(NewsroomDesk(given, config), port=port, fetcher=fetcher, beside=beside, ready=ready)
