"""``digest sources``: edits feeds.yml for you, comments and all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, Listing, options
from digest.errors import ConfigError, DataError, UsageError

if TYPE_CHECKING:
    from digest.config import Config


@click.group(name="sources", cls=Listing)
def command() -> None:
    """List, add, remove, import or export sources. Without a word more: list."""


@command.command("list")
@options
def list_sources(given: Given) -> None:
    """Every source, with its section and what it last gave."""
    import msgspec

    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        last = {report.source: report for report in room.archive.reports()}
    for source in config.sources:
        report = last.get(source.name)
        state = "not asked yet" if report is None else report.state + (f": {report.reason}" if report.reason else "")
        console.line(f"{source.name:<28} {source.section or '—':<24} {state}")
        console.detail(f"    {source.url}")
    console.fact(
        sources=[
            {
                "name": source.name,
                "url": source.url,
                "kind": source.kind,
                "section": source.section,
                "last": msgspec.to_builtins(last[source.name]) if source.name in last else None,
            }
            for source in config.sources
        ]
    )
    console.finish(0)


@command.command("add")
@options
@click.argument("url")
@click.option("--name", help="What readers see.")
@click.option("--section", help="The section its stories go to.")
def add(given: Given, url: str, name: str | None, section: str | None) -> None:
    """Add the feed at URL (or a file's path) to feeds.yml."""
    from digest.config import add_source

    _rewrite(given, lambda text, _: add_source(text, {"feed": url, "name": name, "section": section}))
    given.console.line(f"Added {name or url}")


@command.command("remove")
@options
@click.argument("source")
def remove(given: Given, source: str) -> None:
    """Remove SOURCE, a name or a URL, from feeds.yml. What it gave stays in the archive."""
    from digest.config import remove_source

    _rewrite(given, lambda text, _: remove_source(text, source))
    given.console.line(f"Removed {source}")


@command.command("import")
@options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_opml(given: Given, file: Path) -> None:
    """Add every feed of an OPML FILE that is not there yet; its folders become sections."""
    from digest.config import add_source
    from digest.sources import opml

    console = given.console
    found = opml.read(file.read_bytes(), where=str(file))
    if not found:
        raise DataError("an OPML file without feeds", where=str(file))
    added: list[str] = []

    def change(text: str, config: Config) -> str:
        urls = {source.url for source in config.sources}
        names = {source.name for source in config.sources}
        for source in found:
            if source.url in urls:
                continue
            name, count = source.name, 2
            while name in names:
                name, count = f"{source.name} ({count})", count + 1
            text = add_source(text, {"feed": source.url, "name": name, "section": source.section})
            urls.add(source.url)
            names.add(name)
            added.append(name)
        return text

    _rewrite(given, change)
    console.line(f"Added {len(added)} of {len(found)} feeds; {len(found) - len(added)} were there already")
    console.fact(added=added)
    console.finish(0)


@command.command("export")
@options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def export_opml(given: Given, file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""
    from digest.sources import opml

    config = given.load()
    body = opml.write([s for s in config.sources if s.kind == "feed"], config.publication.title)
    if file is None:
        sys.stdout.buffer.write(body)
    else:
        file.write_bytes(body)
        given.console.line(f"Wrote {file}")


def _rewrite(given: Given, change: Callable[[str, Config], str]) -> None:
    """Change feeds.yml and prove the new text before it takes the old one's place.

    Raises ``UsageError`` where the change would make it unsound; the file is then as it was.
    """
    import os
    import tempfile

    from digest.config import load

    config = given.load()
    changed = change(given.config.read_text(encoding="utf-8"), config)
    handle, name = tempfile.mkstemp(prefix=".feeds-", suffix=".yml", dir=given.config.absolute().parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(given.config.stat().st_mode & 0o777)
        try:
            load(Path(name), os.environ)
        except ConfigError as error:
            faults = "; ".join(f"{fault.path}: {fault.what}" for fault in error.faults)
            raise UsageError(f"that would spoil {given.config}: {faults}") from error
        Path(name).replace(given.config)
    finally:
        Path(name).unlink(missing_ok=True)
