"""``digest preview``."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True, help="0 takes any free port.")
@click.option("--open", "opens", is_flag=True, help="Open the browser too.")
def command(given: Given, port: int, opens: bool) -> None:
    """Show output/ in a browser, the mail beside the page. Only this machine can reach it; Ctrl-C ends it."""
    from digest.errors import UsageError
    from digest.preview import serve

    config = given.load()
    console = given.console()
    output = Path(config.site.output)
    if not (output / "index.html").is_file():
        raise UsageError("there is nothing to preview yet", where=str(output), fix="make an issue with `digest run`")

    def ready(url: str) -> None:
        console.line(f"Preview   {url}   (Ctrl-C ends it)")
        if opens:
            import webbrowser

            webbrowser.open(url)

    serve(output, port=port, ready=ready)
