"""``digest check``."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli.common import Given, options


@click.command()
@options
def command(given: Given) -> None:
    """Check feeds.yml and the templates: every fault is told at once, with its line. Nothing is fetched or written."""
    from digest.cli.report import counted
    from digest.editions import check, environment
    from digest.editions.catalogs import check as check_catalogs
    from digest.editions.palette import adjusted
    from digest.fetching.locating import FileLocator
    from digest.model import Site
    from digest.summarizers import get

    config = given.load()
    console = given.console
    get(config.rules.method)
    compiled = check(environment(config.site.templates))
    catalogs = check_catalogs(Path(config.site.catalogs)) if config.site.catalogs else 0
    locator = FileLocator()
    empty = [s for s in config.sources if s.kind == "seeds" and not locator.locate(s)]
    console.line(
        f"{config.path}: sound — {counted(len(config.sources), 'source')},"
        f" {counted(len(config.rules.sections), 'section')}, {counted(compiled, 'template')}"
        + (f", {counted(catalogs, 'catalog')} of your own" if catalogs else "")
    )
    for source in empty:
        console.line(f"  note: {source.name}: no file matches {source.url}")
    for shade in adjusted(config.site.accent) if config.site.accent != Site(output="").accent else ():
        console.line(f"  note: theme.accent: {shade}")
    if config.mail is None:
        console.line("  note: mail is not set up; issues are made and published, not sent")
    for name in config.missing_secrets:
        console.line(f"  note: {name}; nothing is mailed until it is there")
    console.fact(sources=len(config.sources), sections=len(config.rules.sections), templates=compiled)
    console.finish(0)
