"""``digest check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.config import Config


@click.command()
@options
@click.option(
    "--mail",
    "mail_to",
    metavar="ADDRESS",
    help="Check the sender too (DNS records, server, TLS, log-in), and mail a copy of the latest issue to ADDRESS.",
)
@click.option(
    "--nameserver",
    metavar="ADDRESS",
    help="With --mail: ask this name server, 9.9.9.9 or 9.9.9.9#53, not the system's.",
)
def command(given: Given, mail_to: str | None, nameserver: str | None) -> None:
    """Check feeds.yml and the templates: every fault is told at once, with its line. Nothing is fetched or written.

    With --mail, what decides whether mail arrives is looked at as well, and told in plain words: the records that
    receivers look up (SPF, DKIM, DMARC, MX, PTR), the server's certificate, the log-in.
    """
    from digest.cli.overriding import facts
    from digest.cli.report import counted
    from digest.doctor.settings import copies
    from digest.editions import check, environment
    from digest.editions.catalogs import check as check_catalogs
    from digest.editions.palette import adjusted
    from digest.fetching.locating import FileLocator
    from digest.model import Site
    from digest.summarizers import get

    config = given.load()
    console = given.console
    get(config.rules.method)
    templates = environment(config.site.templates)
    compiled = check(templates)
    catalogs = check_catalogs(Path(config.site.catalogs)) if config.site.catalogs else 0
    locator = FileLocator()
    _signing(config)
    empty = [s for s in config.sources if s.kind == "seeds" and not locator.locate(s)]
    console.line(
        f"{config.path}: sound — {counted(len(config.sources), 'source')},"
        f" {counted(len(config.rules.sections), 'section')}, {counted(compiled, 'template')}"
        + (f", {counted(catalogs, 'catalog')} of your own" if catalogs else "")
    )
    for told in copies(facts(templates, Path(config.site.templates), compiled)) if config.site.templates else ():
        console.line(f"  note: {told.what}; {told.fix}")
    for source in empty:
        console.line(f"  note: {source.name}: no file matches {source.url}")
    for text in (*_absent(config), *_unentered(config)):
        console.line(f"  note: {text}")
    for shade in adjusted(config.site.accent) if config.site.accent != Site(output="").accent else ():
        console.line(f"  note: theme.accent: {shade}")
    if config.mail is None:
        console.line("  note: mail is not set up; issues are made and published, not sent")
    elif not config.mail.subscribers:
        console.line("  note: mail.to names nobody: whom `digest subscribers list` shows is mailed, and nobody else")
    for name in config.missing_secrets:
        console.line(f"  note: {name}; nothing is mailed until it is there")
    for text in _unheard(config):
        console.line(f"  note: {text}")
    console.fact(sources=len(config.sources), sections=len(config.rules.sections), templates=compiled)
    status = 0
    if mail_to is not None:
        from digest.cli import sender
        from digest.wiring import Newsroom

        with Newsroom(config) as room:
            status = sender.check(room, console, room.mail(), mail_to, nameserver)
    console.finish(status)
    if status:
        raise click.exceptions.Exit(status)


def _signing(config: Config) -> None:
    """Raises ``NotSetUpError`` where a key that is to sign mail cannot."""
    keys = [key for key in config.mail.dkim if key.pem] if config.mail is not None else []
    if keys:
        from digest.messages.dkim import Signer

        for key in keys:
            Signer(key)


def _absent(config: Config) -> list[str]:
    """The feeds on the disk whose files are not there, each with the system's reason."""
    from digest.health.moves import is_web

    said = []
    for source in config.sources:
        if source.kind == "feed" and not is_web(source.url):
            try:
                Path(source.url).stat()
            except OSError as error:
                said.append(f"{source.name}: {(error.strerror or str(error)).lower()}: {source.url}")
    return said


def _unentered(config: Config) -> list[str]:
    """The sections that nothing in feeds.yml leads to: only the front matter of seeds may."""
    from digest.issues.sections import MORE

    seeds = any(source.kind == "seeds" for source in config.sources)
    takes = "only seeds whose front matter names it" if seeds else "nothing"
    return [
        f"section {rule.name}: takes {takes}: it has no sources, tags or keywords, and no source names it"
        for rule in config.rules.sections
        # The sources that name a section are among its own; what none takes goes to the one that is called so.
        if not (rule.sources or rule.tags or rule.keywords or rule.name == MORE)
    ]


def _unheard(config: Config) -> list[str]:
    """Why somebody whom `run:` names would not hear of runs."""
    from digest.telemetry import installed

    said = list(config.watch.missing)
    if config.watch.collector is not None and not installed():
        said.append("spans are asked for, and OpenTelemetry is not there: pip install 'digest-newsroom[telemetry]'")
    return said
